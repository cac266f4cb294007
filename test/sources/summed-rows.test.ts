import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnMatcher } from '../../src/index/quantity.js';
import { readInseeTable } from '../../src/sources/insee-table.js';
import { readModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { csvByCode, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const folder = useFolder();
const write = (name: string, text: string): void => {
  writeFileSync(join(folder.path, name), text);
};

/** A model of one share of premises, their rows summed or not. */
const model = (lignes: string): string => `id: locaux
version: 1
libelle: Locaux
statut: complet
liste: propre
source: essai
normalisation: rapport
agregation: { global: moyenne }
reference: { effectifs: total, taux: publie }
seuil_completude: 0.5
variables:
  - { id: sans, libelle: Part sans, numerateur: locaux_sans, denominateur: locaux, sens: "+", manquants: ignorer }
quantites:
  locaux: { libelle: Locaux, unite: locaux, nature: effectif, colonne: nbr${lignes} }
  locaux_sans: { libelle: Sans, unite: locaux, nature: effectif, colonne: nbr, moins: [couverts]${lignes} }
`;

const compute = (name: string, file: string): Promise<Run> =>
  runCli(['compute', '--model', name, '--insee', file, '--territory', 'communes:01004,01005,01007', '--out', 'out', '--verbose'], folder.path);

beforeAll(() => {
  write('somme.yaml', model(', lignes: somme'));
  write('une.yaml', model(''));
  write('locaux.csv', 'Une phrase avant l’en-tête\ncode_insee;type;nbr;couverts\n01004;a;60;50\n01004;b;40;40\n01005;a;10;5\n01005;b;10;5\n01007;a;30;15\n01007;b;70;nd\n');
});

describe('several rows of one commune', () => {
  it('are summed where the model says so, identical rows as well, and it is told', async () => {
    const run = await compute('somme.yaml', 'locaux.csv');
    expect(run.code).toBe(0);
    const rows = csvByCode(join(folder.path, 'out/ifn.csv'));
    // (100 − 90)/100 and (20 − 10)/20.
    expect(rows.get('01004')?.get('sans')).toBe('10');
    expect(rows.get('01005')?.get('sans')).toBe('50');
    expect(run.stderr).toContain('3 codes sur plusieurs lignes (01004, 01005, 01007), sommées comme le modèle le demande (nbr, couverts)');
  });

  it('make a missing sum as soon as one part is missing', () => {
    const row = csvByCode(join(folder.path, 'out/ifn.csv')).get('01007');
    expect([row?.get('sans'), row?.get('sans_statut')]).toEqual(['', 'non_disponible']);
    expect(readFileSync(join(folder.path, 'out/quantites.csv'), 'utf8')).toContain('01007;sans;;100;');
  });

  it('are an error where the model does not say it: exit code 3, with the lines', async () => {
    const run = await compute('une.yaml', 'locaux.csv');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('deux lignes différentes pour le code 01004 (lignes 3 et 4, colonne nbr)');
  });

  it('of a whole territory are summed alike, and missing as soon as one is', async () => {
    write('territoires.csv', 'code_insee;nbr;couverts\n01004;60;50\n200046977;100;40\n200046977;120;60\n200046977;1;nd\n');
    const read = await readModel(join(folder.path, 'somme.yaml'), 'somme.yaml', await loadQuantities());
    const own = ['locaux', 'locaux_sans'].map((id) => read.quantities.get(id)!);
    const table = await readInseeTable(join(folder.path, 'territoires.csv'), 'territoires.csv', columnMatcher(own, read.quantities), { regions: new Map(), departements: new Map() }, { wanted: own, all: read.quantities });
    expect(table.territoryRows.map((r) => [r.code, Object.fromEntries(r.values)])).toEqual([['200046977', { nbr: 221 }]]);
    expect(table.summedCodes).toEqual(['200046977']);
  });
});

describe('the layout of the Arcep', () => {
  it('is read with its sentence before the header', async () => {
    const arcep = repositoryFile('fixtures/editions/arcep.csv');
    const run = await runCli(['check', '--model', 'portail-2023', '--insee', arcep, '--json'], folder.path);
    const told = JSON.parse(run.stdout) as { fichiers: { cle: string; colonnes_lues: string[]; lignes: number }[] };
    expect(told.fichiers[0]).toMatchObject({ cle: 'code_insee', colonnes_lues: ['nbr', 'elig_thd30'], lignes: 10 });
  });
});
