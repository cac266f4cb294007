import { inputError } from '../../errors.js';
import { checkLines, checkTotal, type DivisorMethod, type Line, type Method } from './line.js';
import type { Seated } from './moved.js';
import { withdraw, type Step } from './race.js';
import type { Tie } from './ties.js';

/** What is left of the existing posts, and the order in which the others go. */
export interface Withdrawal {
  /** The method asked for. */
  readonly method: Method;
  /** The method whose order was followed: Sainte-Laguë when largest remainder was asked for. */
  readonly orderOf: DivisorMethod;
  /** True when `orderOf` is not `method`, so that it can be said. */
  readonly borrowed: boolean;
  /** Existing posts before. */
  readonly existing: number;
  readonly total: number;
  /** Posts kept, in the order of the lines. */
  readonly kept: readonly Seated[];
  /** The first post to be withdrawn first; empty when the total covers the existing posts. */
  readonly order: readonly Step[];
  readonly ties: readonly Tie[];
}

/**
 * In which order existing posts are withdrawn when the total is below them.
 *
 * Each time the held post of smallest weight / d(s − 1) goes, s being the posts that the line
 * holds then: d(s − 1) is the divisor that won the line its last post. Lines of zero weight lose
 * first; ties are the mirror of the giving (smaller weight, smaller population, larger code).
 * Largest remainder has no order of its own (it is not house monotone): Sainte-Laguë's serves.
 *
 * A line keeps its own `minimum`, as far as it holds it; maxima are not read, since nothing is
 * given. Withdrawing is not sharing anew: the posts kept may differ from `apportion`'s.
 *
 * @param lines with their `existing` posts (absent = 0)
 * @param total posts to be kept, all lines together
 * @throws a usage error (exit 2) for a total that is no whole number of posts, an input error
 *   (exit 3) for a line that cannot be used, or when the minima hold more posts than the total:
 *   the message states the gap
 */
export function withdrawalOrder(lines: readonly Line[], total: number, method: Method): Withdrawal {
  checkTotal(total);
  checkLines(lines);
  const held = lines.map(({ existing = 0 }) => existing);
  const floors = lines.map(({ existing = 0, minimum = 0 }) => Math.min(existing, minimum));
  const existing = sum(held);
  const protectedPosts = sum(floors);
  if (protectedPosts > total) {
    const gap = protectedPosts - total;
    throw inputError(
      `Retrait impossible : les minimums protègent ${String(protectedPosts)} postes existants ` +
        `et dépassent l'enveloppe (${String(total)}) de ${String(gap)} poste${gap > 1 ? 's' : ''}.\n` +
        "Augmentez l'enveloppe ou baissez les minimums.",
    );
  }
  const orderOf = method === 'plus-fort-reste' ? 'sainte-lague' : method;
  const { seats, order, ties } = withdraw(lines, held, floors, Math.max(0, existing - total), orderOf);
  return {
    method,
    orderOf,
    borrowed: orderOf !== method,
    existing,
    total,
    kept: lines.map(({ code }, index) => ({ code, seats: seats[index] ?? 0 })),
    order,
    ties,
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
