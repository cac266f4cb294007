import { median } from 'd3-array';
import { frenchPercent } from '../french.js';
import type { ReferenceRule } from './model.js';
import type { Series } from './series.js';
import { isKnown } from './state.js';

/** The value of a variable in a territory, in %, and how it was made. */
export interface ReferenceValue {
  readonly value: number;
  /** The rule that gave it; `publie` becomes `total` where nothing is published. */
  readonly rule: ReferenceRule;
  /** Number of units that it rests on; 0 when it is published. */
  readonly units: number;
  /** For the total of a rate: share of the weight that was observed (the rest is estimated or without a value). */
  readonly observedShare: number | null;
}

/** A rate in % by unit: observed where `series.rate` is known, estimated where `estimated` is a number. */
export interface Rates {
  readonly series: Series;
  readonly estimated: Float64Array;
}

/** Under this share of observed weight a total of published rates says too little. */
export const MINIMUM_OBSERVED_SHARE = 0.8;

/** A share as a percentage rounded down, so that 79,96 % is never told as 80 %. */
export const percentBelow = (share: number): string => frenchPercent(Math.floor(1000 * share) / 1000, 1);

/** Why a reference value cannot be made. */
export type NoReference = 'no-weight' | 'no-unit';

/**
 * The value of a variable in a territory.
 *
 * - `total`: for a share, sum of numerators / sum of denominators over the units where both are
 *   known; for a rate, mean of observed and estimated units weighted by its weight;
 * - `moyenne`, `mediane`: of the units' rates, observed and estimated, unweighted;
 * - `publie`: the value published for the territory, else `total`.
 *
 * Imputed units never enter.
 */
export function referenceValue(
  rates: Rates,
  rows: Iterable<number>,
  rule: ReferenceRule,
  published: number | null,
): ReferenceValue | NoReference {
  if (rule === 'publie' && published !== null) {
    return { value: published, rule: 'publie', units: 0, observedShare: null };
  }
  if (rule === 'moyenne' || rule === 'mediane') return centre(rates, rows, rule);
  return rates.series.choice.definition.kind === 'part' ? totalOfShare(rates.series, rows) : totalOfRate(rates, rows);
}

function totalOfShare(series: Series, rows: Iterable<number>): ReferenceValue | NoReference {
  let top = 0;
  let bottom = 0;
  let units = 0;
  for (const row of rows) {
    if (!isKnown(series.rate.states[row] ?? Number.POSITIVE_INFINITY)) continue;
    top += series.numerator.values[row] ?? 0;
    bottom += series.denominator?.values[row] ?? 0;
    units += 1;
  }
  if (bottom === 0) return 'no-unit';
  return { value: (100 * top) / bottom, rule: 'total', units, observedShare: null };
}

function totalOfRate({ series, estimated }: Rates, rows: Iterable<number>): ReferenceValue | NoReference {
  if (series.denominator === null) return 'no-weight';
  let weighted = 0;
  let weights = 0;
  let observedWeights = 0;
  let allWeights = 0;
  let units = 0;
  for (const row of rows) {
    const weight = series.denominator.values[row] ?? Number.NaN;
    if (!(weight > 0)) continue;
    allWeights += weight;
    const observed = isKnown(series.rate.states[row] ?? Number.POSITIVE_INFINITY);
    const rate = observed ? (series.rate.values[row] ?? Number.NaN) : (estimated[row] ?? Number.NaN);
    if (Number.isNaN(rate)) continue;
    if (observed) observedWeights += weight;
    weighted += weight * rate;
    weights += weight;
    units += 1;
  }
  if (weights === 0) return 'no-unit';
  return { value: weighted / weights, rule: 'total', units, observedShare: observedWeights / allWeights };
}

function centre(
  { series, estimated }: Rates,
  rows: Iterable<number>,
  rule: 'moyenne' | 'mediane',
): ReferenceValue | NoReference {
  const rates: number[] = [];
  for (const row of rows) {
    const observed = isKnown(series.rate.states[row] ?? Number.POSITIVE_INFINITY);
    const rate = observed ? (series.rate.values[row] ?? Number.NaN) : (estimated[row] ?? Number.NaN);
    if (!Number.isNaN(rate)) rates.push(rate);
  }
  if (rates.length === 0) return 'no-unit';
  const value = rule === 'mediane' ? (median(rates) ?? Number.NaN) : rates.reduce((s, r) => s + r, 0) / rates.length;
  return { value, rule, units: rates.length, observedShare: null };
}
