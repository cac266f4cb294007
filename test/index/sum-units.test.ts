import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/index/state.js';
import { shareOf } from '../../src/index/series.js';
import type { Cells } from '../../src/index/series.js';
import { sumParts } from '../../src/index/sum-units.js';
import type { Whole } from '../../src/index/sum-units.js';

const cells = (values: readonly (number | null)[], state: number = STATE.absent): Cells => ({
  values: Float64Array.from(values, (v) => v ?? Number.NaN),
  states: Uint8Array.from(values, (v) => (v === null ? state : STATE.observed)),
});
/** A unit of rows 0 to n − 1, its own row being n. */
const whole = (populations: readonly number[], own = -1): Whole => ({ parts: populations.map((population, row) => ({ row, population })), own });
const of = (counts: readonly Cells[], unit: Whole): { values: (number | undefined)[]; state: number | undefined } => {
  const { cells: summed } = sumParts(counts, [unit]);
  return { values: summed.map((c) => c.values[0]), state: summed[0]?.states[0] };
};

describe('counts summed over parts', () => {
  it('sums numerator and denominator where both are known', () => {
    // 10 + 30 of 100 + 200; the third part has no numerator, and 10 % of the population.
    const summed = of([cells([10, 30, null]), cells([100, 200, 50])], whole([400, 500, 100]));
    expect(summed).toEqual({ values: [40, 300], state: STATE.recalculated });
  });

  it('is observed when every inhabited part is there', () => {
    expect(of([cells([1, 2])], whole([5, 5]))).toEqual({ values: [3], state: STATE.observed });
    expect(of([cells([1, null])], whole([5, 0]))).toEqual({ values: [1], state: STATE.observed });
  });

  it('takes the published figures of the unit before a sum over some parts, never before a whole sum', () => {
    expect(of([cells([1, 2, 99])], whole([5, 5], 2))).toEqual({ values: [3], state: STATE.observed });
    expect(of([cells([1, null, 99])], whole([9, 1], 2))).toEqual({ values: [99], state: STATE.observed });
  });

  it('says where a whole sum is not what the unit publishes, but for rounding', () => {
    const contradicted = (parts: readonly (number | null)[], own: number | null): unknown[] =>
      [...sumParts([cells([...parts, own])], [whole(parts.map(() => 5), parts.length)]).contradicted];
    expect(contradicted([10, 20], 99)).toEqual([[0, { sum: 30, own: 99 }]]);
    // Three whole numbers may be one and a half apart; those with decimals may not.
    expect(contradicted([10, 20], 31)).toEqual([]);
    expect(contradicted([10, 20], 32)).toHaveLength(1);
    expect(contradicted([10.25, 20.5], 31)).toEqual([]);
    expect(contradicted([10.25, 20.5], 30.85)).toHaveLength(1);
    expect(contradicted([10.123456789, 20.5], 30.623457)).toEqual([]);
    expect(contradicted([10, 20], null)).toEqual([]);
    expect(contradicted([10, null], 99)).toEqual([]);
  });

  it('has no value under 80 % of the population, and says how much was there', () => {
    const counts = [cells([1, null])];
    expect(of(counts, whole([79, 21]))).toEqual({ values: [Number.NaN], state: STATE.unavailable });
    expect(of(counts, whole([80, 20]))).toEqual({ values: [1], state: STATE.recalculated });
    expect([...sumParts(counts, [whole([79, 21])]).tooFew]).toEqual([[0, 0.79]]);
    expect([...sumParts(counts, [whole([80, 20])]).partial]).toEqual([[0, 0.8]]);
  });

  it('keeps why nothing is known', () => {
    expect(of([cells([null, null])], whole([1, 1])).state).toBe(STATE.absent);
    expect(of([cells([null, null], STATE.secret)], whole([1, 1])).state).toBe(STATE.secret);
    expect(of([cells([null])], { parts: [{ row: -1, population: 3 }], own: -1 }).state).toBe(STATE.absent);
  });
});

describe('whatever the communes', () => {
  const commune = fc.record({ top: fc.integer({ min: 0, max: 1e6 }), bottom: fc.integer({ min: 1, max: 1e6 }), unit: fc.integer({ min: 0, max: 4 }) });

  it('the rate of a unit is the sum over the sum, and the total of the units that of their communes', () => {
    fc.assert(
      fc.property(fc.array(commune, { minLength: 1, maxLength: 40 }), (communes) => {
        const units = [...new Set(communes.map((c) => c.unit))];
        const wholes = units.map((unit): Whole => ({ parts: communes.flatMap((c, row) => (c.unit === unit ? [{ row, population: c.bottom }] : [])), own: -1 }));
        const { cells: [top, bottom] } = sumParts([cells(communes.map((c) => c.top)), cells(communes.map((c) => c.bottom))], wholes);
        if (top === undefined || bottom === undefined) throw new Error('no sums');
        const rate = shareOf(top, bottom);
        const sum = (of: readonly { top: number; bottom: number }[], key: 'top' | 'bottom'): number => of.reduce((s, c) => s + c[key], 0);
        for (const [i, unit] of units.entries()) {
          const own = communes.filter((c) => c.unit === unit);
          expect(rate.values[i]).toBe((100 * sum(own, 'top')) / sum(own, 'bottom'));
        }
        const total = (c: Cells): number => c.values.reduce((s, v) => s + v, 0);
        expect(total(top) / total(bottom)).toBe(sum(communes, 'top') / sum(communes, 'bottom'));
      }),
    );
  });
});
