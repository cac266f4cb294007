import type { Commune } from '../territory/cog.js';
import { isKnown } from './state.js';
import type { Series } from './series.js';

/** Under this share of its inhabitants, what a reference value rests on must be said. */
export const COVER_TO_TELL = 0.8;

/**
 * Share of the population of a territory (of the COG) that lives in units where a variable is
 * observed; null when the COG gives no population there.
 */
export function populationCover(
  series: Series,
  rows: Iterable<number>,
  codes: readonly string[],
  unitOf: (code: string) => Commune | undefined,
): number | null {
  let all = 0;
  let observed = 0;
  for (const row of rows) {
    const population = unitOf(codes[row] ?? '')?.population ?? 0;
    all += population;
    if (isKnown(series.rate.states[row] ?? Number.POSITIVE_INFINITY)) observed += population;
  }
  return all === 0 ? null : observed / all;
}
