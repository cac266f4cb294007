import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METHODS, type DivisorMethod, type Line } from '../../src/posts/apportionment/line.js';
import { marginalOrder } from '../../src/posts/apportionment/marginal.js';
import { differences, movedPosts } from '../../src/posts/apportionment/moved.js';
import { withdrawalOrder } from '../../src/posts/apportionment/withdrawal.js';

const DIVISOR_METHODS: readonly DivisorMethod[] = ['sainte-lague', 'dhondt', 'huntington-hill', 'adams'];

const linesOf = (weights: readonly number[]): Line[] =>
  weights.map((weight, index) => ({ code: `L${String(index + 1)}`, weight, population: 0 }));

const FIVE = linesOf([21878, 9713, 4167, 3252, 1065]);

describe('the order of the marginal posts', () => {
  it('goes from the low to the high table, ranked in posts of the envelope', () => {
    const { low, high, order, differences: changes } = marginalOrder(FIVE, 43, 44, 'sainte-lague');
    expect([low.total, high.total]).toEqual([43, 44]);
    expect(order?.map(({ rank, code, seat, divisor }) => [rank, code, seat, divisor])).toEqual([[44, 'L3', 5, 9]]);
    expect(order?.[0]?.quotient).toBe(4167 / 9);
    expect(changes).toEqual([{ code: 'L3', before: 4, after: 5, change: 1 }]);
  });

  it('does not exist for largest remainder: the two tables differ by more than the posts added', () => {
    const { order, differences: changes } = marginalOrder(FIVE, 43, 44, 'plus-fort-reste');
    expect(order).toBeNull();
    expect(changes.map(({ code, change }) => [code, change])).toEqual([['L2', 1], ['L3', 1], ['L4', -1]]);
  });

  it('is empty between equal envelopes, and refused the wrong way round', () => {
    expect(marginalOrder(FIVE, 49, 49, 'dhondt').order).toEqual([]);
    expect(() => marginalOrder(FIVE, 65, 49, 'dhondt')).toThrow(
      "L'enveloppe haute (49) est inférieure à l'enveloppe basse (65).",
    );
    expect(() => marginalOrder(FIVE, 4, 49, 'dhondt', { minimum: 1 })).toThrow('(4) de 1 poste');
  });
});

