import { readInseeTable } from '../../dist/sources/insee-table.js';
import { loadQuantities } from '../../dist/sources/quantities.js';
import { columnMatcher } from '../../dist/index/quantity.js';

/** A file as `compute` reads it: every column of every quantity that INSEE's files have. */
export async function readForIndex(path) {
  const all = await loadQuantities();
  const wanted = [...all.values()];
  return readInseeTable(path, 'mesure.csv', columnMatcher(wanted, all), { regions: new Map(), departements: new Map() }, { wanted, all });
}
