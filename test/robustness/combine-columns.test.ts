import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/index/combine.js';
import { AGGREGATION_METHODS } from '../../src/index/tree.js';
import type { Aggregation } from '../../src/index/tree.js';
import { combineColumns } from '../../src/robustness/combine-columns.js';

const rule = fc.record<Aggregation>({
  method: fc.constantFrom(...AGGREGATION_METHODS),
  over: fc.constant('variables'),
  truncated: fc.boolean(),
  divisor: fc.constantFrom(1, 3.3),
  penalty: fc.constantFrom('+', '-'),
});
/** Points of a unit: often equal, sometimes zero or missing. */
const value = fc.oneof({ weight: 4, arbitrary: fc.double({ min: 0, max: 400, noNaN: true }) }, { weight: 2, arbitrary: fc.constantFrom(100, 0) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
const level = fc.integer({ min: 1, max: 5 }).chain((parts) =>
  fc.record({ rule, weights: fc.array(fc.double({ min: 0.25, max: 4, noNaN: true }), { minLength: parts, maxLength: parts }), units: fc.array(fc.array(value, { minLength: parts, maxLength: parts }), { minLength: 1, maxLength: 8 }) }),
);

describe('combineColumns', () => {
  it('gives every unit what combine gives it, to the last bit', () => {
    fc.assert(
      fc.property(level, ({ rule: own, weights, units }) => {
        const columns = weights.map((_, k) => Float64Array.from(units, (unit) => unit[k]!));
        const out = new Float64Array(units.length);
        combineColumns(columns, weights, own, out, 0, units.length);
        expect([...out]).toEqual(units.map((unit) => combine(unit.map((v, k) => ({ value: v, weight: weights[k]! })), own)));
      }),
      { numRuns: 500 },
    );
  });
});
