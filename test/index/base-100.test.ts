import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnown } from '../../src/index/state.js';
import { cases, codeOf, unitsOf } from '../support/arbitrary.js';
import { byUnit, factsOf, indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Units } from '../support/sketch.js';

const ONE = modelOf({ t: { a: ['x'] } });

/** A published rate, its weight and a predictor; the first `observed` units are observed. */
const rates = fc
  .array(fc.record({ rate: fc.double({ min: 1, max: 60, noNaN: true }), weight: fc.integer({ min: 100, max: 90_000 }), income: fc.double({ min: 9_000, max: 60_000, noNaN: true }) }), { minLength: 6, maxLength: 20 })
  .chain((all) => fc.tuple(fc.constant(all), fc.integer({ min: 4, max: all.length })));

describe('base 100', () => {
  it('is the weighted mean of the points of a share over its own denominators', () => {
    fc.assert(
      fc.property(unitsOf(['x']), (units) => {
        const result = indexOf(ONE, units);
        const { points, series } = variableOf(result, 'x');
        let weighted = 0;
        let weights = 0;
        for (const row of result.frame.reference) {
          if (!isKnown(series.rate.states[row]!)) continue;
          weighted += points[row]! * series.denominator!.values[row]!;
          weights += series.denominator!.values[row]!;
        }
        expect(weighted / weights).toBeCloseTo(100, 8);
      }),
    );
  });

  it('is not the plain mean of the communes', () => {
    const units: Units = { '01001': { x: 10, x_base: 1000 }, '01002': { x: 30, x_base: 100 } };
    const { points, reference } = variableOf(indexOf(ONE, units), 'x');
    expect(reference.value).toBeCloseTo((100 * 40) / 1100, 12);
    // 1 % and 30 % against 3.636…: 27.5 and 825, of mean 426.25.
    expect((points[0]! + points[1]!) / 2).toBeCloseTo(426.25, 9);
    expect((points[0]! * 1000 + points[1]! * 100) / 1100).toBeCloseTo(100, 9);
  });

  it('is the weighted mean of the points of a rate, observed and estimated, over its weight', () => {
    fc.assert(
      fc.property(rates, ([all, observed]) => {
        const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'total', missing: 'estimation', minimumObservations: 3, ceilingCount: 200 }] } });
        const weightOf = (n: number): number => (n < observed ? 90_000 : 100);
        const units = Object.fromEntries(
          all.map(({ rate, income }, n) => [codeOf(n), { p: n < observed ? rate : 's', p_base: weightOf(n), p_predictor: income + n } as const]),
        );
        const result = indexOf(model, units);
        const { points, statuses } = variableOf(result, 'p');
        expect(statuses.filter((s) => s === 'estime')).toHaveLength(all.length - observed);
        const weights = all.map((_, n) => weightOf(n));
        const weighted = weights.reduce((sum, w, n) => sum + w * points[n]!, 0);
        expect(weighted / weights.reduce((a, b) => a + b)).toBeCloseTo(100, 7);
      }),
    );
  });

  it('is the reference of another territory when one is given', () => {
    const units: Units = {
      '01001': { x: 5, x_base: 100 }, '01002': { x: 15, x_base: 100 },
      '02001': { x: 30, x_base: 100 }, '02002': { x: 50, x_base: 100 },
    };
    const result = indexOf(ONE, units, { territory: ['01001', '01002'], reference: ['02001', '02002'] });
    expect(variableOf(result, 'x').reference.value).toBe(40);
    expect(byUnit(result, result.score)).toEqual({ '01001': 12.5, '01002': 37.5 });
  });

  it('does not move when all counts of a variable are multiplied', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0.01, max: 1000, noNaN: true }), fc.nat(), (drawn, k, pick) => {
        const id = drawn.ids[pick % drawn.ids.length]!;
        const times = (f: unknown): unknown => (typeof f === 'number' ? f * k : f);
        const scaled = Object.fromEntries(
          Object.entries(drawn.units).map(([code, f]) => [code, { ...f, [id]: times(f[id]), [`${id}_base`]: times(f[`${id}_base`]) }]),
        ) as Units;
        const model = modelOf(drawn.tree);
        const before = indexOf(model, drawn.units);
        const after = indexOf(model, scaled);
        for (const row of before.frame.territory) {
          const [a, b] = [before.score[row]!, after.score[row]!];
          expect(Number.isNaN(b)).toBe(Number.isNaN(a));
          if (!Number.isNaN(a)) expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a)));
        }
      }),
    );
  });

  it('does not move, not by one bit, when the units come in another order', () => {
    const shuffled = cases.chain((drawn) =>
      fc.tuple(fc.constant(drawn), fc.shuffledSubarray(Object.keys(drawn.units), { minLength: Object.keys(drawn.units).length })));
    fc.assert(
      fc.property(shuffled, ([{ tree, units }, order]) => {
        const model = modelOf(tree);
        const first = indexOf(model, units);
        const second = indexOf(model, Object.fromEntries(order.map((code) => [code, units[code]!])), { territory: order, reference: order });
        expect(second.frame.codes).toEqual(first.frame.codes);
        for (const code of order) expect(factsOf(second, code)).toEqual(factsOf(first, code));
        expect(second.variables.map((v) => [v.reference, v.correlation])).toEqual(first.variables.map((v) => [v.reference, v.correlation]));
      }),
    );
  });
});

describe('a unit outside the reference', () => {
  it('never changes the points of the others', () => {
    fc.assert(
      fc.property(cases, unitsOf(['x'], 2), (drawn, extra) => {
        const model = modelOf(drawn.tree);
        const inside = Object.keys(drawn.units);
        const alone = indexOf(model, drawn.units);
        const stranger = Object.fromEntries(drawn.ids.flatMap((id) => [[id, extra['01001']!['x']!], [`${id}_base`, extra['01001']!['x_base']!]]));
        const together = indexOf(model, { ...drawn.units, '02001': stranger }, { territory: inside, reference: inside });
        for (const code of inside) expect(factsOf(together, code)).toEqual(factsOf(alone, code));
      }),
    );
  });
});
