import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranks } from '../../src/index/ranks.js';
import { DrawnRanks } from '../../src/robustness/drawn-ranks.js';
import { overlappingGroups } from '../../src/robustness/groups.js';
import { medianInPlace } from '../../src/robustness/median.js';
import { normalDraws, normalQuantile } from '../../src/robustness/normal-draws.js';
import { orderedPairs } from '../../src/robustness/ordered-pairs.js';
import { publishedStep } from '../../src/robustness/published-step.js';
import { RankMatrix } from '../../src/robustness/rank-matrix.js';
import { quantile } from '../../src/statistics/quantile.js';
import { seededRandom } from '../../src/statistics/random.js';
import { spearman } from '../../src/statistics/spearman.js';
import { sketchVariable } from './sketch.js';

describe('medianInPlace', () => {
  it('is the middle of the sorted values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 }), fc.nat(5), (values, room) => {
        const sorted = values.toSorted((a, b) => a - b);
        const half = values.length >> 1;
        const expected = values.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
        expect(medianInPlace(Float64Array.from([...values, ...Array<number>(room).fill(-9e9)]), values.length)).toBe(expected);
      }),
    );
  });

  it('is NaN for nothing', () => {
    expect(medianInPlace(new Float64Array(3), 0)).toBeNaN();
  });
});

