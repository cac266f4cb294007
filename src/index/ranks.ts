/** Under this number of published scores no dixième is given. */
export const MINIMUM_FOR_TENTHS = 30;

/**
 * Ranks, 1 for the largest score; ties share the best rank. Scores are not rounded first.
 *
 * @returns 0 where the score is missing
 */
export function ranks(scores: Float64Array): Int32Array {
  const known = [...scores.keys()].filter((i) => !Number.isNaN(scores[i]));
  known.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const result = new Int32Array(scores.length);
  for (const [position, index] of known.entries()) {
    const previous = known[position - 1];
    const tied = previous !== undefined && scores[previous] === scores[index];
    result[index] = tied ? (result[previous] ?? 0) : position + 1;
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
