import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/index/state.js';
import type { ColumnSpec } from '../../src/index/quantity.js';
import { carryTable } from '../../src/territory/carry-table.js';
import type { CarriedTable } from '../../src/territory/carry-table.js';
import { mergeTables, mergeTerritoryRows } from '../../src/territory/merge-tables.js';
import type { MergedTable } from '../../src/territory/merge-tables.js';
import { cells, COMMUNES, fileTable, inputErrorOf, spec } from '../support/tables.js';

type Rows = Parameters<typeof fileTable>[1];
const POP = spec('P22_POP');
const TP60 = spec('TP6021', { nature: 'taux', family: 'filosofi', vintage: 2021, weights: ['NBPERSMENFISC21'] });
const NBPERS = spec('NBPERSMENFISC21', { family: 'filosofi', vintage: 2021 });
const MED = spec('MED21', { nature: 'mediane', family: 'filosofi', vintage: 2021 });

const carried = (file: string, columns: readonly ColumnSpec[], rows: Rows): CarriedTable => carryTable(fileTable(columns, rows, { file }), COMMUNES);
/** Both orders of the command line, which must give the same. */
function merged(a: CarriedTable, b: CarriedTable): MergedTable {
  const one = mergeTables([a, b]);
  expect(mergeTables([b, a])).toEqual(one);
  return one;
}

