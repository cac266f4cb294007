import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollUp } from '../../src/index/roll-up.js';

describe('rollUp', () => {
  it('is the mean weighted by population', () => {
    // Two IRIS of 100 and 300 inhabitants at 4 and 8: (400 + 2400)/400.
    const { values, knownShare } = rollUp([4, 8, 3], [100, 300, 50], [0, 0, 1], 2);
    expect([...values]).toEqual([7, 3]);
    expect([...knownShare]).toEqual([1, 1]);
  });

  it('leaves out a unit without value or weight, and says what share is known', () => {
    const { values, knownShare } = rollUp([4, Number.NaN, 9, 1], [100, 300, Number.NaN, 50], [0, 0, 0, -1], 2);
    expect(values[0]).toBe(4);
    expect(knownShare[0]).toBe(0.25);
    expect([values[1], knownShare[1]]).toEqual([Number.NaN, Number.NaN]);
  });

  it('gives the same by way of communes or straight from the IRIS', () => {
    const iris = fc.record({ value: fc.double({ min: 1, max: 10, noNaN: true }), weight: fc.double({ min: 1, max: 5000, noNaN: true }), commune: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(iris, { minLength: 1, maxLength: 40 }), (units) => {
        const epciOf = [0, 0, 1, 1, 1];
        const [values, weights, communes] = [units.map((u) => u.value), units.map((u) => u.weight), units.map((u) => u.commune)];
        const straight = rollUp(values, weights, communes.map((c) => epciOf[c]!), 2).values;
        const byCommune = rollUp(values, weights, communes, 5).values;
        const inhabitants = epciOf.map((_, c) => units.filter((u) => u.commune === c).reduce((sum, u) => sum + u.weight, 0));
        const stepwise = rollUp(byCommune, inhabitants, epciOf, 2).values;
        for (const [i, value] of straight.entries()) {
          if (Number.isNaN(value)) expect(stepwise[i]).toBeNaN();
          else expect(stepwise[i]).toBeCloseTo(value, 9);
        }
      }),
    );
  });
});
