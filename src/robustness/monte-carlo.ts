import { MINIMUM_FOR_TENTHS } from '../index/ranks.js';
import { quantile } from '../statistics/quantile.js';
import { DrawnRanks } from './drawn-ranks.js';
import type { Ranking } from './drawn-ranks.js';
import { orderedPairs } from './ordered-pairs.js';
import type { OrderedPairs } from './ordered-pairs.js';
import { RankMatrix } from './rank-matrix.js';
import { recompute } from './recompute.js';
import { Simulation } from './simulation.js';
import type { StoredIndex } from './stored-index.js';
import { UNCERTAINTIES } from './uncertainty.js';
import type { UncertaintyId } from './uncertainty.js';

export interface MonteCarloOptions {
  /** 1,000 by default. */
  readonly draws?: number;
  /** Any integer; 2021 by default. The same seed gives the same numbers. */
  readonly seed?: number;
  /** The sources that vary together; all by default. */
  readonly sources?: readonly UncertaintyId[];
  /** Draws of each source alone; a tenth of `draws` by default, at least 100; 0 for none. */
  readonly drawsAlone?: number;
}

/** What one source does when it varies alone (first order). */
export interface SourceEffect {
  readonly id: UncertaintyId;
  /** False where nothing of the result depends on it (no rounded rate, no estimate…): the numbers are then 0, 0 and 1. */
  readonly acts: boolean;
  readonly draws: number;
  /** Mean, over draws and units, of |rank of the draw − central rank|. */
  readonly meanShift: number;
  /** Mean over units of the width p95 − p5 of the ranks. */
  readonly meanWidth: number;
  /** Mean over draws of Spearman's correlation with the central scores; null where it does not exist. */
  readonly meanSpearman: number | null;
  /** What it varied among, for a choice: the alternatives that the data allow (`estimation`, `ignorer`…). */
  readonly alternatives: readonly string[];
}

/**
 * How sure ranks are. Arrays are by unit of the territory (as `territory` of the index); units without a
 * central score have 0 or NaN everywhere and enter nothing.
 */
export interface Robustness {
  readonly draws: number;
  readonly seed: number;
  /** Number of units with a central score. */
  readonly ranked: number;
  /** Ranks of the result itself, 1 the most fragile; 0 where there is none. */
  readonly centralRank: Int32Array;
  /**
   * 5th percentile, median and 95th percentile of the ranks over the draws, quantiles of type 7 of
   * Hyndman and Fan, over the draws where the unit has a score. The interval is widened to hold the
   * central rank, where the draws alone would leave it outside (`widened`).
   */
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
  /** 1 where the interval had to be widened: the result's own rank is unusual among the draws. */
  readonly widened: Uint8Array;
  /** Share of the draws in which the unit is in the top dixième (of the units scored in that draw); NaN where nothing is ranked or n < 30. */
  readonly topTenth: Float64Array;
  /** Share of the draws in which the unit has a score. */
  readonly scoredShare: Float64Array;
  readonly pairs: OrderedPairs;
  /** Spearman's correlation between central and drawn scores over the draws; null where it does not exist. */
  readonly spearman: { readonly mean: number; readonly least: number } | null;
  /** Each source alone, in the order of UNCERTAINTIES; empty when `drawsAlone` is 0. */
  readonly effects: readonly SourceEffect[];
}

/** How many draws, and with which seed, where none is asked for. */
export const DEFAULT_DRAWS = 1000;
export const DEFAULT_SEED = 2021;

/**
 * Monte-Carlo uncertainty analysis of the ranks (OECD/JRC, Handbook on Constructing Composite
 * Indicators, 2008, step 7): each draw varies all the sources together and ranks the units again.
 * Independent of the order of units; the same seed gives the same bytes.
 */
