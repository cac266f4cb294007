import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINIMUM_FOR_TENTHS, ranks, tenths } from '../../src/index/ranks.js';
import { byUnit, indexOf, modelOf } from '../support/sketch.js';
import { codeOf } from '../support/arbitrary.js';
import type { Units } from '../support/sketch.js';

const scores = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 300, noNaN: true }), fc.constant(Number.NaN)), { maxLength: 80 })
  .map((values) => Float64Array.from(values));

describe('ranks', () => {
  it('is 1 + the number of larger scores, ties sharing the best rank, 0 where there is none', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const expected = [...values].map((s) => (Number.isNaN(s) ? 0 : 1 + [...values].filter((t) => t > s).length));
        expect([...ranks(values)]).toEqual(expected);
      }),
    );
  });

  it('rounds nothing', () => {
    const next = 100 + 2 ** -46;
    expect([...ranks(Float64Array.of(100, next, 100))]).toEqual([2, 1, 2]);
  });

  it('leaves a hole after a tie', () => {
    expect([...ranks(Float64Array.of(80, 120, 100, 120, Number.NaN, 60))]).toEqual([4, 1, 3, 1, 0, 5]);
  });

  it('does not depend on the order of the units', () => {
    fc.assert(
      fc.property(scores.chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray([...values.keys()], { minLength: values.length }))), ([values, order]) => {
        const straight = ranks(values);
        const shuffled = ranks(Float64Array.from(order, (i) => values[i]!));
        expect([...shuffled]).toEqual(order.map((i) => straight[i]));
      }),
    );
  });

  it('are of the territory only, not of the reference', () => {
    const units: Units = Object.fromEntries([10, 30, 20].map((x, n) => [codeOf(n), { x, x_base: 100 }]));
    const result = indexOf(modelOf({ t: { a: ['x'] } }), units, { territory: ['01001', '01003'], reference: Object.keys(units) });
    expect(byUnit(result, result.rank)).toEqual({ '01001': 2, '01003': 1 });
    expect(result.score[1]).toBeNaN();
  });
});

describe('tenths', () => {
  it('is ceil(10·(n − rank + 1)/n) over the published scores', () => {
    fc.assert(
      fc.property(fc.integer({ min: MINIMUM_FOR_TENTHS, max: 400 }), fc.integer({ min: 0, max: 20 }), (n, withheld) => {
        const values = Float64Array.from([...Array.from({ length: n }, (_, i) => 500 - i), ...Array.from({ length: withheld }, () => Number.NaN)]);
        const given = tenths(ranks(values));
        for (let i = 0; i < n; i += 1) {
          const rank = i + 1;
          // The smallest whole d with d·n ≥ 10·(n − rank + 1), in whole numbers.
          const d = given[i]!;
          expect(d * n).toBeGreaterThanOrEqual(10 * (n - rank + 1));
          expect((d - 1) * n).toBeLessThan(10 * (n - rank + 1));
        }
        expect(given[0]).toBe(10);
        expect([...given.slice(n)].every((t) => t === 0)).toBe(true);
      }),
    );
  });

  it('gives ten equal tenths when 10 divides n, and at 58 the fourteenth in the eighth', () => {
    const of = (n: number): number[] => [...tenths(Int32Array.from({ length: n }, (_, i) => i + 1))];
    expect(of(30)).toEqual([10, 10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1]);
    expect(of(58)[13]).toBe(8); // 10 × 45 / 58 = 7.76
    expect(of(58)[57]).toBe(1);
  });

  it('is empty under 30 published scores, those withheld not counted', () => {
    const of = (n: number, withheld: number): number[] => [...tenths(ranks(Float64Array.from({ length: n + withheld }, (_, i) => (i < n ? i : Number.NaN))))];
    expect(of(29, 0).every((t) => t === 0)).toBe(true);
    expect(of(29, 12).every((t) => t === 0)).toBe(true);
    expect(of(30, 12).filter((t) => t > 0)).toHaveLength(30);
  });

  it('gives tied ranks the same tenth', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i < 10 ? 200 : 100 - i));
    expect([...tenths(ranks(values)).slice(0, 10)]).toEqual(Array.from({ length: 10 }, () => 10));
  });
});
