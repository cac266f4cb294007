import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, bringUp } from '../../src/index/aggregate.js';
import { explainUnit, explainedAxes, explainedVariables, residualsOf } from '../../src/index/explain.js';
import type { VariableFacts } from '../../src/index/explain.js';
import { nominalWeights, variablesOf } from '../../src/index/model.js';
import type { Model } from '../../src/index/model.js';
import { AGGREGATION_METHODS, isLinear } from '../../src/index/tree.js';
import type { Aggregation, Level } from '../../src/index/tree.js';
import { trees } from '../support/arbitrary.js';
import { modelOf } from '../support/sketch.js';

const ruleOver = (...levels: readonly Level[]): fc.Arbitrary<Aggregation> =>
  fc.record({
    method: fc.constantFrom(...AGGREGATION_METHODS),
    over: fc.constantFrom(...levels),
    truncated: fc.boolean(),
    divisor: fc.double({ min: 0.5, max: 5, noNaN: true }),
    penalty: fc.constantFrom('+', '-'),
  });

const weightsOf = fc.infiniteStream(fc.double({ min: 0.1, max: 5, noNaN: true }));

/** A tree of themes, or its axes alone, or its variables alone, with any weights and rules. */
const models: fc.Arbitrary<Model> = fc
  .record({
    tree: trees,
    weights: weightsOf,
    shape: fc.constantFrom('themes' as const, 'axes' as const, 'variables' as const),
    axis: ruleOver('variables'),
    theme: ruleOver('axes', 'variables'),
    global: fc.record({ themes: ruleOver('themes', 'axes', 'variables'), axes: ruleOver('axes', 'variables'), variables: ruleOver('variables') }),
  })
  .map(({ tree, weights, shape, axis, theme, global }) => {
    const plain = modelOf(tree);
    const next = (): number => weights.next().value as number;
    const themes = plain.themes.map((t) => ({
      ...t,
      weight: next(),
      axes: t.axes.map((a) => ({ ...a, weight: next(), variables: a.variables.map((v) => ({ ...v, weight: next() })) })),
    }));
    const axes = themes.flatMap((t) => t.axes);
    return {
      ...plain,
      themes: shape === 'themes' ? themes : [],
      looseAxes: shape === 'axes' ? axes : [],
      looseVariables: shape === 'variables' ? axes.flatMap((a) => a.variables) : [],
      rules: { axis, theme, global: global[shape] },
    };
  });

const pointed = fc.tuple(models, fc.infiniteStream(fc.oneof({ weight: 5, arbitrary: fc.double({ min: 0, max: 300, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) })), fc.double({ min: -10, max: 100, noNaN: true }));

const factsOf = (model: Model, points: ReadonlyMap<string, number>): Map<string, VariableFacts> =>
  new Map(
    variablesOf(model).map((v) => {
      const own = points.get(v.id)!;
      return [v.id, { id: v.id, label: v.label, vintage: null, unit: '%', reference: 1, rate: 1, points: Number.isNaN(own) ? null : own, ratio: true, status: 'observe' }];
    }),
  );

const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, value) => all + (value ?? 0), 0);
const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(a), Math.abs(b)));

describe('explainUnit under any rules', () => {
  it('adds up to score − centre at each level, residuals named where a rule is no weighted sum', () => {
    fc.assert(
      fc.property(pointed, ([model, stream, centre]) => {
        const points = new Map(variablesOf(model).map((v) => [v.id, stream.next().value as number]));
        const { score, axes, themes } = bringUp(model, (id) => points.get(id)!);
        if (Number.isNaN(score)) return;
        const told = explainUnit(model, factsOf(model, points), true, centre);
        expect(told.score).toBe(score);
        near(told.contribution, score - centre);
        near(sum([...explainedVariables(told).map((v) => v.contribution), ...residualsOf(told).map((r) => r.contribution)]), score - centre);
        near(sum([...told.themes, ...told.looseAxes, ...told.looseVariables].map((n) => n.contribution)) + (told.residual?.contribution ?? 0), told.contribution);
        for (const theme of told.themes) near(sum(theme.axes.map((a) => a.contribution)) + (theme.residual?.contribution ?? 0), theme.contribution);
        for (const axis of explainedAxes(told)) {
          near(sum(axis.variables.map((v) => v.contribution)) + (axis.residual?.contribution ?? 0), axis.contribution);
          expect(axis.value ?? Number.NaN).toBe(axes.get(axis.id));
          if (isLinear(model.rules.axis)) expect(axis.residual).toBeNull();
        }
        for (const theme of told.themes) expect(theme.value ?? Number.NaN).toBe(themes.get(theme.id));
        if (isLinear(model.rules.global)) expect(told.residual).toBeNull();
        else expect(told.residual?.rule).toBe(model.rules.global);
      }),
      { numRuns: 400 },
    );
  });

  it('gives what passes over a level to no level: an axis that the score skips has no residual', () => {
    const plain = modelOf({ t: { a: ['x', 'y'] } });
    const model: Model = { ...plain, rules: { ...plain.rules, axis: { ...plain.rules.axis, method: 'geometrique' }, theme: { ...plain.rules.theme, over: 'variables' } } };
    const told = explainUnit(model, factsOf(model, new Map([['x', 50], ['y', 200]])), true);
    expect(told.score).toBe(125);
    expect(told.themes[0]!.axes[0]!.value).toBeCloseTo(100, 10);
    expect(residualsOf(told)).toEqual([]);
  });

  it('shares a sum from its pivot: three classes over 3.3 around a centre of 0', () => {
    const plain = modelOf({ t: { a: ['x', 'y', 'z'] } });
    const model: Model = {
      ...plain, themes: [], looseVariables: variablesOf(plain),
      rules: { ...plain.rules, global: { method: 'somme', over: 'variables', truncated: false, divisor: 3.3, penalty: '+' } },
    };
    const told = explainUnit(model, factsOf(model, new Map([['x', 3], ['y', -1], ['z', 2]])), true, 0);
    expect(told.score).toBeCloseTo(4 / 3.3, 12);
    expect(told.looseVariables.map((v) => v.contribution)).toEqual([3, -1, 2].map((c) => expect.closeTo(c / 3.3, 12) as number));
  });
});

describe('nominal weights', () => {
  it('add up to 1 under any rules and weights', () => {
    fc.assert(
      fc.property(models, (model) => {
        expect(sum([...nominalWeights(model).values()])).toBeCloseTo(1, 9);
      }),
    );
  });

  it('are those of the tree, and of the axes that a rule passes over nothing', () => {
    const plain = modelOf({ t: { a: [{ id: 'x', weight: 3 }, 'y'], b: ['z'] } });
    expect([...nominalWeights(plain)]).toEqual([['x', 0.375], ['y', 0.125], ['z', 0.5]]);
    const over: Model = { ...plain, rules: { ...plain.rules, theme: { ...plain.rules.theme, over: 'variables' } } };
    expect([...nominalWeights(over)]).toEqual([['x', 0.6], ['y', 0.2], ['z', 0.2]]);
    expect(aggregate(over, nominalWeights(over), (id) => ({ x: 100, y: 50, z: 0 })[id]!).score).toBeCloseTo(70, 12);
  });
});
