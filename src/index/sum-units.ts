import { shareOf } from './series.js';
import type { Cells, Series } from './series.js';
import { STATE, isKnown, strongestMissing } from './state.js';

/** A unit made of others: the rows of its parts in a frame that holds both, and its own row there (-1: none). */
export interface Whole {
  readonly parts: readonly { readonly row: number; readonly population: number }[];
  readonly own: number;
}

/** Under this share of its population a sum over some parts of a unit is not given. */
export const MINIMUM_COVER = 0.8;

/** Counts of units summed from their parts, and how far that went. */
export interface Summed {
  readonly cells: readonly Cells[];
  /** Units whose sum rests on part of their population, with the share. */
  readonly partial: ReadonlyMap<number, number>;
  /** Units with some parts known, but too few: no value. */
  readonly tooFew: ReadonlyMap<number, number>;
  /** Units whose sum over all parts is not what their own row publishes: both, for the first such count. */
  readonly contradicted: ReadonlyMap<number, { readonly sum: number; readonly own: number }>;
}

/**
 * Sums counts over the parts of each unit where all of them (numerator and denominator) are known, so
 * that a ratio of the sums compares like with like.
 *
 * - every inhabited part is known: the sum, `observed`, even where the unit's own row says otherwise;
 * - else the unit's own published figures, when all are there, `observed`;
 * - else the sum over parts that hold at least 80 % of the population, `recalculated`;
 * - else missing.
 *
 * What is not a count (a rate, a median) is known for no part: only the unit's own row can give it.
 */
export function sumParts(counts: readonly Cells[], units: readonly Whole[]): Summed {
  const cells = counts.map(() => ({ values: new Float64Array(units.length).fill(Number.NaN), states: new Uint8Array(units.length) }));
  const partial = new Map<number, number>();
  const tooFew = new Map<number, number>();
  const contradicted = new Map<number, { sum: number; own: number }>();
  const knownAt = (row: number): boolean => counts.every((c) => isKnown(c.states[row] ?? STATE.absent));
  for (const [unit, { parts, own }] of units.entries()) {
    const { known, share } = cover(parts, knownAt);
    const put = (state: number, valueOf: (count: Cells) => number): void => {
      for (const [i, target] of cells.entries()) {
        target.values[unit] = valueOf(counts[i] ?? target);
        target.states[unit] = state;
      }
    };
    const sum = (count: Cells): number => known.reduce((total, { row }) => total + (count.values[row] ?? Number.NaN), 0);
    if (known.length > 0 && share === 1) {
      put(STATE.observed, sum);
      const rows = known.map((p) => p.row);
      const count = counts.find((c) => own >= 0 && isKnown(c.states[own] ?? STATE.absent) && !agrees(c.values, rows, own, sum(c)));
      if (count !== undefined) contradicted.set(unit, { sum: sum(count), own: count.values[own] ?? Number.NaN });
    } else if (own >= 0 && knownAt(own)) {
      put(STATE.observed, (count) => count.values[own] ?? Number.NaN);
    } else if (known.length > 0 && share >= MINIMUM_COVER) {
      put(STATE.recalculated, sum);
      partial.set(unit, share);
    } else {
      put(known.length > 0 ? STATE.unavailable : missingOf(counts, own, parts), () => Number.NaN);
      if (known.length > 0) tooFew.set(unit, share);
    }
  }
  return { cells, partial, tooFew, contradicted };
}

/**
 * True where a sum is what the own row says, but for rounding: each whole number of them may have been
 * rounded by half, the others at the sixth decimal.
 */
function agrees(values: Float64Array, parts: readonly number[], own: number, sum: number): boolean {
  const rounding = [...parts, own].reduce((total, row) => total + (Number.isInteger(values[row]) ? 0.5 : 1e-6), 0);
  const published = values[own] ?? Number.NaN;
  return Math.abs(sum - published) <= rounding + 1e-9 * Math.abs(published);
}

/** The known parts and their share of the population; parts without inhabitants weigh nothing. */
function cover(parts: Whole['parts'], knownAt: (row: number) => boolean): { known: Whole['parts']; share: number } {
  const known = parts.filter(({ row }) => row >= 0 && knownAt(row));
  if (known.length === parts.length) return { known, share: 1 };
  const all = parts.reduce((sum, p) => sum + p.population, 0);
  const found = known.reduce((sum, p) => sum + p.population, 0);
  const lacking = parts.some((p) => p.population > 0 && !(p.row >= 0 && knownAt(p.row)));
  return { known, share: lacking || all === 0 ? found / Math.max(all, 1) : 1 };
}

function missingOf(counts: readonly Cells[], own: number, parts: Whole['parts']): number {
  const rows = [own, ...parts.map((p) => p.row)].filter((row) => row >= 0);
  return rows.reduce<number>((state, row) => counts.reduce((s, c) => {
    const here = c.states[row] ?? STATE.absent;
    return isKnown(here) ? s : strongestMissing(s, here);
  }, state), STATE.absent);
}

/**
 * The series of units made of parts, from the series of a frame that holds the parts and the units'
 * own rows. A share is 100 × sum / sum; a rate is the unit's own.
 */
export function seriesOfWholes(series: Series, units: readonly Whole[]): { readonly series: Series; readonly summed: Summed } {
  const { choice, predictor } = series;
  const one = (cells: Cells): Cells => sumParts([cells], units).cells[0] ?? cells;
  const own = predictor === null ? null : one(predictor);
  if (choice.definition.kind === 'taux') {
    const summed = sumParts([series.numerator], units);
    const rate = summed.cells[0] ?? series.numerator;
    return { series: { choice, numerator: rate, denominator: series.denominator === null ? null : one(series.denominator), rate, predictor: own }, summed };
  }
  const summed = sumParts(series.denominator === null ? [series.numerator] : [series.numerator, series.denominator], units);
  const [numerator = series.numerator, denominator = numerator] = summed.cells;
  return { series: { choice, numerator, denominator, rate: shareOf(numerator, denominator), predictor: own }, summed };
}
