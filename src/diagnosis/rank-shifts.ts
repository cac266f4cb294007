import { ranks } from '../index/ranks.js';
import { spearman } from '../statistics/spearman.js';

/** A unit whose rank differs between two rankings. */
export interface Moved {
  /** Its place among the units. */
  readonly place: number;
  readonly before: number;
  readonly after: number;
}

/** Two rankings of the same units. */
export interface RankShifts {
  /** Spearman's coefficient of the two; null where one does not vary. */
  readonly spearman: number | null;
  /** Mean and largest absolute shift of rank. */
  readonly mean: number;
  readonly largest: number;
  /** Every unit, the furthest first. */
  readonly all: readonly Moved[];
}

/** How many of the units that move most are named. */
const MOST_MOVED = 5;

/** The first of the units that move, the furthest first. */
export const furthest = (all: readonly Moved[]): readonly Moved[] => all.slice(0, MOST_MOVED).filter((m) => shiftOf(m) > 0);

export const shiftOf = ({ before, after }: Moved): number => Math.abs(before - after);

/**
 * Compares the ranks that two scores give, over the units that have both: both are ranked among those.
 *
 * @param places the units that count, by their place
 */
export function rankShifts(first: Float64Array, second: Float64Array, places: readonly number[]): RankShifts {
  const both = places.filter((place) => !Number.isNaN(first[place] ?? Number.NaN) && !Number.isNaN(second[place] ?? Number.NaN));
  const [x, y] = [first, second].map((scores) => Float64Array.from(both, (place) => scores[place] ?? Number.NaN));
  const [before, after] = [ranks(x ?? first), ranks(y ?? second)];
  const all = both.map((place, i): Moved => ({ place, before: before[i] ?? 0, after: after[i] ?? 0 }));
  all.sort((a, b) => shiftOf(b) - shiftOf(a) || a.before - b.before || a.place - b.place);
  return {
    spearman: spearman(x ?? first, y ?? second),
    mean: all.reduce((sum, m) => sum + shiftOf(m), 0) / all.length,
    largest: all[0] === undefined ? 0 : shiftOf(all[0]),
    all,
  };
}
