import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covariance } from '../../src/statistics/covariance.js';
import { cronbach } from '../../src/statistics/cronbach.js';

const series = (...values: number[]): Float64Array => Float64Array.from(values);

describe('covariance', () => {
  it('is the sum of the products of deviations over n − 1, where both are known', () => {
    // Means 2 and 4: (−1)(−2) + 0·1 + 1·1 = 3, over 2.
    expect(covariance(series(1, 2, 3, Number.NaN), series(2, 5, 5, 9))).toBeCloseTo(1.5, 12);
    expect(covariance(series(1), series(2))).toBeNaN();
  });
});

describe("Cronbach's alpha", () => {
  it('is worked by hand for three series of four places', () => {
    // a = 1 2 3 4, b = 2 2 4 4, c = 1 3 2 6: variances 5/3, 4/3, 14/3; sums 4 7 9 14, mean 8.5, Σd² = 20.25 + 2.25 + 0.25 + 30.25 = 53, variance 53/3.
    // α = 3/2 · (1 − (23/3)/(53/3)) = 3/2 · 30/53 = 45/53.
    const found = cronbach([series(1, 2, 3, 4), series(2, 2, 4, 4), series(1, 3, 2, 6)])!;
    expect(found.raw).toBeCloseTo(45 / 53, 12);
    expect([found.items, found.n]).toEqual([3, 4]);
    // Σdd: ab 4, ac 7, bc 4 (b: −1 −1 1 1; c: −2 0 −1 3); r = 4/√(5·4), 7/√(5·14), 4/√(4·14); k·r̄/(1 + 2r̄).
    const mean = (4 / Math.sqrt(20) + 7 / Math.sqrt(70) + 4 / Math.sqrt(56)) / 3;
    expect(found.standardised).toBeCloseTo((3 * mean) / (1 + 2 * mean), 12);
  });

  it('is the formula of Kuder and Richardson (KR-20) for answers of 0 and 1', () => {
    const items = [series(1, 1, 1, 0, 0), series(1, 1, 0, 0, 1), series(1, 1, 0, 1, 0)];
    // KR-20: k/(k−1)·(1 − Σ pq / σ²), all with divisor n: p = 3/5 three times, Σ pq = 0.72; sums 3 3 1 1 1, σ² = 0.96.
    expect(cronbach(items)!.raw).toBeCloseTo((3 / 2) * (1 - 0.72 / 0.96), 12);
  });

  it('is 1 for a series and itself, negative for series that work against each other', () => {
    expect(cronbach([series(1, 5, 2), series(1, 5, 2)])!.raw).toBeCloseTo(1, 12);
    expect(cronbach([series(1, 2, 3, 4), series(4, 3, 1, 2)])!.raw).toBeLessThan(0);
  });

  it('counts only the places where all are known', () => {
    const found = cronbach([series(1, 2, 3, 4, 90), series(2, 2, 4, 4, Number.NaN), series(1, 3, 2, 6, 1)])!;
    expect([found.n, found.raw]).toEqual([4, cronbach([series(1, 2, 3, 4), series(2, 2, 4, 4), series(1, 3, 2, 6)])!.raw]);
  });

  it('does not exist for one series, two places, a series or a sum that does not vary', () => {
    expect(cronbach([series(1, 2, 3)])).toBeNull();
    expect(cronbach([series(1, 2), series(1, 3)])).toBeNull();
    expect(cronbach([series(1, 2, 3), series(0.1, 0.1, 0.1)])).toBeNull();
    expect(cronbach([series(0.1, 0.2, 0.3), series(-0.1, -0.2, -0.3)])).toBeNull();
    expect(cronbach([])).toBeNull();
  });

  it('is k²·mean covariance / total variance, whatever the numbers', () => {
    const places = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(places, (rows) => {
        const items = [0, 1, 2].map((i) => Float64Array.from(rows, (row) => row[i]!));
        const found = cronbach(items);
        fc.pre(found !== null);
        const pairs = [[0, 1], [0, 2], [1, 2]].map(([i, j]) => covariance(items[i!]!, items[j!]!));
        const total = Float64Array.from(rows, (row) => row[0] + row[1] + row[2]);
        expect(found.raw).toBeCloseTo((9 * (pairs.reduce((s, c) => s + c, 0) / 3)) / covariance(total, total), 8);
      }),
    );
  });
});