describe('quantile', () => {
  it('is of type 7 of Hyndman and Fan: at (n − 1)·p between two values', () => {
    // R: quantile(c(1, 3, 4, 8, 20), c(.05, .5, .95), type = 7) is 1.4, 4, 17.6: h = 0.2, 2 and 3.8.
    expect([0.05, 0.5, 0.95].map((p) => quantile([1, 3, 4, 8, 20], p))).toEqual([expect.closeTo(1.4, 12), 4, expect.closeTo(17.6, 12)]);
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('normalQuantile', () => {
  it('has the values of the tables', () => {
    // NIST/SEMATECH e-Handbook, 1.3.6.7.1: the 97.5th and 99.5th percentiles, to the digits known.
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 7);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489, 7);
    expect(normalQuantile(0.01)).toBeCloseTo(-2.32634787404084, 7);
    expect(normalQuantile(0.5)).toBe(0);
  });

  it('draws numbers of mean 0 and standard deviation 1', () => {
    const draw = normalDraws(seededRandom(1));
    const drawn = Array.from({ length: 40_000 }, draw);
    const mean = drawn.reduce((a, b) => a + b) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((s, x) => s + (x - mean) ** 2, 0) / drawn.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.02);
    expect(drawn.filter((x) => Math.abs(x) < 1.959964).length / drawn.length).toBeCloseTo(0.95, 2);
  });
});

describe('publishedStep', () => {
  const step = (numerators: number[], given: Parameters<typeof sketchVariable>[0] = {}): number => publishedStep(sketchVariable({ kind: 'taux', numerators: Float64Array.from(numerators), ...given }));

  it('is what all the observed rates are multiples of', () => {
    expect(step([5, 17, 30, Number.NaN])).toBe(1);
    expect(step([5, 17.3, 30])).toBe(0.1);
    expect(step([5, 17.25, 30.1])).toBe(0.01);
    expect(step([5, 17.123456])).toBe(0);
    expect(step([Number.NaN])).toBe(0);
  });

  it('leaves aside averaged rates, shares and medians', () => {
    expect(step([5, 17.123456], { statuses: ['observe', 'recalcule'] })).toBe(1);
    expect(step([5, 17], { kind: 'part' })).toBe(0);
    expect(step([17860, 21230], { unit: 'euros' })).toBe(0);
  });
});

/** A matrix of ranks given unit by unit. */
function matrixOf(rows: readonly (readonly number[])[]): RankMatrix {
  const draws = rows[0]?.length ?? 0;
  const matrix = new RankMatrix(rows.length, draws);
  for (let k = 0; k < draws; k += 1) matrix.add(Int32Array.from(rows, (row) => row[k]!));
  return matrix;
}

describe('RankMatrix', () => {
  it('gives back the ranks of each unit, then sorts the known ones', () => {
    const row = fc.array(fc.nat(65_535), { minLength: 70, maxLength: 70 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const matrix = matrixOf(rows);
        expect(rows.map((_, unit) => [...matrix.of(unit)])).toEqual(rows);
        expect(rows.map((_, unit) => [...matrix.sortedOf(unit)])).toEqual(rows.map((r) => r.filter((x) => x > 0).sort((a, b) => a - b)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('orderedPairs', () => {
  it('counts the pairs in one order in at least 95 % of the draws where both have a rank', () => {
    const first = Array<number>(20).fill(1);
    const second = Array<number>(20).fill(2);
    // Third: behind the second in 19 draws of 20; ahead in the last.
    const third = second.map((_, k) => (k === 0 ? 1 : 3));
    // Fourth: tied with the third, but unranked in half of the draws.
    const fourth = third.map((rank, k) => (k % 2 === 0 ? rank : 0));
    const pairs = (rows: number[][]): number => orderedPairs(matrixOf(rows), Int32Array.from(rows.keys()), 1).share;
    expect(pairs([first, second])).toBe(1);
    expect(pairs([second, third])).toBe(1);
    expect(pairs([second, third.with(1, 1)])).toBe(0);
    expect(pairs([third, fourth])).toBe(0);
    expect(pairs([second, second])).toBe(0);
    // First–second and second–third; first is tied with the third once, so 19 of 20; fourth ties, and is behind in 9 of 10.
    expect(pairs([first, second, third])).toBe(1);
    expect(orderedPairs(matrixOf([second, fourth]), Int32Array.of(0, 1), 1)).toEqual({ share: 0, pairs: 1, exact: true });
  });

  it('takes a sample of the pairs of many units', () => {
    const rows = Array.from({ length: 1500 }, (_, unit) => [unit + 1, unit + 1]);
    expect(orderedPairs(matrixOf(rows), Int32Array.from(rows.keys()), 1)).toEqual({ share: 1, pairs: 200_000, exact: false });
  });
});

describe('DrawnRanks', () => {
  it('ranks as the index does, and correlates as Spearman with ties, over the units that have both scores', () => {
    const score = fc.oneof(fc.integer({ min: 90, max: 99 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score, score), { minLength: 1, maxLength: 25 }), (units) => {
        const central = Float64Array.from(units, ([c]) => c);
        const drawn = new DrawnRanks(central);
        for (const k of [1, 2] as const) {
          const scores = Float64Array.from(units, (unit) => (Number.isNaN(unit[0]) ? Number.NaN : unit[k]));
          const ranking = drawn.rank(Float64Array.from(units, (unit) => unit[k]));
          expect([...ranking.ranks]).toEqual([...ranks(scores)]);
          expect(ranking.count).toBe(scores.filter((s) => !Number.isNaN(s)).length);
          const expected = spearman(central, scores);
          if (expected === null) expect(ranking.spearman).toBeNaN();
          else expect(ranking.spearman).toBeCloseTo(expected, 10);
        }
      }),
    );
  });
});

describe('overlappingGroups', () => {
  const groups = (units: readonly (readonly [rank: number, low: number, high: number])[]): number[][] =>
    overlappingGroups(
      Int32Array.from(units, ([r]) => r),
      Float64Array.from(units, ([, low]) => low),
      Float64Array.from(units, ([, , high]) => high),
    ).map((g) => [...g.members]);

  it('opens a group where an interval no longer meets that of the first of the group', () => {
    expect(groups([[1, 1, 2], [2, 2, 4], [3, 3, 5], [4, 4, 4], [5, 6, 6]])).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('leaves out units without a rank, and takes ties in order', () => {
    expect(groups([[3, 3, 3], [0, 0, 0], [1, 1, 1], [1, 1, 1]])).toEqual([[2, 3], [0]]);
  });

  it('puts each ranked unit in one group, in the order of ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { maxLength: 20 }), (units) => {
        const made = groups(units.map(([r, a, b]) => [r, Math.min(a, b, r), Math.max(a, b, r)] as const));
        const flat = made.flat();
        expect(flat.map((u) => units[u]![0])).toEqual(units.map(([r]) => r).filter((r) => r > 0).sort((a, b) => a - b));
        expect(new Set(flat).size).toBe(flat.length);
      }),
    );
  });
});
