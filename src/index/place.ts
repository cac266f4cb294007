import type { Placing, Ties } from './normalisation.js';

/** Values in ascending order of fragility. */
export type Sample = Float64Array;

/** The sample of a variable: its known values, turned so that larger is more fragile, in order. */
export function sampleOf(values: Iterable<number>, direction: '+' | '-'): Sample {
  const turn = direction === '+' ? 1 : -1;
  return Float64Array.from([...values].filter((v) => !Number.isNaN(v)), (v) => turn * v).sort();
}

/**
 * A function that gives points to a value by its place in the sample. With n the size of the sample
 * and r the rank of the value in it, 1 for the least fragile (equal values share the lowest of their
 * ranks, the middle or the highest, as the model says; a value that is not in the sample takes the
 * rank where it would be put in, at most n):
 *
 * - `rang-centile`: 100·(r − 1)/(n − 1), 50 where n is 1;
 * - `decile`: ceil(10·r/n), from 1 to 10, 10 the most fragile. With the highest rank this is the
 *   dixième of the ranking (ranks.ts), with the lowest the tenth between quantiles of type 1 (inverse
 *   of the distribution function), each interval closed above;
 * - `classes`: the value of the first class whose share is at least r/n;
 * - `minmax`: low + (high − low)·(x − min)/(max − min);
 * - `z`: centre + deviation·(x − mean)/s, s the standard deviation of a population (divisor n).
 *
 * @returns null when the values do not vary and the place needs it (`minmax`, `z`), or none is known
 */
export function placing(normalisation: Placing, direction: '+' | '-', sample: Sample): ((value: number) => number) | null {
  const n = sample.length;
  const [least, most] = [sample[0], sample[n - 1]];
  if (least === undefined || most === undefined) return null;
  const turn = direction === '+' ? 1 : -1;
  const place = placeOf(normalisation, sample, least, most);
  return place === null ? null : (value) => (Number.isNaN(value) ? Number.NaN : place(turn * value));
}

function placeOf(normalisation: Placing, sample: Sample, least: number, most: number): ((x: number) => number) | null {
  const n = sample.length;
  switch (normalisation.method) {
    case 'rang-centile':
      return (x) => (n === 1 ? 50 : (100 * (rankOf(x, sample, normalisation.ties) - 1)) / (n - 1));
    case 'decile':
      return (x) => Math.ceil((10 * rankOf(x, sample, normalisation.ties)) / n);
    case 'classes':
      return (x) => {
        const share = rankOf(x, sample, normalisation.ties) / n;
        return (normalisation.classes.find((c) => share <= c.upTo) ?? normalisation.classes.at(-1))?.value ?? Number.NaN;
      };
    case 'minmax': {
      const { low, high } = normalisation;
      return least === most ? null : (x) => low + ((high - low) * (x - least)) / (most - least);
    }
    case 'z': {
      if (least === most) return null;
      const mean = sample.reduce((sum, x) => sum + x, 0) / n;
      const deviation = Math.sqrt(sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
      return (x) => normalisation.centre + (normalisation.deviation * (x - mean)) / deviation;
    }
  }
}

function rankOf(x: number, sample: Sample, ties: Ties): number {
  const below = countBefore(sample, (v) => v < x);
  const upTo = countBefore(sample, (v) => v <= x);
  const lowest = Math.min(below + 1, sample.length);
  const highest = Math.max(upTo, lowest);
  return ties === 'bas' ? lowest : ties === 'haut' ? highest : (lowest + highest) / 2;
}

/** How many of the first values of the sample hold; those that do come first. */
function countBefore(sample: Sample, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sample.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sample[middle] ?? Number.NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}
