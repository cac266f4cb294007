import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const DEMO = ['rp2022', 'rp2018_diplomes'].map((name) => repositoryFile(`data/demo/${name}_metropole_lyon.csv`));
const INCOMES = readFileSync(repositoryFile('data/demo/filosofi2021_metropole_lyon.csv'), 'utf8');
const folder = useFolder();

/** Computes the Métropole with these incomes; more files and options follow. */
function compute(incomes: string, out: string, ...more: string[]): Promise<Run> {
  writeFileSync(join(folder.path, `${out}.csv`), incomes);
  return runCli(['compute', ...[...DEMO, `${out}.csv`].flatMap((f) => ['--insee', f]), '--territory', 'epci:200046977', '--out', out, ...more], folder.path);
}

function poverty(out: string): { valeur: number; regle: string; part_observee: number | null } {
  const manifest = JSON.parse(readFileSync(join(folder.path, out, 'manifest.json'), 'utf8')) as { variables: { id: string; reference: { valeur: number; regle: string; part_observee: number | null } }[] };
  return manifest.variables.find((v) => v.id === 'pauvrete')!.reference;
}

const given = (name: string, ...lines: string[]): string => {
  writeFileSync(join(folder.path, name), `territoire;variable;valeur;millesime;source\n${lines.join('\n')}\n`);
  return name;
};

/** The incomes with the rate of some communes made secret. */
const secret = (...codes: string[]): string =>
  INCOMES.split('\n').map((line) => (codes.includes(line.split(';')[0]!) ? line.replace(/[^;]*$/, 's') : line)).join('\n');

describe('the reference of a published rate', () => {
  it('is the row of the territory when a file has it', async () => {
    expect((await compute(`${INCOMES.trimEnd()}\n200046977;1400000;24000;16,5\n`, 'ligne')).code).toBe(0);
    expect(poverty('ligne')).toMatchObject({ valeur: 16.5, regle: 'publie', part_observee: null });
  });

  it('is the row of the territory from a file of its own', async () => {
    writeFileSync(join(folder.path, 'epci.csv'), 'CODGEO;LIBGEO;TP6021\n200046977;Métropole de Lyon;16.5\n');
    expect((await compute(INCOMES, 'fichier', '--insee', 'epci.csv')).code).toBe(0);
    expect(poverty('fichier')).toMatchObject({ valeur: 16.5, regle: 'publie' });
  });

  it('is not the row of another vintage', async () => {
    writeFileSync(join(folder.path, 'epci18.csv'), 'CODGEO;TP6018\n200046977;15\n');
    expect((await compute(INCOMES, 'autre', '--insee', 'epci18.csv')).code).toBe(0);
    expect(poverty('autre').regle).toBe('total');
  });

  it('is the value of --reference-values, of the same vintage', async () => {
    const file = given('valeurs.csv', 'epci:200046977;pauvrete;16,9;2021;Insee, Filosofi 2021');
    const run = await compute(INCOMES, 'donnee', '--reference-values', file);
    expect(run.code).toBe(0);
    expect(poverty('donnee')).toMatchObject({ valeur: 16.9, regle: 'publie' });
    const older = given('anciennes.csv', 'epci:200046977;pauvrete;16,9;2018;Insee, Filosofi 2018');
    const said = await compute(INCOMES, 'ancienne', '--reference-values', older);
    expect(said.stderr).toMatch(/pauvrete : la valeur de référence donnée est du millésime 2018, les données de 2021 ; elle ne sert pas/);
    expect(poverty('ancienne').regle).toBe('total');
  });

  it('falls to total, with the share of the weight that was observed, printed', async () => {
    const run = await compute(INCOMES, 'total');
    expect(poverty('total').regle).toBe('total');
    expect(poverty('total').part_observee).toBeCloseTo(0.9715, 4);
    expect(run.stderr).toContain('total, 97\u202f% du poids observé');
  });
});

describe('a published rate that gives no reference', () => {
  let thin: Run;
  beforeAll(async () => {
    thin = await compute(secret('69123'), 'mince');
  });

  it('is refused under 80 % observed: exit code 3, naming the file that would help', () => {
    expect(thin.code).toBe(3);
    expect(thin.stderr).toMatch(/^Erreur : pauvrete : .*n'est publié que pour \d\d,\d\u202f% des personnes ; il en faut 80 %/m);
    expect(thin.stderr).toContain('cc_filosofi_2021_EPCI.csv');
    expect(thin.stderr).toContain('--reference-values');
  });

  it('is refused as well under ignorer, and accepted with the published value', async () => {
    expect((await compute(secret('69123'), 'mince2', '--missing', 'ignorer')).code).toBe(3);
    const file = given('publiee.csv', '200046977;pauvrete;16,9;2021;Insee');
    expect((await compute(secret('69123'), 'mince3', '--reference-values', file)).code).toBe(0);
    expect(poverty('mince3')).toMatchObject({ valeur: 16.9, regle: 'publie' });
  });

  it('is refused without its weight: exit code 3, naming the column', async () => {
    const bare = INCOMES.split('\n').map((line) => line.split(';').filter((_, i) => i !== 1).join(';')).join('\n');
    const run = await compute(bare, 'sans-poids');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('NBPERSMENFISC21');
    const published = await compute(`${bare.trimEnd()}\n200046977;24000;16,5\n`, 'sans-poids-publie');
    expect(published.code).toBe(0);
    expect(poverty('sans-poids-publie')).toMatchObject({ valeur: 16.5, regle: 'publie' });
  });
});

describe('--reference-values', () => {
  it.each([
    ['epci:200046977;pauvrte;16;2021;x', /ligne 2, colonne variable : « pauvrte » ; variable inconnue du modèle ; vouliez-vous dire « pauvrete » \?/],
    ['epci:200046977;pauvrete;seize;2021;x', /ligne 2, colonne valeur : « seize »/],
    ['epci:200046977;pauvrete;16;21;x', /ligne 2, colonne millesime : « 21 »/],
    ['epci:200046977;pauvrete;16;2021;', /ligne 2, colonne source : elle est vide/],
  ])('refuses « %s » with line and column: exit code 3', async (line, message) => {
    const run = await compute(INCOMES, 'refusee', '--reference-values', given('refusee.txt', line));
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(message);
  });

  it('refuses two values for one reference', async () => {
    const file = given('deux-valeurs.csv', 'epci:200046977;pauvrete;16;2021;x', '200046977;pauvrete;17;2021;y');
    const run = await compute(INCOMES, 'double', '--reference-values', file);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('16, 17');
  });
});
