import { coefficients } from '../index/coefficients.js';
import { pearson } from '../index/correlation.js';
import { covariance, variance } from '../statistics/covariance.js';
import { scoredUnits, valuesAt } from './units.js';
import type { DiagnosedUnits } from './units.js';

/** What a variable weighs by the model, and what it weighs in fact. */
export interface EffectiveWeight {
  readonly id: string;
  readonly nominal: number;
  /** Share of the variance of the score: Cov(contribution, score) / Var(score). May be negative. */
  readonly varianceShare: number;
  /** Pearson's r² with the score: the share of its variance that a line in this variable alone explains. */
  readonly r2: number | null;
}

export interface EffectiveWeights {
  readonly variables: readonly EffectiveWeight[];
  /** The share of what rules that are no weighted mean add; 0 where all levels are means or sums. */
  readonly residualShare: number;
}

/**
 * Nominal against effective weights (Paruolo, Saisana and Saltelli 2013; Becker and others 2017).
 *
 * The contribution of a variable is its coefficient in a unit's score (what is missing leaves its share to
 * the others) times its points. As contributions and residual add up to the score, their covariances
 * with it add up to its variance: the shares add up to 1. r² is Paruolo's importance with a linear fit; it
 * does not add up, since variables go together.
 *
 * @returns null when fewer than three units have a score, or scores do not vary
 */
export function effectiveWeights(units: DiagnosedUnits): EffectiveWeights | null {
  const places = scoredUnits(units);
  const score = valuesAt(units.score, places);
  const spread = variance(score);
  if (places.length < 3 || !(spread > 0)) return null;
  const residual = score.slice();
  const contributions = units.variables.map(() => new Float64Array(places.length));
  const sharesOf = sharesByKnown(units);
  for (const [row, place] of places.entries()) {
    const shares = sharesOf(place);
    for (const [i, { id, points }] of units.variables.entries()) {
      const value = points[place] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const contribution = (shares.get(id) ?? 0) * (value - units.scale.centre);
      contributions[i]?.fill(contribution, row, row + 1);
      residual[row] = (residual[row] ?? 0) - contribution;
    }
  }
  return {
    variables: units.variables.map((v, i) => ({
      id: v.id,
      nominal: v.nominalWeight,
      varianceShare: covariance(contributions[i] ?? score, score) / spread,
      r2: squared(pearson(valuesAt(v.points, places), score)),
    })),
    residualShare: covariance(residual, score) / spread,
  };
}

/** The coefficients of a unit's known variables; units that lack the same ones share them. */
function sharesByKnown({ tree, variables }: DiagnosedUnits): (place: number) => ReadonlyMap<string, number> {
  const byPattern = new Map<string, ReadonlyMap<string, number>>();
  return (place) => {
    const known = new Set(variables.filter((v) => !Number.isNaN(v.points[place] ?? Number.NaN)).map((v) => v.id));
    const pattern = [...known].join(' ');
    const shares = byPattern.get(pattern) ?? coefficients(tree, (id) => known.has(id)).variables;
    byPattern.set(pattern, shares);
    return shares;
  };
}

const squared = (r: number | null): number | null => (r === null ? null : r ** 2);
