import type { Limits } from './bounds.js';
import { exactWeights, near, type ExactWeights } from './exact.js';
import type { Line } from './line.js';
import { codesOf, settle, type Criterion, type Tie, type Weighed } from './ties.js';

/** A number of posts before rounding: whole part and remainder over one common denominator. */
interface Portion extends Weighed {
  readonly index: number;
  readonly whole: number;
  readonly remainder: bigint;
}

/**
 * Shares `total` posts by largest remainder (Hamilton), under bounds.
 *
 * Each line is due q = clip(t·w, floor, ceiling), with t such that Σq = total: without bounds,
 * its exact quota. It gets the whole part of q; the posts left go to the largest remainders, at
 * most one each, among the lines below their ceiling. Source, without bounds: Balinski and Young,
 * Fair Representation (1982), Hamilton's method; q above is its extension to bounds.
 *
 * Remainders are compared exactly. Where the weights were computed (see `exactWeights`), those
 * that differ by at most 2⁻⁴⁴ × total tie, because the noise of a quota is that of its weight,
 * and no quota exceeds the total; a remainder within that of 0 or 1 is a whole post.
 *
 * @param total posts; it must fit in the limits (`limitsOf`)
 */
export function largestRemainder(
  lines: readonly Line[],
  limits: readonly Limits[],
  total: number,
): { seats: number[]; ties: Tie[] } {
  const weights = exactWeights(lines.map(({ weight }) => weight));
  const bounds = lines.map((_, index): [bigint, bigint] => {
    const { floor = 0, ceiling = 0 } = limits[index] ?? {};
    // No line is due more than the total: an absent maximum becomes it.
    return [BigInt(floor), BigInt(Math.min(ceiling, Math.max(total, floor)))];
  });
  const { numerator, denominator } = level(weights.integers, bounds, BigInt(total));
  const noise = denominator * BigInt(total);

  const portions = lines.map((line, index): Portion => {
    const integer = weights.integers[index] ?? 0n;
    const [floor, ceiling] = bounds[index] ?? [0n, 0n];
    const due = clip(integer * numerator, floor * denominator, ceiling * denominator);
    const whole = due / denominator;
    const remainder = due % denominator;
    if (near(remainder, 0n, weights.slack, noise)) {
      return { line, integer, index, whole: Number(whole), remainder: 0n };
    }
    if (near(remainder, denominator, weights.slack, noise)) {
      return { line, integer, index, whole: Number(whole + 1n), remainder: 0n };
    }
    return { line, integer, index, whole: Number(whole), remainder };
  });

  const seats = portions.map(({ whole }) => whole);
  const left = total - seats.reduce((a, b) => a + b, 0);
  const { given, tie } = largest(portions, left, weights, noise);
  for (const { index, whole } of given) seats[index] = whole + 1;
  return { seats, ties: tie === null ? [] : [tie] };
}

/** The `left` largest remainders; those level with the last one served are settled by the rule. */
function largest(
  portions: readonly Portion[],
  left: number,
  { slack }: ExactWeights,
  noise: bigint,
): { given: Portion[]; tie: Tie | null } {
  const candidates = portions.filter(({ remainder }) => remainder > 0n);
  candidates.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0));
  const last = candidates[left - 1];
  if (last === undefined) return { given: [], tie: null };

  const level = (portion: Portion): boolean =>
    near(portion.remainder, last.remainder, slack, noise);
  const tied = candidates.filter(level);
  const given = candidates.filter(
    (portion) => portion.remainder > last.remainder && !level(portion),
  );
  const places = left - given.length;
  if (tied.length === places) return { given: [...given, ...tied], tie: null };

  const chosen: Portion[] = [];
  let settledBy: Criterion = 'weight';
  while (chosen.length < places) {
    const [one, ...others] = tied.filter((portion) => !chosen.includes(portion));
    if (one === undefined) break;
    const verdict = settle([one, ...others], 'strongest', slack);
    chosen.push(verdict.chosen);
    settledBy = verdict.settledBy;
  }
  const tie = { codes: codesOf(tied), chosen: codesOf(chosen), settledBy, rank: null, decisive: true };
  return { given: [...given, ...chosen], tie };
}

/**
 * The t for which Σ clip(t·w, floor, ceiling) = total, as a fraction.
 *
 * The sum never falls when t grows, and is straight between the values of t at which a line
 * leaves its floor (floor / w) or meets its ceiling (ceiling / w): the first of these that
 * reaches the total is found by bisection; t is that one, or lies on the straight piece before.
 */
function level(
  weights: readonly bigint[],
  bounds: readonly (readonly [bigint, bigint])[],
  total: bigint,
): { numerator: bigint; denominator: bigint } {
  const sumAt = (numerator: bigint, denominator: bigint): bigint =>
    weights.reduce((sum, weight, index) => {
      const [floor, ceiling] = bounds[index] ?? [0n, 0n];
      return sum + clip(numerator * weight, floor * denominator, ceiling * denominator);
    }, 0n);

  const breaks = weights
    .flatMap((weight, index) => (bounds[index] ?? []).map((bound) => ({ bound, weight })))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => {
      const gap = a.bound * b.weight - b.bound * a.weight;
      return gap < 0n ? -1 : gap > 0n ? 1 : 0;
    });
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { bound, weight } = breaks[middle] ?? { bound: 0n, weight: 1n };
    if (sumAt(bound, weight) >= total * weight) high = middle;
    else low = middle + 1;
  }
  const reached = breaks[low];
  // Only lines without weight: each has its floor, whatever t.
  if (reached === undefined) return { numerator: 0n, denominator: 1n };
  const here = { numerator: reached.bound, denominator: reached.weight };
  if (low === 0 || sumAt(here.numerator, here.denominator) === total * here.denominator) return here;

  const before = breaks[low - 1] ?? reached;
  let rest = total;
  let free = 0n;
  weights.forEach((weight, index) => {
    const [floor, ceiling] = bounds[index] ?? [0n, 0n];
    if (weight === 0n || floor * reached.weight >= reached.bound * weight) rest -= floor;
    else if (ceiling * before.weight <= before.bound * weight) rest -= ceiling;
    else free += weight;
  });
  return { numerator: rest, denominator: free };
}

const clip = (value: bigint, low: bigint, high: bigint): bigint =>
  value < low ? low : value > high ? high : value;
