/**
 * The quantile of type 7 (Hyndman and Fan 1996; the default of R, NumPy and d3): linear between the values
 * around the place 1 + (n − 1)·p.
 *
 * @param sorted in ascending order, without NaN
 * @param p from 0 to 1
 * @returns NaN for an empty array
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (at - below);
}
