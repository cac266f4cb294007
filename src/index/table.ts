import type { ColumnSpec } from './quantity.js';
import { STATE } from './state.js';

/**
 * INSEE columns by unit: a sorted list of codes and, per column, one value and one state for each.
 * Values are NaN where the state is a missing one.
 */
export interface Table {
  readonly codes: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
}

export interface Column {
  readonly spec: ColumnSpec;
  readonly values: Float64Array;
  readonly states: Uint8Array;
}

/** The wanted columns of one file, by code of the file and sorted by it, before any geography. */
export interface FileTable {
  readonly file: string;
  /** True when the rows are IRIS (their counts are to be summed to communes). */
  readonly iris: boolean;
  readonly codes: readonly string[];
  readonly columns: readonly ColumnSpec[];
  /** One array per column, parallel to `codes`. */
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
}

/** A row of an INSEE file that is a whole territory (EPCI, département, région, France). */
export interface TerritoryRow {
  readonly level: 'epci' | 'departement' | 'region' | 'france';
  readonly code: string;
  readonly values: ReadonlyMap<string, number>;
}

/** The cells of a column in the order of some rows; a row of -1 is absent. A loop: a country has millions of cells. */
export function cellsAt({ values, states }: Pick<Column, 'values' | 'states'>, rows: ArrayLike<number>): Pick<Column, 'values' | 'states'> {
  const taken = { values: new Float64Array(rows.length).fill(Number.NaN), states: new Uint8Array(rows.length).fill(STATE.absent) };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? -1;
    if (row < 0) continue;
    taken.values[i] = values[row] ?? Number.NaN;
    taken.states[i] = states[row] ?? STATE.absent;
  }
  return taken;
}

/** Position of a code in a sorted list, or -1. */
export function indexOfCode(codes: readonly string[], code: string): number {
  let low = 0;
  let high = codes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = codes[middle] ?? '';
    if (found === code) return middle;
    if (found < code) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