export function monteCarlo(index: StoredIndex, options: MonteCarloOptions = {}): Robustness {
  const { draws = DEFAULT_DRAWS, seed = DEFAULT_SEED, sources = UNCERTAINTIES.map((u) => u.id) } = options;
  const drawsAlone = options.drawsAlone ?? Math.max(100, Math.ceil(draws / 10));
  const simulation = new Simulation(index);
  const { score, rank: centralRank } = recompute(index);
  const series = (varied: readonly UncertaintyId[], count: number): Series => runSeries(simulation, score, centralRank, new Set(varied), count, seed);
  const effects = drawsAlone === 0 ? [] : UNCERTAINTIES.filter((u) => sources.includes(u.id)).map(({ id }) => effectOf(id, simulation, drawsAlone, series));
  const all = series(sources, draws);
  const ranked = Int32Array.from(centralRank.keys()).filter((unit) => centralRank[unit]! > 0);
  // Before the intervals, which sort each unit's ranks in place.
  const pairs = orderedPairs(all.matrix, ranked, seed);
  return {
    draws,
    seed,
    ranked: ranked.length,
    centralRank,
    ...intervalsOf(all.matrix, centralRank),
    topTenth: ranked.length < MINIMUM_FOR_TENTHS ? new Float64Array(score.length).fill(Number.NaN) : Float64Array.from(all.inTop, (n, unit) => (centralRank[unit] === 0 ? Number.NaN : n / draws)),
    pairs,
    spearman: all.spearmans.length === 0 ? null : { mean: meanOf(all.spearmans), least: Math.min(...all.spearmans) },
    effects,
  };
}

/** What a series of draws left. */
interface Series {
  readonly matrix: RankMatrix;
  /** By unit: in how many draws it was in the top dixième. */
  readonly inTop: Float64Array;
  /** Mean of |rank of the draw − central rank| over draws and units ranked in both. */
  readonly meanShift: number;
  /** Of the draws where it exists. */
  readonly spearmans: readonly number[];
}

function runSeries(simulation: Simulation, score: Float64Array, centralRank: Int32Array, sources: ReadonlySet<UncertaintyId>, draws: number, seed: number): Series {
  const units = score.length;
  const matrix = new RankMatrix(units, draws);
  const drawn = new DrawnRanks(score);
  const inTop = new Float64Array(units);
  const spearmans: number[] = [];
  const next = simulation.draws(sources, seed);
  /** Rankings of the draws that may come again. */
  const named = new Map<string, Ranking>();
  let shifts = 0;
  let compared = 0;
  for (let k = 0; k < draws; k += 1) {
    const { name, scores } = next();
    const again = name === null ? undefined : named.get(name);
    const { ranks, count, spearman } = again ?? drawn.rank(scores ?? score);
    if (name !== null && again === undefined) named.set(name, { ranks: ranks.slice(), count, spearman });
    const top = Math.ceil(count / 10);
    for (let unit = 0; unit < units; unit += 1) {
      const rank = ranks[unit]!;
      if (rank === 0) continue;
      if (rank <= top) inTop[unit] = inTop[unit]! + 1;
      shifts += Math.abs(rank - centralRank[unit]!);
    }
    compared += count;
    if (!Number.isNaN(spearman)) spearmans.push(spearman);
    matrix.add(ranks);
  }
  return { matrix, inTop, meanShift: compared === 0 ? 0 : shifts / compared, spearmans };
}

function effectOf(id: UncertaintyId, simulation: Simulation, draws: number, series: (varied: readonly UncertaintyId[], count: number) => Series): SourceEffect {
  const alternatives = simulation.alternativesOf(id);
  if (!simulation.acts(id)) return { id, acts: false, draws: 0, meanShift: 0, meanWidth: 0, meanSpearman: 1, alternatives };
  const { matrix, meanShift, spearmans } = series([id], draws);
  let width = 0;
  let counted = 0;
  for (let unit = 0; unit < matrix.units; unit += 1) {
    const sorted = matrix.sortedOf(unit);
    if (sorted.length === 0) continue;
    width += quantile(sorted, 0.95) - quantile(sorted, 0.05);
    counted += 1;
  }
  return { id, acts: true, draws, meanShift, meanWidth: counted === 0 ? 0 : width / counted, meanSpearman: spearmans.length === 0 ? null : meanOf(spearmans), alternatives };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function intervalsOf(matrix: RankMatrix, centralRank: Int32Array): Pick<Robustness, 'low' | 'median' | 'high' | 'widened' | 'scoredShare'> {
  const blank = (): Float64Array => new Float64Array(matrix.units).fill(Number.NaN);
  const low = blank();
  const median = blank();
  const high = blank();
  const scoredShare = new Float64Array(matrix.units);
  const widened = new Uint8Array(matrix.units);
  for (const [unit, central] of centralRank.entries()) {
    if (central === 0) continue;
    const sorted = matrix.sortedOf(unit);
    scoredShare[unit] = sorted.length / matrix.draws;
    median[unit] = quantile(sorted, 0.5);
    const from = quantile(sorted, 0.05);
    const to = quantile(sorted, 0.95);
    widened[unit] = from <= central && central <= to ? 0 : 1;
    low[unit] = from < central ? from : central;
    high[unit] = to > central ? to : central;
  }
  return { low, median, high, widened, scoredShare };
}
