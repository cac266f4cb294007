/** 10⁰ to 10²²: the powers of ten that a double holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${String(power)}`));
/** Whole numbers below 2⁵³ are exact. */
const EXACT = 2 ** 53;
const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const COMMA = 44;

/**
 * The number that plain digits write, with a decimal point or comma: `7107.01247632609`, `50,0`, `-3`.
 * It is the very double that `Number` gives: digits that make a whole number below 2⁵³, divided by a
 * power of ten that is exact, are rounded once (Clinger, 1990, the fast case).
 *
 * @returns NaN for anything else, also for a number that has more digits than that: read the text then
 */
export function plainDecimal(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative) at += 1;
  let digits = 0;
  const whole = at;
  for (; at < to; at += 1) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    digits = digits * 10 + digit;
  }
  if (at === whole) return Number.NaN;
  let decimals = 0;
  if (at < to) {
    if (bytes[at] !== POINT && bytes[at] !== COMMA) return Number.NaN;
    at += 1;
    decimals = to - at;
    if (decimals === 0 || decimals > 22) return Number.NaN;
    for (; at < to; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return Number.NaN;
      digits = digits * 10 + digit;
    }
  }
  if (digits >= EXACT) return Number.NaN;
  const value = decimals === 0 ? digits : digits / TENS[decimals]!;
  return negative ? -value : value;
}
