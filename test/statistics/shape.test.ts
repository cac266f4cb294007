import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fencesOf, isDriven, shapeOf } from '../../src/statistics/shape.js';
import { quantile } from '../../src/statistics/quantile.js';

const shape = (values: readonly number[]) => shapeOf(Float64Array.from(values))!;
const repeated = (pairs: readonly (readonly [value: number, times: number])[]): number[] => pairs.flatMap(([value, times]) => new Array<number>(times).fill(value));

describe('shapeOf', () => {
  it('gives the published skewness and kurtosis of the heights of 100 students', () => {
    // M. R. Spiegel, Theory and Problems of Statistics: class marks in inches, worked in full by S. Brown,
    // Measures of Shape: Skewness and Kurtosis (G1 = −0.1098, G2 = −0.2091).
    const heights = shape(repeated([[61, 5], [64, 18], [67, 42], [70, 27], [73, 8]]));
    expect(heights.mean).toBeCloseTo(67.45, 10);
    expect(heights.skewness).toBeCloseTo(-0.1098, 4);
    expect(heights.kurtosis).toBeCloseTo(-0.2091, 4);
  });

  it('gives G1 and G2 of five numbers worked by hand', () => {
    // 1, 2, 3, 4, 10: mean 4, deviations −3 −2 −1 0 6; Σd² = 50, Σd³ = −27 − 8 − 1 + 216 = 180, Σd⁴ = 81 + 16 + 1 + 1296 = 1394.
    const { skewness, kurtosis, deviation } = shape([4, 1, 10, 3, 2]);
    expect(deviation).toBeCloseTo(Math.sqrt(50 / 4), 12);
    // m2 = 10, m3 = 36, m4 = 278.8: g1 = 36 / 10^1.5, G1 = g1·√20/3; g2 = 2.788 − 3, G2 = 4/(3·2) · (6·(−0.212) + 6).
    expect(skewness).toBeCloseTo(((36 / 31.622776601683793) * Math.sqrt(20)) / 3, 12);
    expect(kurtosis).toBeCloseTo((4 / 6) * (6 * -0.212 + 6), 12);
  });

  it('leaves missing values out, and says nothing of what too few values cannot tell', () => {
    expect(shape([Number.NaN, 2, 1]).n).toBe(2);
    expect([shape([1, 2]).skewness, shape([1, 2, 4]).kurtosis, shape([7]).deviation]).toEqual([null, null, null]);
    expect([shape([5, 5, 5, 5]).skewness, shape([5, 5, 5, 5]).kurtosis, shape([5, 5, 5, 5]).deviation]).toEqual([null, null, 0]);
    expect(shapeOf(Float64Array.of(Number.NaN))).toBeNull();
  });

  it('is turned by a change of sign, and not by a change of unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 40 }), (values) => {
        const [one, other] = [shape(values), shape(values.map((v) => -3 * v + 7))];
        fc.pre(one.skewness !== null);
        expect(other.skewness).toBeCloseTo(-one.skewness, 6);
        expect(other.kurtosis).toBeCloseTo(one.kurtosis!, 6);
        expect(other.median).toBeCloseTo(-3 * one.median + 7, 6);
      }),
    );
  });
});

describe('quantile of type 7', () => {
  it('is linear between the values at 1 + (n − 1)·p', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    // n = 4: p = 0.25 is at 1.75, so 1 + 0.75·(2 − 1); p = 0.5 at 2.5, so 2 + 0.5·(4 − 2); p = 0.75 at 3.25, so 4 + 0.25·(8 − 4).
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sorted, p))).toEqual([1, 1.75, 3, 5, 8]);
    expect(quantile(Float64Array.of(3), 0.4)).toBe(3);
    expect(quantile(new Float64Array(0), 0.4)).toBeNaN();
  });
});

describe('values that stand apart', () => {
  it('are beyond one and a half interquartile range from the quartiles', () => {
    // Quartiles of 1..9 by type 7: 3 and 7; 3 − 1.5·4 and 7 + 1.5·4.
    expect(fencesOf(shape([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toEqual([-3, 13]);
  });

  it('drive a distribution when both skewness and kurtosis are large', () => {
    expect(isDriven(shape([...new Array<number>(19).fill(0).map((_, i) => i), 400]))).toBe(true);
    expect(isDriven(shape([1, 2, 3, 4, 10]))).toBe(false);
    expect(isDriven({ ...shape([1, 2, 3, 4, 10]), skewness: 2.5, kurtosis: 3 })).toBe(false);
    expect(isDriven({ ...shape([1, 2, 3, 4, 10]), skewness: -2.5, kurtosis: 4 })).toBe(true);
  });
});
