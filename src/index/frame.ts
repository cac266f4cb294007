import { cellsAt } from './table.js';
import type { Column, Table } from './table.js';

/**
 * The units of a computation and their columns: every unit of the files, of the territory and of the
 * reference, sorted by code. A unit that no file has is `absent` in every column.
 */
export interface Frame extends Table {
  /** Positions in `codes` of the units of the territory computed. */
  readonly territory: Int32Array;
  /** Positions in `codes` of the units of the reference. */
  readonly reference: Int32Array;
}

/**
 * @param table the columns of the files, on one geography; they are the frame's own where it has no other unit
 * @param territory codes of the units to compute
 * @param reference codes of the units of the reference
 */
export function buildFrame(table: Table, territory: readonly string[], reference: readonly string[]): Frame {
  const codes = [...new Set([...table.codes, ...territory, ...reference])].sort((a, b) => (a < b ? -1 : 1));
  const columns = codes.length === table.codes.length && codes.every((code, row) => code === table.codes[row]) ? table.columns : columnsAt(table, codes);
  const inFrame = positionsOf(codes);
  const rows = (units: readonly string[]): Int32Array => Int32Array.from(units, (code) => inFrame.get(code) ?? -1).sort();
  const territoryRows = rows(territory);
  return { codes, columns, territory: territoryRows, reference: reference === territory ? territoryRows : rows(reference) };
}

function columnsAt(table: Table, codes: readonly string[]): ReadonlyMap<string, Column> {
  const inTable = positionsOf(table.codes);
  const from = Int32Array.from(codes, (code) => inTable.get(code) ?? -1);
  return new Map([...table.columns].map(([name, column]) => [name, { spec: column.spec, ...cellsAt(column, from) }]));
}

const positionsOf = (codes: readonly string[]): ReadonlyMap<string, number> => new Map(codes.map((code, row) => [code, row]));
