/** Two numbers that differ by less than this share are one number, computed in another order. */
const COMPUTED = 1e-9;

/**
 * Two numbers are also one where they differ by rounding: INSEE writes the long forms with six decimals,
 * the wide ones with all of theirs, and a quantity may be the sum of some twenty rounded cells
 * (20 × half of the sixth decimal). The share keeps small numbers, of which that is not small, apart.
 */
const ROUNDED = { difference: 1e-5, share: 1e-6 };

/** True where two numbers are one, but for the way that they were computed or rounded. */
export function sameNumber(a: number, b: number): boolean {
  const difference = Math.abs(a - b);
  const size = Math.max(Math.abs(a), Math.abs(b));
  return difference <= COMPUTED * size || (difference <= ROUNDED.difference && difference <= ROUNDED.share * size);
}

/** Of two such numbers the one with more decimals, else the smaller: the same whatever their order. */
export function preciseNumber(a: number, b: number): number {
  const [da, db] = [decimals(a), decimals(b)];
  if (da !== db) return da > db ? a : b;
  return Math.min(a, b);
}

/** Decimals of a number, those after twelve digits being noise of a sum. */
function decimals(value: number): number {
  const [digits = '', exponent = '0'] = value.toExponential(11).split('e');
  const significant = digits.replace('-', '').replace('.', '').replace(/0+$/, '').length;
  return Math.max(0, significant - 1 - Number(exponent));
}
