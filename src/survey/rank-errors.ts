import { midRanks } from '../statistics/mid-ranks.js';
import { quantile } from '../statistics/quantile.js';
import type { Random } from '../statistics/random.js';

/** How far the rank of each cell may go by the chance of its sample. */
export interface RankErrors {
  /** The 2.5 % and 97.5 % quantiles (type 7) of the simulated ranks, 1 for the largest share. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Standard deviation of the simulated ranks. */
  readonly deviation: Float64Array;
}

/**
 * Simulates the ranks of observed shares, each drawn anew from a sample of its size. Draws are normal on
 * Anscombe's angle, asin √((x + 3/8)/(n + 3/4)), whose variance is 1/(4n + 2) whatever the share
 * (Anscombe, Biometrika 35, 1948): shares of 0 and of 1 have their error too.
 *
 * @param counts of those counted, from 0 to the size
 * @param sizes of the samples
 */
export function rankErrors(counts: Float64Array, sizes: Float64Array, draws: number, random: Random): RankErrors {
  const k = counts.length;
  const angles = counts.map((count, i) => Math.asin(Math.sqrt((count + 3 / 8) / ((sizes[i] ?? 0) + 3 / 4))));
  const errors = sizes.map((n) => 1 / Math.sqrt(4 * n + 2));
  const simulated = Array.from({ length: k }, () => new Float64Array(draws));
  const drawn = new Float64Array(k);
  for (let draw = 0; draw < draws; draw += 1) {
    for (let i = 0; i < k; i += 1) drawn[i] = (angles[i] ?? 0) + (errors[i] ?? 0) * normal(random);
    const ascending = midRanks(drawn);
    for (const [i, own] of simulated.entries()) own[draw] = k + 1 - (ascending[i] ?? Number.NaN);
  }
  for (const own of simulated) own.sort();
  const of = (value: (own: Float64Array) => number): Float64Array => Float64Array.from(simulated, value);
  return { low: of((own) => quantile(own, 0.025)), high: of((own) => quantile(own, 0.975)), deviation: of(deviationOf) };
}

/** A number of the normal law of mean 0 and variance 1 (Box and Muller 1958). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
