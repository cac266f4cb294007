import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MissingPolicy } from '../../src/index/model.js';
import { cases } from '../support/arbitrary.js';
import { byUnit, indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Surroundings, Units } from '../support/sketch.js';

const ONE = modelOf({ t: { a: ['x'] } });
const UNITS: Units = {
  '01001': { x: 10, x_base: 100 }, '01002': { x: 40, x_base: 100 }, '01003': { x: 's', x_base: 100 },
  '02001': { x: 60, x_base: 100 }, '02002': { x: null, x_base: 100 }, '02003': {},
};
/** 01001 to 01003 and 02003 are of EPCI 1; the départements are 01 and 02. */
const PLACES: Surroundings['communes'] = {
  '02001': { departement: '02', epci: '2' }, '02002': { departement: '02', epci: '2' }, '02003': { departement: '02', epci: '1' },
};
const under = (policy: MissingPolicy, around: Surroundings = {}) =>
  variableOf(indexOf(ONE, UNITS, { communes: PLACES, policies: { x: policy }, ...around }), 'x');

describe('the policies that impute', () => {
  it('epci: the total of the unit’s own EPCI', () => {
    const { used, statuses } = under('epci');
    expect([...used]).toEqual([10, 40, 25, 60, 60, 25]);
    expect(statuses).toEqual(['observe', 'observe', 'impute', 'observe', 'impute', 'impute']);
  });

  it('departement: that of its département', () => {
    expect([...under('departement').used]).toEqual([10, 40, 25, 60, 60, 60]);
  });

  it('reference: 100 points', () => {
    const { used, points, reference } = under('reference');
    expect(reference.value).toBeCloseTo(110 / 3, 12);
    expect([used[2], used[4], used[5]]).toEqual([reference.value, reference.value, reference.value]);
    expect([points[2], points[4], points[5]]).toEqual([100, 100, 100]);
  });

  it('take the published value of a rate', () => {
    const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'publie', missing: 'epci' }] } });
    const units: Units = { '01001': { p: 10, p_base: 900 }, '01002': { p: 's', p_base: 100 } };
    const result = indexOf(model, units, { published: { 'epci:1': { p: 14 } } });
    expect([...variableOf(result, 'p').used]).toEqual([10, 14]);
  });

  it('leave missing what their territory has no value for', () => {
    const { used, statuses } = under('epci', { communes: { ...PLACES, '02003': { epci: '3' }, '02002': { epci: null } } });
    expect([used[4], used[5]]).toEqual([Number.NaN, Number.NaN]);
    expect([statuses[4], statuses[5]]).toEqual(['non_disponible', 'absent']);
  });

  it('count in the score, never in completude', () => {
    const result = indexOf(ONE, UNITS, { communes: PLACES, policies: { x: 'reference' } });
    expect(byUnit(result, result.completeness)).toEqual({ '01001': 1, '01002': 1, '01003': 0, '02001': 1, '02002': 0, '02003': 0 });
    expect(result.score[2]).toBe(100);
  });
});

describe('imputed units', () => {
  const policies: readonly MissingPolicy[] = ['epci', 'departement', 'reference'];

  it('never enter X_ref', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...policies), fc.constantFrom('total', 'moyenne', 'mediane'), (drawn, policy, rule) => {
        const tree = Object.fromEntries(
          Object.entries(drawn.tree).map(([theme, axes]) => [
            theme, Object.fromEntries(Object.entries(axes).map(([axis, ids]) => [axis, ids.map((id) => ({ id: id as string, rule }) as const)])),
          ]),
        );
        const model = modelOf(tree);
        // With many zeros the median is one, and a reference of zero is refused: nothing to compare.
        const zeroShares = drawn.ids.map((id) => {
          const known = Object.values(drawn.units).filter((u) => typeof u[id] === 'number' && typeof u[`${id}_base`] === 'number' && u[`${id}_base`] !== 0);
          return known.filter((u) => u[id] === 0).length / known.length;
        });
        fc.pre(rule !== 'mediane' || zeroShares.every((zeros) => zeros < 0.5));
        const plain = indexOf(model, drawn.units);
        const filled = indexOf(model, drawn.units, { policies: Object.fromEntries(drawn.ids.map((id) => [id, policy])) });
        expect(filled.variables.map((v) => v.reference)).toEqual(plain.variables.map((v) => v.reference));
        // And they are there: what was missing has points now.
        for (const v of filled.variables) expect([...v.points].some((p) => Number.isNaN(p))).toBe(false);
      }),
    );
  });

  it('never enter that of a rate either', () => {
    const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'total' }] } });
    const units: Units = { '01001': { p: 10, p_base: 900 }, '01002': { p: 's', p_base: 100 } };
    for (const policy of policies) {
      const { reference, statuses } = variableOf(indexOf(model, units, { policies: { p: policy }, published: { 'epci:1': { p: 90 } } }), 'p');
      expect(reference.value).toBe(10);
      expect(statuses[1]).toBe('impute');
    }
  });
});

describe('an override', () => {
  it('fills one variable and leaves the others to the model', () => {
    const model = modelOf({ t: { a: ['x', 'y'] } });
    const units: Units = { '01001': { x: 10, x_base: 100, y: 1, y_base: 2 }, '01002': { x: null, x_base: 100, y: null, y_base: 2 } };
    const result = indexOf(model, units, { policies: { x: 'reference' } });
    expect(variableOf(result, 'x').statuses[1]).toBe('impute');
    expect(variableOf(result, 'y').statuses[1]).toBe('non_disponible');
    expect(variableOf(result, 'x')).toMatchObject({ policy: 'reference', applied: 'reference' });
  });
});
