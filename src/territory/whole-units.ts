import { STATE } from '../index/state.js';
import type { Column, Table } from '../index/table.js';
import { byCode } from './codes.js';
import type { Cog } from './cog.js';
import type { WholeLevel } from './unit-level.js';
import { membersByUnit } from './units.js';

/** The EPCI, départements or régions that a set of communes is in. */
export interface Touched {
  /** Sorted codes of the units that have at least one of the communes. */
  readonly units: readonly string[];
  /** Those of which some communes are not in the set. */
  readonly straddling: readonly { readonly code: string; readonly inside: number; readonly members: number }[];
  /** Communes that are in no unit (an island without EPCI). */
  readonly withoutUnit: readonly string[];
}

export function unitsTouching(cog: Cog, level: WholeLevel, communes: readonly string[]): Touched {
  const members = membersByUnit(cog, level);
  const inside = new Map<string, number>();
  const withoutUnit: string[] = [];
  for (const code of communes) {
    const unit = cog.communes.get(code)?.[level] ?? null;
    if (unit === null || !members.has(unit)) withoutUnit.push(code);
    else inside.set(unit, (inside.get(unit) ?? 0) + 1);
  }
  const units = [...inside.keys()].sort(byCode);
  return {
    units,
    straddling: units.flatMap((code) => {
      const all = members.get(code)?.length ?? 0;
      const found = inside.get(code) ?? 0;
      return found < all ? [{ code, inside: found, members: all }] : [];
    }),
    withoutUnit,
  };
}

/** Rows of whole territories of the files: `level:code` → column → value. */
export type TerritoryRows = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The codes of a level that the files have a row of their own for. */
export const rowsOfLevel = (rows: TerritoryRows, level: WholeLevel): string[] =>
  [...rows.keys()].filter((id) => id.startsWith(`${level}:`)).map((id) => id.slice(level.length + 1)).sort(byCode);

/**
 * Communes and the rows of one level side by side, so that columns are chosen among all that can
 * serve its units: the counts of communes, which can be summed, and what the files publish at that
 * level. Rates and medians of communes are left out: nothing of the level can be made of them.
 */
export function withLevelRows(communes: Table, rows: TerritoryRows, level: WholeLevel): Table {
  const published = rowsOfLevel(rows, level);
  const place = new Map([...communes.codes, ...published].sort(byCode).map((code, i) => [code, i]));
  const columns = new Map<string, Column>();
  for (const [name, { spec, values, states }] of communes.columns) {
    const column = { spec, values: new Float64Array(place.size).fill(Number.NaN), states: new Uint8Array(place.size).fill(STATE.absent) };
    const put = (code: string, value: number, state: number): void => {
      const row = place.get(code) ?? 0;
      column.values[row] = value;
      column.states[row] = state;
    };
    if (spec.nature === 'effectif') {
      for (const [row, code] of communes.codes.entries()) put(code, values[row] ?? Number.NaN, states[row] ?? STATE.absent);
    }
    for (const code of published) {
      const value = rows.get(`${level}:${code}`)?.get(name);
      put(code, value ?? Number.NaN, value === undefined ? STATE.unavailable : STATE.observed);
    }
    columns.set(name, column);
  }
  return { codes: [...place.keys()], columns };
}

