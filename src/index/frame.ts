import { STATE } from './state.js';
import { indexOfCode } from './table.js';
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
 * @param table the columns of the files, on one geography
 * @param territory codes of the units to compute
 * @param reference codes of the units of the reference
 */
export function buildFrame(table: Table, territory: readonly string[], reference: readonly string[]): Frame {
  const codes = [...new Set([...table.codes, ...territory, ...reference])].sort((a, b) => (a < b ? -1 : 1));
  const from = Int32Array.from(codes, (code) => indexOfCode(table.codes, code));
  const columns = new Map<string, Column>();
  for (const [name, column] of table.columns) {
    columns.set(name, {
      spec: column.spec,
      values: Float64Array.from(from, (row) => (row < 0 ? Number.NaN : (column.values[row] ?? Number.NaN))),
      states: Uint8Array.from(from, (row) => (row < 0 ? STATE.absent : (column.states[row] ?? STATE.absent))),
    });
  }
  return { codes, columns, territory: positions(codes, territory), reference: positions(codes, reference) };
}

function positions(codes: readonly string[], wanted: readonly string[]): Int32Array {
  return Int32Array.from(wanted, (code) => indexOfCode(codes, code)).sort();
}
