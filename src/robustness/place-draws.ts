import type { Placing, Ties } from '../index/normalisation.js';
import { truncated } from '../index/truncate.js';
import type { Ordering } from '../statistics/ordering.js';
import { rowsOfPopulation } from './recompute.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';

/**
 * The points of drawn values by their place among the units of a population, as index/place.ts gives
 * them. Units of the population out of the territory keep their own values.
 */
export class PlaceDraws {
  readonly #turn: 1 | -1;
  /** 1 for the units of the territory that are in the population. */
  readonly #member: Uint8Array;
  readonly #missing: Uint8Array;
  readonly #allMembers: boolean;
  readonly #someMissing: boolean;
  /** The values of the other units, turned, ascending. */
  readonly #outside: Float64Array;
  /** The values of the members, turned; NaN for the other units. */
  readonly #sample: Float64Array;
  readonly #ordering: Ordering;

  /**
   * @param all values in use by unit of the quantities
   * @param missing 1 for the units of the territory that are not observed
   * @param ordering of as many values as the territory has units; may be that of other variables too
   */
  constructor(variable: QuantityVariable, population: Placing['population'], index: StoredIndex, all: Float64Array, missing: Uint8Array, ordering: Ordering) {
    const { territory } = index;
    const turn = variable.direction === '+' ? 1 : -1;
    const rows = rowsOfPopulation({ population }, index);
    const members = new Set(rows);
    const inTerritory = new Set(territory);
    this.#turn = turn;
    this.#member = Uint8Array.from(territory, (row) => (members.has(row) ? 1 : 0));
    this.#missing = missing;
    this.#allMembers = this.#member.every((is) => is === 1);
    this.#someMissing = missing.includes(1);
    this.#outside = Float64Array.from(rows.filter((row) => !inTerritory.has(row) && variable.statuses[row] !== 'impute' && !Number.isNaN(all[row])), (row) => turn * all[row]!).sort();
    this.#sample = ordering.values;
    this.#ordering = ordering;
  }

  /**
   * @param values by unit of the territory
   * @param imputed true where the values of units that are not observed are those of another territory: they
   *   are placed, and make no place
   * @param out receives the points; NaN where there is no value, or the values do not vary and the place needs it
   */
  points(placing: Placing, values: Float64Array, imputed: boolean, out: Float64Array): void {
    const sample = this.#sample;
    const member = this.#member;
    const missing = this.#missing;
    const turn = this.#turn;
    if (turn === 1 && this.#allMembers && !(imputed && this.#someMissing)) {
      sample.set(values);
    } else {
      for (let unit = 0; unit < values.length; unit += 1) {
        const apart = member[unit] === 0 || (imputed && missing[unit] === 1);
        sample[unit] = apart ? Number.NaN : turn * values[unit]!;
      }
    }
    if (placing.method === 'minmax' || placing.method === 'z') this.#scale(placing, values, out);
    else this.#rank(placing, values, out);
    if (placing.truncated) for (let unit = 0; unit < out.length; unit += 1) out[unit] = truncated(out[unit]!);
  }

  #scale(placing: Extract<Placing, { readonly method: 'minmax' | 'z' }>, values: Float64Array, out: Float64Array): void {
    const sources = [this.#outside, this.#sample];
    const turn = this.#turn;
    const [least, most] = extentOf(sources);
    if (!(most > least)) {
      out.fill(Number.NaN);
    } else if (placing.method === 'minmax') {
      const { low, high } = placing;
      for (let unit = 0; unit < out.length; unit += 1) out[unit] = low + ((high - low) * (turn * values[unit]! - least)) / (most - least);
    } else {
      const { mean, deviation } = momentsOf(sources);
      const { centre, deviation: unitDeviation } = placing;
      for (let unit = 0; unit < out.length; unit += 1) out[unit] = centre + (unitDeviation * (turn * values[unit]! - mean)) / deviation;
    }
  }

