import { describe, expect, it } from 'vitest';
import { apportion, type Apportionment } from '../../src/posts/apportionment/apportion.js';
import { METHODS, type Line, type Method } from '../../src/posts/apportionment/line.js';

const linesOf = (weights: readonly number[]): Line[] =>
  weights.map((weight, index) => ({ code: `L${String(index + 1)}`, weight, population: weight }));

const seats = ({ shares }: Apportionment): number[] => shares.map((share) => share.seats);

const FIVE = [21878, 9713, 4167, 3252, 1065];
const SIX = [47000, 16000, 15800, 12000, 6100, 3100];

interface Golden {
  readonly weights: readonly number[];
  readonly total: number;
  readonly expected: Partial<Record<Method, readonly number[]>>;
}

/** The first four were checked by brute force; the last two are worked examples in print. */
const GOLDEN: Readonly<Record<string, Golden>> = {
  'five lines, 43 posts': {
    weights: FIVE,
    total: 43,
    expected: {
      'plus-fort-reste': [24, 10, 4, 4, 1],
      'sainte-lague': [24, 10, 4, 4, 1],
      dhondt: [24, 11, 4, 3, 1],
      'huntington-hill': [23, 10, 5, 4, 1],
      adams: [22, 10, 5, 4, 2],
    },
  },
  'five lines, 44 posts': {
    weights: FIVE,
    total: 44,
    expected: {
      'plus-fort-reste': [24, 11, 5, 3, 1],
      'sainte-lague': [24, 10, 5, 4, 1],
      dhondt: [25, 11, 4, 3, 1],
      'huntington-hill': [24, 10, 5, 4, 1],
      adams: [23, 10, 5, 4, 2],
    },
  },
  'four lines, 10 posts': {
    weights: [690, 400, 250, 120],
    total: 10,
    expected: {
      'plus-fort-reste': [5, 3, 1, 1],
      'sainte-lague': [4, 3, 2, 1],
      dhondt: [5, 3, 2, 0],
      'huntington-hill': [4, 3, 2, 1],
      adams: [4, 3, 2, 1],
    },
  },
  'six lines, 10 posts': {
    weights: SIX,
    total: 10,
    expected: {
      'plus-fort-reste': [5, 2, 1, 1, 1, 0],
      'sainte-lague': [4, 2, 2, 1, 1, 0],
      dhondt: [5, 2, 2, 1, 0, 0],
      'huntington-hill': [4, 2, 1, 1, 1, 1],
      adams: [3, 2, 2, 1, 1, 1],
    },
  },
  'Métropole de Lyon and Nouveau-Rhône, population of 2018': {
    weights: [1385927, 457392],
    total: 65,
    expected: { 'sainte-lague': [49, 16] },
  },
  // wahlrecht.de: verfahren/dhondt123.html and verfahren/stlague12.html.
  'three parties, 10 seats': {
    weights: [4160, 3380, 2460],
    total: 10,
    expected: { dhondt: [4, 4, 2], 'sainte-lague': [4, 3, 3] },
  },
  // de.wikipedia.org, Adams-Verfahren.
  'four parties, 50 seats': {
    weights: [450, 350, 199, 1],
    total: 50,
    expected: { adams: [22, 17, 10, 1] },
  },
};

describe('the golden vectors', () => {
  for (const [name, { weights, total, expected }] of Object.entries(GOLDEN)) {
    for (const method of METHODS) {
      const wanted = expected[method];
      if (wanted === undefined) continue;
      it(`${name}: ${method}`, () => {
        expect(seats(apportion(linesOf(weights), total, method))).toEqual(wanted);
      });
    }
  }

  it('Sainte-Laguë under bounds: a maximum of 5 on the first line, a minimum of 1 everywhere', () => {
    const [first, ...others] = linesOf([100, 50, 10, 1]);
    if (first === undefined) throw new Error('no line');
    const lines = [{ ...first, maximum: 5 }, ...others];
    const result = apportion(lines, 12, 'sainte-lague', { minimum: 1 });
    expect(seats(result)).toEqual([5, 5, 1, 1]);
  });
});

describe('the Alabama paradox', () => {
  it('takes a post from a line of largest remainder when the total grows by one', () => {
    const [at43, at44] = [43, 44].map((total) =>
      seats(apportion(linesOf(FIVE), total, 'plus-fort-reste')),
    );
    expect([at43?.[3], at44?.[3]]).toEqual([4, 3]);
  });
});

describe('what comes with the posts', () => {
  it('gives the exact quota of each line', () => {
    const { shares } = apportion(linesOf([690, 400, 250, 120]), 10, 'adams');
    expect(shares.map(({ quota }) => quota)).toEqual([690, 400, 250, 120].map((w) => (10 * w) / 1460));
  });

  it('gives the order of a divisor method, each post with its divisor, quotient and runner-up', () => {
    const { order } = apportion(linesOf([690, 400, 250, 120]), 4, 'sainte-lague');
    expect(order).toEqual([
      { rank: 1, code: 'L1', seat: 1, divisor: 1, quotient: 690, runnerUp: { code: 'L2', quotient: 400 } },
      { rank: 2, code: 'L2', seat: 1, divisor: 1, quotient: 400, runnerUp: { code: 'L3', quotient: 250 } },
      { rank: 3, code: 'L3', seat: 1, divisor: 1, quotient: 250, runnerUp: { code: 'L1', quotient: 230 } },
      { rank: 4, code: 'L1', seat: 2, divisor: 3, quotient: 230, runnerUp: { code: 'L2', quotient: 400 / 3 } },
    ]);
  });

  it('gives no order for largest remainder', () => {
    expect(apportion(linesOf(SIX), 10, 'plus-fort-reste').order).toBeNull();
  });

  it('has no finite quotient for the first post of Huntington-Hill', () => {
    const { order } = apportion(linesOf([3, 2]), 3, 'huntington-hill');
    expect(order?.map(({ code, quotient }) => [code, quotient])).toEqual([
      ['L1', null],
      ['L2', null],
      ['L1', 3 / Math.SQRT2],
    ]);
  });

  for (const method of ['huntington-hill', 'adams'] as const) {
    it(`gives the first posts of ${method} to the largest weights when they are too few, and says so`, () => {
      const short = apportion(linesOf([3, 900, 40, 7, 41]), 3, method);
      expect(seats(short)).toEqual([0, 1, 1, 0, 1]);
      expect(short.firstSeatsShort).toBe(true);
      expect(apportion(linesOf([3, 900, 40, 7, 41]), 5, method).firstSeatsShort).toBe(false);
    });
  }
});