describe('mergeTables', () => {
  it('met côte à côte les colonnes et les communes de deux fichiers', () => {
    const table = merged(carried('a.csv', [POP], [['69003', 1], ['69029', 2]]), carried('b.csv', [MED], [['69029', 20000], ['69033', 21000]]));
    expect(table.codes).toEqual(['69003', '69029', '69033']);
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 1, 69029: 2, 69033: 'absent' });
    expect(cells(table, 'MED21')).toEqual({ 69003: 'absent', 69029: 20000, 69033: 21000 });
  });

  it('accepte la même colonne aux mêmes valeurs, et dit de quels fichiers elle vient', () => {
    const table = merged(carried('b.csv', [POP], [['69003', 3013]]), carried('a.csv', [POP], [['69003', 3013]]));
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 3013 });
    expect(table.filesOf.get('P22_POP')).toEqual(['a.csv', 'b.csv']);
    expect(table.completed.size).toBe(0);
  });

  it('tient pour égaux deux nombres qui ne diffèrent que par leurs dernières décimales', () => {
    const table = merged(carried('a.csv', [POP], [['69003', 2833.00000000001]]), carried('b.csv', [POP], [['69003', 2833]]));
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 2833 });
  });

  it.each([
    ['arrondi à six décimales', 2686.254321987, 2686.254322, 2686.254321987],
    ['somme de dix cellules arrondies', 1410.12345678912, 1410.123461, 1410.12345678912],
    ['petit effectif arrondi', 1.4837261954, 1.483726, 1.4837261954],
  ])('tient pour égaux, et garde le plus précis : %s', (_, precise, rounded, kept) => {
    for (const [a, b] of [[precise, rounded], [rounded, precise]] as const) {
      expect(cells(merged(carried('a.csv', [POP], [['69003', a]]), carried('b.csv', [POP], [['69003', b]])), 'P22_POP')).toEqual({ 69003: kept });
    }
  });

  it.each([[2686.2543, 2686.254322], [3013.4, 3013], [0.000012, 0.000014]])('ne tient pas pour égaux %d et %d', async (a, b) => {
    expect(await inputErrorOf(() => mergeTables([carried('a.csv', [POP], [['69003', a]]), carried('b.csv', [POP], [['69003', b]])]))).toContain('se contredisent');
  });

  it('donne le même de trois fichiers, quels que soient leurs noms', () => {
    const values = [2686.254321987, 2686.254322, 2686.25432];
    const kept = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map((order) =>
      cells(mergeTables(order.map((i, at) => carried(`${String(at)}.csv`, [POP], [['69003', values[i]!]]))), 'P22_POP'));
    expect(kept).toEqual(kept.map(() => ({ 69003: 2686.254321987 })));
  });

  it('prend la valeur là où l’autre fichier n’en a pas, et le compte', () => {
    const table = merged(carried('a.csv', [POP], [['69003', 'secret'], ['69029', 2], ['69033', 5]]), carried('b.csv', [POP], [['69003', 7], ['69029', 'unavailable'], ['69034', 6]]));
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 7, 69029: 2, 69033: 5, 69034: 6 });
    expect(table.completed.get('P22_POP')).toBe(2);
  });

  it.each([
    ['secret', 'unavailable', 'secret'],
    ['unavailable', 'unavailable', 'unavailable'],
    ['secret', 'blank', 'secret'],
  ] as const)('de %s et %s garde %s', (a, b, kept) => {
    expect(cells(merged(carried('a.csv', [POP], [['69003', a]]), carried('b.csv', [POP], [['69003', b]])), 'P22_POP')).toEqual({ 69003: kept });
  });

  it('refuse deux valeurs différentes en montrant les deux et leurs fichiers, dans tout ordre', async () => {
    const a = carried('a.csv', [POP], [['69003', 3013]]);
    const b = carried('b.csv', [POP], [['69003', 3014]]);
    const message = 'P22_POP, commune 69003 : 3013 dans a.csv, 3014 dans b.csv.\nLes deux fichiers se contredisent : retirez celui qui ne convient pas.';
    expect(await inputErrorOf(() => mergeTables([a, b]))).toBe(message);
    expect(await inputErrorOf(() => mergeTables([b, a]))).toBe(message);
  });

  it('nomme le fichier d’où vient la valeur gardée, non le premier qui avait la colonne', async () => {
    const tables = [carried('a.csv', [POP], [['69003', 'secret']]), carried('b.csv', [POP], [['69003', 1]]), carried('c.csv', [POP], [['69003', 2]])];
    expect(await inputErrorOf(() => mergeTables(tables))).toContain('1 dans b.csv, 2 dans c.csv');
  });

  it('ne confond pas zéro et manquant', async () => {
    expect(cells(merged(carried('a.csv', [POP], [['69003', 0]]), carried('b.csv', [POP], [['69003', 'secret']])), 'P22_POP')).toEqual({ 69003: 0 });
    expect(await inputErrorOf(() => mergeTables([carried('a.csv', [POP], [['69003', 0]]), carried('b.csv', [POP], [['69003', 1]])]))).toContain('0 dans a.csv, 1 dans b.csv');
  });

  it('compare après avoir porté : 69149 + 69152 dans l’un, 69149 dans l’autre', async () => {
    const parts = carried('a.csv', [POP], [['69149', 26000.4], ['69152', 10000.2]]);
    expect(cells(merged(parts, carried('b.csv', [POP], [['69149', 36000.6]])), 'P22_POP')).toEqual({ 69149: 36000.6 });
    expect(await inputErrorOf(() => mergeTables([parts, carried('b.csv', [POP], [['69149', 26000.4]])]))).toContain('commune 69149');
  });

  it('garde un taux publié contre un taux recalculé, et le dit', () => {
    const parts = carried('a.csv', [TP60, NBPERS], [['69149', 20, 3000], ['69152', 10, 1000]]);
    const table = merged(parts, carried('b.csv', [TP60], [['69149', 17]]));
    expect(cells(table, 'TP6021')).toEqual({ 69149: 17 });
    expect(table.publishedKept).toEqual(['69149 (TP6021)']);
  });

  it('garde un taux recalculé contre un secret', () => {
    const parts = carried('a.csv', [TP60, NBPERS], [['69149', 20, 3000], ['69152', 10, 1000]]);
    expect(cells(merged(parts, carried('b.csv', [TP60], [['69149', 'secret']])), 'TP6021')).toEqual({ 69149: '≈17.5' });
  });

  it('laisse telles quelles les colonnes d’un fichier, partagées ou complétées par un autre', () => {
    const alone = carried('a.csv', [POP], [['69003', 1], ['69152', 3]]);
    expect(mergeTables([alone]).columns.get('P22_POP')).toBe(alone.columns.get('P22_POP'));
    const lacking = carried('a.csv', [POP], [['69003', 'secret'], ['69152', 3]]);
    const both = mergeTables([lacking, carried('b.csv', [POP], [['69003', 1], ['69152', 3]])]);
    expect(cells(both, 'P22_POP')).toEqual({ 69003: 1, 69149: 3 });
    expect(cells(lacking, 'P22_POP')).toEqual({ 69003: 'secret', 69149: 3 });
  });

  it('range les codes d’un seul fichier, et les valeurs avec eux', () => {
    const { report } = carried('a.csv', [POP], []);
    const column = { spec: POP, values: Float64Array.of(3, 1), states: Uint8Array.of(STATE.observed, STATE.observed) };
    const table = mergeTables([{ file: 'a.csv', codes: ['69029', '69003'], columns: new Map([['P22_POP', column]]), report }]);
    expect(table.codes).toEqual(['69003', '69029']);
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 1, 69029: 3 });
  });

  it('fait de rien une table vide', () => {
    expect(mergeTables([])).toMatchObject({ codes: [], columns: new Map() });
  });

  it('ne laisse sortir aucun « vide » à interpréter', () => {
    const table = mergeTables([carried('a.csv', [POP, MED], [['69003', 'blank', 1], ['69149', 'blank', 2], ['69152', 1, 3]])]);
    const states = [...table.columns.values()].flatMap((c) => [...c.states]);
    expect(states).not.toContain(STATE.blank);
    expect(states.length).toBe(4);
  });
});

