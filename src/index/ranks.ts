import { Ordering } from '../statistics/ordering.js';

/** Under this number of published scores no dixième is given. */
export const MINIMUM_FOR_TENTHS = 30;

/**
 * Ranks, 1 for the largest score; ties share the best rank. Scores are not rounded first.
 *
 * @returns 0 where the score is missing
 */
export function ranks(scores: Float64Array): Int32Array {
  const ordering = new Ordering(scores);
  const count = ordering.sort();
  const { order, sorted } = ordering;
  const result = new Int32Array(scores.length);
  for (let end = count; end > 0; ) {
    let start = end - 1;
    while (start > 0 && sorted[start - 1] === sorted[start]) start -= 1;
    for (const position of order.subarray(start, end)) result[position] = count - end + 1;
    end = start;
  }
  return result;
}

/**
 * The dixième of each rank, 10 for the most fragile: ceil(10·(n − rank + 1)/n) over the n published
 * scores.
 *
 * @returns 0 where there is no rank, and everywhere when n is under 30
 */
export function tenths(rank: Int32Array): Uint8Array {
  const n = rank.reduce((count, r) => count + (r > 0 ? 1 : 0), 0);
  if (n < MINIMUM_FOR_TENTHS) return new Uint8Array(rank.length);
  return Uint8Array.from(rank, (r) => (r > 0 ? Math.ceil((10 * (n - r + 1)) / n) : 0));
}
