import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases, codeOf, idsOf, trees, unitsOf, withoutVariables } from '../support/arbitrary.js';
import { byUnit, factsOf, indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Figures, TreeSketch, Units } from '../support/sketch.js';

const LYON: TreeSketch = {
  acces: { interfaces: ['p'], information: ['m', 's'] },
  competences: { administratives: ['c', 'j'], numeriques: ['a', 'd'] },
};
const IDS = idsOf(LYON);

/** Figures of 10 in 100 for every variable, save those given. */
const unit = (own: Figures = {}): Figures => ({ ...Object.fromEntries(IDS.flatMap((id) => [[id, 10], [`${id}_base`, 100]])), ...own });

/** Units where one unit of a drawn tree has no value of the variables that `pick` chooses. */
const holed = (pick: (tree: TreeSketch) => fc.Arbitrary<readonly string[]>) =>
  trees.chain((tree) =>
    fc.tuple(fc.constant(tree), unitsOf(idsOf(tree)), pick(tree)).map(([t, units, gone]) => {
      const code = codeOf(Object.keys(units).length);
      const full = units[codeOf(0)]!;
      const figures: Figures = { ...full, ...Object.fromEntries(gone.map((id) => [id, 's' as const])) };
      return { tree: t, gone: new Set(gone), code, units: { ...units, [code]: figures } };
    }),
  );

/** What the unit of a hole has equals what a model that lacks those variables gives it. */
function expectAsWithout({ tree, gone, code, units }: { tree: TreeSketch; gone: ReadonlySet<string>; code: string; units: Units }): void {
  const whole = indexOf(modelOf(tree), units);
  const lesser = withoutVariables(tree, gone);
  const without = indexOf(modelOf(lesser), Object.fromEntries(Object.entries(units).map(([c, f]) => [c, Object.fromEntries(Object.entries(f).filter(([name]) => !gone.has(name.replace('_base', ''))))])));
  const row = whole.frame.codes.indexOf(code);
  expect(without.score[row]).not.toBeNaN();
  expect(whole.score[row]).toBe(without.score[row]);
  for (const [id, values] of without.axes) expect(whole.axes.get(id)![row]).toBe(values[row]);
  for (const [id, values] of without.themes) expect(whole.themes.get(id)![row]).toBe(values[row]);
  const absent = [...whole.axes.keys()].filter((id) => !without.axes.has(id));
  expect(whole.absentAxes[row]).toEqual(absent);
  for (const id of absent) expect(whole.axes.get(id)![row]).toBeNaN();
}

describe('under ignorer', () => {
  it('an axis with a missing variable equals the axis computed without that variable', () => {
    const one = holed((tree) => {
      const large = Object.values(tree).flatMap((axes) => Object.values(axes)).filter((variables) => variables.length > 1);
      return large.length === 0 ? fc.constant([]) : fc.constantFrom(...large).chain((vs) => fc.constantFrom(...idsOf({ t: { a: vs } }))).map((id) => [id]);
    });
    fc.assert(fc.property(one, (drawn) => {
      fc.pre(drawn.gone.size > 0);
      expectAsWithout(drawn);
    }));
  });

  it('an axis without any variable leaves its theme to the others', () => {
    const axis = holed((tree) => {
      const several = Object.values(tree).filter((axes) => Object.keys(axes).length > 1).flatMap((axes) => Object.values(axes));
      return several.length === 0 ? fc.constant([]) : fc.constantFrom(...several).map((vs) => idsOf({ t: { a: vs } }));
    });
    fc.assert(fc.property(axis, (drawn) => {
      fc.pre(drawn.gone.size > 0);
      expectAsWithout(drawn);
    }));
  });

  it('a theme without any axis leaves the score to the others', () => {
    const theme = holed((tree) =>
      Object.keys(tree).length === 1 ? fc.constant([]) : fc.constantFrom(...Object.values(tree)).map((axes) => idsOf({ t: axes })));
    fc.assert(fc.property(theme, (drawn) => {
      fc.pre(drawn.gone.size > 0);
      expectAsWithout(drawn);
    }));
  });

  it('any set of missing variables equals a model that lacks them', () => {
    const any = holed((tree) => fc.subarray(idsOf(tree), { minLength: 1 }));
    fc.assert(fc.property(any, (drawn) => {
      fc.pre(drawn.gone.size < idsOf(drawn.tree).length);
      expectAsWithout(drawn);
    }));
  });

  it('a unit without any value has no score, no rank and completeness 0', () => {
    const nothing = Object.fromEntries(Object.keys(unit()).map((name) => [name, null]));
    const result = indexOf(modelOf(LYON), { '01001': unit(), '01002': nothing });
    expect(result.score[1]).toBeNaN();
    expect([result.rank[1], result.completeness[1]]).toEqual([0, 0]);
    expect(result.absentAxes[1]).toEqual(['interfaces', 'information', 'administratives', 'numeriques']);
  });
});

