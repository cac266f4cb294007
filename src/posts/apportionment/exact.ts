/**
 * Weights as whole numbers, so that quotients and remainders are compared without rounding.
 *
 * A double is a whole number times a power of two. Brought to one power of two, weights become
 * big integers whose proportions are exactly those of the doubles: every product and sum below
 * is exact, equal weights are equal, and multiplying all weights by a power of two gives the
 * very same integers.
 */
export interface ExactWeights {
  /** In the order of the weights. */
  readonly integers: readonly bigint[];
  readonly sum: bigint;
  /** How far two quotients may lie apart and still tie, in units of 2⁻⁴⁴ of the larger: 0 or 1. */
  readonly slack: 0n | 1n;
}

/**
 * 2⁻⁴⁴ ≈ 6·10⁻¹⁴. A weight that was computed (population × score / 100, or a sum of such over a
 * grouping) carries a rounding error of some 10⁻¹⁵ of itself, and one that depends on the order
 * of the additions: without a tolerance, the order of the rows of a file would settle ties. The
 * tolerance stands well above that noise and far below any difference that means something:
 * one part in eighteen thousand billion.
 */
const SLACK_BITS = 44n;

/**
 * Weights that all fit in 40 bits, once their common power of two is taken out, are numbers as
 * they were given (populations, agreed counts, halves): no noise, hence no tolerance. Computed
 * weights fill the 53 bits of a double.
 */
const GIVEN = 1n << 40n;

/** @param weights finite, not negative */
export function exactWeights(weights: readonly number[]): ExactWeights {
  const parts = weights.map(binaryParts);
  const lowest = parts.reduce(
    (low, { odd, power }) => (odd > 0n && power < low ? power : low),
    1024,
  );
  const integers = parts.map(({ odd, power }) => (odd > 0n ? odd << BigInt(power - lowest) : 0n));
  return {
    integers,
    sum: integers.reduce((a, b) => a + b, 0n),
    slack: integers.every((integer) => integer < GIVEN) ? 0n : 1n,
  };
}

/** weight = odd × 2^power, with `odd` odd (or 0). */
function binaryParts(weight: number): { odd: bigint; power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, weight);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  let odd = exponent === 0 ? fraction : fraction | (1n << 52n);
  let power = exponent === 0 ? -1074 : exponent - 1075;
  while (odd > 0n && (odd & 1n) === 0n) {
    odd >>= 1n;
    power += 1;
  }
  return { odd, power };
}

/**
 * True when two numbers that are not negative differ by at most `slack` × 2⁻⁴⁴ of `scale`
 * (by default, of the larger of the two).
 */
export function near(a: bigint, b: bigint, slack: bigint, scale = a > b ? a : b): boolean {
  const gap = a > b ? a - b : b - a;
  return gap << SLACK_BITS <= slack * scale;
}

/** a / b as a double, exact to 2⁻⁸⁰ before its own rounding; 0 when b is 0. */
export const ratio = (a: bigint, b: bigint): number =>
  b === 0n ? 0 : Number((a << 80n) / b) / 2 ** 80;
