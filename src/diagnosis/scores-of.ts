import { rescore } from '../robustness/recompute.js';
import type { DiagnosedUnits } from './units.js';

/**
 * The scores of the units with other points for some variables (by id); NaN for a unit without a
 * published score, or with nothing left. No threshold of completeness: what is tried must not take a
 * unit out of the ranking.
 */
export function scoresWith({ tree, variables, score }: Pick<DiagnosedUnits, 'tree' | 'variables' | 'score'>, other: ReadonlyMap<string, Float64Array>): Float64Array {
  const points = new Map(variables.map((v) => [v.id, other.get(v.id) ?? v.points]));
  const again = rescore({ tree, threshold: 0 }, points).score;
  return again.map((value, place) => (Number.isNaN(score[place] ?? Number.NaN) ? Number.NaN : value));
}

/** No points at all for a variable. */
export const noPoints = ({ score }: Pick<DiagnosedUnits, 'score'>): Float64Array => new Float64Array(score.length).fill(Number.NaN);
