import { pearson } from '../index/correlation.js';
import { covariance, variance } from './covariance.js';

/** The internal consistency of some series. */
export interface Consistency {
  /** How many series. */
  readonly items: number;
  /** Places where all are known: only they count. */
  readonly n: number;
  /** α = k/(k − 1) · (1 − Σ variances / variance of the sum). */
  readonly raw: number;
  /** Of standardised series: k·r̄ / (1 + (k − 1)·r̄), r̄ the mean correlation of two of them. */
  readonly standardised: number;
}

/**
 * Cronbach's alpha (1951) of k series, on the places where all are known; the standardised one is the
 * Spearman-Brown formula of the mean correlation. Negative where series work against each other.
 *
 * @returns null with fewer than two series or three common places, or where a series, or their sum, does not vary
 */
export function cronbach(series: readonly Float64Array[]): Consistency | null {
  const k = series.length;
  const [first] = series;
  if (first === undefined || k < 2) return null;
  const common = [...first.keys()].filter((i) => series.every((s) => !Number.isNaN(s[i] ?? Number.NaN)));
  if (common.length < 3) return null;
  const items = series.map((s) => Float64Array.from(common, (i) => s[i] ?? Number.NaN));
  const correlations = items.flatMap((x, i) => items.slice(i + 1).map((y) => pearson(x, y)));
  const known = correlations.filter((r) => r !== null);
  let own = 0;
  let total = 0;
  for (const x of items) {
    own += variance(x);
    for (const y of items) total += covariance(x, y);
  }
  const mean = known.reduce((sum, r) => sum + r, 0) / known.length;
  const spread = 1 + (k - 1) * mean;
  // Two exact opposites make a sum that does not vary; rounding may leave it a dust of variance.
  if (known.length < correlations.length || total <= 1e-12 * own || Math.abs(spread) < 1e-12) return null;
  return { items: k, n: common.length, raw: (k / (k - 1)) * (1 - own / total), standardised: (k * mean) / spread };
}
