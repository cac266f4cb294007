import { limitsOf, type Bounds } from './bounds.js';
import { exactWeights, ratio } from './exact.js';
import { largestRemainder } from './largest-remainder.js';
import { checkLines, checkTotal, type Line, type Method } from './line.js';
import { give, type Step } from './race.js';
import type { Tie } from './ties.js';

/** What one line gets. */
export interface Share {
  readonly code: string;
  readonly weight: number;
  /** Part idéale: total × weight / sum of weights, in posts, before bounds and rounding. */
  readonly quota: number;
  readonly seats: number;
  /** Its minimum, existing posts kept included. */
  readonly floor: number;
  /** Its maximum; null when nothing limits it. A line of zero weight has its floor for ceiling. */
  readonly ceiling: number | null;
}

export interface Apportionment {
  readonly method: Method;
  readonly total: number;
  /** In the order of the lines. */
  readonly shares: readonly Share[];
  readonly ties: readonly Tie[];
  /**
   * The posts above the floors in the order in which they were given; null for largest
   * remainder, which gives them all at once.
   */
  readonly order: readonly Step[] | null;
  /**
   * True when Huntington-Hill or Adams had too few posts for the first one that they give to
   * every line of positive weight: the largest weights got theirs, the others none.
   */
  readonly firstSeatsShort: boolean;
}

/**
 * Shares `total` posts between lines in proportion to their weights, under bounds.
 *
 * Divisor methods start from the floors and give the posts one by one (`give`); largest remainder
 * shares exact quotas clipped to the bounds (`largestRemainder`). A line of zero weight gets its
 * minimum only. Ties go to the larger weight, then the larger population, then the smaller code,
 * and are reported. The result does not depend on the order of the lines.
 *
 * Source: M. L. Balinski and H. P. Young, Fair Representation, 1982.
 *
 * @param total posts, a whole number
 * @param bounds bounds common to all lines, and whether existing posts are kept
 * @throws a usage error (exit 2) for a total or a common bound that is no whole number of posts,
 *   an input error (exit 3) for a line that cannot be used or for infeasible bounds
 * @example apportion over weights 690, 400, 250, 120 of 10 posts by 'sainte-lague': 4, 3, 2, 1
 */
export function apportion(
  lines: readonly Line[],
  total: number,
  method: Method,
  bounds: Bounds = {},
): Apportionment {
  checkTotal(total);
  checkLines(lines);
  const limits = limitsOf(lines, total, bounds);
  const { integers, sum } = exactWeights(lines.map(({ weight }) => weight));

  const floors = limits.reduce((posts, { floor }) => posts + floor, 0);
  const { seats, ties, order } =
    method === 'plus-fort-reste'
      ? { ...largestRemainder(lines, limits, total), order: null }
      : give(lines, limits, total - floors, method);

  const shares = lines.map((line, index): Share => {
    const { floor = 0, ceiling = 0 } = limits[index] ?? {};
    return {
      code: line.code,
      weight: line.weight,
      quota: ratio(BigInt(total) * (integers[index] ?? 0n), sum),
      seats: seats[index] ?? 0,
      floor,
      ceiling: ceiling === Infinity ? null : ceiling,
    };
  });
  const firstSeatsShort =
    (method === 'huntington-hill' || method === 'adams') &&
    shares.some(({ weight, seats: got, ceiling }) => weight > 0 && ceiling !== 0 && got === 0);
  return { method, total, shares, ties, order, firstSeatsShort };
}

/**
 * The lines that get no post, in their order, and whether they are too many (more than a third)
 * for the table to mean much: the ideal shares and a grouping then say more.
 */
export function linesWithoutPost(shares: readonly Pick<Share, 'code' | 'seats'>[]): {
  readonly codes: readonly string[];
  readonly tooMany: boolean;
} {
  const codes = shares.filter(({ seats }) => seats === 0).map(({ code }) => code);
  return { codes, tooMany: codes.length * 3 > shares.length };
}
