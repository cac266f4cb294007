import { pearson } from '../index/correlation.js';
import { midRanks } from './mid-ranks.js';

/**
 * Spearman's rank correlation over the places where both series are known: Pearson's coefficient of the
 * mid-ranks, which is its definition with ties.
 *
 * @returns null with fewer than three pairs, or when one series does not vary
 */
export function spearman(x: Float64Array, y: Float64Array): number | null {
  const both = [...x.keys()].filter((i) => !Number.isNaN(x[i] ?? Number.NaN) && !Number.isNaN(y[i] ?? Number.NaN));
  const of = (values: Float64Array): Float64Array => midRanks(Float64Array.from(both, (i) => values[i] ?? Number.NaN));
  return pearson(of(x), of(y));
}
