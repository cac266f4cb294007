import { inputError } from '../errors.js';
import { shownColumn } from '../index/quantity.js';
import { STATE, isKnown, strongestMissing } from '../index/state.js';
import type { Column, Table, TerritoryRow } from '../index/table.js';
import { byCode, isIrisCode } from './codes.js';
import type { CarriedTable } from './carry-table.js';
import { preciseNumber, sameNumber } from './same-number.js';

export interface MergedTable extends Table {
  /** Column → the files that have it, sorted. */
  readonly filesOf: ReadonlyMap<string, readonly string[]>;
  /** Column → how many units took a value from one file where another has none. */
  readonly completed: ReadonlyMap<string, number>;
  /** Cells where a published rate was kept against one recalculated from merged parts. */
  readonly publishedKept: readonly string[];
}

/**
 * Puts the files' columns side by side. A column found in two files is compared as numbers: equal, but
 * for rounding, is fine (the more precise is kept), a value beats a missing one, of two kinds of missing secret wins.
 *
 * The result does not depend on the order of `tables`. A column of one file that has all the units is
 * that file's own, not a copy.
 *
 * @throws inputError when two files give different values, with both
 */
export function mergeTables(tables: readonly CarriedTable[]): MergedTable {
  const codes = [...new Set(tables.flatMap((t) => t.codes))].sort(byCode);
  const positions = new Map(codes.map((code, i) => [code, i]));
  const ordered = [...tables].sort((a, b) => byCode(a.file, b.file));
  const places = ordered.map((table) => Int32Array.from(table.codes, (code) => positions.get(code) ?? 0));
  const columns = new Map<string, Column>();
  const filesOf = new Map<string, string[]>();
  const completed = new Map<string, number>();
  const publishedKept: string[] = [];
  for (const name of new Set(ordered.flatMap((table) => [...table.columns.keys()]))) {
    const found = ordered.flatMap((table, i): FoundColumn[] => {
      const column = table.columns.get(name);
      return column === undefined ? [] : [{ file: table.file, codes: table.codes, places: places[i] ?? NO_PLACES, column }];
    });
    const [first] = found;
    if (first === undefined) continue;
    filesOf.set(name, found.map(({ file }) => file));
    if (found.length === 1 && first.codes.length === codes.length && first.places.every((at, row) => at === row)) {
      columns.set(name, first.column);
      continue;
    }
    const merged = mergeColumn(name, first.column, found, codes.length);
    columns.set(name, merged.column);
    if (merged.completed > 0) completed.set(name, merged.completed);
    publishedKept.push(...merged.publishedKept);
  }
  return { codes, columns, filesOf, completed, publishedKept: publishedKept.sort(byCode) };
}

/** A column in one of the files that have it, with the places of its rows among all the units. */
interface FoundColumn {
  readonly file: string;
  readonly codes: readonly string[];
  readonly places: Int32Array;
  readonly column: Column;
}

const NO_PLACES = new Int32Array(0);

/** @param length how many units there are in all */
function mergeColumn(name: string, first: Column, found: readonly FoundColumn[], length: number): { readonly column: Column; readonly completed: number; readonly publishedKept: readonly string[] } {
  const target = emptyColumn(first, length);
  // Which of the files each value is from.
  const origin = new Int32Array(length).fill(-1);
  let completed = 0;
  const publishedKept: string[] = [];
  for (const [fileIndex, { file, codes, places, column }] of found.entries()) {
    for (const [row, code] of codes.entries()) {
      const at = places[row] ?? 0;
      const state = column.states[row] ?? STATE.absent;
      const value = column.values[row] ?? Number.NaN;
      const other = origin[at] ?? -1;
      const outcome = mergeCell(target, at, value, state, other >= 0);
      if (outcome === 'different') {
        throw inputError(
          `${shownColumn(name)}, ${isIrisCode(code) ? 'IRIS' : 'commune'} ${code} : ${String(target.values[at])} dans ${found[other]?.file ?? ''}, ${String(value)} dans ${file}.\n` +
            'Les deux fichiers se contredisent : retirez celui qui ne convient pas.',
        );
      }
      if (outcome === 'completed') completed += 1;
      if (outcome === 'published') publishedKept.push(`${code} (${shownColumn(name)})`);
      if (other < 0 || (isKnown(state) && target.values[at] === value)) origin[at] = fileIndex;
    }
  }
  return { column: target, completed, publishedKept };
}

function emptyColumn(column: Column, length: number): Column {
  return {
    spec: column.spec,
    values: new Float64Array(length).fill(Number.NaN),
    states: new Uint8Array(length).fill(STATE.absent),
  };
}

type Outcome = 'first' | 'kept' | 'completed' | 'published' | 'different';

function mergeCell(target: Column, at: number, value: number, state: number, seen: boolean): Outcome {
  const before = target.states[at] ?? STATE.absent;
  const put = (v: number, s: number): void => {
    target.values[at] = v;
    target.states[at] = s;
  };
  if (!seen) {
    put(value, state);
    return 'first';
  }
  if (isKnown(before) && isKnown(state)) {
    const old = target.values[at] ?? Number.NaN;
    if (sameNumber(old, value)) {
      put(preciseNumber(old, value), Math.min(before, state));
      return 'kept';
    }
    if (before === state) return 'different';
    if (state === STATE.observed) put(value, state);
    return 'published';
  }
  if (isKnown(before)) return 'completed';
  if (isKnown(state)) {
    put(value, state);
    return 'completed';
  }
  put(Number.NaN, strongestMissing(before, state));
  return 'kept';
}

/** The rows of whole territories of all files, by `level:code`. */
export function mergeTerritoryRows(
  files: readonly { readonly file: string; readonly rows: readonly TerritoryRow[] }[],
): Map<string, Map<string, number>> {
  const merged = new Map<string, Map<string, number>>();
  const origins = new Map<string, string>();
  for (const { file, rows } of [...files].sort((a, b) => byCode(a.file, b.file))) {
    for (const row of rows) {
      const id = `${row.level}:${row.code}`;
      const values = merged.get(id) ?? new Map<string, number>();
      merged.set(id, values);
      for (const [column, value] of row.values) {
        const old = values.get(column);
        if (old !== undefined && !sameNumber(old, value)) {
          throw inputError(
            `${shownColumn(column)}, territoire ${id} : ${String(old)} dans ${origins.get(`${id} ${column}`) ?? ''}, ${String(value)} dans ${file}.\n` +
              'Les deux fichiers se contredisent : retirez celui qui ne convient pas.',
          );
        }
        if (old === undefined) origins.set(`${id} ${column}`, file);
        values.set(column, old === undefined ? value : preciseNumber(old, value));
      }
    }
  }
  return merged;
}
