import { describe, expect, it } from 'vitest';
import type { Normalisation } from '../../src/index/normalisation.js';
import { decimalsOf } from '../../src/index/scale.js';
import { byUnit, indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Units } from '../support/sketch.js';

const DECILE: Normalisation = { method: 'decile', population: 'fichiers', ties: 'bas', truncated: false };

/** Forty communes whose rate falls as the predictor rises, unevenly; every fourth one is secret. */
const units: Units = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [
    `01${String(i + 1).padStart(3, '0')}`,
    { x: i % 4 === 3 ? 's' : 30 - 0.5 * i + ((i * 7) % 5), x_base: 100 + i, x_predictor: 15_000 + 300 * i },
  ] as const),
);
const model = modelOf({ t: { a: [{ id: 'x', kind: 'taux', missing: 'estimation', minimumObservations: 5, normalisation: DECILE }] } });
const codes = Object.keys(units);

describe('a place among all the units of the files', () => {
  it('depends neither on the territory shown nor on the reference, estimated values included', () => {
    const all = byUnit(indexOf(model, units), variableOf(indexOf(model, units), 'x').points);
    for (const [from, to] of [[0, 12], [8, 30], [25, 40]] as const) {
      const result = indexOf(model, units, { territory: codes.slice(from, to) });
      for (const [code, points] of Object.entries(byUnit(result, variableOf(result, 'x').points))) expect(points, code).toBe(all[code]);
      expect(variableOf(result, 'x')).toMatchObject({ sampleSize: 40, fit: { scope: 'france', n: 30 } });
    }
  });

  it('is made by observed and estimated values; an imputed one is placed without making it', () => {
    const { sampleSize, points, statuses } = variableOf(indexOf(model, units, { policies: { x: 'reference' }, given: { x: 20 } }), 'x');
    expect(sampleSize).toBe(30);
    expect(statuses[3]).toBe('impute');
    expect(points[3]).toBeGreaterThanOrEqual(1);
  });

  it('needs no reference value: none can be made, and the score is there', () => {
    const bare = modelOf({ t: { a: [{ id: 'x', kind: 'taux', normalisation: DECILE }] } });
    const unweighted: Units = { '01001': { x: 5 }, '01002': { x: 9 } };
    const result = indexOf(bare, unweighted);
    expect(variableOf(result, 'x').reference.value).toBeNaN();
    expect([...result.score]).toEqual([5, 10]);
    expect(() => indexOf(modelOf({ t: { a: [{ id: 'x', kind: 'taux' }] } }), unweighted)).toThrow(/ne peut pas être totalisé/);
  });

  it('is refused where nothing varies and the place needs it', () => {
    const flat = modelOf({ t: { a: [{ id: 'x', normalisation: { method: 'z', population: 'fichiers', centre: 0, deviation: 1, truncated: false } }] } });
    expect(() => indexOf(flat, { '01001': { x: 1, x_base: 2 }, '01002': { x: 2, x_base: 4 } })).toThrow(/les 2 unités ont toutes la même valeur/);
  });
});

describe('decimalsOf', () => {
  it('shows enough to tell scores apart', () => {
    const scale = { base100: false, centre: 0, label: '' };
    expect(decimalsOf({ ...scale, base100: true, minimum: null, maximum: null })).toBe(1);
    expect(decimalsOf({ ...scale, minimum: 1, maximum: 10 })).toBe(1);
    expect(decimalsOf({ ...scale, minimum: 0, maximum: 1 })).toBe(3);
    expect(decimalsOf({ ...scale, minimum: null, maximum: null })).toBe(2);
  });
});
