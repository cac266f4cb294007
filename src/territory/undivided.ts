import { columnName } from '../index/quantity.js';
import type { ColumnSpec, Quantity } from '../index/quantity.js';
import { isKnown, STATE, strongestMissing } from '../index/state.js';
import { indexOfCode } from '../index/table.js';
import type { Column, Table } from '../index/table.js';
import type { Geography } from './cog.js';
import { communeOfIris, irisByCommune, isUndivided } from './iris.js';
import type { MergedTable } from './merge-tables.js';

/**
 * Gives the figures of a commune to its only IRIS where the commune is not divided: the territory is
 * the same. Only cells without a value are filled, in the columns that the files of IRIS have (under
 * whatever name of the quantity), or in all those of a family that they do not have at all. A commune
 * whose former communes still have IRIS of their own in the files is left as it is: `xxxxx0000` is
 * then an older territory than the commune's.
 *
 * @returns the table, and the IRIS that took some value
 */
export function completeUndivided(
  iris: MergedTable,
  communes: Table,
  quantities: readonly Quantity[],
  geography: Geography,
): { readonly table: MergedTable; readonly completed: readonly string[] } {
  const places = sameTerritory(iris.codes, communes, geography);
  if (places.length === 0) return { table: iris, completed: [] };
  const columns = new Map<string, Column>(iris.columns);
  const families = new Set([...iris.columns.values()].map((c) => c.spec.family));
  const completed = new Set<string>();
  // The columns of a table may be a file's own: they stay as they are.
  const copies = new Map<Column, Column>();
  for (const column of communes.columns.values()) {
    const own = ownColumn(column.spec, iris.columns, quantities);
    if (own === null && column.spec.family !== null && families.has(column.spec.family)) continue;
    const target = own === null ? emptyColumn(column.spec, iris.codes.length) : (copies.get(own) ?? copyOf(own));
    if (own !== null) copies.set(own, target);
    columns.set(target.spec.name, target);
    for (const { iris: row, commune } of places) {
      const before = target.states[row] ?? STATE.absent;
      if (isKnown(before)) continue;
      const state = column.states[commune] ?? STATE.absent;
      target.states[row] = isKnown(state) ? state : strongestMissing(before, state);
      target.values[row] = column.values[commune] ?? Number.NaN;
      if (isKnown(state)) completed.add(iris.codes[row] ?? '');
    }
  }
  return { table: { ...iris, columns }, completed: [...completed] };
}

/** The rows of the only IRIS of communes that are not divided, beside the rows of those communes. */
function sameTerritory(codes: readonly string[], communes: Table, geography: Geography): { readonly iris: number; readonly commune: number }[] {
  const all = irisByCommune(codes, geography);
  return [...codes.entries()].flatMap(([row, code]) => {
    const commune = isUndivided(code) ? communeOfIris(geography, code) : null;
    if (commune === null || all.get(commune)?.length !== 1) return [];
    const at = indexOfCode(communes.codes, commune);
    return at < 0 ? [] : [{ iris: row, commune: at }];
  });
}

/** The column of the IRIS that says the same: of the same name, or another exact name of the quantity at that vintage. */
function ownColumn(spec: ColumnSpec, columns: ReadonlyMap<string, Column>, quantities: readonly Quantity[]): Column | null {
  const same = columns.get(spec.name);
  if (same !== undefined) return same;
  for (const { alternatives } of quantities) {
    const names = alternatives.flatMap((a) => {
      const [term] = a.terms;
      return a.kind === 'exact' && a.terms.length === 1 && term !== undefined ? [columnName(term.template, spec.vintage)] : [];
    });
    const other = names.includes(spec.name) ? names.find((name) => columns.has(name)) : undefined;
    if (other !== undefined) return columns.get(other) ?? null;
  }
  return null;
}

const copyOf = ({ spec, values, states }: Column): Column => ({ spec, values: values.slice(), states: states.slice() });

const emptyColumn = (spec: ColumnSpec, length: number): Column => ({
  spec,
  values: new Float64Array(length).fill(Number.NaN),
  states: new Uint8Array(length).fill(STATE.absent),
});
