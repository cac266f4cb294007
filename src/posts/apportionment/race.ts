import type { Limits } from './bounds.js';
import { contest, roughly, setClaim, type Contender } from './contest.js';
import { DIVISORS } from './divisors.js';
import { exactWeights } from './exact.js';
import type { DivisorMethod, Line } from './line.js';
import { codesOf, type Side, type Tie } from './ties.js';

/** One post given to a line, or withdrawn from it, and why: its quotient against the next one. */
export interface Step {
  /** 1 for the first post of the order. */
  readonly rank: number;
  readonly code: string;
  /** Which of the line's posts it is: 3 for its third. */
  readonly seat: number;
  /** d(seat − 1) of the method (Sainte-Laguë: 1, 3, 5 …). */
  readonly divisor: number;
  /** weight / divisor, in units of weight per post; null when infinite (a method's own first post). */
  readonly quotient: number | null;
  /** Who came next for this very post, and with which quotient; null when nobody else competed. */
  readonly runnerUp: { readonly code: string; readonly quotient: number | null } | null;
}

export interface Race {
  /** Posts of each line at the end, in the order of the lines. */
  readonly seats: readonly number[];
  readonly order: readonly Step[];
  readonly ties: readonly Tie[];
}

/**
 * Gives `posts` posts one by one from the floors on, each to the largest weight / d(s) among the
 * lines below their ceiling, s being the posts that the line holds then.
 *
 * Going on from the floors, instead of sharing anew what they leave, is what keeps the result
 * proportional: no line below its ceiling then has a better claim to a post than the line that
 * holds it above its floor. Source of the priority rule: Balinski and Young, Fair Representation
 * (1982), appendix A.
 */
export function give(
  lines: readonly Line[],
  limits: readonly Limits[],
  posts: number,
  method: DivisorMethod,
): Race {
  const ceilings = new Map(lines.map(({ code }, index) => [code, limits[index]?.ceiling ?? 0]));
  const floors = limits.map(({ floor }) => floor);
  const next = ({ line, seats }: Contender): number | null =>
    seats < (ceilings.get(line.code) ?? 0) ? seats : null;
  return run(lines, floors, posts, method, 'strongest', next);
}

/**
 * Withdraws `posts` posts one by one from those held, each time the one of smallest weight /
 * d(s − 1): the divisor that won the line its last post. It undoes `give`, post by post.
 *
 * @param held posts of each line before
 * @param floors posts below which nothing is withdrawn from the line
 */
export function withdraw(
  lines: readonly Line[],
  held: readonly number[],
  floors: readonly number[],
  posts: number,
  method: DivisorMethod,
): Race {
  const kept = new Map(lines.map(({ code }, index) => [code, floors[index] ?? 0]));
  const next = ({ line, seats }: Contender): number | null =>
    seats > (kept.get(line.code) ?? 0) ? seats - 1 : null;
  return run(lines, held, posts, method, 'weakest', next);
}

/** @param next the s of the line's claim weight / d(s), or null when it is at its bound */
function run(
  lines: readonly Line[],
  start: readonly number[],
  posts: number,
  method: DivisorMethod,
  side: Side,
  next: (contender: Contender) => number | null,
): Race {
  const divisors = DIVISORS[method];
  const { integers, slack } = exactWeights(lines.map(({ weight }) => weight));
  const contenders = lines.map((line, index): Contender => {
    const seats = start[index] ?? 0;
    return { line, integer: integers[index] ?? 0n, seats, claim: 0, first: false, value: 0 };
  });
  const compare = roughly(side);
  const enter = (contender: Contender): boolean => {
    const claim = next(contender);
    if (claim !== null) setClaim(contender, claim, divisors);
    return claim !== null;
  };
  const ranked = contenders.filter(enter).sort(compare);

  const order: Step[] = [];
  const ties: { tie: Omit<Tie, 'decisive'>; rivals: { rival: Contender; seats: number }[] }[] = [];
  for (let rank = 1; rank <= posts; rank += 1) {
    const outcome = contest(ranked, side, divisors, slack);
    if (outcome === null) break;
    const { chosen, tied, settledBy } = outcome;
    const second = contest(ranked, side, divisors, slack, chosen)?.chosen;
    order.push({
      rank,
      code: chosen.line.code,
      seat: chosen.claim + 1,
      divisor: divisors.at(chosen.claim),
      quotient: quotient(chosen),
      runnerUp: second === undefined ? null : { code: second.line.code, quotient: quotient(second) },
    });
    if (settledBy !== null) {
      const rivals = tied
        .filter((contender) => contender !== chosen)
        .map((rival) => ({ rival, seats: rival.seats }));
      ties.push({ tie: { codes: codesOf(tied), chosen: [chosen.line.code], settledBy, rank }, rivals });
    }
    chosen.seats += side === 'strongest' ? 1 : -1;
    ranked.splice(ranked.indexOf(chosen), 1);
    if (enter(chosen)) ranked.splice(placeOf(chosen, ranked, compare), 0, chosen);
  }
  return {
    seats: contenders.map(({ seats }) => seats),
    order,
    ties: ties.map(({ tie, rivals }) => ({
      ...tie,
      // Seats only move one way, so a rival that stands where it stood was never served.
      decisive: rivals.some(({ rival, seats }) => rival.seats === seats),
    })),
  };
}

/** Where to insert a contender into a sorted list, by bisection. */
function placeOf(
  contender: Contender,
  ranked: readonly Contender[],
  compare: (a: Contender, b: Contender) => number,
): number {
  let [low, high] = [0, ranked.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ranked[middle];
    if (other !== undefined && compare(other, contender) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const quotient = ({ first, value }: Contender): number | null => (first ? null : value);
