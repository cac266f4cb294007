import { quantile } from './quantile.js';

/** The shape of a distribution; null where too few values are known, or none varies. */
export interface Shape {
  /** How many values are known. */
  readonly n: number;
  readonly minimum: number;
  readonly firstQuartile: number;
  readonly median: number;
  readonly thirdQuartile: number;
  readonly maximum: number;
  readonly mean: number;
  /** Of a sample: divisor n − 1. */
  readonly deviation: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
}

/**
 * Describes the known values of a series (NaN is missing).
 *
 * - Quantiles are of type 7 (see `quantile`).
 * - Skewness is G1, the adjusted Fisher-Pearson coefficient: m3/m2^1.5 · √(n(n − 1))/(n − 2).
 * - Kurtosis is G2, in excess of the normal law's: (n − 1)/((n − 2)(n − 3)) · ((n + 1)(m4/m2² − 3) + 6).
 *
 * mk is the mean of (x − mean)^k. Both definitions: Joanes and Gill 1998; those of SAS, SPSS, Excel and COINr.
 *
 * @returns null when no value is known
 */
export function shapeOf(series: Float64Array): Shape | null {
  const sorted = series.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  const [minimum, maximum] = [sorted[0], sorted[n - 1]];
  if (minimum === undefined || maximum === undefined) return null;
  const mean = sorted.reduce((sum, x) => sum + x, 0) / n;
  const moment = (k: number): number => sorted.reduce((sum, x) => sum + (x - mean) ** k, 0) / n;
  const m2 = moment(2);
  const varies = minimum !== maximum;
  return {
    n,
    minimum,
    firstQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    thirdQuartile: quantile(sorted, 0.75),
    maximum,
    mean,
    deviation: n < 2 ? null : Math.sqrt((m2 * n) / (n - 1)),
    skewness: n < 3 || !varies ? null : ((moment(3) / m2 ** 1.5) * Math.sqrt(n * (n - 1))) / (n - 2),
    kurtosis: n < 4 || !varies ? null : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (moment(4) / m2 ** 2 - 3) + 6),
  };
}

/** Above both, a distribution is driven by a few values. */
export const SKEWNESS_LIMIT = 2;
export const KURTOSIS_LIMIT = 3.5;

/**
 * True where a few values drive a distribution: |skewness| over 2 with a kurtosis over 3.5, the rule of
 * the OECD/JRC handbook's users (Groeneveld and Meeden 1984; Becker and others 2022, COINr).
 */
export const isDriven = ({ skewness, kurtosis }: Shape): boolean => Math.abs(skewness ?? 0) > SKEWNESS_LIMIT && (kurtosis ?? 0) > KURTOSIS_LIMIT;

/** Tukey's inner fences (1977): values beyond 1.5 times the interquartile range from the quartiles stand apart. */
export function fencesOf({ firstQuartile, thirdQuartile }: Shape): readonly [low: number, high: number] {
  const reach = 1.5 * (thirdQuartile - firstQuartile);
  return [firstQuartile - reach, thirdQuartile + reach];
}
