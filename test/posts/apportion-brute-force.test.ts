import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../src/posts/apportionment/apportion.js';
import type { Line, Method } from '../../src/posts/apportionment/line.js';

/**
 * What each method is known to minimise over all sharings of the same total. Sources: A.
 * Sainte-Laguë, Annales scientifiques de l'ENS 27 (1910) for the first; Balinski and Young, Fair
 * Representation (1982), for the others.
 */
const CRITERIA: Readonly<Record<Method, (seats: readonly number[], weights: readonly number[]) => number>> = {
  // Σ w (s/w − n/W)², but for a constant.
  'sainte-lague': (seats, weights) => total(seats.map((s, i) => (s * s) / at(weights, i))),
  'plus-fort-reste': (seats, weights) => {
    const scale = total(seats) / total(weights);
    return total(seats.map((s, i) => Math.abs(s - scale * at(weights, i))));
  },
  // The most posts per weight.
  dhondt: (seats, weights) => Math.max(...seats.map((s, i) => s / at(weights, i))),
  // Σ s (w/s − W/n)², but for a constant.
  'huntington-hill': (seats, weights) => total(seats.map((s, i) => at(weights, i) ** 2 / s)),
  // The most weight per post.
  adams: (seats, weights) => Math.max(...seats.map((s, i) => at(weights, i) / s)),
};

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function* sharings(posts: number, limits: readonly (readonly [number, number])[]): Generator<number[]> {
  const [first, ...others] = limits;
  if (first === undefined) {
    if (posts === 0) yield [];
    return;
  }
  for (let seats = first[0]; seats <= Math.min(first[1], posts); seats += 1) {
    for (const rest of sharings(posts - seats, others)) yield [seats, ...rest];
  }
}

function best(method: Method, weights: readonly number[], posts: number, limits: readonly (readonly [number, number])[]): number {
  let least = Infinity;
  for (const seats of sharings(posts, limits)) {
    least = Math.min(least, CRITERIA[method](seats, weights));
  }
  return least;
}

const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5000 })), {
  minLength: 2,
  maxLength: 5,
});

describe('brute force over all sharings of a small total', () => {
  for (const method of Object.keys(CRITERIA) as Method[]) {
    it(`${method} reaches the least value of its criterion`, () => {
      fc.assert(
        fc.property(weights, fc.integer({ min: 1, max: 9 }), (given, extra) => {
          // Infinite criteria say nothing: Adams and Huntington-Hill need a post for every line.
          const needsAll = method === 'adams' || method === 'huntington-hill';
          const posts = needsAll ? given.length + extra : extra;
          const lines = given.map((weight, index) => ({ code: `L${String(index)}`, weight, population: 0 }));
          const seats = apportion(lines, posts, method).shares.map((share) => share.seats);
          const least = best(method, given, posts, given.map(() => [0, posts] as const));
          expect(CRITERIA[method](seats, given)).toBeLessThanOrEqual(least * (1 + 1e-9));
        }),
        { seed: 69, numRuns: 150 },
      );
    });
  }

  for (const method of ['sainte-lague', 'huntington-hill'] as const) {
    it(`${method} still reaches it among the sharings within bounds`, () => {
      const bounds = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 })), {
        minLength: 5,
        maxLength: 5,
      });
      fc.assert(
        fc.property(weights, bounds, fc.integer({ min: 0, max: 8 }), (given, ranges, extra) => {
          const limits = given.map((_, index) => {
            const [minimum, room] = ranges[index] ?? [1, 1];
            return [minimum, minimum + room] as const;
          });
          const posts = Math.min(
            total(limits.map(([minimum]) => minimum)) + extra,
            total(limits.map(([, maximum]) => maximum)),
          );
          const lines = given.map((weight, index): Line => {
            const [minimum, maximum] = limits[index] ?? [1, 1];
            return { code: `L${String(index)}`, weight, population: 0, minimum, maximum };
          });
          const seats = apportion(lines, posts, method).shares.map((share) => share.seats);
          const least = best(method, given, posts, limits);
          expect(CRITERIA[method](seats, given)).toBeLessThanOrEqual(least * (1 + 1e-9));
        }),
        { seed: 69, numRuns: 150 },
      );
    });
  }
});