  #rank(placing: Extract<Placing, { readonly ties: Ties }>, values: Float64Array, out: Float64Array): void {
    const count = this.#ordering.sort();
    const n = count + this.#outside.length;
    out.fill(Number.NaN);
    if (n === 0) return;
    this.#placeSample(placing, count, n, out);
    const sample = this.#sample;
    // Imputed values are those of a few territories: each is placed once.
    const placed = new Map<number, number>();
    for (let unit = 0; unit < out.length; unit += 1) {
      const value = values[unit]!;
      if (Number.isNaN(value) || !Number.isNaN(sample[unit])) continue;
      let points = placed.get(value);
      if (points === undefined) {
        points = this.#placeApart(placing, this.#turn * value, count, n);
        placed.set(value, points);
      }
      out[unit] = points;
    }
  }

  /** The points of the units of the sample: equal values have the lowest to the highest of their ranks. */
  #placeSample(placing: Extract<Placing, { readonly ties: Ties }>, count: number, n: number, out: Float64Array): void {
    const { order, sorted } = this.#ordering;
    const outside = this.#outside;
    let below = 0;
    for (let start = 0; start < count; ) {
      const value = sorted[start]!;
      let end = start + 1;
      while (end < count && sorted[end] === value) end += 1;
      while (below < outside.length && outside[below]! < value) below += 1;
      let upTo = below;
      while (upTo < outside.length && outside[upTo]! <= value) upTo += 1;
      const points = pointsOfRank(placing, start + below + 1, end + upTo, n);
      for (let k = start; k < end; k += 1) out[order[k]!] = points;
      below = upTo;
      start = end;
    }
  }

  /** A value that is not of the sample takes the rank where it would be put in, at most n. */
  #placeApart(placing: Extract<Placing, { readonly ties: Ties }>, x: number, count: number, n: number): number {
    const { sorted } = this.#ordering;
    const outside = this.#outside;
    const below = firstWhere(count, (k) => sorted[k]! >= x) + firstWhere(outside.length, (k) => outside[k]! >= x);
    const upTo = firstWhere(count, (k) => sorted[k]! > x) + firstWhere(outside.length, (k) => outside[k]! > x);
    const lowest = Math.min(below + 1, n);
    return pointsOfRank(placing, lowest, Math.max(upTo, lowest), n);
  }
}

/** The least and the most of the known values of some arrays. */
function extentOf(sources: readonly Float64Array[]): readonly [least: number, most: number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const source of sources) {
    for (let i = 0; i < source.length; i += 1) {
      const x = source[i]!;
      if (x < least) least = x;
      if (x > most) most = x;
    }
  }
  return [least, most];
}

/** The mean of the known values of some arrays, and their standard deviation, of divisor n. */
function momentsOf(sources: readonly Float64Array[]): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  let count = 0;
  for (const source of sources) {
    for (let i = 0; i < source.length; i += 1) {
      const x = source[i]!;
      if (Number.isNaN(x)) continue;
      sum += x;
      count += 1;
    }
  }
  const mean = sum / count;
  let squares = 0;
  for (const source of sources) {
    for (let i = 0; i < source.length; i += 1) {
      const fromMean = source[i]! - mean;
      if (!Number.isNaN(fromMean)) squares += fromMean * fromMean;
    }
  }
  return { mean, deviation: Math.sqrt(squares / count) };
}

function pointsOfRank(placing: Extract<Placing, { readonly ties: Ties }>, lowest: number, highest: number, n: number): number {
  const rank = placing.ties === 'bas' ? lowest : placing.ties === 'haut' ? highest : (lowest + highest) / 2;
  switch (placing.method) {
    case 'rang-centile':
      return n === 1 ? 50 : (100 * (rank - 1)) / (n - 1);
    case 'decile':
      return Math.ceil((10 * rank) / n);
    case 'classes':
      return (placing.classes.find((c) => rank / n <= c.upTo) ?? placing.classes.at(-1))?.value ?? Number.NaN;
  }
}

/** The first of `length` positions, in order, from which on something holds. */
function firstWhere(length: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
