import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/statistics/random.js';
import { confront } from '../../src/survey/confront.js';
import type { SurveyCell } from '../../src/survey/confront.js';
import { rankErrors } from '../../src/survey/rank-errors.js';

const cell = (code: string, n: number, count: number, score: number | null): SurveyCell => ({ code, nom: code, n, count, score });

describe('rankErrors', () => {
  it('is nothing for samples so large that shares cannot change places', () => {
    const { low, high, deviation } = rankErrors(Float64Array.of(1e7, 3e7, 2e7), Float64Array.of(1e8, 1e8, 1e8), 200, seededRandom(1));
    expect([[...low], [...high], [...deviation]]).toEqual([[3, 1, 2], [3, 1, 2], [0, 0, 0]]);
  });

  it('grows as samples shrink, and stays among the ranks', () => {
    const of = (n: number) => rankErrors(Float64Array.of(0.1 * n, 0.2 * n, 0.3 * n, 0.4 * n), new Float64Array(4).fill(n), 500, seededRandom(1));
    const [small, large] = [of(20), of(400)];
    for (let i = 0; i < 4; i += 1) {
      expect(small.deviation[i]!).toBeGreaterThan(large.deviation[i]!);
      expect(small.low[i]!).toBeGreaterThanOrEqual(1);
      expect(small.high[i]!).toBeLessThanOrEqual(4);
    }
  });

  it('of two equal samples gives each rank half the time', () => {
    const { deviation } = rankErrors(Float64Array.of(30, 30), Float64Array.of(100, 100), 4000, seededRandom(1));
    // Ranks 1 and 2 with probability ½: a deviation of ½.
    expect(deviation[0]!).toBeCloseTo(0.5, 2);
  });
});

describe('confront', () => {
  // Shares 0.5, 0.3, 0.1 against scores 120, 80, 100: ranks 1, 2, 3 against 1, 3, 2.
  const cells = [cell('01001', 100, 50, 120), cell('01002', 200, 60, 80), cell('01003', 100, 10, 100), cell('01004', 40, 20, null)];

  it('ranks what has a score, and counts all cells in the overall share', () => {
    const { cells: told, overall, compared, spearman } = confront(cells, false);
    expect(told.map((c) => (c.ranks === null ? null : [c.ranks.index, c.ranks.survey]))).toEqual([[1, 1], [3, 2], [2, 3], null]);
    expect(overall).toBeCloseTo(140 / 440, 14);
    expect(compared).toBe(3);
    // 1 − 6·2/(3·8)
    expect(spearman).toBeCloseTo(0.5, 12);
  });

  it('turns the ranks of the survey where a larger share is less difficulty', () => {
    const { cells: told, spearman } = confront(cells, true);
    expect(told.map((c) => c.ranks?.survey)).toEqual([3, 2, 1, undefined]);
    expect(spearman).toBeCloseTo(-0.5, 12);
  });

  it('tells a disagreement that sampling does not explain, on its side', () => {
    const many = [10, 20, 30, 40, 50, 60, 70, 80].map((share, i) => cell(`0100${String(i)}`, 5000, 50 * share, share));
    const agreeing = confront(many, false);
    expect(agreeing.cells.filter((c) => c.ranks?.disagrees)).toEqual([]);
    expect(agreeing.spearman).toBe(1);
    const [first, ...others] = many;
    const parted = confront([{ ...first!, score: 90 }, ...others], false).cells[0]!;
    // The index has it first of eight, the survey last: it finds less.
    expect(parted.ranks).toMatchObject({ index: 1, survey: 8, disagrees: true, gap: -Infinity });
  });

  it('stands in the funnel by its limits', () => {
    const { cells: told } = confront([cell('01001', 1000, 300, 1), cell('01002', 1000, 200, 2), cell('01003', 1000, 225, 3), cell('01004', 1000, 100, 4)], false);
    // Overall 825/4000 = 20.6 %, deviation 1.28 points: 30 and 10 % are out of 99.8 %, 20 and 22.5 % within 95 %.
    expect(told.map((c) => c.place)).toEqual(['+998', 'dedans', 'dedans', '-998']);
  });

  it('gives limits around the overall share, wider at 99.8 %', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 11, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 200, noNaN: true })), { minLength: 1, maxLength: 8 }), (rows) => {
        const { cells: told, overall } = confront(rows.map(([n, share, score], i) => cell(`0100${String(i)}`, n, n * share, score)), false);
        for (const { limits } of told) {
          expect(limits.low998).toBeLessThanOrEqual(limits.low95);
          expect(limits.low95).toBeLessThanOrEqual(overall + 1e-9);
          expect(limits.high95).toBeGreaterThanOrEqual(overall - 1 / 11);
          expect(limits.high998).toBeGreaterThanOrEqual(limits.high95);
        }
      }),
      { numRuns: 30 },
    );
  });
});
