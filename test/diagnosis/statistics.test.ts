import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completenessOf } from '../../src/diagnosis/completeness.js';
import { consistenciesOf } from '../../src/diagnosis/consistency.js';
import { correlationsOf } from '../../src/diagnosis/correlations.js';
import { distributionsOf } from '../../src/diagnosis/distributions.js';
import { effectiveWeights } from '../../src/diagnosis/effective-weights.js';
import { plainMean } from '../../src/index/tree.js';
import { sketchedUnits, treeOf } from '../support/diagnosis-sketch.js';

const NONE = Number.NaN;
const TREE = treeOf({ t: { a: ['x', 'y'], b: ['z'] } });

describe('effective weights', () => {
  it('are the shares of the variance of the score, worked by hand', () => {
    // One axis of x and y: score = (x + y)/2. x = 90 110 90 110, y = 60 60 140 140: uncorrelated.
    const units = sketchedUnits(treeOf({ t: { a: ['x', 'y'] } }), { x: [90, 110, 90, 110], y: [60, 60, 140, 140] });
    // Var(x/2) = 25·4/3, Var(y/2) = 400·4/3: 25/425 and 400/425 of the variance, which are r² too.
    const weights = effectiveWeights(units)!;
    expect(weights.variables.map((v) => [v.id, v.nominal])).toEqual([['x', 0.5], ['y', 0.5]]);
    [25 / 425, 400 / 425].forEach((share, i) => {
      expect(weights.variables[i]!.varianceShare).toBeCloseTo(share, 12);
      expect(weights.variables[i]!.r2!).toBeCloseTo(share, 12);
    });
    expect(weights.residualShare).toBeCloseTo(0, 12);
  });

  it('are negative for a variable that works against the others', () => {
    const units = sketchedUnits(treeOf({ t: { a: ['x', 'y'] } }), { x: [100, 110, 120], y: [105, 100, 95] });
    // score 102.5 105 107.5: Cov(y/2, score) / Var(score) = −6.25/6.25.
    expect(effectiveWeights(units)!.variables.map((v) => v.varianceShare)).toEqual([expect.closeTo(2, 10), expect.closeTo(-1, 10)]);
  });

  it('add up to 1 with what is missing and with rules that are no means', () => {
    const cell = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 10, max: 200 }) }, { weight: 1, arbitrary: fc.constant(NONE) });
    const rows = fc.array(fc.tuple(cell, cell, fc.integer({ min: 10, max: 200 })), { minLength: 4, maxLength: 15 });
    fc.assert(
      fc.property(rows, fc.constantFrom('moyenne' as const, 'geometrique' as const), (all, method) => {
        const tree = { ...TREE, rules: { ...TREE.rules, axis: { ...plainMean('variables'), method } } };
        const weights = effectiveWeights(sketchedUnits(tree, { x: all.map((r) => r[0]), y: all.map((r) => r[1]), z: all.map((r) => r[2]) }));
        fc.pre(weights !== null);
        const sum = weights.variables.reduce((s, v) => s + v.varianceShare, 0);
        expect(sum + weights.residualShare).toBeCloseTo(1, 8);
        if (method === 'moyenne') expect(weights.residualShare).toBeCloseTo(0, 8);
      }),
    );
  });

  it('do not exist where scores do not vary', () => {
    expect(effectiveWeights(sketchedUnits(TREE, { x: [90, 90, 90], y: [90, 90, 90], z: [90, 90, 90] }))).toBeNull();
  });
});

describe('correlations', () => {
  it('flag an axis and a variable that work against the score, and two of an axis that part', () => {
    const { flags, withScore } = correlationsOf(sketchedUnits(TREE, { x: [10, 90, 170, 250], y: [120, 110, 100, 105], z: [103, 102, 101, 100] }));
    expect(flags.map(({ kind, level, ids }) => [kind, level, ...ids])).toEqual([
      ['contre-indice', 'axe', 'b'],
      ['contre-indice', 'variable', 'y'],
      ['contre-indice', 'variable', 'z'],
      ['opposes', 'axe', 'a', 'b'],
      ['opposes', 'variable', 'x', 'y'],
    ]);
    expect(withScore.find((w) => w.id === 'b')).toMatchObject({ pearson: expect.closeTo(-0.9987, 4) as number, spearman: expect.closeTo(-1, 12) as number });
  });

  it('flag what hardly moves with the score, and two variables that tell nearly the same', () => {
    const { flags, variables } = correlationsOf(sketchedUnits(TREE, { x: [50, 100, 150, 200, 250], y: [52, 99, 151, 203, 248], z: [101, 99, 100, 99, 101] }));
    expect(flags.map(({ kind, level, ids }) => [kind, level, ...ids])).toEqual([
      ['sans-effet', 'axe', 'b'],
      ['sans-effet', 'variable', 'z'],
      ['redondantes', 'variable', 'x', 'y'],
    ]);
    expect(variables.values[1]?.[1]).toBeCloseTo(1, 12);
  });

  it('are nothing where a variable does not vary', () => {
    const { withScore, flags } = correlationsOf(sketchedUnits(TREE, { x: [1, 2, 3], y: [100, 100, 100], z: [3, 5, 7] }));
    expect(withScore.find((w) => w.id === 'y')).toEqual({ id: 'y', pearson: null, spearman: null });
    expect(flags.some((f) => f.ids.includes('y'))).toBe(false);
  });
});

describe('distributions', () => {
  it('are of the points of each variable, then of the score, with the units beyond the fences', () => {
    const [x, , , score] = distributionsOf(sketchedUnits(TREE, { x: [10, 11, 12, 13, 90, -60], y: [1, 2, 3, 4, 5, 6], z: [NONE, NONE, 1, 2, 3, 4] }));
    // Quartiles 10.25 and 12.75, fences 6.5 and 16.5: 90 is 73.5 above, −60 is 66.5 below.
    expect([x!.id, x!.outliers, score!.id]).toEqual(['x', [4, 5], null]);
    expect(x!.n).toBe(6);
  });
});

describe('completeness', () => {
  it('counts statuses by variable and units by territory, the least complete first', () => {
    const units = sketchedUnits(TREE, { x: [1, 2, NONE], y: [1, 2, 3], z: [1, 2, 3] }, { epci: ['A', 'B', 'B'], completeness: Float64Array.of(1, 0.1 + 0.2 + 0.7, 0.75) });
    const found = completenessOf(units);
    expect(found.variables[0]!.statuses).toEqual(new Map([['observe', 2], ['absent', 1]]));
    expect([found.units, found.complete]).toEqual([3, 2]);
    // All are in one département: it is left out.
    expect(found.territories).toEqual([
      { level: 'epci', code: 'B', units: 2, complete: 1, mean: expect.closeTo(0.875, 12) as number },
      { level: 'epci', code: 'A', units: 1, complete: 1, mean: 1 },
    ]);
  });
});

describe('consistency', () => {
  it('is told of axes and themes of several variables, and of the whole', () => {
    const found = consistenciesOf(sketchedUnits(TREE, { x: [1, 2, 3, 4], y: [2, 2, 4, 4], z: [1, 3, 2, 6] }));
    expect(found.map(({ id, items }) => [id, items])).toEqual([['t', 3], ['a', 2], [null, 3]]);
    expect(found[2]!.raw).toBeCloseTo(45 / 53, 12);
  });
});
