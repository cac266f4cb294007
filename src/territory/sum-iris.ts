import { STATE, isKnown, settled, strongestMissing } from '../index/state.js';
import type { FileTable } from '../index/table.js';
import { byCode } from './codes.js';

/**
 * Sums a table of IRIS to the communes or arrondissements that their first five characters name.
 * Counts are summed, one missing IRIS making the sum missing; rates and medians cannot be, and their
 * columns are left out.
 *
 * @returns the table by commune, and the names of the columns left out
 */
export function sumIris(table: FileTable): { readonly table: FileTable; readonly leftOut: readonly string[] } {
  const positionOf = new Map<string, number>();
  for (const iris of table.codes) {
    const commune = iris.slice(0, 5);
    if (!positionOf.has(commune)) positionOf.set(commune, positionOf.size);
  }
  // IRIS codes are sorted, so are the communes that they begin with.
  const codes = [...positionOf.keys()].sort(byCode);
  const columns = table.columns.filter((c) => c.nature === 'effectif');
  const values: Float64Array[] = [];
  const states: Uint8Array[] = [];
  for (const [i, spec] of table.columns.entries()) {
    if (spec.nature !== 'effectif') continue;
    const sums = new Float64Array(codes.length);
    const why = new Uint8Array(codes.length).fill(STATE.observed);
    for (const [row, iris] of table.codes.entries()) {
      const target = positionOf.get(iris.slice(0, 5)) ?? 0;
      const state = table.states[i]?.[row] ?? STATE.absent;
      const before = why[target] ?? STATE.observed;
      if (isKnown(state) && isKnown(before)) {
        sums[target] = (sums[target] ?? 0) + (table.values[i]?.[row] ?? Number.NaN);
      } else {
        why[target] = isKnown(before) ? settled(state) : isKnown(state) ? before : strongestMissing(before, state);
        sums[target] = Number.NaN;
      }
    }
    values.push(sums);
    states.push(why);
  }
  return {
    table: { file: table.file, iris: false, codes, columns, values, states },
    leftOut: table.columns.filter((c) => c.nature !== 'effectif').map((c) => c.name),
  };
}
