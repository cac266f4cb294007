/**
 * Pearson's correlation with weights: deviations from the weighted means, products weighted. Of mid-ranks
 * it is a weighted Spearman's coefficient.
 *
 * @param weights positive
 * @returns null with fewer than three pairs, or when one series does not vary
 */
export function weightedPearson(x: Float64Array, y: Float64Array, weights: Float64Array): number | null {
  const sum = (term: (i: number) => number): number => x.reduce((all, _, i) => all + (weights[i] ?? 0) * term(i), 0);
  const at = (values: Float64Array, i: number): number => values[i] ?? Number.NaN;
  if (x.length < 3 || x.every((v) => v === x[0]) || y.every((v) => v === y[0])) return null;
  const all = sum(() => 1);
  const [meanX, meanY] = [sum((i) => at(x, i)) / all, sum((i) => at(y, i)) / all];
  const product = (a: Float64Array, meanA: number, b: Float64Array, meanB: number): number => sum((i) => (at(a, i) - meanA) * (at(b, i) - meanB));
  return Math.max(-1, Math.min(1, product(x, meanX, y, meanY) / Math.sqrt(product(x, meanX, x, meanX) * product(y, meanY, y, meanY))));
}
