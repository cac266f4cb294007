import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pearson } from '../../src/index/correlation.js';
import { cases } from '../support/arbitrary.js';
import { indexOf, modelOf } from '../support/sketch.js';

const number = fc.double({ min: -1000, max: 1000, noNaN: true });
const pairs = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 40 });
const split = (all: readonly (readonly [number, number])[]): [Float64Array, Float64Array] => [
  Float64Array.from(all, ([x]) => x),
  Float64Array.from(all, ([, y]) => y),
];
/** Series that vary enough for a change of scale not to drown them. */
const spread = (values: Float64Array): boolean => Math.max(...values) - Math.min(...values) > 1;

describe('pearson', () => {
  it('is between −1 and 1', () => {
    const close = fc.tuple(number, number).chain(([a, b]) => fc.array(number.map((x): [number, number] => [x, a * x + b]), { minLength: 3, maxLength: 40 }));
    fc.assert(
      fc.property(fc.oneof(pairs, close), (all) => {
        const r = pearson(...split(all));
        if (r !== null) expect(Math.abs(r)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not move under x → a·x + b, and changes its sign with a < 0', () => {
    const slope = fc.oneof(fc.double({ min: 0.1, max: 100, noNaN: true }), fc.double({ min: -100, max: -0.1, noNaN: true }));
    fc.assert(
      fc.property(pairs, slope, number, (all, a, b) => {
        const [x, y] = split(all);
        fc.pre(spread(x) && spread(y));
        const r = pearson(x, y)!;
        expect(pearson(x.map((v) => a * v + b), y)).toBeCloseTo(Math.sign(a) * r, 6);
      }),
    );
  });

  it('is symmetric, and 1 of a series with itself', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const [x, y] = split(all);
        fc.pre(spread(x) && spread(y));
        expect(pearson(x, y)).toBe(pearson(y, x));
        expect(pearson(x, x)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('is 0.5 on three worked points', () => {
    // x: 1, 2, 3 (deviations −1, 0, 1); y: 1, 3, 2 (−1, 1, 0): 1 / √(2 × 2).
    expect(pearson(Float64Array.of(1, 2, 3), Float64Array.of(1, 3, 2))).toBeCloseTo(0.5, 12);
  });

  it('leaves out the pairs that lack one of the two', () => {
    const x = Float64Array.of(1, Number.NaN, 2, 50, 3);
    const y = Float64Array.of(1, 7, 3, Number.NaN, 2);
    expect(pearson(x, y)).toBe(pearson(Float64Array.of(1, 2, 3), Float64Array.of(1, 3, 2)));
  });

  it('does not exist under three pairs, nor when one series does not vary', () => {
    expect(pearson(Float64Array.of(1, 2), Float64Array.of(1, 3))).toBeNull();
    fc.assert(
      fc.property(number, fc.array(number, { minLength: 3, maxLength: 30 }), (same, y) => {
        expect(pearson(Float64Array.from(y, () => same), Float64Array.from(y))).toBeNull();
      }),
    );
  });
});

describe('the correlation of a variable with the score', () => {
  it('is that of its points, whatever the reference', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const result = indexOf(modelOf(tree), units);
        for (const { points, correlation } of result.variables) {
          const both = [...result.frame.territory].filter((row) => !Number.isNaN(points[row]) && !Number.isNaN(result.score[row]));
          if (both.length < 3) expect(correlation).toBeNull();
          else if (correlation !== null) expect(Math.abs(correlation)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is 1 when the score has one variable only', () => {
    const units = { '01001': { x: 10, x_base: 100 }, '01002': { x: 20, x_base: 100 }, '01003': { x: 60, x_base: 100 } };
    expect(indexOf(modelOf({ t: { a: ['x'] } }), units).variables[0]!.correlation).toBeCloseTo(1, 12);
  });
});
