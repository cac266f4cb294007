import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/index/combine.js';
import { plainMean } from '../../src/index/tree.js';
import type { Aggregation, AggregationMethod } from '../../src/index/tree.js';
import { truncated } from '../../src/index/truncate.js';

const rule = (method: AggregationMethod, more: Partial<Aggregation> = {}): Aggregation => ({ ...plainMean('variables'), method, ...more });
const parts = (...values: number[]): { value: number; weight: number }[] => values.map((value) => ({ value, weight: 1 }));
const M = Number.NaN;

describe('combine', () => {
  it('gives the means of 1, 2 and 4', () => {
    expect(combine(parts(1, 2, 4), rule('moyenne'))).toBeCloseTo(7 / 3, 12);
    expect(combine(parts(1, 2, 4), rule('geometrique'))).toBeCloseTo(2, 12);
    expect(combine(parts(1, 2, 4), rule('harmonique'))).toBeCloseTo(12 / 7, 12);
    // Mean 7/3, variance ((4/3)² + (1/3)² + (5/3)²)/3 = 14/9: 7/3 + (14/9)/(7/3) = 7/3 + 2/3.
    expect(combine(parts(1, 2, 4), rule('mazziotta-pareto'))).toBeCloseTo(3, 12);
    expect(combine(parts(1, 2, 4), rule('mazziotta-pareto', { penalty: '-' }))).toBeCloseTo(5 / 3, 12);
    expect(combine(parts(1, 2, 4), rule('somme', { divisor: 3.5 }))).toBeCloseTo(2, 12);
  });

  it('weighs', () => {
    const weighted = [{ value: 2, weight: 3 }, { value: 8, weight: 1 }];
    expect(combine(weighted, rule('moyenne'))).toBe(14 / 4);
    expect(combine(weighted, rule('geometrique'))).toBeCloseTo((2 ** 3 * 8) ** (1 / 4), 12);
    expect(combine(weighted, rule('harmonique'))).toBeCloseTo(4 / (3 / 2 + 1 / 8), 12);
    expect(combine(weighted, rule('somme'))).toBe(14);
  });

  it('leaves out what is missing: a sum is brought to the weight of all, never counting a missing as zero', () => {
    expect(combine(parts(1, M, 4), rule('moyenne'))).toBe(2.5);
    expect(combine(parts(1, M, 4), rule('geometrique'))).toBeCloseTo(2, 12);
    expect(combine(parts(1, M, 4), rule('somme'))).toBe(7.5);
    expect(combine(parts(M, M), rule('somme'))).toBeNaN();
  });

  it('is zero for a geometric or harmonic mean with a zero, and without a penalty for equal parts', () => {
    expect(combine(parts(0, 200), rule('geometrique'))).toBe(0);
    expect(combine(parts(0, 200), rule('harmonique'))).toBe(0);
    expect(combine(parts(0, 0), rule('mazziotta-pareto'))).toBe(0);
    expect(combine(parts(70, 70), rule('mazziotta-pareto'))).toBe(70);
  });

  it('orders the means: harmonic ≤ geometric ≤ arithmetic ≤ with the penalty', () => {
    const positive = fc.array(fc.record({ value: fc.double({ min: 0.01, max: 500, noNaN: true }), weight: fc.double({ min: 0.1, max: 5, noNaN: true }) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(positive, (known) => {
        const values = (['harmonique', 'geometrique', 'moyenne', 'mazziotta-pareto'] as const).map((method) => combine(known, rule(method)));
        for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeGreaterThanOrEqual(values[i - 1]! - 1e-9 * value);
      }),
    );
  });
});

describe('truncated', () => {
  it('cuts towards zero', () => {
    expect([115.99, 0.5, -0.5, -3.7, 100].map(truncated).map((v) => v + 0)).toEqual([115, 0, 0, -3, 100]);
    expect(truncated(M)).toBeNaN();
  });

  it('does not lose a unit to a rounding error', () => {
    // In binary 100 × 1.15 is 114.99999999999999.
    expect(100 * 1.15).toBeLessThan(115);
    expect(truncated(100 * 1.15)).toBe(115);
  });
});
