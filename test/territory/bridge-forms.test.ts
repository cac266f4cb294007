import { describe, expect, it } from 'vitest';
import type { FileTable } from '../../src/index/table.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { bridgeRows, bridgeTables } from '../../src/territory/bridge-forms.js';
import { carryTable } from '../../src/territory/carry-table.js';
import { mergeTables, mergeTerritoryRows } from '../../src/territory/merge-tables.js';
import type { MergedTable } from '../../src/territory/merge-tables.js';
import { COMMUNES, cells, fileTable, inputErrorOf, spec } from '../support/tables.js';

const quantities = [...(await loadQuantities()).values()];
const merge = (...tables: FileTable[]): MergedTable =>
  mergeTables(bridgeTables(tables.map((t) => carryTable(t, COMMUNES)), quantities));

const DIPLOMAS = 'sans_diplome_cep_brevet@22';
const wide = (rows: Parameters<typeof fileTable>[1], names = ['P22_NSCOL15P_DIPLMIN', 'P22_NSCOL15P_BEPC']): FileTable =>
  fileTable(names.map((name) => spec(name)), rows, { file: 'large.csv' });
const long = (rows: Parameters<typeof fileTable>[1], name = DIPLOMAS): FileTable => fileTable([spec(name)], rows, { file: 'long.csv' });

describe('one quantity and year in a wide and in a long file', () => {
  it('is one column, where each completes the other', () => {
    const merged = merge(wide([['69003', 5, 2], ['69029', 4, 'blank'], ['69033', 1, 1]]), long([['69003', 7], ['69029', 9], ['69034', 3]]));
    expect(cells(merged, DIPLOMAS)).toEqual({ '69003': 7, '69029': 9, '69033': 2, '69034': 3 });
    expect(merged.filesOf.get(DIPLOMAS)).toEqual(['large.csv', 'long.csv']);
  });

  it('is refused where the two differ, with both', async () => {
    expect(await inputErrorOf(() => merge(wide([['69003', 5, 2]]), long([['69003', 8]])))).toContain(
      'sans_diplome_cep_brevet (forme longue, 2022), commune 69003 : 7 dans large.csv, 8 dans long.csv.',
    );
  });

  it('but not with another vintage, a name that is not valid then, or one that is only near', () => {
    const otherYear = merge(wide([['69003', 5]], ['P16_NSCOL15P_DIPLMIN']), long([['69003', 8]]));
    expect(cells(otherYear, DIPLOMAS)).toEqual({ '69003': 8 });
    const alone = merge(wide([['69003', 5]], ['P22_NSCOL15P_DIPLMIN']), long([['69003', 8]]));
    expect(cells(alone, DIPLOMAS)).toEqual({ '69003': 8 });
    const near = merge(wide([['69003', 5]], ['P22_MEN']), long([['69003', 8]], 'menages@22'));
    expect(cells(near, 'menages@22')).toEqual({ '69003': 8 });
  });

  it('leaves wide files alone when nothing is long', () => {
    expect([...merge(wide([['69003', 5, 2]])).columns.keys()]).toEqual(['P22_NSCOL15P_DIPLMIN', 'P22_NSCOL15P_BEPC']);
  });

  it('serves a long variable from a wide row of the territory, and compares two rows', async () => {
    const merged = merge(fileTable([spec('taux_pauvrete@21', { nature: 'taux', family: 'filosofi', vintage: 2021 })], [['69003', 8]]));
    const row = (file: string, name: string, value: number) => ({ file, rows: [{ level: 'epci', code: '200046977', values: new Map([[name, value]]) }] as const });
    const rows = mergeTerritoryRows(bridgeRows([row('large.csv', 'TP6021', 16)], quantities, merged));
    expect(rows.get('epci:200046977')?.get('taux_pauvrete@21')).toBe(16);
    const both = bridgeRows([row('large.csv', 'TP6021', 16), row('long.csv', 'taux_pauvrete@21', 17)], quantities, merged);
    expect(await inputErrorOf(() => mergeTerritoryRows(both))).toContain('taux_pauvrete (forme longue, 2021), territoire epci:200046977 : 16 dans large.csv, 17 dans long.csv.');
  });
});

describe('former communes in a long file', () => {
  it('a former code without a row for a source does not make its sum missing', () => {
    const filosofi = spec('niveau_de_vie_median@21', { nature: 'mediane', family: 'filosofi', vintage: 2021 });
    const table = fileTable([spec('population@22'), filosofi], [['69114', 10, 'absent'], ['69159', 'absent', 20]]);
    expect(cells(carryTable(table, COMMUNES), 'population@22')).toEqual({ '69114': 10 });
    expect(cells(carryTable(table, COMMUNES), 'niveau_de_vie_median@21')).toEqual({ '69114': 20 });
  });

  it('one that has rows of that source, but not this one, does', () => {
    const table = fileTable([spec('population@22'), spec('familles@22')], [['69114', 10, 4], ['69159', 8, 'absent']]);
    expect(cells(carryTable(table, COMMUNES), 'familles@22')).toEqual({ '69114': 'absent' });
    expect(cells(carryTable(table, COMMUNES), 'population@22')).toEqual({ '69114': 18 });
  });
});
