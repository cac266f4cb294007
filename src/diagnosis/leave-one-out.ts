import { bringUp } from '../index/aggregate.js';
import { ranks } from '../index/ranks.js';
import { spearman } from '../statistics/spearman.js';
import { scoredUnits, valuesAt } from './units.js';
import type { DiagnosedUnits } from './units.js';

/** The ranks without a variable or an axis, against those with it. */
export interface LeftOut {
  readonly level: 'variable' | 'axe';
  readonly id: string;
  /** Spearman's coefficient of the two rankings. */
  readonly spearman: number | null;
  /** Mean and largest absolute shift of rank. */
  readonly meanShift: number;
  readonly largestShift: number;
  /** The units that move most, the furthest first. */
  readonly moved: readonly Moved[];
  /** Units that have no score any more: they are in neither ranking. */
  readonly lost: number;
}

export interface Moved {
  readonly place: number;
  readonly before: number;
  readonly after: number;
}

/** How many of the units that move most are kept. */
const MOST_MOVED = 5;

/**
 * The ranking made again without each variable, then without each axis: what is left out leaves its weight
 * to the others of its level, as a missing value does. A place without which nothing is left is passed over.
 */
export function leaveOneOut(units: DiagnosedUnits): LeftOut[] {
  const scored = scoredUnits(units);
  const subjects = [
    ...units.variables.map(({ id }) => ({ level: 'variable' as const, id, ids: [id] as readonly string[] })),
    ...units.nodes.filter((node) => node.kind === 'axe').map(({ id, variables }) => ({ level: 'axe' as const, id, ids: variables })),
  ];
  return subjects.flatMap(({ level, id, ids }) => {
    const without = scoresWithout(units, scored, ids);
    const kept = [...scored.keys()].filter((i) => !Number.isNaN(without[i] ?? Number.NaN));
    if (kept.length < 2) return [];
    const [before, after] = [valuesAt(valuesAt(units.score, scored), kept), valuesAt(without, kept)];
    return [{ level, id, ...comparison(before, after, kept.map((i) => scored[i] ?? -1)), lost: scored.length - kept.length }];
  });
}

function scoresWithout(units: DiagnosedUnits, places: readonly number[], ids: readonly string[]): Float64Array {
  const points = new Map(units.variables.filter((v) => !ids.includes(v.id)).map((v) => [v.id, v.points]));
  return Float64Array.from(places, (place) => bringUp(units.tree, (id) => points.get(id)?.[place] ?? Number.NaN).score);
}

function comparison(before: Float64Array, after: Float64Array, places: readonly number[]): Pick<LeftOut, 'spearman' | 'meanShift' | 'largestShift' | 'moved'> {
  const [first, second] = [ranks(before), ranks(after)];
  const moved = places.map((place, i): Moved => ({ place, before: first[i] ?? 0, after: second[i] ?? 0 }));
  const shift = ({ before: a, after: b }: Moved): number => Math.abs(a - b);
  moved.sort((a, b) => shift(b) - shift(a) || a.before - b.before || a.place - b.place);
  return {
    spearman: spearman(before, after),
    meanShift: moved.reduce((sum, m) => sum + shift(m), 0) / moved.length,
    largestShift: moved[0] === undefined ? 0 : shift(moved[0]),
    moved: moved.slice(0, MOST_MOVED).filter((m) => shift(m) > 0),
  };
}