describe('mergeTerritoryRows', () => {
  const row = (code: string, values: Record<string, number>): Parameters<typeof mergeTerritoryRows>[0][number]['rows'][number] =>
    ({ level: 'epci', code, values: new Map(Object.entries(values)) });

  it('réunit les valeurs d’un territoire, quel que soit l’ordre des fichiers', () => {
    const a = { file: 'a.csv', rows: [row('200046977', { TP6021: 17.1 })] };
    const b = { file: 'b.csv', rows: [row('200046977', { TP6021: 17.1, MED21: 23000 }), row('245400676', { MED21: 22000 })] };
    const expected = new Map([['epci:200046977', new Map([['TP6021', 17.1], ['MED21', 23000]])], ['epci:245400676', new Map([['MED21', 22000]])]]);
    expect(mergeTerritoryRows([a, b])).toEqual(expected);
    expect(mergeTerritoryRows([b, a])).toEqual(expected);
  });

  it('garde la plus précise de deux valeurs arrondies, dans tout ordre', () => {
    const [exact, rounded] = [20400.123456789, 20400.123457];
    for (const [a, b] of [[exact, rounded], [rounded, exact]] as const) {
      const files = [{ file: 'a.csv', rows: [row('200046977', { P22_POP: a })] }, { file: 'b.csv', rows: [row('200046977', { P22_POP: b })] }];
      expect(mergeTerritoryRows(files).get('epci:200046977')?.get('P22_POP')).toBe(exact);
    }
  });

  it('refuse deux valeurs, avec les deux fichiers', async () => {
    const files = [{ file: 'b.csv', rows: [row('200046977', { TP6021: 17.2 })] }, { file: 'a.csv', rows: [row('200046977', { TP6021: 17.1 })] }];
    expect(await inputErrorOf(() => mergeTerritoryRows(files))).toBe(
      'TP6021, territoire epci:200046977 : 17.1 dans a.csv, 17.2 dans b.csv.\nLes deux fichiers se contredisent : retirez celui qui ne convient pas.',
    );
  });
});
