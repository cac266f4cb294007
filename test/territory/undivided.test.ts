import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/index/state.js';
import { carryTable } from '../../src/territory/carry-table.js';
import type { Geography } from '../../src/territory/cog.js';
import { mergeTables } from '../../src/territory/merge-tables.js';
import { completeUndivided } from '../../src/territory/undivided.js';
import { cells, COMMUNES, fileTable, spec } from '../support/tables.js';

const POP = spec('P22_POP');
const geography: Geography = COMMUNES;
const NO_REPORT = carryTable(fileTable([POP], []), geography).report;

describe('completeUndivided', () => {
  it('prend la commune non découpée, et laisse telle quelle la colonne du fichier', () => {
    const communes = mergeTables([carryTable(fileTable([POP], [['69003', 12]], { file: 'communes.csv' }), geography)]);
    const own = { spec: POP, values: Float64Array.of(Number.NaN, 7), states: Uint8Array.of(STATE.unavailable, STATE.observed) };
    const iris = mergeTables([{ file: 'iris.csv', codes: ['690030000', '692590101'], columns: new Map([['P22_POP', own]]), report: NO_REPORT }]);
    const { table, completed } = completeUndivided(iris, communes, [], geography);
    expect(completed).toEqual(['690030000']);
    expect(cells(table, 'P22_POP')).toEqual({ 690030000: 12, 692590101: 7 });
    expect([...own.values]).toEqual([Number.NaN, 7]);
  });
});
