import { furthest, rankShifts, shiftOf } from './rank-shifts.js';
import type { Moved } from './rank-shifts.js';
import { scoresWith } from './scores-of.js';
import { scoredUnits } from './units.js';
import type { DiagnosedUnits } from './units.js';

/** What the estimated or imputed values of a variable do to the ranking, against leaving them aside. */
export interface ReplacedValues {
  readonly id: string;
  /** How many ranked units have their value estimated or imputed. */
  readonly units: number;
  /** Of those units. */
  readonly meanShift: number;
  readonly largestShift: number;
  /** Those of them that move most, the furthest first. */
  readonly moved: readonly Moved[];
  /** Mean and largest shift of the other units. */
  readonly othersMeanShift: number;
  readonly othersLargestShift: number;
  readonly spearman: number | null;
}

/**
 * The ranking made again with the estimated or imputed values of each variable left aside, all reference
 * values unchanged: the other variables then share their weight.
 */
export function replacedValues(units: DiagnosedUnits): ReplacedValues[] {
  const scored = scoredUnits(units);
  return units.variables.flatMap(({ id, statuses, points }) => {
    const isReplaced = (place: number): boolean => statuses[place] === 'estime' || statuses[place] === 'impute';
    if (!scored.some(isReplaced)) return [];
    const without = scoresWith(units, new Map([[id, points.map((value, place) => (isReplaced(place) ? Number.NaN : value))]]));
    const { all, spearman } = rankShifts(units.score, without, scored);
    const [own, others] = [all.filter((m) => isReplaced(m.place)), all.filter((m) => !isReplaced(m.place))];
    return [
      {
        id,
        units: own.length,
        meanShift: meanShift(own),
        largestShift: largestShift(own),
        moved: furthest(own),
        othersMeanShift: meanShift(others),
        othersLargestShift: largestShift(others),
        spearman,
      },
    ];
  });
}

const meanShift = (units: readonly Moved[]): number => (units.length === 0 ? 0 : units.reduce((sum, m) => sum + shiftOf(m), 0) / units.length);

/** They come the furthest first. */
const largestShift = ([first]: readonly Moved[]): number => (first === undefined ? 0 : shiftOf(first));
