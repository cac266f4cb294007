import { furthest, rankShifts } from './rank-shifts.js';
import type { Moved } from './rank-shifts.js';
import { noPoints, scoresWith } from './scores-of.js';
import { scoredUnits } from './units.js';
import type { DiagnosedUnits } from './units.js';

/** The ranks without a variable or an axis, against those with it. */
export interface LeftOut {
  readonly level: 'variable' | 'axe';
  readonly id: string;
  readonly spearman: number | null;
  readonly meanShift: number;
  readonly largestShift: number;
  /** The units that move most, the furthest first. */
  readonly moved: readonly Moved[];
  /** Units that have no score any more: they are in neither ranking. */
  readonly lost: number;
}

/**
 * The ranking made again without each variable, then without each axis: what is left out leaves its weight
 * to the others of its level, as a missing value does. A place without which nothing is left is passed over.
 */
export function leaveOneOut(units: DiagnosedUnits): LeftOut[] {
  const scored = scoredUnits(units);
  const none = noPoints(units);
  const subjects = [
    ...units.variables.map(({ id }) => ({ level: 'variable' as const, id, ids: [id] as readonly string[] })),
    ...units.nodes.filter((node) => node.kind === 'axe').map(({ id, variables }) => ({ level: 'axe' as const, id, ids: variables })),
  ];
  return subjects.flatMap(({ level, id, ids }) => {
    const without = scoresWith(units, new Map(ids.map((variable) => [variable, none])));
    const shifts = rankShifts(units.score, without, scored);
    if (shifts.all.length < 2) return [];
    return [
      {
        level,
        id,
        spearman: shifts.spearman,
        meanShift: shifts.mean,
        largestShift: shifts.largest,
        moved: furthest(shifts.all),
        lost: scored.length - shifts.all.length,
      },
    ];
  });
}
