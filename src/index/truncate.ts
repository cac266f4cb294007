/** A share of a number under which two of them are one number with the errors of its computation. */
const SAME = 1e-12;

/**
 * A number cut to the integer towards zero. What differs from an integer by a rounding error alone is
 * that integer: 100 × 23 / 20 is 115 and is not cut to 114.
 */
export function truncated(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= SAME * Math.max(1, Math.abs(value)) ? nearest : Math.trunc(value);
}
