import { Ordering } from './ordering.js';

/**
 * Ranks of the known values in ascending order, 1 for the least; equal values share the mean of the ranks
 * that they cover (mid-ranks), as Spearman's and Kendall's coefficients want them.
 *
 * @returns an array parallel to `values`, NaN where a value is missing
 */
export function midRanks(values: Float64Array): Float64Array {
  const ordering = new Ordering(values);
  const count = ordering.sort();
  const { order, sorted } = ordering;
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && sorted[end] === sorted[start]) end += 1;
    for (const position of order.subarray(start, end)) ranks[position] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
