import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePanel } from '../../src/evolution/make-panel.js';
import type { Panel } from '../../src/evolution/panel.js';
import type { YearResult } from '../../src/evolution/year-result.js';
import { wholeChange } from '../../src/evolution/whole-change.js';
import { points } from '../../src/index/points.js';
import { bringUp } from '../../src/index/aggregate.js';
import { MEANS_OF_MEANS } from '../../src/index/tree.js';
import type { Tree } from '../../src/index/tree.js';
import { figure, twoAxes, unit, variable, yearResult } from '../support/year-sketch.js';

const IDS = ['a', 'b', 'c'] as const;
const TREE = twoAxes(IDS);

const count = fc.integer({ min: 1, max: 5000 });
const cell = fc.record({ numerator: count, denominator: count, status: fc.constantFrom('observe' as const, 'observe' as const, 'observe' as const, 'secret' as const) });
const unitFigures = fc.record({ a: cell, b: cell, c: cell });
const references = fc.record({ a: fc.double({ min: 1, max: 90, noNaN: true }), b: fc.double({ min: 1, max: 90, noNaN: true }), c: fc.double({ min: 1, max: 90, noNaN: true }) });

/** Three years of the same units, with their own references and their own published scores. */
const threeYears: fc.Arbitrary<YearResult[]> = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.tuple(...[2011, 2016, 2022].map((year) => fc.tuple(fc.constant(year), references, fc.array(unitFigures, { minLength: n, maxLength: n })))))
  .map((years) => years.map(([year, own, units]) => sketchYear(year, own, units)));

type Cells = Readonly<Record<string, { readonly numerator: number; readonly denominator: number; readonly status: 'observe' | 'secret' }>>;

function sketchYear(year: number, own: Readonly<Record<string, number>>, units: readonly Cells[]): YearResult {
  const made = units.map((figures, i) => {
    const known = Object.fromEntries(IDS.map((id) => [id, figure('part', figures[id] ?? { numerator: 1, denominator: 1 })]));
    const pointsMade = new Map<string, number>(IDS.map((id) => [id, points(known[id]?.value ?? Number.NaN, own[id] ?? Number.NaN, '+', null)]));
    return unit(`0100${String(i + 1)}`, known, { points: pointsMade, score: bringUp(TREE, (id) => pointsMade.get(id) ?? Number.NaN).score });
  });
  return yearResult(year, IDS.map((id) => variable(id, { vintage: year, reference: own[id] ?? null })), made);
}

const panelOf = (years: readonly YearResult[], base: number, tree: Tree = TREE, threshold = 0): Panel => makePanel({ years, base, tree, threshold, left: [], history: null });
const close = (found: number, wanted: number): void => expect(Math.abs(found - wanted)).toBeLessThan(1e-7 * Math.max(1, Math.abs(wanted), Math.abs(found)));

