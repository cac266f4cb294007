/** The normal quantile that leaves 2.5 % above it. */
const Z_95 = 1.959963984540054;

/**
 * The 95 % interval of Spearman's coefficient by Fisher's z = atanh r, whose variance is taken as
 * (1 + r²/2) / (n − 3). Source: Bonett and Wright, « Sample size requirements for estimating Pearson,
 * Kendall and Spearman correlations », Psychometrika 65 (2000).
 *
 * @param n number of pairs
 * @returns null with fewer than four pairs, and for a perfect correlation, of which the formula says nothing
 */
export function spearmanInterval(r: number, n: number): readonly [low: number, high: number] | null {
  if (n < 4 || Math.abs(r) >= 1) return null;
  const half = Z_95 * Math.sqrt((1 + (r * r) / 2) / (n - 3));
  const z = Math.atanh(r);
  return [Math.tanh(z - half), Math.tanh(z + half)];
}
