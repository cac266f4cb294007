import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE_100_LIMITS, CLASS_METHODS, classBreaks, classCounts, classOf, neutralClass, partsAtPivot } from '../../src/geometry/classes.js';
import type { Breaks, ClassRequest } from '../../src/geometry/classes.js';

const ask = (method: ClassRequest['method'], more: Partial<ClassRequest> = {}): ClassRequest => ({ method, classes: 5, pivot: null, decimals: 1, ...more });
const limitsOf = (values: readonly number[], request: ClassRequest): readonly number[] => classBreaks(values, request)?.limits ?? [];
const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('the fixed limits of base 100', () => {
  const breaks = classBreaks([], ask('base100', { pivot: 100 }))!;

  it('are there without any value, with open ends', () => {
    expect(breaks).toEqual({ limits: [70, 85, 95, 105, 115, 130], ends: null, decimals: 0, pivot: 100 });
  });

  it.each([[44, 0], [69.999, 0], [70, 1], [94.999, 2], [95, 3], [100, 3], [104.999, 3], [105, 4], [130, 6], [500, 6], [NaN, -1]])('%d is in class %d', (value, at) => {
    expect(classOf(breaks, value)).toBe(at);
  });

  it('have [95 ; 105[ as their neutral class', () => {
    expect(neutralClass(breaks)).toBe(3);
  });
});

describe('computed limits, worked by hand', () => {
  it('quantiles of type 7: the fifths of 1..10 are 2.8, 4.6, 6.4, 8.2', () => {
    expect(classBreaks(oneToTen, ask('quantiles'))).toEqual({ limits: [2.8, 4.6, 6.4, 8.2], ends: [1, 10], decimals: 1, pivot: null });
  });

  it('q6 of 0..100: 5, 25, 50, 75, 95', () => {
    expect(limitsOf(Array.from({ length: 101 }, (_, i) => i), ask('q6'))).toEqual([5, 25, 50, 75, 95]);
  });

  it('equal widths: 0..10 in five', () => {
    expect(limitsOf([0, 3, 10], ask('amplitudes-egales'))).toEqual([2, 4, 6, 8]);
  });

  it('standard deviations: 2, 4, 4, 4, 5, 5, 7, 9 has mean 5 and deviation 2', () => {
    expect(limitsOf([2, 4, 4, 4, 5, 5, 7, 9], ask('ecart-type'))).toEqual([3, 5, 7, 9]);
  });

  it('jenks parts three groups between them', () => {
    expect(limitsOf([1, 2, 2, 20, 21, 22, 60, 61], ask('jenks', { classes: 3 }))).toEqual([11, 41]);
  });

  it('quantiles: the nearest limit gives way to the pivot', () => {
    expect(limitsOf(oneToTen, ask('quantiles', { pivot: 5 }))).toEqual([2.8, 5, 6.4, 8.2]);
  });

  it('equal widths and standard deviations are counted from the pivot', () => {
    expect(limitsOf([0, 3, 10], ask('amplitudes-egales', { pivot: 5 }))).toEqual([1, 3, 5, 7, 9]);
    expect(limitsOf([2, 4, 4, 4, 5, 5, 7, 9], ask('ecart-type', { pivot: 6 }))).toEqual([4, 6, 8]);
  });

  it('jenks with a pivot is the best cut among those that have it', () => {
    const values = [80, 81, 82, 98, 99, 101, 103, 140, 141];
    const squares = (limits: readonly number[]): number => {
      const groups = new Map<number, number[]>();
      for (const v of values) {
        const at = limits.filter((limit) => v >= limit).length;
        groups.set(at, [...(groups.get(at) ?? []), v]);
      }
      return [...groups.values()].reduce((sum, g) => {
        const mean = g.reduce((a, b) => a + b, 0) / g.length;
        return sum + g.reduce((a, b) => a + (b - mean) ** 2, 0);
      }, 0);
    };
    const found = limitsOf(values, ask('jenks', { classes: 4, pivot: 100 }));
    const candidates = values.flatMap((a) => values.filter((b) => b > a).map((b) => [...new Set([a, b, 100])]));
    expect(found).toContain(100);
    expect(squares(found)).toBeCloseTo(Math.min(...candidates.map(squares)), 9);
  });

  it('more decimals when limits would become equal, the limits shown being those in use', () => {
    expect(classBreaks([0.01, 0.02, 0.03, 0.04], ask('quantiles', { classes: 2 }))).toMatchObject({ limits: [0.03], decimals: 2 });
  });
});

