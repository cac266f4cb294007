import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedParts } from '../../src/index/explain.js';
import { cases } from '../support/arbitrary.js';
import { explained } from '../support/explained.js';
import { indexOf, modelOf } from '../support/sketch.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));

describe('explainUnit', () => {
  it('gives contributions that add up to score − 100 at each level', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const result = indexOf(modelOf(tree), units);
        for (const row of result.frame.territory) {
          const { score, contribution, themes } = explained(result, row);
          if (score === null) continue;
          const axes = themes.flatMap((t) => t.axes);
          const variables = axes.flatMap((a) => a.variables);
          near(contribution, result.score[row]! - 100);
          near(sum(themes.map((t) => t.contribution)), result.score[row]! - 100);
          near(sum(axes.map((a) => a.contribution)), result.score[row]! - 100);
          near(sum(variables.map((v) => v.contribution ?? 0)), result.score[row]! - 100);
          for (const theme of themes) near(sum(theme.axes.map((a) => a.contribution)), theme.contribution);
          for (const axis of axes) near(sum(axis.variables.map((v) => v.contribution ?? 0)), axis.contribution);
        }
      }),
    );
  });

  it('gives the axes, themes and score of the computation', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const result = indexOf(modelOf(tree), units);
        for (const row of result.frame.territory) {
          const explanation = explained(result, row);
          const values = [...explanation.themes, ...explanation.themes.flatMap((t) => t.axes)];
          const computed = new Map([...result.themes, ...result.axes].map(([id, all]) => [id, all[row]!]));
          for (const { id, value } of values) expect(value ?? Number.NaN).toBe(computed.get(id));
          expect(explanation.score ?? Number.NaN).toBe(result.score[row]);
        }
      }),
    );
  });

  it('gives the weight of what is missing to the rest of its axis, theme and score', () => {
    const units = { '01001': { x: 1, x_base: 2, y: 1, y_base: 2, z: 1, z_base: 2 }, '01002': { x: 2, x_base: 2, y: null, y_base: 2, z: 1, z_base: 2 } };
    const result = indexOf(modelOf({ t: { a: ['x', 'y'] }, u: { b: ['z'] } }), units);
    // x: 3 of 4 → 75 %; 100 % is 133.33; y is missing, so that x has half of the score, and not a quarter.
    const [theme] = explained(result, 1).themes;
    expect(theme!.axes[0]!.variables.map((v) => v.weight)).toEqual([0.5, 0]);
    expect(theme!.axes[0]!.variables.map((v) => v.contribution)).toEqual([expect.closeTo(0.5 * (400 / 3 - 100), 12), null]);
    expect(explained(result, 1).score).toBeCloseTo((400 / 3 + 100) / 2, 12);
    expect(explained(result, 0).themes[0]!.axes[0]!.variables.map((v) => v.weight)).toEqual([0.25, 0.25]);
  });

  it('gives no score where it was withheld, yet what its parts are', () => {
    const units = { '01001': { x: 1, x_base: 2, y: 1, y_base: 2 }, '01002': { x: 1, x_base: 2, y: 's', y_base: 2 } } as const;
    const result = indexOf(modelOf({ t: { a: ['x'], b: ['y'] } }, 0.6), units);
    const { score, themes } = explained(result, 1);
    expect(score).toBeNull();
    expect(themes[0]!.axes.map((a) => a.value)).toEqual([100, null]);
  });
});

describe('roundedParts', () => {
  const parts = fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { minLength: 1, maxLength: 12 });

  it('adds up to the rounded total, and moves no part by a whole unit', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(1, 0.1, 0.01), (values, unit) => {
        const rounded = roundedParts(values, unit);
        const digits = rounded.map((r) => Math.round(r / unit));
        expect(sum(digits)).toBeCloseTo(Math.round(sum(values.map((v) => v / unit))), 6);
        for (const [i, value] of values.entries()) expect(Math.abs(rounded[i]! - value)).toBeLessThan(unit * (1 + 1e-9));
      }),
    );
  });

  it('gives what is left to the largest remainders', () => {
    // 1.24 + 2.36 + 3.44 = 7.04: floors 1.2 + 2.3 + 3.4 = 6.9, and one tenth for 2.36.
    expect(roundedParts([1.24, 2.36, 3.44], 0.1).map((v) => v.toFixed(1))).toEqual(['1.2', '2.4', '3.4']);
    // −0.25 + 0.15 − 0.35 = −0.45 → −0.4 (−4.5 rounds up): floors −0.3 + 0.1 − 0.4.
    expect(sum(roundedParts([-0.25, 0.15, -0.35], 0.1))).toBeCloseTo(-0.4, 9);
    expect(roundedParts([0, 0], 0.1)).toEqual([0, 0]);
  });
});