describe('missing is never zero', () => {
  it('a zero instead of a missing value gives another score, and a lower one', () => {
    fc.assert(
      fc.property(holed((tree) => fc.constantFrom(...idsOf(tree)).map((id) => [id])), ({ tree, gone, code, units }) => {
        fc.pre(idsOf(tree).length > 1);
        const [id] = gone;
        // In a reference of its own, so that only this unit's value changes.
        const around = { territory: [code], reference: [codeOf(0)] };
        const missing = indexOf(modelOf(tree), units, around);
        const zero = indexOf(modelOf(tree), { ...units, [code]: { ...units[code], [id!]: 0 } }, around);
        const row = missing.frame.codes.indexOf(code);
        expect(variableOf(missing, id!).points[row]).toBeNaN();
        expect(variableOf(zero, id!).points[row]).toBe(0);
        expect(zero.score[row]!).toBeLessThan(missing.score[row]!);
      }),
    );
  });

  it('a zero numerator is a rate of zero, a missing one is none', () => {
    const result = indexOf(modelOf({ t: { a: ['x'] } }), {
      '01001': { x: 10, x_base: 100 }, '01002': { x: 0, x_base: 100 }, '01003': { x: null, x_base: 100 },
    });
    expect(byUnit(result, variableOf(result, 'x').points)).toEqual({ '01001': 200, '01002': 0, '01003': Number.NaN });
  });
});

describe('a zero denominator', () => {
  it('is a missing rate, absent, whatever the numerator', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (top) => {
        const result = indexOf(modelOf({ t: { a: ['x'] } }), { '01001': { x: 10, x_base: 100 }, '01002': { x: top, x_base: 0 } });
        const { used, statuses, points, reference } = variableOf(result, 'x');
        expect(statuses[1]).toBe('absent');
        expect([used[1], points[1], result.score[1]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
        expect(reference).toMatchObject({ value: 10, units: 1 });
      }),
    );
  });

  it('keeps its own reason beside other kinds of missing', () => {
    const units: Units = {
      '01001': { x: 10, x_base: 100 }, '01002': { x: 's', x_base: 100 }, '01003': { x: 's', x_base: null },
      '01004': { x: null, x_base: 100 }, '01005': { x: 10 }, '01006': {},
    };
    expect(variableOf(indexOf(modelOf({ t: { a: ['x'] } }), units), 'x').statuses).toEqual([
      'observe', 'secret', 'secret', 'non_disponible', 'absent', 'absent',
    ]);
  });
});

describe('seuil_completude', () => {
  const missing = (...ids: string[]): Figures => unit(Object.fromEntries(ids.map((id) => [id, null])));

  it('withholds a score strictly below it, and only there', () => {
    const units: Units = {
      '01001': unit(),
      '01002': missing('p', 'm', 's'), // 4 × 0.125 left: 0.5, at the threshold
      '01003': missing('p', 'm', 's', 'c'), // 0.375
      '01004': missing('c', 'j', 'a', 'd'), // 0.25 + 2 × 0.125 = 0.5
      '01005': missing('p', 'c', 'j'), // 0.5
    };
    const result = indexOf(modelOf(LYON, 0.5), units);
    expect(byUnit(result, result.score)).toEqual({ '01001': 100, '01002': 100, '01003': Number.NaN, '01004': 100, '01005': 100 });
    expect(byUnit(result, result.rank)).toEqual({ '01001': 1, '01002': 1, '01003': 0, '01004': 1, '01005': 1 });
    // The axes and themes of a withheld score are still given.
    expect(result.axes.get('numeriques')![2]).toBe(100);
  });

  it('is held against thirds without a rounding error', () => {
    const tree: TreeSketch = { t: { a: ['x', 'y', 'z'] } };
    const figures: Figures = { x: 1, x_base: 2, y: 1, y_base: 2, z: 1, z_base: 2 };
    const result = indexOf(modelOf(tree, 2 / 3), { '01001': figures, '01002': { ...figures, y: null }, '01003': { ...figures, x: null, y: null } });
    expect([...result.score]).toEqual([100, 100, Number.NaN]);
  });

  it('is compared with the weight that has points, not with completude', () => {
    const units: Units = { '01001': unit(), '01002': missing('p', 'm', 's', 'c') };
    const result = indexOf(modelOf(LYON, 0.5), units, { policies: { p: 'reference' } });
    expect(result.completeness[1]).toBe(0.375);
    expect(result.score[1]).toBe(100);
  });
});

describe('completude', () => {
  it('is the nominal weight of what was observed', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const result = indexOf(modelOf(tree), units);
        for (const row of result.frame.territory) {
          const observed = result.variables.filter((v) => v.statuses[row] === 'observe');
          expect(result.completeness[row]).toBeCloseTo(observed.reduce((sum, v) => sum + v.nominalWeight, 0), 12);
        }
        expect(result.completeness[0]).toBeCloseTo(1, 12);
      }),
    );
  });

  it('reads the same twice', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const [a, b] = [indexOf(modelOf(tree), units), indexOf(modelOf(tree), units)];
        for (const code of Object.keys(units)) expect(factsOf(a, code)).toEqual(factsOf(b, code));
      }),
    );
  });
});
