import { bringUp } from '../index/aggregate.js';
import type { DiagnosedUnits } from './units.js';

/**
 * The scores of the units with other points; NaN for a unit without a published score, or with nothing
 * left. No threshold of completeness: what is tried must not take a unit out of the ranking.
 *
 * @param pointsOf points of a variable (by id) for a unit (by place), NaN for none
 */
export const scoresWith = ({ tree, score }: Pick<DiagnosedUnits, 'tree' | 'score'>, pointsOf: (id: string, place: number) => number): Float64Array =>
  score.map((published, place) => (Number.isNaN(published) ? Number.NaN : bringUp(tree, (id) => pointsOf(id, place)).score));
