/**
 * Pearson's correlation of two series, unweighted, over the places where both are known.
 *
 * @returns null with fewer than three pairs, or when one series does not vary
 */
export function pearson(x: Float64Array, y: Float64Array): number | null {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  // Loops by place: over entries, each pair would be an object, and a country has many.
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] ?? Number.NaN;
    const yi = y[i] ?? Number.NaN;
    if (Number.isNaN(xi) || Number.isNaN(yi)) continue;
    n += 1;
    meanX += xi;
    meanY += yi;
  }
  if (n < 3) return null;
  // The mean of equal numbers may differ from them by a rounding error: what varies is told by the numbers.
  let variesX = false;
  let variesY = false;
  const first = x.findIndex((xi, i) => !Number.isNaN(xi) && !Number.isNaN(y[i] ?? Number.NaN));
  meanX /= n;
  meanY /= n;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let i = 0; i < x.length; i += 1) {
    const xi = x[i] ?? Number.NaN;
    const yi = y[i] ?? Number.NaN;
    if (Number.isNaN(xi) || Number.isNaN(yi)) continue;
    variesX ||= xi !== x[first];
    variesY ||= yi !== y[first];
    sxx += (xi - meanX) ** 2;
    syy += (yi - meanY) ** 2;
    sxy += (xi - meanX) * (yi - meanY);
  }
  if (!variesX || !variesY || sxx === 0 || syy === 0) return null;
  // Series of one spread, as ranks are: without roots, a perfect correlation is 1 to the last digit.
  return Math.max(-1, Math.min(1, sxy / (sxx === syy ? sxx : Math.sqrt(sxx) * Math.sqrt(syy))));
}
