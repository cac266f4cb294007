import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvByCode, csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const FIXTURE = repositoryFile('fixtures/own-model');
const folder = useFolder();
let run: Run;

beforeAll(async () => {
  run = await compute('propre');
});

const compute = (out: string, ...more: string[]): Promise<Run> =>
  runCli(['compute', '--model', join(FIXTURE, 'ma-fiche.yaml'), '--insee', join(FIXTURE, 'population.csv'), '--insee', join(FIXTURE, 'reseaux.csv'), '--out', out, ...more], folder.path);

const cell = (code: string, column: string, out = 'propre'): string => csvByCode(join(folder.path, out, 'ifn.csv')).get(code)?.get(column) ?? 'no such cell';
const number = (code: string, column: string): number => Number(cell(code, column));

describe('compute with a model of the user and its own columns', () => {
  it('is done, and says what it used', () => {
    expect(run.code).toBe(0);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('Notre fiche (ma-fiche, version 2)');
    expect(run.stderr).not.toContain('liste reconstituée');
    expect(run.stderr).toContain('rp 2022 ; fibre : 2024');
  });

  it('reads a rate given as a fraction, weights it and mirrors it', () => {
    // (90 × 1000 + 50 × 500 + 40 × 500) / 2000 = 67.5 %
    expect([cell('01004', 'fibre'), cell('01005', 'fibre'), cell('01007', 'fibre')]).toEqual(['90', '50', '40']);
    expect(number('01004', 'fibre_points')).toBeCloseTo(200 - (100 * 90) / 67.5, 9);
    expect(number('01007', 'fibre_points')).toBeCloseTo(200 - (100 * 40) / 67.5, 9);
  });

  it('divides its own count by a count of INSEE, in the direction −, and imputes what is missing', () => {
    // 12 / 1400, the unit without a count being left out of the reference with its inhabitants.
    const reference = 1200 / 1400;
    expect(number('01004', 'guichets_points')).toBeCloseTo((100 * reference) / 1, 9);
    expect(number('01005', 'guichets_points')).toBeCloseTo((100 * reference) / 0.5, 9);
    expect([cell('01007', 'guichets'), cell('01007', 'guichets_points'), cell('01007', 'guichets_statut')]).toEqual(['', '100', 'impute']);
    expect(cell('01007', 'completude')).toBe('0.75');
  });

  it('brings the points up the tree', () => {
    const fibre = 200 - (100 * 50) / 67.5;
    const guichets = (100 * (1200 / 1400)) / 0.5;
    // 15-29: 60 of 400 against 400 of 2000.
    expect(number('01005', 'score')).toBeCloseTo(((fibre + guichets) / 2 + 75) / 2, 9);
    expect(['01007', '01005', '01004'].map((code) => cell(code, 'rang'))).toEqual(['1', '2', '3']);
  });

  it('names the columns in ifn.csv after the model', () => {
    const [header = ''] = readFileSync(join(folder.path, 'propre/ifn.csv'), 'utf8').split('\n');
    expect(header.split(';').slice(12)).toEqual([
      'acces', 'ages', 'reseaux', 'services', 'jeunes',
      'fibre', 'fibre_points', 'fibre_statut', 'guichets', 'guichets_points', 'guichets_statut',
      'jeunes_15_29', 'jeunes_15_29_points', 'jeunes_15_29_statut',
    ]);
  });

  it('keeps in quantites.csv the figures that it rests on', () => {
    const rows = csvRows(readFileSync(join(folder.path, 'propre/quantites.csv'), 'utf8')).map((row) => [...row.values()].join(';'));
    expect(rows).toContain('01004;fibre;90;1000;;2024;observe');
    expect(rows).toContain('01007;guichets;;600;;2022;impute');
    expect(rows).toContain('01005;jeunes_15_29;60;400;rp;2022;observe');
  });

  it('says so without boundaries, and writes no GeoJSON', async () => {
    expect((await compute('dit', '--verbose')).stderr).toContain('Pas de --boundaries : pas de GeoJSON.');
    expect(run.stderr).toMatch(/Écrit dans propre : ifn\.csv, classement\.md, methode\.md, quantites\.csv, manifest\.json\./);
  });

  it('records the model file in the manifest', () => {
    const manifest = JSON.parse(readFileSync(join(folder.path, 'propre/manifest.json'), 'utf8')) as { modele: object; entrees: { role: string; chemin: string }[] };
    expect(manifest.modele).toMatchObject({ id: 'ma-fiche', version: 2, liste_reconstituee: false });
    expect(manifest.entrees.map((e) => e.role).sort()).toEqual(['insee', 'insee', 'modele']);
    expect(manifest.entrees.every((e) => !e.chemin.startsWith('/'))).toBe(true);
  });
});

describe('compute with a model that does not serve', () => {
  it('refuses an incomplete one, with what it lacks: exit code 2', async () => {
    const refused = await runCli(['compute', '--model', repositoryFile('fixtures/models/incomplete.yaml'), '--out', 'incomplet'], folder.path);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('incomplet et ne se calcule pas : les guichets ne sont pas publics');
    const described = await runCli(['models', repositoryFile('fixtures/models/incomplete.yaml')], folder.path);
    expect(described.code).toBe(0);
    expect(described.stdout).toContain('Incomplet : les guichets ne sont pas publics');
  });

  it('refuses an invalid one before it reads anything: exit code 3', async () => {
    const refused = await runCli(['compute', '--model', repositoryFile('fixtures/models/cycle.yaml'), '--insee', 'nowhere.csv', '--out', 'cycle'], folder.path);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('les replis tournent en rond');
  });

  it('refuses an unknown policy or variable of --missing with the nearest: exit code 2', async () => {
    const policy = await compute('x', '--missing', 'guichets=ignore');
    expect([policy.code, policy.stderr]).toEqual([2, expect.stringContaining('Vouliez-vous dire ignorer ?')]);
    const variable = await compute('x', '--missing', 'guichet=ignorer');
    expect([variable.code, variable.stderr]).toEqual([2, expect.stringContaining('vouliez-vous dire guichets ?')]);
  });

  it('overrides the policy of one variable', async () => {
    expect((await compute('ignore', '--missing', 'guichets=ignorer')).code).toBe(0);
    expect(cell('01007', 'guichets_statut', 'ignore')).toBe('non_disponible');
    expect(cell('01007', 'axes_absents', 'ignore')).toBe('services');
  });
});
