import type { StoredIndex } from './stored-index.js';
import type { UncertaintyId } from './uncertainty.js';

export interface MonteCarloOptions {
  /** 1,000 by default. */
  readonly draws?: number;
  /** Any integer; 2021 by default. The same seed gives the same numbers. */
  readonly seed?: number;
  /** The sources that vary together; all by default. */
  readonly sources?: readonly UncertaintyId[];
  /** Draws of each source alone; a fifth of `draws` by default, 0 for none. */
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

/** The share of pairs of units that keep one order. */
export interface OrderedPairs {
  /** Share of the pairs whose order is the same in at least 95 % of the draws where both have a score; a tie is no order. */
  readonly share: number;
  /** How many pairs it was counted on. */
  readonly pairs: number;
  /** True where those are all the pairs; else a sample drawn with the seed. */
  readonly exact: boolean;
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

/**
 * Monte-Carlo uncertainty analysis of the ranks (OECD/JRC, Handbook on Constructing Composite
 * Indicators, 2008, step 7): each draw varies all the sources together and ranks the units again.
 * Independent of the order of units; the same seed gives the same bytes.
 */
export function monteCarlo(_index: StoredIndex, _options: MonteCarloOptions = {}): Robustness {
  throw new Error('not yet');
}
