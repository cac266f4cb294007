import { inputError } from '../errors.js';
import { byCode } from '../territory/codes.js';
import { exactWeights, ratio } from './apportionment/exact.js';
import { largestRemainder } from './apportionment/largest-remainder.js';

/** A line, its weight in the sharing and the whole posts that it holds. */
export interface Held {
  readonly code: string;
  readonly weight: number;
  readonly posts: number;
}

export interface Inequality {
  /** Posts of all lines. */
  readonly total: number;
  /** Share of the posts held beyond the share of weight, 0 to 1. */
  readonly observed: number;
  /** The least that any sharing of as many whole posts between these lines can reach. */
  readonly leastAttainable: number;
  /** observed − leastAttainable: what another sharing could mend. */
  readonly difference: number;
  /** Gini coefficient of the posts against the weight, 0 to 1; null when it is withheld. */
  readonly gini: number | null;
  /** Why there is no Gini coefficient; null when there is one. */
  readonly giniWithheld: 'few-lines' | 'seats-only' | null;
}

/** The Gini coefficient is given above this number of lines: below, whole posts alone make it. */
export const GINI_LINES = 30;

/**
 * How unequally whole posts are spread against the weight of the lines.
 *
 * The index is half the sum of |share of posts − share of weight|: the share of the posts that
 * would have to move for every line to hold its exact quota (dissimilarity: O. D. Duncan and
 * B. Duncan, American Sociological Review 20, 1955; Loosemore and Hanby's index of votes and
 * seats, 1971). It reads in posts once multiplied by the total, and, unlike the Gini coefficient,
 * its least value over all sharings of whole posts is known exactly: largest remainder without
 * bounds reaches it. Proof: take whole posts p with Σp = total, quotas q. If p_i > ⌈q_i⌉, some
 * p_j < q_j; moving a post from i to j takes 1 from |p_i − q_i| and adds at most 1 to |p_j − q_j|,
 * so that a sharing within ⌊q⌋ and ⌈q⌉ does as well (likewise for p_i < ⌊q_i⌋); among these,
 * rounding line i up instead of down changes the sum by 1 − 2·remainder_i, least for the largest
 * remainders.
 *
 * The Gini coefficient is 1 − 2 × the area under the Lorenz curve of the posts, lines sorted by
 * posts per weight, widths in shares of weight.
 *
 * @param lines weights ≥ 0 in any unit, posts whole
 * @param known `places` when posts are counted where they act (or are to act, for an allocation);
 *   `seats-only` when only the employer's seat is known: a Gini coefficient of seats would measure
 *   where carriers have their offices, and is withheld
 * @returns null when there is no post or no weight: there is nothing to compare
 * @throws an input error (exit 3) for a weight or a number of posts that cannot be used
 */
export function inequality(lines: readonly Held[], known: 'places' | 'seats-only'): Inequality | null {
  lines.forEach(checkHeld);
  const total = lines.reduce((sum, { posts }) => sum + posts, 0);
  const { integers, sum } = exactWeights(lines.map(({ weight }) => weight));
  if (total === 0 || sum === 0n) return null;

  // In units of 1 / (2 · total · sum of weights), so that the difference is exact.
  const spread = (posts: readonly number[]): bigint =>
    integers.reduce((gap, integer, index) => {
      const apart = BigInt(posts[index] ?? 0) * sum - BigInt(total) * integer;
      return gap + (apart < 0n ? -apart : apart);
    }, 0n);
  const unit = 2n * BigInt(total) * sum;
  const observed = spread(lines.map(({ posts }) => posts));
  const least = spread(fairest(lines, total));

  const giniWithheld =
    known === 'seats-only' ? 'seats-only' : lines.length <= GINI_LINES ? 'few-lines' : null;
  return {
    total,
    observed: ratio(observed, unit),
    leastAttainable: ratio(least, unit),
    // Remainders that tie within rounding noise may leave `least` that noise above the minimum.
    difference: observed > least ? ratio(observed - least, unit) : 0,
    gini: giniWithheld === null ? gini(lines) : null,
    giniWithheld,
  };
}

function fairest(lines: readonly Held[], total: number): number[] {
  const asked = lines.map(({ code, weight }) => ({ code, weight, population: 0 }));
  const limits = lines.map(({ weight }) => ({ floor: 0, ceiling: weight > 0 ? Infinity : 0 }));
  return largestRemainder(asked, limits, total).seats;
}

/** Gini coefficient of posts against weight: 1 − twice the area under the Lorenz curve, by trapezes. */
function gini(lines: readonly Held[]): number {
  // A line with neither posts nor weight has no place on the curve. The code settles equal ratios,
  // so that the sum is made in one order whatever the order of the rows.
  const sorted = lines
    .filter(({ posts, weight }) => posts > 0 || weight > 0)
    .sort((a, b) => compareRatios(a, b) || byCode(a.code, b.code));
  const posts = sorted.reduce((sum, line) => sum + line.posts, 0);
  const weights = sorted.reduce((sum, line) => sum + line.weight, 0);
  let held = 0;
  let twiceArea = 0;
  for (const line of sorted) {
    twiceArea += (line.weight / weights) * ((2 * held + line.posts) / posts);
    held += line.posts;
  }
  return Math.max(0, 1 - twiceArea);
}

/** Posts per weight; infinite, hence last, for posts without weight. */
function compareRatios(a: Held, b: Held): number {
  const [left, right] = [a.posts / a.weight, b.posts / b.weight];
  return left < right ? -1 : left > right ? 1 : 0;
}

function checkHeld({ code, weight, posts }: Held): void {
  if (!Number.isFinite(weight) || weight < 0) {
    throw inputError(
      `Ligne ${code} : le poids doit être un nombre positif ou nul (reçu : ${String(weight)}).`,
    );
  }
  if (!Number.isSafeInteger(posts) || posts < 0) {
    throw inputError(
      `Ligne ${code} : l'inégalité se mesure sur des postes entiers, non sur des ETP ` +
        `(reçu : ${String(posts)}).`,
    );
  }
}
