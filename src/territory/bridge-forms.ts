import { columnName, isLong, isLongAlternative, validAt } from '../index/quantity.js';
import type { Alternative, ColumnSpec, Quantity } from '../index/quantity.js';
import { evaluate } from '../index/series.js';
import type { Column, Table, TerritoryRow } from '../index/table.js';
import type { CarriedTable } from './carry-table.js';

/**
 * Lets wide and long files meet. Where some file has a quantity of a year in a long form, every wide
 * file that has the same quantity by exact names gets it too under the long name; the merge then
 * compares the two as it compares two wide files, and a value of one completes the other.
 */
export function bridgeTables(tables: readonly CarriedTable[], quantities: readonly Quantity[]): CarriedTable[] {
  const specs = new Map(tables.flatMap((t) => [...t.columns.values()].map((c) => [c.spec.name, c.spec] as const)));
  const years = longYears(quantities, specs.values());
  return tables.map((table) => {
    const added = new Map<string, Column>();
    for (const { long, wide, vintage } of years) {
      const spec = specs.get(long);
      if (spec === undefined || table.columns.has(long)) continue;
      const same = wide.find((a) => a.terms.every((t) => table.columns.has(columnName(t.template, vintage))));
      if (same !== undefined) added.set(long, { spec, ...evaluate(table, same, vintage) });
    }
    return added.size === 0 ? table : { ...table, columns: new Map([...table.columns, ...added]) };
  });
}

/** One file's rows of whole territories. */
export interface FileRows {
  readonly file: string;
  readonly rows: readonly TerritoryRow[];
}

/** The same for the rows of whole territories: a wide row serves a quantity that the units have in a long form. */
export function bridgeRows(files: readonly FileRows[], quantities: readonly Quantity[], merged: Table): FileRows[] {
  const years = longYears(quantities, [...merged.columns.values()].map((c) => c.spec));
  return files.map(({ file, rows }) => ({
    file,
    rows: rows.map((row) => {
      const values = new Map(row.values);
      for (const { long, wide, vintage } of years) {
        if (values.has(long)) continue;
        for (const alternative of wide) {
          const value = sumOfRow(row.values, alternative, vintage);
          if (value === null) continue;
          values.set(long, value);
          break;
        }
      }
      return { ...row, values };
    }),
  }));
}

/** The value of an alternative in a territory row, or null where a term is not there. */
export function sumOfRow(row: ReadonlyMap<string, number>, alternative: Alternative, vintage: number | null): number | null {
  let sum = 0;
  for (const { template, sign } of alternative.terms) {
    const value = row.get(columnName(template, vintage));
    if (value === undefined) return null;
    sum += sign * value;
  }
  return sum;
}

interface LongYear {
  /** Name of the long column. */
  readonly long: string;
  readonly vintage: number;
  /** The exact wide names of the same quantity at that vintage. */
  readonly wide: readonly Alternative[];
}

/** The quantities and years that some file has in a long form. */
function longYears(quantities: readonly Quantity[], specs: Iterable<ColumnSpec>): LongYear[] {
  const vintages = new Map<string, number>();
  for (const { name, vintage } of specs) if (isLong(name) && vintage !== null) vintages.set(name, vintage);
  return quantities.flatMap(({ alternatives }) => {
    const exact = alternatives.filter((a) => a.kind === 'exact');
    const template = exact.find(isLongAlternative)?.terms[0]?.template;
    if (template === undefined) return [];
    return [...vintages].flatMap(([long, vintage]) =>
      columnName(template, vintage) !== long
        ? []
        : [{ long, vintage, wide: exact.filter((a) => !isLongAlternative(a) && validAt(a, vintage)) }],
    );
  });
}
