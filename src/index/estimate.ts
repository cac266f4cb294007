/** ln y = a + b·ln x, fitted by ordinary least squares. */
export interface LogLogFit {
  readonly a: number;
  readonly b: number;
  /** Number of units that it was fitted on. */
  readonly n: number;
  /** Coefficient of determination of ln y. */
  readonly r2: number;
  /** Standard deviation of the residuals of ln y, divisor n − 2; 0 where n is 2. */
  readonly deviation: number;
}

/**
 * Ordinary (unweighted) least squares of ln y on ln x, natural logarithms.
 * Pairs in which a number is missing or not positive are left out.
 *
 * @param rows positions to fit on
 * @returns null when fewer than `minimum` pairs remain, or when all x are equal
 */
export function fitLogLog(
  x: Float64Array,
  y: Float64Array,
  rows: Iterable<number>,
  minimum: number,
): LogLogFit | null {
  const pairs: [number, number][] = [];
  for (const row of rows) {
    const xi = x[row] ?? Number.NaN;
    const yi = y[row] ?? Number.NaN;
    if (xi > 0 && yi > 0) pairs.push([Math.log(xi), Math.log(yi)]);
  }
  const n = pairs.length;
  if (n < minimum || n < 2) return null;
  let meanX = 0;
  let meanY = 0;
  for (const [lx, ly] of pairs) {
    meanX += lx / n;
    meanY += ly / n;
  }
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const [lx, ly] of pairs) {
    sxx += (lx - meanX) ** 2;
    sxy += (lx - meanX) * (ly - meanY);
    syy += (ly - meanY) ** 2;
  }
  // The mean of equal numbers may differ from them by a rounding error: sxx alone does not tell.
  if (sxx === 0 || pairs.every(([lx]) => lx === pairs[0]?.[0])) return null;
  const b = sxy / sxx;
  const unexplained = Math.max(0, syy - b * sxy);
  return { a: meanY - b * meanX, b, n, r2: syy === 0 ? 1 : sxy ** 2 / (sxx * syy), deviation: n > 2 ? Math.sqrt(unexplained / (n - 2)) : 0 };
}

/**
 * The estimate exp(a + b·ln x), without retransformation correction.
 *
 * @param ceilingCount a count below which the rate is known to be: the estimate is then at most
 *   100 × ceilingCount / weight; no ceiling where the weight is missing
 * @returns NaN where x is missing or not positive
 */
export function estimateRate(fit: Pick<LogLogFit, 'a' | 'b'>, x: number, weight: number, ceilingCount: number | null): number {
  if (!(x > 0)) return Number.NaN;
  const estimate = Math.exp(fit.a + fit.b * Math.log(x));
  if (ceilingCount === null || !(weight > 0)) return estimate;
  return Math.min(estimate, (100 * ceilingCount) / weight);
}
