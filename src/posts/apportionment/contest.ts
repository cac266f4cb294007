import type { Divisors } from './divisors.js';
import { near } from './exact.js';
import { settle, type Criterion, type Side, type Weighed } from './ties.js';

/** A line in the contest for one post: the next one to be given, or the next one to be lost. */
export interface Contender extends Weighed {
  /** Posts held now. */
  seats: number;
  /** The posts s for which weight / d(s) is the claim. */
  claim: number;
  /** True for an infinite claim: weight / 0, the first post of Adams and Huntington-Hill. */
  first: boolean;
  /** weight / d(s); for an infinite claim the weight, by which such claims are ranked. */
  value: number;
}

export interface Outcome {
  readonly chosen: Contender;
  /** The contenders that were level with it, itself included; empty when it stood alone. */
  readonly tied: readonly Contender[];
  readonly settledBy: Criterion | null;
}

/**
 * Quotients as doubles only sort the field: those within 2⁻⁴⁰ of the best are compared exactly.
 * It is wider than the tolerance of a tie plus the rounding of a quotient, so nobody is lost.
 */
const WINDOW = 2 ** -40;

/** Sets the claim of a line: weight / d(`claim`). */
export function setClaim(contender: Contender, claim: number, divisors: Divisors): void {
  const { weight } = contender.line;
  const divisor = divisors.at(claim);
  contender.claim = claim;
  // A line without weight has no first post either: 0 / 0 counts as 0.
  contender.first = divisor === 0 && weight > 0;
  contender.value = divisor === 0 ? weight : weight / divisor;
}

/**
 * Compares two claims as doubles, the best first: the largest for `strongest`, the smallest for
 * `weakest`. It puts the field in line; `contest` has the last word among its head.
 */
export const roughly =
  (side: Side) =>
  (a: Contender, b: Contender): number => {
    const gap = a.first === b.first ? b.value - a.value : Number(b.first) - Number(a.first);
    return side === 'strongest' ? gap : -gap;
  };

/**
 * The contender with the largest (`strongest`) or the smallest (`weakest`) claim, ties settled.
 *
 * @param ranked the contenders sorted by `roughly(side)`; only the head of the list is read
 * @param without a contender to leave out, to learn who comes second
 * @returns null when nobody competes
 */
export function contest(
  ranked: readonly Contender[],
  side: Side,
  divisors: Divisors,
  slack: bigint,
  without?: Contender,
): Outcome | null {
  const top = ranked.find((contender) => contender !== without);
  if (top === undefined) return null;

  const margin = top.value * WINDOW;
  const field: Contender[] = [];
  for (const other of ranked) {
    if (other === without) continue;
    if (other.first !== top.first || Math.abs(other.value - top.value) > margin) break;
    field.push(other);
  }
  if (field.length === 1) return { chosen: top, tied: [], settledBy: null };

  const claims = field.map((contender) => ({ contender, ...fraction(contender, divisors) }));
  const best = claims.reduce((a, b) => {
    const gap = b.numerator * a.denominator - a.numerator * b.denominator;
    return (side === 'strongest' ? gap > 0n : gap < 0n) ? b : a;
  });
  // Squared quotients are twice as far apart, relatively, as the quotients.
  const tolerance = slack * BigInt(divisors.power);
  const [one, ...others] = claims
    .filter((claim) =>
      near(claim.numerator * best.denominator, best.numerator * claim.denominator, tolerance),
    )
    .map(({ contender }) => contender);
  if (one === undefined || others.length === 0) {
    return { chosen: best.contender, tied: [], settledBy: null };
  }
  const tied: [Contender, ...Contender[]] = [one, ...others];
  return { tied, ...settle(tied, side, slack) };
}

/** The claim to the method's power, as a fraction of whole numbers. */
function fraction(
  { integer, first, claim }: Contender,
  divisors: Divisors,
): { numerator: bigint; denominator: bigint } {
  const denominator = divisors.whole(claim);
  return {
    numerator: divisors.power === 2 ? integer * integer : integer,
    denominator: first || denominator === 0n ? 1n : denominator,
  };
}
