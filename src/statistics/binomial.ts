/** Probabilities under this share of the largest one change no sum. */
const NOTHING = 1e-18;

/**
 * The limit under which a binomial count falls with a probability, as a share of n, interpolated between
 * whole counts so that limits run smoothly with n: with r the least count such that P(X ≤ r) ≥ p,
 * (r − α)/n, α = (P(X ≤ r) − p) / P(X = r). Source: Spiegelhalter, « Funnel plots for comparing
 * institutional performance », Statistics in Medicine 24 (2005), appendix A.1.
 *
 * @param n number of trials, at least 1
 * @param share probability of each, from 0 to 1
 * @param p probability under the limit, between 0 and 1
 * @returns from 0 to 1
 */
export function binomialLimit(n: number, share: number, p: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  const mode = Math.min(n, Math.floor((n + 1) * share));
  // Probabilities over that of the mode, each from its neighbour's: no factorial is needed.
  const odds = share / (1 - share);
  const above: number[] = [];
  for (let k = mode, own = 1; k < n && own > NOTHING; k += 1) {
    own *= ((n - k) / (k + 1)) * odds;
    above.push(own);
  }
  const below: number[] = [];
  for (let k = mode, own = 1; k > 0 && own > NOTHING; k -= 1) {
    own *= k / (n - k + 1) / odds;
    below.push(own);
  }
  const probabilities = [...below.reverse(), 1, ...above];
  const total = probabilities.reduce((sum, own) => sum + own, 0);
  const first = mode - below.length;
  let under = 0;
  for (const [i, own] of probabilities.entries()) {
    under += own / total;
    if (under >= p) return Math.max(0, first + i - (under - p) / (own / total)) / n;
  }
  return 1;
}
