import type { DivisorMethod } from './line.js';

/**
 * The divisors d(s) of a method: a line that holds s posts claims its next one with weight / d(s).
 *
 * `whole(s)` is d(s) to the given `power`, a whole number: Huntington-Hill's √(s(s+1)) is
 * irrational, so that its quotients are compared by their squares, without rounding.
 */
export interface Divisors {
  readonly power: 1 | 2;
  whole(seats: number): bigint;
  /** d(s) itself. Zero: the quotient is infinite, the line's first post comes before all others. */
  at(seats: number): number;
}

/**
 * Sainte-Laguë 1, 3, 5 … (d(s) = 2s + 1); D'Hondt 1, 2, 3 … (s + 1); Huntington-Hill
 * 0, √2, √6 … (√(s(s + 1))); Adams 0, 1, 2 … (s).
 *
 * Source: M. L. Balinski and H. P. Young, Fair Representation (Yale University Press, 1982),
 * appendix A, where Sainte-Laguë is Webster (s + ½: the same order) and D'Hondt is Jefferson.
 */
export const DIVISORS: Readonly<Record<DivisorMethod, Divisors>> = {
  'sainte-lague': linear((seats) => 2 * seats + 1),
  dhondt: linear((seats) => seats + 1),
  'huntington-hill': {
    power: 2,
    whole: (seats) => BigInt(seats) * BigInt(seats + 1),
    at: (seats) => Math.sqrt(seats * (seats + 1)),
  },
  adams: linear((seats) => seats),
};

function linear(at: (seats: number) => number): Divisors {
  return { power: 1, whole: (seats) => BigInt(at(seats)), at };
}
