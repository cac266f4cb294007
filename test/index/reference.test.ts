import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { unitsOf } from '../support/arbitrary.js';
import { indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Surroundings, Units } from '../support/sketch.js';
import type { ReferenceRule } from '../../src/index/model.js';

const share = (rule: ReferenceRule) => modelOf({ t: { a: [{ id: 'x', rule }] } });
const rate = (rule: ReferenceRule) => modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule }] } });
const EPCI: Surroundings = { referenceKey: { level: 'epci', code: '200046977' } };

const SHARES: Units = {
  '01001': { x: 10, x_base: 100 }, '01002': { x: 30, x_base: 200 }, '01003': { x: 20, x_base: 40 },
  '01004': { x: 's', x_base: 999 }, '01005': { x: 5, x_base: null }, '01006': { x: 7, x_base: 0 },
};
const RATES: Units = {
  '01001': { p: 10, p_base: 700 }, '01002': { p: 20, p_base: 200 }, '01003': { p: 's', p_base: 100 }, '01004': { p: 40, p_base: null },
};

function errorOf(work: () => unknown): FragiliteError {
  try {
    work();
  } catch (error) {
    if (error instanceof FragiliteError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the rule total', () => {
  it('of a share is the sum of numerators over that of denominators where both are known', () => {
    // 10 + 30 + 20 over 100 + 200 + 40: a secret numerator, a missing or zero denominator leave their unit out whole.
    expect(variableOf(indexOf(share('total'), SHARES), 'x').reference).toEqual({
      value: 6000 / 340, rule: 'total', units: 3, observedShare: null,
    });
  });

  it('of a rate is its weighted mean, with the share of the weight that was observed', () => {
    // (10 × 700 + 20 × 200) / 900; 100 of 1,000 persons are secret; a unit without a weight does not enter.
    expect(variableOf(indexOf(rate('total'), RATES), 'p').reference).toEqual({
      value: 11_000 / 900, rule: 'total', units: 2, observedShare: 0.9,
    });
  });
});

describe('the rules total, moyenne and mediane', () => {
  it('take no published row', () => {
    for (const rule of ['total', 'moyenne', 'mediane'] as const) {
      const result = indexOf(rate(rule), RATES, { ...EPCI, published: { 'epci:200046977': { p: 16 } } });
      expect(variableOf(result, 'p').reference).toMatchObject({ rule });
      expect(variableOf(result, 'p').reference.value).not.toBe(16);
    }
  });
});

describe('the rules moyenne and mediane', () => {
  it('are of the units, unweighted', () => {
    // 10 %, 15 % and 50 %.
    expect(variableOf(indexOf(share('moyenne'), SHARES), 'x').reference).toMatchObject({ value: 25, units: 3, rule: 'moyenne' });
    expect(variableOf(indexOf(share('mediane'), SHARES), 'x').reference).toMatchObject({ value: 15, units: 3, rule: 'mediane' });
  });

  it('of an even number of units, the middle of the two', () => {
    const units: Units = { '01001': { x: 1, x_base: 10 }, '01002': { x: 2, x_base: 10 }, '01003': { x: 4, x_base: 10 }, '01004': { x: 9, x_base: 10 } };
    expect(variableOf(indexOf(share('mediane'), units), 'x').reference.value).toBe(30);
  });

  it('need no weight for a rate', () => {
    const units: Units = { '01001': { p: 10 }, '01002': { p: 20 }, '01003': { p: 45 } };
    expect(variableOf(indexOf(rate('moyenne'), units), 'p').reference.value).toBe(25);
    expect(variableOf(indexOf(rate('mediane'), units), 'p').reference.value).toBe(20);
  });

  it('put the mean, or the median, of the points at 100', () => {
    fc.assert(
      fc.property(unitsOf(['x']), (units) => {
        const { points } = variableOf(indexOf(share('moyenne'), units), 'x');
        const known = [...points].filter((p) => !Number.isNaN(p));
        expect(known.reduce((a, b) => a + b) / known.length).toBeCloseTo(100, 8);
      }),
    );
  });
});

describe('the rule publie', () => {
  it('takes the value of the territory row', () => {
    const result = indexOf(rate('publie'), RATES, { ...EPCI, published: { 'epci:200046977': { p: 16 } } });
    expect(variableOf(result, 'p').reference).toEqual({ value: 16, rule: 'publie', units: 0, observedShare: null });
    expect(variableOf(result, 'p').points[1]).toBe(125);
  });

  it('is the value that is given, which beats the row of the files', () => {
    const result = indexOf(rate('publie'), RATES, { ...EPCI, published: { 'epci:200046977': { p: 16 } }, given: { p: 17.5 } });
    expect(variableOf(result, 'p').reference).toMatchObject({ value: 17.5, rule: 'publie' });
  });

  it('falls to total where nothing is published for this territory', () => {
    const result = indexOf(rate('publie'), RATES, { ...EPCI, published: { 'epci:240000000': { p: 16 }, 'departement:01': { p: 12 } } });
    expect(variableOf(result, 'p').reference).toMatchObject({ value: 11_000 / 900, rule: 'total', observedShare: 0.9 });
    expect(variableOf(indexOf(rate('publie'), RATES), 'p').reference.rule).toBe('total');
  });

  it('needs neither a weight nor enough observed units', () => {
    const units: Units = { '01001': { p: 10 }, '01002': { p: 's' }, '01003': { p: 's' } };
    const result = indexOf(rate('publie'), units, { ...EPCI, published: { 'epci:200046977': { p: 20 } } });
    expect(variableOf(result, 'p').points[0]).toBe(50);
  });
});

describe('a total that too little was observed of', () => {
  const weighing = (secret: number): Units => ({ '01001': { p: 10, p_base: 8000 }, '01002': { p: 's', p_base: secret } });

  it('serves at 80 % of the weight', () => {
    expect(variableOf(indexOf(rate('publie'), weighing(2000)), 'p').reference.observedShare).toBe(0.8);
  });

  it('is refused under 80 %, with exit code 3 and what would help', () => {
    const error = errorOf(() => indexOf(rate('publie'), weighing(2100), EPCI));
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain('--reference-values');
    expect(error.message).toContain('reference;p;valeur;');
  });

  it('never says 80 % of a share that is under it', () => {
    const { message } = errorOf(() => indexOf(rate('publie'), weighing(2001), EPCI));
    expect(message).toContain('79,9');
  });
});

describe('what cannot be made', () => {
  it('a total of a rate without its weight: exit code 3, naming the column', () => {
    const error = errorOf(() => indexOf(rate('total'), { '01001': { p: 10 }, '01002': { p: 20 } }));
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain('p_base');
  });

  it('a reference without any value: exit code 3', () => {
    const units: Units = { '01001': { x: 10, x_base: 100 }, '02001': { x: null, x_base: 100 } };
    const error = errorOf(() => indexOf(share('total'), units, { territory: ['01001'], reference: ['02001'] }));
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain('aucune unité de la référence');
  });

  it('a reference of zero, which nothing can be divided by: exit code 3', () => {
    const error = errorOf(() => indexOf(share('total'), { '01001': { x: 0, x_base: 100 } }));
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain('est nulle');
  });
});
