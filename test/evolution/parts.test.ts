import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionChange } from '../../src/evolution/composition.js';
import { mergeFigures } from '../../src/evolution/merge-figures.js';
import { twoFactors } from '../../src/evolution/two-factors.js';
import type { Ratio } from '../../src/evolution/two-factors.js';
import { figure } from '../support/year-sketch.js';

const count = fc.double({ min: 1, max: 1e5, noNaN: true });
const ratio = fc.record({ numerator: count, denominator: count });
const share = ({ numerator, denominator }: Ratio): number => (100 * numerator) / denominator;

describe('twoFactors', () => {
  it('200 of 1 000, then 300 of 1 250: +9 by the count, −5 by the population', () => {
    // 100·(300 − 200)·½(1/1000 + 1/1250) = 9; 100·½(200 + 300)·(1/1250 − 1/1000) = −5; 24 − 20 = 4.
    const parts = twoFactors(share, { numerator: 200, denominator: 1000 }, { numerator: 300, denominator: 1250 });
    expect(parts.numerator).toBeCloseTo(9, 12);
    expect(parts.denominator).toBeCloseTo(-5, 12);
  });

  it('adds up to the change, and turns its signs with the order of the dates', () => {
    fc.assert(
      fc.property(ratio, ratio, (before, after) => {
        const there = twoFactors(share, before, after);
        const back = twoFactors(share, after, before);
        const size = 1e-9 * Math.max(1, ...[share(before), share(after), Math.abs(there.numerator)]);
        expect(Math.abs(there.numerator + there.denominator - (share(after) - share(before)))).toBeLessThan(size);
        expect(Math.abs(there.numerator + back.numerator)).toBeLessThan(size);
      }),
    );
  });

  it('gives all to the factor that moved alone', () => {
    fc.assert(
      fc.property(ratio, count, (before, numerator) => {
        expect(twoFactors(share, before, { ...before, numerator }).denominator).toBe(0);
        expect(twoFactors(share, before, { ...before, denominator: numerator }).numerator).toBe(0);
      }),
    );
  });
});

describe('compositionChange', () => {
  it('same rates, people who moved: all of it is composition', () => {
    // 10 % of 100 and 30 % of 100: 20 %; then 10 % of 50 and 30 % of 150: 25 %.
    const change = compositionChange([[{ rate: 10, weight: 100 }, { rate: 10, weight: 50 }], [{ rate: 30, weight: 100 }, { rate: 30, weight: 150 }]]);
    expect(change).toEqual({ before: 20, after: 25, rates: 0, composition: 5 });
  });

  it('adds up to the change of the mean', () => {
    const weighted = fc.record({ rate: fc.double({ min: 0, max: 100, noNaN: true }), weight: count });
    fc.assert(
      fc.property(fc.array(fc.tuple(weighted, weighted), { minLength: 1, maxLength: 20 }), (pairs) => {
        const change = compositionChange(pairs)!;
        const mean = (date: 0 | 1): number => pairs.reduce((s, p) => s + p[date].rate * p[date].weight, 0) / pairs.reduce((s, p) => s + p[date].weight, 0);
        expect(change.rates + change.composition).toBeCloseTo(mean(1) - mean(0), 8);
        expect(change.after).toBeCloseTo(mean(1), 8);
      }),
    );
  });

  it('passes over a unit without a rate at one date', () => {
    expect(compositionChange([[{ rate: 10, weight: 5 }, { rate: Number.NaN, weight: 5 }]])).toBeNull();
    expect(compositionChange([[{ rate: 10, weight: 5 }, { rate: Number.NaN, weight: 5 }], [{ rate: 10, weight: 5 }, { rate: 12, weight: 5 }]])).toMatchObject({ before: 10, after: 12 });
  });
});

describe('mergeFigures', () => {
  it('sums counts, and takes the share anew', () => {
    expect(mergeFigures('part', [figure('part', { numerator: 300, denominator: 2000 }), figure('part', { numerator: 100, denominator: 1000 })])).toEqual({ numerator: 400, denominator: 3000, value: (100 * 400) / 3000, status: 'observe' });
  });

  it('averages published rates by their weights, as recalcule', () => {
    // (14 × 2 000 + 8 × 1 000) / 3 000 = 12.
    expect(mergeFigures('taux', [figure('taux', { numerator: 14, denominator: 2000 }), figure('taux', { numerator: 8, denominator: 1000 })])).toEqual({ numerator: 12, denominator: 3000, value: 12, status: 'recalcule' });
  });

  it('a rate that is not published for all parts is missing, and never zero', () => {
    const known = figure('taux', { numerator: 14, denominator: 2000 });
    expect(mergeFigures('taux', [known, figure('taux', { numerator: Number.NaN, denominator: 1000, status: 'secret' })])).toMatchObject({ value: Number.NaN, status: 'secret' });
    expect(mergeFigures('taux', [known, { numerator: Number.NaN, denominator: 1000, value: 9, status: 'estime' }])).toMatchObject({ value: Number.NaN, status: 'non_disponible' });
  });

  it('medians are never merged; one part alone stays what it is', () => {
    const median = figure('mediane', { numerator: 21000, denominator: 2000 });
    expect(mergeFigures('mediane', [median, median])).toMatchObject({ value: Number.NaN, status: 'non_disponible' });
    expect(mergeFigures('mediane', [median])).toBe(median);
  });
});
