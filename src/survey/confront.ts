import { binomialLimit } from '../statistics/binomial.js';
import { midRanks } from '../statistics/mid-ranks.js';
import { seededRandom } from '../statistics/random.js';
import { spearmanInterval } from '../statistics/rank-interval.js';
import { spearman } from '../statistics/spearman.js';
import { weightedPearson } from '../statistics/weighted-pearson.js';
import { rankErrors } from './rank-errors.js';

/** Under this number of persons asked a cell is neither written nor drawn. */
export const LEAST_N = 11;

/** Further than so many standard deviations is more than chance makes. */
const FAR = 1.96;

/** Draws of the ranks of so many cells: of a country of communes fewer tell as much, and take seconds. */
const drawsFor = (cells: number): number => (cells <= 5000 ? 1000 : 200);

export const SEED = 1;

/** A unit with enough persons asked. */
export interface SurveyCell {
  readonly code: string;
  readonly nom: string;
  /** Persons asked, at least `LEAST_N`. */
  readonly n: number;
  /** Of whom so many count; not whole where a share was given. */
  readonly count: number;
  /** Of the index; null where none is published. */
  readonly score: number | null;
}

/** Limits of the share at a sample size, were every unit at the overall share, from 0 to 1. */
export interface FunnelLimits {
  readonly low95: number;
  readonly high95: number;
  readonly low998: number;
  readonly high998: number;
}

/** Where a cell stands in the funnel, `±95` beyond the 95 % limits only. */
export type FunnelPlace = 'dedans' | '+95' | '-95' | '+998' | '-998';

/** The ranks of a cell among those that have a score too; 1 is the most fragile, or the largest share. */
export interface ComparedRanks {
  readonly index: number;
  readonly survey: number;
  readonly surveyLow: number;
  readonly surveyHigh: number;
  /** (rank of the index − rank of the survey) / standard deviation of the latter: positive where the survey finds more than the index. */
  readonly gap: number;
  /** True where the rank of the index is out of the interval of the survey's, and further than 1.96 of its deviations: simulated ranks lean to the middle. */
  readonly disagrees: boolean;
}

export interface ConfrontedCell extends SurveyCell {
  /** From 0 to 1. */
  readonly share: number;
  readonly limits: FunnelLimits;
  readonly place: FunnelPlace;
  readonly ranks: ComparedRanks | null;
}

export interface Confrontation {
  readonly cells: readonly ConfrontedCell[];
  /** Σ count / Σ n over the cells written; NaN without any. */
  readonly overall: number;
  /** How many cells have a score. */
  readonly compared: number;
  readonly spearman: number | null;
  readonly interval: readonly [number, number] | null;
  /** Spearman's coefficient weighted by n. */
  readonly weighted: number | null;
  /** How many times ranks were drawn. */
  readonly draws: number;
}

/**
 * Sets the cells of a survey against the index: rank correlation, ranks with the error of sampling, and
 * the funnel of shares by sample size.
 *
 * @param inverse true where a larger share says less difficulty
 */
export function confront(cells: readonly SurveyCell[], inverse: boolean): Confrontation {
  const asked = cells.reduce((sum, c) => sum + c.n, 0);
  const overall = cells.reduce((sum, c) => sum + c.count, 0) / asked;
  const scored = cells.filter((c) => c.score !== null);
  const shares = Float64Array.from(scored, (c) => (inverse ? -1 : 1) * (c.count / c.n));
  const scores = Float64Array.from(scored, (c) => c.score ?? Number.NaN);
  const [shareRanks, scoreRanks] = [midRanks(shares), midRanks(scores)];
  const draws = drawsFor(scored.length);
  const errors = rankErrors(Float64Array.from(scored, (c) => (inverse ? c.n - c.count : c.count)), Float64Array.from(scored, (c) => c.n), draws, seededRandom(SEED));
  const ranks = new Map(
    scored.map((cell, i): [string, ComparedRanks] => {
      const descending = (own: Float64Array): number => scored.length + 1 - (own[i] ?? Number.NaN);
      const [index, survey] = [descending(scoreRanks), descending(shareRanks)];
      const [surveyLow, surveyHigh] = [errors.low[i] ?? Number.NaN, errors.high[i] ?? Number.NaN];
      const gap = index === survey ? 0 : (index - survey) / (errors.deviation[i] ?? Number.NaN);
      return [cell.code, { index, survey, surveyLow, surveyHigh, gap, disagrees: (index < surveyLow || index > surveyHigh) && Math.abs(gap) > FAR }];
    }),
  );
  const r = spearman(shares, scores);
  return {
    cells: cells.map((cell) => {
      const limits = funnelLimits(cell.n, overall);
      const share = cell.count / cell.n;
      return { ...cell, share, limits, place: placeOf(share, limits), ranks: ranks.get(cell.code) ?? null };
    }),
    overall,
    compared: scored.length,
    spearman: r,
    interval: r === null ? null : spearmanInterval(r, scored.length),
    draws,
    weighted: weightedPearson(shareRanks, scoreRanks, Float64Array.from(scored, (c) => c.n)),
  };
}

/** The limits of the funnel at a sample size. */
export const funnelLimits = (n: number, overall: number): FunnelLimits => ({
  low95: binomialLimit(n, overall, 0.025),
  high95: binomialLimit(n, overall, 0.975),
  low998: binomialLimit(n, overall, 0.001),
  high998: binomialLimit(n, overall, 0.999),
});

function placeOf(share: number, { low95, high95, low998, high998 }: FunnelLimits): FunnelPlace {
  if (share > high998) return '+998';
  if (share < low998) return '-998';
  if (share > high95) return '+95';
  return share < low95 ? '-95' : 'dedans';
}