describe('makePanel', () => {
  it('the contributions of the variables add up to the change of the score, and numerator and denominator to each', () => {
    fc.assert(
      fc.property(threeYears, fc.integer({ min: 0, max: 2 }), (years, base) => {
        for (const one of panelOf(years, base).units.filter((u) => !Number.isNaN(u.score[0]))) {
          for (const at of [1, 2]) {
            const counting = [...one.variables].map(([, path]) => path).filter((v) => v.counts);
            close(counting.reduce((s, v) => s + v.contributions[at]!, 0), one.score[at]! - one.score[at - 1]!);
            for (const v of counting) close(v.factors[at]!.numerator + v.factors[at]!.denominator, v.contributions[at]!);
          }
          const whole = wholeChange(one);
          close(whole.variables.reduce((s, v) => s + v.contribution, 0) + whole.rule, whole.change);
        }
      }),
    );
  });

  it('so they do with a rule that is no weighted mean, with what the rule adds', () => {
    const geometric: Tree = { ...TREE, rules: { ...MEANS_OF_MEANS, global: { ...MEANS_OF_MEANS.global, method: 'geometrique' }, theme: { ...MEANS_OF_MEANS.theme, method: 'geometrique' } } };
    fc.assert(
      fc.property(threeYears, (years) => {
        for (const one of panelOf(years, 0, geometric).units.filter((u) => !Number.isNaN(u.score[0]))) {
          const { variables, rule, change } = wholeChange(one);
          close(variables.reduce((s, v) => s + v.contribution, 0) + rule, change);
        }
      }),
    );
  });

  it('the published score and the three effects add up to the score of the panel', () => {
    fc.assert(
      fc.property(threeYears, fc.integer({ min: 0, max: 2 }), (years, base) => {
        for (const one of panelOf(years, base).units) {
          for (const [at, bridge] of one.bridges.entries()) {
            if (bridge === null) continue;
            close(bridge.published + bridge.definition + bridge.reference + bridge.geography, one.score[at]!);
            expect(bridge.geography).toBe(0);
            if (at === base) close(bridge.reference, 0);
          }
        }
      }),
    );
  });

  it("the base year's own reference is 100 everywhere", () => {
    fc.assert(
      fc.property(threeYears, fc.integer({ min: 0, max: 2 }), (years, base) => {
        const { reference } = panelOf(years, base);
        close(reference.score[base]!, 100);
        for (const made of reference.points.values()) close(made[base]!, 100);
      }),
    );
  });

  it('a unit has a score in all years or in none', () => {
    fc.assert(
      fc.property(threeYears, (years) => {
        for (const one of panelOf(years, 0, TREE, 0.5).units) expect(new Set(one.score.map(Number.isNaN)).size).toBe(1);
      }),
    );
  });

  it('a variable that a unit lacks in one year leaves its other years, and its weight goes to the rest', () => {
    const full = (n: number) => ({ numerator: n, denominator: 100, status: 'observe' as const });
    const years = [2011, 2016].map((year, i) => sketchYear(year, { a: 20, b: 20, c: 20 }, [{ a: i === 0 ? { ...full(40), status: 'secret' as const } : full(40), b: full(20), c: full(30 + 10 * i) }]));
    const [one] = panelOf(years, 0).units;
    // Without a, the second axis stands for the theme: (100 + 150)/2, then (100 + 200)/2.
    expect(one?.score).toEqual([125, 150]);
    expect(one?.variables.get('a')?.counts).toBe(false);
    expect(one?.variables.get('c')?.contributions[1]).toBe(25);
    // What 2016 published had a: (200 + (100 + 200)/2)/2 = 175.
    expect(one?.bridges[1]).toEqual({ published: 175, definition: -25, reference: 0, geography: 0 });
    // Strictly under the threshold: half the weight is left.
    expect(panelOf(years, 0, TREE, 0.5).units[0]?.score).toEqual([125, 150]);
    expect(panelOf(years, 0, TREE, 0.51).units[0]?.score).toEqual([Number.NaN, Number.NaN]);
  });

  it('an estimated rate has its points, and is not parted', () => {
    const rate = variable('a', { kind: 'taux', reference: 16 });
    const at = (value: number, status: 'observe' | 'estime') => [unit('01001', { a: { numerator: status === 'observe' ? value : Number.NaN, denominator: 500, value, status } })];
    const tree: Tree = { ...TREE, themes: [{ id: 't', label: 'T', weight: 1, axes: [{ id: 'x', label: 'X', weight: 1, variables: [{ id: 'a', weight: 1 }] }] }] };
    const [one] = panelOf([yearResult(2012, [rate], at(8, 'estime')), yearResult(2016, [rate], at(12, 'observe'))], 0, tree).units;
    expect(one?.score).toEqual([50, 75]);
    expect(one?.variables.get('a')).toMatchObject({ counts: true, factors: [null, null] });
    expect(one?.variables.get('a')?.figures[0]?.status).toBe('estime');
  });

  it("a commune whose counts are a share of another's is left out", () => {
    const shared = (status: 'observe' | 'recalcule') => [unit('01001', { a: { numerator: 10, denominator: 50, value: 20, status } })];
    const { units, leftUnits } = panelOf([yearResult(2011, [variable('a')], shared('recalcule')), yearResult(2016, [variable('a')], shared('observe'))], 0);
    expect(units).toEqual([]);
    expect(leftUnits).toMatchObject([{ code: '01001', name: 'Name of 01001', reason: expect.stringContaining('prorata') as string }]);
  });
});