describe('thin values', () => {
  it.each(CLASS_METHODS.filter((m) => m !== 'base100'))('%s: all missing has no breaks, one value and equal values one closed class', (method) => {
    expect(classBreaks([NaN, NaN], ask(method))).toBeNull();
    expect(classCounts(null, [NaN, NaN])).toEqual({ classes: [], missing: 2 });
    for (const values of [[7.25], [7.25, 7.25, NaN, 7.25]]) {
      const breaks = classBreaks(values, ask(method, { pivot: 100 }))!;
      expect([breaks.limits, breaks.ends]).toEqual([[], [7.2, 7.3]]);
      expect(classCounts(breaks, values).classes).toEqual([values.filter((v) => !Number.isNaN(v)).length]);
    }
  });

  it('all values at the pivot are neutral', () => {
    const breaks = classBreaks([100, 100], ask('quantiles', { pivot: 100 }))!;
    expect(neutralClass(breaks)).toBe(0);
  });

  it('fewer distinct values than classes make no empty class at the ends', () => {
    for (const method of CLASS_METHODS.filter((m) => m !== 'base100')) {
      const { classes } = classCounts(classBreaks([1, 1, 1, 2], ask(method)), [1, 1, 1, 2]);
      expect([classes[0], classes.at(-1)].map((n) => n! > 0)).toEqual([true, true]);
    }
  });
});

describe('limits that are given', () => {
  it('are sorted, once each, with open ends', () => {
    expect(classBreaks([1, 2], ask({ limits: [30, 10, 20.5, 10] }))).toEqual({ limits: [10, 20.5, 30], ends: null, decimals: 1, pivot: null });
  });

  it('part at the pivot only when they hold it or frame it', () => {
    const parts = (limits: number[]): boolean => partsAtPivot(classBreaks([], ask({ limits }, { pivot: 100 }))!);
    expect([parts([90, 100]), parts([95, 105]), parts([90, 105]), parts([...BASE_100_LIMITS])]).toEqual([true, true, false, true]);
  });
});

describe('for any values', () => {
  const values = fc.array(fc.oneof({ weight: 8, arbitrary: fc.double({ min: -1e4, max: 1e4, noNaN: true }) }, { weight: 2, arbitrary: fc.integer({ min: 95, max: 105 }) }, fc.constant(NaN)), { maxLength: 80 });
  const request = fc.record({
    method: fc.oneof(fc.constantFrom(...CLASS_METHODS), fc.record({ limits: fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 1, maxLength: 8 }) })),
    classes: fc.integer({ min: 1, max: 9 }),
    pivot: fc.constantFrom(null, 100),
    decimals: fc.constantFrom(0, 1, 2),
  });
  const holds = ({ limits, ends }: Breaks, value: number, at: number): boolean => {
    const from = limits[at - 1] ?? ends?.[0] ?? -Infinity;
    const to = limits[at] ?? ends?.[1] ?? Infinity;
    return value >= from && (at === limits.length ? value <= to : value < to);
  };

  it('each value is in exactly one class, which its limits hold, and counts sum to all of them', () => {
    fc.assert(fc.property(values, request, (drawn, asked) => {
      const breaks = classBreaks(drawn, asked);
      const { classes, missing } = classCounts(breaks, drawn);
      expect(classes.reduce((a, b) => a + b, 0) + missing).toBe(drawn.length);
      expect(missing).toBe(drawn.filter((v) => Number.isNaN(v)).length);
      if (breaks === null) return;
      for (const value of drawn.filter((v) => !Number.isNaN(v))) {
        const homes = Array.from({ length: breaks.limits.length + 1 }, (_, at) => at).filter((at) => holds(breaks, value, at));
        expect(homes).toEqual([classOf(breaks, value)]);
      }
    }));
  });

  it('limits increase, and show in full at their decimals', () => {
    fc.assert(fc.property(values, request, (drawn, asked) => {
      const breaks = classBreaks(drawn, asked);
      if (breaks === null) return;
      breaks.limits.forEach((limit, i) => {
        if (i > 0) expect(limit).toBeGreaterThan(breaks.limits[i - 1]!);
        expect(Number(limit.toFixed(breaks.decimals))).toBe(limit);
      });
    }));
  });

  it('a pivot between the values is a limit, and the palette may part there', () => {
    fc.assert(fc.property(values, fc.constantFrom(...CLASS_METHODS.filter((m) => m !== 'base100')), fc.integer({ min: 1, max: 9 }), (drawn, method, classes) => {
      const known = drawn.filter((v) => !Number.isNaN(v));
      const breaks = classBreaks(drawn, { method, classes, pivot: 100, decimals: 1 });
      if (breaks === null || Math.min(...known) >= 100 || Math.max(...known) <= 100) return;
      expect(breaks.limits).toContain(100);
      expect(partsAtPivot(breaks)).toBe(true);
    }));
  });
});
