import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midRanks } from '../../src/statistics/mid-ranks.js';
import { seededRandom } from '../../src/statistics/random.js';
import { spearman } from '../../src/statistics/spearman.js';

describe('midRanks', () => {
  it('gives equal values the mean of the ranks that they cover, and missing ones none', () => {
    expect([...midRanks(Float64Array.from([20, 10, Number.NaN, 20, 30, 20]))]).toEqual([3, 1, Number.NaN, 3, 5, 3]);
  });

  it('sums to n(n + 1)/2 whatever the ties', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }), (values) => {
        const sum = midRanks(Float64Array.from(values)).reduce((a, b) => a + b, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});

describe('spearman', () => {
  it('is 1 − 6Σd²/(n(n² − 1)) without ties', () => {
    // ranks 1..5 against 2, 1, 4, 3, 5: Σd² = 4, 1 − 24/120
    expect(spearman(Float64Array.from([1, 2, 3, 4, 5]), Float64Array.from([20, 10, 40, 30, 50]))).toBeCloseTo(0.8, 14);
  });

  it('corrects for ties, worked by hand', () => {
    // x ranks 1, 2.5, 2.5, 4 ; y ranks 1, 2, 3, 4: Sxy = 4.5, Sxx = 4.5, Syy = 5 → 4.5 / √22.5
    expect(spearman(Float64Array.from([1, 2, 2, 3]), Float64Array.from([5, 6, 7, 8]))).toBeCloseTo(4.5 / Math.sqrt(22.5), 14);
  });

  it('looks only where both are known, and needs three such places', () => {
    const gap = Number.NaN;
    expect(spearman(Float64Array.from([1, 2, gap, 3, 9]), Float64Array.from([1, 2, 0, 3, gap]))).toBeCloseTo(1, 14);
    expect(spearman(Float64Array.from([1, 2, gap]), Float64Array.from([1, 2, 3]))).toBeNull();
    expect(spearman(Float64Array.from([1, 1, 1]), Float64Array.from([1, 2, 3]))).toBeNull();
  });

  it('does not move when a series goes through an increasing function', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(values, (pairs) => {
        const x = Float64Array.from(pairs, ([a]) => a);
        const y = Float64Array.from(pairs, ([, b]) => b);
        expect(spearman(x.map((v) => v ** 3 + 2 * v), y)).toEqual(spearman(x, y));
      }),
    );
  });
});

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, in [0, 1[', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, other] = [seededRandom(seed), seededRandom(seed)];
        for (let i = 0; i < 20; i++) {
          const value = one();
          expect(other()).toBe(value);
          expect(value >= 0 && value < 1).toBe(true);
        }
      }),
    );
  });

  it('is uniform enough: the mean of 10,000 is a half to a hundredth', () => {
    const random = seededRandom(2020);
    let sum = 0;
    for (let i = 0; i < 10_000; i++) sum += random();
    expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.01);
  });
});