describe('the order of withdrawal', () => {
  const held = (weight: number, existing: number, rest: Partial<Line> = {}): Line => ({
    code: `W${String(weight)}`,
    weight,
    population: 0,
    existing,
    ...rest,
  });

  it('takes each time the held post of smallest weight / d(s − 1)', () => {
    // Sainte-Laguë: 100/5 = 20 and 30/3 = 10 for the last posts, then 30/1.
    const { order, kept, existing } = withdrawalOrder([held(100, 3), held(30, 2)], 2, 'sainte-lague');
    expect(existing).toBe(5);
    expect(order.map(({ code, seat, divisor, quotient }) => [code, seat, divisor, quotient])).toEqual([
      ['W30', 2, 3, 10],
      ['W100', 3, 5, 20],
      ['W30', 1, 1, 30],
    ]);
    expect(order[0]?.runnerUp).toEqual({ code: 'W100', quotient: 20 });
    expect(kept.map(({ seats }) => seats)).toEqual([2, 0]);
  });

  it('takes from lines of zero weight first, whatever the method', () => {
    for (const method of METHODS) {
      const { order } = withdrawalOrder([held(0, 2), held(1, 9), held(50, 1)], 9, method);
      expect(order.map(({ code }) => code)).toEqual(['W0', 'W0', 'W1']);
    }
  });

  it('takes the last posts of Adams and Huntington-Hill last, from the smallest weights', () => {
    for (const method of ['adams', 'huntington-hill'] as const) {
      const { order } = withdrawalOrder([held(5, 1), held(900, 3), held(7, 1)], 1, method);
      expect(order.map(({ code }) => code)).toEqual(['W900', 'W900', 'W5', 'W7']);
      expect(order.at(-1)?.quotient).toBeNull();
    }
  });

  it('borrows Sainte-Laguë for largest remainder, and says so', () => {
    const lines = [held(100, 3), held(30, 2)];
    const lent = withdrawalOrder(lines, 2, 'plus-fort-reste');
    expect([lent.method, lent.orderOf, lent.borrowed]).toEqual(['plus-fort-reste', 'sainte-lague', true]);
    expect(lent.order).toEqual(withdrawalOrder(lines, 2, 'sainte-lague').order);
    expect(withdrawalOrder(lines, 2, 'adams').borrowed).toBe(false);
  });

  it('is empty when the total covers what exists', () => {
    const { order, kept } = withdrawalOrder([held(100, 3), held(30, 2)], 7, 'dhondt');
    expect(order).toEqual([]);
    expect(kept.map(({ seats }) => seats)).toEqual([3, 2]);
  });

  it('leaves the minima, and states the gap when they hold too much', () => {
    const lines = [held(100, 3, { minimum: 1 }), held(30, 2, { minimum: 5 })];
    expect(withdrawalOrder(lines, 3, 'sainte-lague').kept.map(({ seats }) => seats)).toEqual([1, 2]);
    expect(() => withdrawalOrder(lines, 1, 'sainte-lague')).toThrow(
      "les minimums protègent 3 postes existants et dépassent l'enveloppe (1) de 2 postes",
    );
  });

  it('settles ties the opposite way: the larger code loses first', () => {
    const lines = ['A', 'B', 'C'].map((code) => ({ code, weight: 1, population: 1, existing: 1 }));
    const { order, ties } = withdrawalOrder(lines, 1, 'sainte-lague');
    expect(order.map(({ code }) => code)).toEqual(['C', 'B']);
    expect(ties.at(-1)).toEqual({ codes: ['A', 'B'], chosen: ['B'], settledBy: 'code', rank: 2, decisive: true });
  });

  it.each(DIVISOR_METHODS)('undoes the marginal order of %s, post by post', (method) => {
    const bounded = fc.record({
      weight: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 100_000 })),
      population: fc.integer({ min: 0, max: 2 }),
      minimum: fc.integer({ min: 0, max: 2 }),
      room: fc.option(fc.integer({ min: 0, max: 5 })),
    });
    const lists = fc.array(bounded, { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(lists, fc.nat({ max: 15 }), fc.nat({ max: 15 }), (records, some, more) => {
        const lines = records.map(({ room, ...rest }, index): Line => ({
          ...rest,
          code: `L${String(index)}`,
          ...(room === null ? {} : { maximum: rest.minimum + room }),
        }));
        const floors = lines.reduce((sum, { minimum = 0 }) => sum + minimum, 0);
        const ceilings = lines.reduce((sum, { maximum = Infinity }) => sum + maximum, 0);
        const low = Math.min(floors + some, ceilings);
        const high = Math.min(low + more, ceilings);
        const { order, high: table, low: base } = marginalOrder(lines, low, high, method);
        const holding = lines.map((line, index) => ({ ...line, existing: table.shares[index]?.seats ?? 0 }));
        const undone = withdrawalOrder(holding, low, method);
        const seat = ({ code, seat: number }: { code: string; seat: number }): string => `${code}/${String(number)}`;
        expect(undone.order.map(seat)).toEqual((order ?? []).map(seat).reverse());
        expect(undone.kept.map(({ seats }) => seats)).toEqual(base.shares.map(({ seats }) => seats));
      }),
      { seed: 69, numRuns: 300 },
    );
  });
});

describe('posts moved', () => {
  it('count half the sum of absolute differences', () => {
    const before = [{ code: 'A', seats: 3 }, { code: 'B', seats: 2 }];
    const after = [{ code: 'B', seats: 1 }, { code: 'C', seats: 4 }];
    expect(movedPosts(before, after)).toBe(4);
    expect(differences(before, after)).toEqual([
      { code: 'A', before: 3, after: 0, change: -3 },
      { code: 'B', before: 2, after: 1, change: -1 },
      { code: 'C', before: 0, after: 4, change: 4 },
    ]);
    expect(movedPosts(before, before)).toBe(0);
  });
});
