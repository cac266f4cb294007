/** The covariance of two series over the places where both are known, with divisor n − 1; NaN with fewer than two. */
export function covariance(x: Float64Array, y: Float64Array): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  let sum = 0;
  // One pass, each value against the means so far (Welford 1962; Bennett and others 2009 for two series).
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] ?? Number.NaN;
    const yi = y[i] ?? Number.NaN;
    if (Number.isNaN(xi) || Number.isNaN(yi)) continue;
    n += 1;
    const fromX = xi - meanX;
    meanX += fromX / n;
    meanY += (yi - meanY) / n;
    sum += fromX * (yi - meanY);
  }
  return n < 2 ? Number.NaN : sum / (n - 1);
}

export const variance = (x: Float64Array): number => covariance(x, x);
