import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ordering } from '../../src/statistics/ordering.js';

const byComparison = (values: readonly number[]): number[] =>
  [...values.keys()].filter((i) => !Number.isNaN(values[i])).sort((a, b) => values[a]! - values[b]! || a - b);

const sorted = (values: readonly number[]): number[] => {
  const ordering = new Ordering(Float64Array.from(values));
  const count = ordering.sort();
  return [...ordering.order.subarray(0, count)];
};

describe('Ordering', () => {
  it('sorts as a comparison does, whatever the doubles, missing ones left out, ties by position', () => {
    const value = fc.oneof(fc.double(), fc.double({ min: 99, max: 101, noNaN: true }), fc.constantFrom(0, -0, 100, Number.NaN, Number.MIN_VALUE, -Number.MIN_VALUE, Infinity, -Infinity));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        expect(sorted(values)).toEqual(byComparison(values));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts values that differ in their low bits alone', () => {
    const values = Array.from({ length: 3000 }, (_, i) => 1 + ((i * 7919) % 3000) * Number.EPSILON);
    expect(sorted(values)).toEqual(byComparison(values));
  });

  it('sorts again when its values have changed, in the same arrays', () => {
    const values = Float64Array.of(3, 1, 2);
    const ordering = new Ordering(values);
    expect([...ordering.order.subarray(0, ordering.sort())]).toEqual([1, 2, 0]);
    values.set([Number.NaN, 5, 4]);
    expect(ordering.sort()).toBe(2);
    expect([...ordering.order.subarray(0, 2)]).toEqual([2, 1]);
  });
});
