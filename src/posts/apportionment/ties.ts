import { byCode } from '../../territory/codes.js';
import { near } from './exact.js';
import type { Line } from './line.js';

/** Who is looked for: the line to be served first, or the one to lose first. */
export type Side = 'strongest' | 'weakest';

/** What settled a tie: the larger weight, else the larger population, else the smaller code. */
export type Criterion = 'weight' | 'population' | 'code';

/** Lines with the same claim to fewer posts than they are. */
export interface Tie {
  /** The lines that tied, sorted by code. */
  readonly codes: readonly string[];
  /** Those that the rule chose: to be given a post or, in a withdrawal, to lose one. */
  readonly chosen: readonly string[];
  /** The criterion that was needed to the last. */
  readonly settledBy: Criterion;
  /** The rank of the post in the order of attribution or of withdrawal; null without an order. */
  readonly rank: number | null;
  /**
   * True when another rule would change the table; false when every line that tied was served
   * (or lost a post) a little later, so that only the order rests on the rule.
   */
  readonly decisive: boolean;
}

/** A line and its weight as `exactWeights` gives it. */
export interface Weighed {
  readonly line: Line;
  readonly integer: bigint;
}

/**
 * The strongest of lines that tie: larger weight, then larger population, then smaller code.
 * The weakest is the exact opposite: who would be served last loses first.
 *
 * Each criterion keeps the lines that are level with the best one, instead of comparing lines two
 * by two, so that the answer does not depend on the order of the lines even with a tolerance.
 *
 * @param slack the tolerance on weights, from `exactWeights`
 */
export function settle<T extends Weighed>(
  tied: readonly [T, ...T[]],
  side: Side,
  slack: bigint,
): { chosen: T; settledBy: Criterion } {
  const better = side === 'strongest' ? 1 : -1;
  const best = <V>(values: readonly V[], first: V): V =>
    values.reduce((a, b) => ((b > a ? 1 : b < a ? -1 : 0) * better > 0 ? b : a), first);

  const weight = best(tied.map(({ integer }) => integer), tied[0].integer);
  const level = tied.filter(({ integer }) => near(integer, weight, slack));
  const heaviest = level[0] ?? tied[0];
  if (level.length === 1) return { chosen: heaviest, settledBy: 'weight' };

  const population = best(level.map(({ line }) => line.population), heaviest.line.population);
  const equals = level.filter(({ line }) => line.population === population);
  const largest = equals[0] ?? heaviest;
  if (equals.length === 1) return { chosen: largest, settledBy: 'population' };

  const chosen = equals.reduce(
    (a, b) => (byCode(b.line.code, a.line.code) * better < 0 ? b : a),
    largest,
  );
  return { chosen, settledBy: 'code' };
}

/** The codes of lines, sorted. */
export const codesOf = (weighed: readonly Weighed[]): string[] =>
  weighed.map(({ line }) => line.code).sort(byCode);
