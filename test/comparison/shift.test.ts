import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentRank, shiftOf, standardised } from '../../src/comparison/shift.js';
import type { TakenApart } from '../../src/comparison/shift.js';

const number = fc.double({ min: -200, max: 200, noNaN: true });

/** Scores that are 100 + what their variables contribute + their residual, some withheld. */
const sides = (ids: readonly string[], n: number): fc.Arbitrary<TakenApart> =>
  fc
    .tuple(fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: ids.length, maxLength: ids.length }), fc.array(number, { minLength: n, maxLength: n }), fc.array(fc.boolean(), { minLength: n, maxLength: n }))
    .map(([columns, residual, withheld]) => ({
      score: Float64Array.from({ length: n }, (_, i) => (withheld[i]! ? Number.NaN : 100 + columns.reduce((sum, c) => sum + c[i]!, 0) + residual[i]!)),
      variables: new Map(ids.map((id, v) => [id, Float64Array.from(columns[v]!)])),
      residual: Float64Array.from(residual),
    }));

const total = ({ variables, residual }: TakenApart, i: number): number => [...variables.values()].reduce((sum, c) => sum + c[i]!, residual[i]!);

describe('shiftOf', () => {
  it('adds up to the difference of scores, unit by unit, whatever variables the two have', () => {
    fc.assert(
      fc.property(fc.tuple(sides(['p', 'q'], 6), sides(['q', 'r'], 6)), ([a, b]) => {
        const shift = shiftOf(a, b);
        expect([...shift.variables.keys()]).toEqual(['p', 'q', 'r']);
        for (const [i, score] of shift.score.entries()) {
          if (Number.isNaN(a.score[i]) || Number.isNaN(b.score[i])) expect(score).toBeNaN();
          else {
            expect(score).toBe(b.score[i]! - a.score[i]!);
            expect(total(shift, i)).toBeCloseTo(score, 9);
          }
        }
      }),
    );
  });

  it('of a result with itself is nothing', () => {
    fc.assert(
      fc.property(sides(['p', 'q'], 5), (a) => {
        const shift = shiftOf(a, a);
        for (const [i, score] of shift.score.entries()) if (!Number.isNaN(score)) expect([score, total(shift, i)]).toEqual([0, 0]);
      }),
    );
  });
});

describe('standardised', () => {
  it('adds up still, with mean 0 and deviation 1', () => {
    fc.assert(
      fc.property(sides(['p', 'q'], 7), (side) => {
        const z = standardised(side);
        const known = [...side.score.keys()].filter((i) => !Number.isNaN(side.score[i]));
        if (z === null) {
          expect(new Set(known.map((i) => side.score[i])).size).toBeLessThan(2);
          return;
        }
        const spread = Math.max(...known.map((i) => Math.abs(side.score[i]! - side.score[known[0]!]!)));
        // Of scores that hardly differ rounding errors are all that is left.
        fc.pre(spread > 1e-3);
        expect(known.reduce((sum, i) => sum + z.score[i]!, 0) / known.length).toBeCloseTo(0, 6);
        expect(known.reduce((sum, i) => sum + z.score[i]! ** 2, 0) / known.length).toBeCloseTo(1, 6);
        for (const i of known) expect(total(z, i)).toBeCloseTo(z.score[i]!, 6);
      }),
    );
  });
});

describe('percentRank', () => {
  it('is 100 for the first, 0 for the last, and nothing for one alone', () => {
    expect([1, 3, 5].map((rank) => percentRank(rank, 5))).toEqual([100, 50, 0]);
    expect(percentRank(1, 1)).toBeNaN();
  });
});
