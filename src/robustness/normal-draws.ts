import type { Random } from '../statistics/random.js';

/** Equiprobable values of the table, which a processor's cache holds: the outermost are at ± 4.01 standard deviations. */
const SIZE = 1 << 14;

let table: Float64Array | null = null;

/**
 * Draws of the standard normal distribution, by a table of its quantiles at (k + ½)/16,384: one number
 * of the source a draw, and no logarithm in the inner loop. The table's own standard deviation is 0.9999.
 */
export function normalDraws(random: Random): Random {
  const quantiles = (table ??= Float64Array.from({ length: SIZE }, (_, k) => normalQuantile((k + 0.5) / SIZE)));
  return () => quantiles[Math.floor(random() * SIZE)]!;
}

/** Quantile of the standard normal distribution, by the rational approximation of Peter Acklam: relative error under 1.2e-9. */
export function normalQuantile(p: number): number {
  if (p < LOW) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - LOW) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return (horner(A, r) * q) / (horner(B, r) * r + 1);
}

const LOW = 0.02425;
const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const C = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

const horner = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

const tail = (q: number): number => horner(C, q) / (horner(D, q) * q + 1);
