import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readXlsx } from '../support/read-xlsx.js';
import { csvByCode, csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const folder = useFolder();
const DECILES = repositoryFile('fixtures/models/deciles.yaml');
const text = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
const rows = (out: string): ReadonlyMap<string, ReadonlyMap<string, string>> => csvByCode(join(folder.path, out, 'ifn.csv'));

describe('the outputs of a model on a scale of deciles, with axes and no themes', () => {
  let run: Run;
  beforeAll(async () => {
    run = await runCli(['compute', '--model', DECILES, '--out', 'out', '--format', 'xlsx,qml,sld'], folder.path);
    expect(run.code).toBe(0);
  });
  const scores = (): number[] => [...rows('out').values()].map((row) => Number(row.get('score')));

  it('draw the score in five equal classes of the scale, apart at its centre', () => {
    const { cartes } = JSON.parse(text('out/manifest.json')) as { cartes: { cartes: { classes: { methode: string; bornes: number[] } }[] } };
    // (10 − 1) / 5 = 1.8: deciles fall two by two, and [4,6 ; 6,4[ has 5.5 in its middle.
    expect(cartes.cartes[0]?.classes).toEqual({ methode: "amplitudes égales de l'échelle, les mêmes sur toutes ses cartes", bornes: [2.8, 4.6, 6.4, 8.2] });
    const svg = text('out/carte.svg');
    expect(/[Bb]ase 100/.test(svg)).toBe(false);
    for (const colour of ['#7f3b08', '#f2efea']) expect(svg.includes(colour), colour).toBe(true);
    expect(run.stderr).toContain('carte.png');
  });

  it('have the same classes in the styles of QGIS and map servers', () => {
    const labels = ['8,2 et plus', '[6,4 ; 8,2[', '[4,6 ; 6,4[', '[2,8 ; 4,6[', 'moins de 2,8', 'sans valeur'];
    expect([...text('out/ifn.qml').matchAll(/<rule [^>]*label="([^"]+)"/g)].map((m) => m[1])).toEqual(labels);
    expect([...text('out/ifn.sld').matchAll(/^ {10}<Title>(.+)<\/Title>/gm)].map((m) => m[1])).toEqual(labels);
    expect(text('out/ifn.sld')).toContain('Métropole de Lyon (déciles de 1 à 10)');
  });

  it('hold the cells of the axes in their columns, in the workbook and in ifn.csv', async () => {
    const { sheets } = await readXlsx(readFileSync(join(folder.path, 'out/ifn.xlsx')));
    const [head = [], first = []] = sheets.find((s) => s.name === 'classement')?.rows ?? [];
    const cell = (label: string): string | number | undefined => first[head.findIndex((h) => h?.value === label)]?.value;
    const row = rows('out').get(String(cell('Code Insee')));
    expect(Number(row?.get('score'))).toBe(Math.max(...scores()));
    expect([cell('Indice'), cell('Revenus'), cell('Familles')]).toEqual([row?.get('score'), row?.get('revenus'), row?.get('familles_seules')].map(Number));
    const method = sheets.find((s) => s.name === 'méthode')?.rows.map((r) => r.map((c) => String(c?.value ?? ''))) ?? [];
    expect(method).toContainEqual(['Échelle', 'déciles de 1 à 10 ; centre 5,5.']);
    expect(method.flat().join('\n')).not.toMatch(/[Bb]ase 100/);
  });

  it('take methods that have a meaning for a column, and refuse the others', async () => {
    const map = (...options: string[]): Promise<Run> => runCli(['map', 'out', '--format', 'svg', ...options], folder.path);
    expect((await map('--column', 'revenus,pauvrete_points', '--method', 'echelle', '--classes', '3')).code).toBe(0);
    for (const label of ['moins de 4', '[4 ; 7[', '7 et plus']) expect(text('out/carte-pauvrete_points.svg').includes(`>${label}<`), label).toBe(true);
    expect(await map('--method', 'base100')).toMatchObject({ code: 2, stderr: expect.stringContaining("« score » n'est pas en base 100 (déciles de 1 à 10)") as string });
    expect(await map('--column', 'pauvrete', '--method', 'echelle')).toMatchObject({ code: 2, stderr: expect.stringContaining("« pauvrete » n'a pas d'échelle à deux bouts (%)") as string });
  });
});

describe('a model whose territories are means of their units', () => {
  const GARON = '246900757';
  const MODEL = [
    'id: moyennes', 'version: 1', 'libelle: Moyennes', 'statut: complet', 'liste: propre', 'source: essai',
    'normalisation: { methode: decile, parmi: fichiers }', 'echelle: { libelle: déciles, centre: 5.5, minimum: 1, maximum: 10 }',
    'agregation: { global: moyenne }', 'reference: { effectifs: total, taux: publie }', 'remontee: { methode: moyenne, poids: population }', 'seuil_completude: 0.5',
    'variables:',
    '  - { id: ages, libelle: 65 ans et plus, numerateur: population_65_plus, denominateur: population, sens: "+", manquants: ignorer }',
    '  - { id: pauvrete, libelle: Pauvreté, taux: taux_pauvrete, sens: "+", manquants: ignorer }',
    '  - { id: seuls, libelle: Familles, numerateur: familles_monoparentales, denominateur: familles, sens: "+", manquants: ignorer }',
    '',
  ].join('\n');
  const compute = (...options: string[]): Promise<Run> => runCli(['compute', '--model', 'moyennes.yaml', ...options], folder.path);
  beforeAll(() => {
    cpSync(repositoryFile('fixtures/mailles'), folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'moyennes.yaml'), MODEL);
  });

  it.each([['epci', 'classement.md donne la moyenne des EPCI entiers'], ['departement', 'pour les départements'], ['region', 'pour les régions']])('is not computed anew for --unit %s', async (unit, advice) => {
    const run = await compute('--insee', 'communes.csv', '--unit', unit, '--out', 'refus');
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('un territoire y est la moyenne de ses unités, pondérée par « population »') as string });
    expect(run.stderr).toContain(advice);
  });

  it('gives whole EPCI by their IRIS too; a rate that no file has for IRIS has no points', async () => {
    const [header = '', ...lines] = text('communes.csv').trimEnd().split('\n');
    const iris = lines.map((line) => line.replace(/^(\w{5})/, '$10000'));
    writeFileSync(join(folder.path, 'iris-entiers.csv'), `${[header.replace('CODGEO', 'IRIS'), ...iris].join('\n')}\n`);
    const run = await compute('--insee', 'iris-entiers.csv', '--unit', 'iris', '--territory', `epci:${GARON}`, '--out', 'iris');
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('pauvrete')]);
    const found = csvRows(text('iris/ifn.csv'));
    expect(found.map((r) => [r.get('pauvrete_points'), r.get('pauvrete_statut')].join())).toEqual(Array<string>(5).fill(',non_disponible'));
    const number = (row: ReadonlyMap<string, string>, column: string): number => Number(row.get(column));
    const mean = found.reduce((sum, r) => sum + number(r, 'population') * number(r, 'score'), 0) / found.reduce((sum, r) => sum + number(r, 'population'), 0);
    for (const r of found) expect(number(r, 'score')).toBe((number(r, 'ages_points') + number(r, 'seuls_points')) / 2);
    expect(text('iris/classement.md')).toContain(`| ${GARON} | 5 | ${mean.toFixed(2).replace('.', ',')} | 100,0`);
  });
});
