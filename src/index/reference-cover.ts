import type { ComputeContext } from './compute.js';
import type { ReferenceValue } from './reference.js';
import { isKnown } from './state.js';
import type { Series } from './series.js';

/** Under this share of its inhabitants, what a value of a territory rests on must be said. */
export const COVER_TO_TELL = 0.8;

/** The units of a territory: those of the frame, and what the COG counts in all of it. */
export interface CoveredTerritory {
  readonly rows: Iterable<number>;
  /** Population of the whole territory in the COG; null: that of the rows. */
  readonly population: number | null;
}

/**
 * Share of a territory's population (of the COG) that lives in the units that `has` names; null when
 * the COG gives no population there. A unit that the files lack counts as one without a value.
 */
export function populationCover(
  { rows, population }: CoveredTerritory,
  has: (row: number) => boolean,
  { frame, unitOf }: Pick<ComputeContext, 'frame' | 'unitOf'>,
): number | null {
  const populations = populationsOf(frame, unitOf);
  let all = 0;
  let found = 0;
  for (const row of rows) {
    const inhabitants = populations[row] ?? 0;
    all += inhabitants;
    if (has(row)) found += inhabitants;
  }
  const whole = population ?? all;
  return whole === 0 ? null : found / whole;
}

const known = new WeakMap<ComputeContext['frame'], Float64Array>();

/** The inhabitants of each unit, looked up once for all variables; 0 where the COG gives none. */
function populationsOf(frame: ComputeContext['frame'], unitOf: ComputeContext['unitOf']): Float64Array {
  const populations = known.get(frame) ?? Float64Array.from(frame.codes, (code) => unitOf(code)?.population ?? 0);
  known.set(frame, populations);
  return populations;
}

/** True where a share, or the weight of a rate, is known. */
export const counts = (series: Series): ((row: number) => boolean) => {
  const cells = series.choice.definition.kind === 'part' || series.denominator === null ? series.rate : series.denominator;
  return (row) => isKnown(cells.states[row] ?? Number.POSITIVE_INFINITY);
};

/**
 * A value with its observed share brought down by the units whose weight the files do not have: their
 * part of the weight is taken to be their part of the population.
 */
export const withCover = (made: ReferenceValue, cover: number | null): ReferenceValue =>
  made.observedShare === null || cover === null ? made : { ...made, observedShare: made.observedShare * Math.min(cover, 1) };
