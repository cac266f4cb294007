import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placing, Ties } from '../../src/index/normalisation.js';
import { placing, sampleOf } from '../../src/index/place.js';
import { ranks, tenths } from '../../src/index/ranks.js';

const base = { population: 'fichiers', truncated: false } as const;
const decile = (ties: Ties = 'bas'): Placing => ({ ...base, method: 'decile', ties });
const place = (n: Placing, values: readonly number[], direction: '+' | '-' = '+'): number[] => values.map(placing(n, direction, sampleOf(values, direction))!);

describe('decile', () => {
  it('is ceil(10·r/n)', () => {
    // n = 4: 10/4, 20/4, 30/4, 40/4.
    expect(place(decile(), [3, 1, 4, 2])).toEqual([8, 3, 10, 5]);
    expect(place(decile(), [7])).toEqual([10]);
  });

  it('turns for the direction −', () => {
    expect(place(decile(), [3, 1, 4, 2], '-')).toEqual([5, 10, 3, 8]);
  });

  it('gives equal values the lowest of their ranks, the middle or the highest', () => {
    const values = [0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
    expect(place(decile('bas'), values)).toEqual([1, 1, 1, 1, 1, 1, 7, 8, 9, 10]);
    expect(place(decile('milieu'), values)).toEqual([4, 4, 4, 4, 4, 4, 7, 8, 9, 10]);
    expect(place(decile('haut'), values)).toEqual([6, 6, 6, 6, 6, 6, 7, 8, 9, 10]);
  });

  it('leaves out missing values, which have no place and take none', () => {
    expect(place(decile(), [5, Number.NaN, 6])).toEqual([5, Number.NaN, 10]);
  });

  it('places a value that is not in the sample where it would stand', () => {
    const at = placing(decile(), '+', sampleOf([10, 20, 30, 40], '+'))!;
    expect([5, 25, 99].map(at)).toEqual([3, 8, 10]);
  });

  it('makes ten groups whose sizes differ by one at most, where no two values are equal', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 10, maxLength: 200, comparator: (a, b) => a === b }), (values) => {
        const sizes = Array.from({ length: 10 }, (_, i) => place(decile(), values).filter((d) => d === i + 1).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the dixième of the ranking with the highest rank', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 30, maxLength: 80 }), (values) => {
        expect(place(decile('haut'), values)).toEqual([...tenths(ranks(Float64Array.from(values)))]);
      }),
    );
  });
});

describe('the other places', () => {
  it('rang-centile goes from 0 to 100', () => {
    expect(place({ ...base, method: 'rang-centile', ties: 'milieu' }, [1, 5, 5, 9, 20])).toEqual([0, 37.5, 37.5, 75, 100]);
    expect(place({ ...base, method: 'rang-centile', ties: 'bas' }, [1])).toEqual([50]);
  });

  it('classes take the first share that is enough, the last the rest', () => {
    const classes = [{ upTo: 0.25, value: -1 }, { upTo: 0.75, value: 0 }, { upTo: 1, value: 3 }];
    expect(place({ ...base, method: 'classes', ties: 'bas', classes }, [1, 2, 3, 4])).toEqual([-1, 0, 0, 3]);
  });

  it('minmax and z turn for the direction −', () => {
    expect(place({ ...base, method: 'minmax', low: 1, high: 10 }, [0, 5, 20])).toEqual([1, 3.25, 10]);
    expect(place({ ...base, method: 'minmax', low: 1, high: 10 }, [0, 5, 20], '-')).toEqual([10, 7.75, 1]);
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, standard deviation of the population 2.
    expect(place({ ...base, method: 'z', centre: 100, deviation: 10 }, [2, 4, 4, 4, 5, 5, 7, 9])).toEqual([85, 95, 95, 95, 100, 100, 110, 120]);
    expect(place({ ...base, method: 'z', centre: 0, deviation: 1 }, [2, 4, 4, 4, 5, 5, 7, 9], '-')[0]).toBe(1.5);
  });

  it('has none where nothing varies, or nothing is known', () => {
    expect(placing({ ...base, method: 'z', centre: 0, deviation: 1 }, '+', sampleOf([3, 3], '+'))).toBeNull();
    expect(placing({ ...base, method: 'minmax', low: 0, high: 1 }, '+', sampleOf([3, 3], '+'))).toBeNull();
    expect(placing(decile(), '+', sampleOf([Number.NaN], '+'))).toBeNull();
  });

  it('is minmax from its low to its high bound, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 }).filter((v) => Math.max(...v) - Math.min(...v) > 1e-3), (values) => {
        const placed = place({ ...base, method: 'minmax', low: 0, high: 100 }, values);
        expect(Math.min(...placed)).toBeCloseTo(0, 6);
        expect(Math.max(...placed)).toBeCloseTo(100, 6);
      }),
    );
  });
});
