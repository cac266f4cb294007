import { describe, expect, it } from 'vitest';
import { apportion, linesWithoutPost } from '../../src/posts/apportionment/apportion.js';
import { exactWeights } from '../../src/posts/apportionment/exact.js';
import { METHODS, type Line } from '../../src/posts/apportionment/line.js';

const line = (code: string, weight: number, population = 0): Line => ({ code, weight, population });
const seatsByCode = (lines: readonly Line[], total: number, method: (typeof METHODS)[number]) =>
  Object.fromEntries(apportion(lines, total, method).shares.map(({ code, seats }) => [code, seats]));

describe('ties', () => {
  for (const method of METHODS) {
    it(`${method}: equal weights go to the larger population, then to the smaller code`, () => {
      const lines = [line('69003', 7.3, 10), line('69001', 7.3, 10), line('69002', 7.3, 20)];
      expect(seatsByCode(lines, 1, method)).toEqual({ '69001': 0, '69002': 1, '69003': 0 });
      expect(seatsByCode(lines, 2, method)).toEqual({ '69001': 1, '69002': 1, '69003': 0 });
      const decisive = apportion(lines, 2, method).ties.filter((tie) => tie.decisive);
      expect(decisive.at(-1)).toMatchObject({ settledBy: 'code' });
      expect(decisive.at(-1)?.codes).toEqual(expect.arrayContaining(['69001', '69003']));
      expect(apportion(lines, 3, method).ties.filter((tie) => tie.decisive)).toEqual([]);
    });
  }

  it('goes to the larger weight first: 3 / 3 against 1 / 1', () => {
    const result = apportion([line('A', 1, 99), line('B', 3, 1)], 2, 'sainte-lague');
    expect(result.shares.map(({ seats }) => seats)).toEqual([0, 2]);
    expect(result.ties).toEqual([
      { codes: ['A', 'B'], chosen: ['B'], settledBy: 'weight', rank: 2, decisive: true },
    ]);
  });

  it('ties quotients that differ by the rounding of the weights only', () => {
    // 0.1 + 0.2 is not 0.3 in doubles, nor is 1000 × 1.1 the 1100 that it should be.
    const sums = [line('A', 0.3), line('B', 0.1 + 0.2)];
    expect(seatsByCode(sums, 1, 'dhondt')).toEqual({ A: 1, B: 0 });
    expect(seatsByCode(sums, 1, 'plus-fort-reste')).toEqual({ A: 1, B: 0 });
    const products = [line('A', 1100.3, 1), line('B', 1000.2727272727273 * 1.1, 2)];
    expect(seatsByCode(products, 1, 'sainte-lague')).toEqual({ A: 0, B: 1 });
  });

  it('ties remainders that differ by the rounding of the weights only', () => {
    // Quotas 0.5, 1, 1.5 up to rounding: the half post left goes to the larger weight.
    const result = apportion([line('A', 0.1), line('B', 0.2), line('C', 0.3)], 3, 'plus-fort-reste');
    expect(result.shares.map(({ seats }) => seats)).toEqual([0, 1, 2]);
    expect(result.ties).toEqual([
      { codes: ['A', 'C'], chosen: ['C'], settledBy: 'weight', rank: null, decisive: true },
    ]);
  });

  it('does not tie whole weights that differ by one inhabitant', () => {
    const lines = [line('A', 999_999_999_998), line('B', 999_999_999_999)];
    for (const method of METHODS) {
      const result = apportion(lines, 1, method);
      expect(result.shares.map(({ seats }) => seats)).toEqual([0, 1]);
      expect(result.ties).toEqual([]);
    }
  });

  it('compares the squares of Huntington-Hill exactly', () => {
    // 1² / (1·2) = 2² / 8 never ties with a divisor s(s + 1); 6² / (8·9) = 1² / (1·2) does.
    const lines = [line('A', 6), line('B', 1)];
    const { order, ties } = apportion(lines, 11, 'huntington-hill');
    expect(ties.map(({ codes, rank }) => [codes, rank])).toEqual([[['A', 'B'], 10]]);
    expect(order?.slice(9).map(({ code }) => code)).toEqual(['A', 'B']);
    expect(ties[0]?.decisive).toBe(false);
  });

  it('reports no decisive tie when everyone who tied is served', () => {
    const lines = [line('A', 5), line('B', 5)];
    expect(apportion(lines, 4, 'sainte-lague').ties.map(({ decisive }) => decisive)).toEqual([false, false]);
    expect(apportion(lines, 3, 'sainte-lague').ties.map(({ decisive }) => decisive)).toEqual([false, true]);
  });
});

describe('exact weights', () => {
  it('keep the proportions of doubles and forget their power of two', () => {
    expect(exactWeights([2.5, 0, 6, 0.75])).toEqual({ integers: [10n, 0n, 24n, 3n], sum: 37n, slack: 0n });
    expect(exactWeights([0.1, 0.25]).integers).toEqual(exactWeights([0.1 * 2 ** -60, 2 ** -62]).integers);
  });

  it('bear with the smallest and the largest doubles', () => {
    const { integers } = exactWeights([Number.MIN_VALUE, Number.MAX_VALUE]);
    expect(integers).toEqual([1n, ((1n << 53n) - 1n) << 2045n]);
    const result = apportion([line('A', Number.MIN_VALUE), line('B', 1e300)], 3, 'plus-fort-reste');
    expect(result.shares.map(({ seats, quota }) => [seats, quota])).toEqual([[0, 0], [3, 3]]);
  });
});

describe('lines without a post', () => {
  it('are too many above a third of the lines', () => {
    const seats = (...all: number[]) => all.map((posts, index) => ({ code: `L${String(index)}`, seats: posts }));
    expect(linesWithoutPost(seats(1, 1, 0))).toEqual({ codes: ['L2'], tooMany: false });
    expect(linesWithoutPost(seats(1, 0, 1, 0, 1))).toEqual({ codes: ['L1', 'L3'], tooMany: true });
  });
});
