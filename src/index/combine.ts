import { truncated } from './truncate.js';
import type { Aggregation } from './tree.js';

/** A number with its weight among those that it is put together with. */
export interface Part {
  readonly value: number;
  readonly weight: number;
}

/**
 * Puts the known parts together by the rule of their level; what is missing leaves its weight to the
 * others. Weighted by w over the known parts, M being their arithmetic mean:
 *
 * - `moyenne`: M;
 * - `geometrique`: exp(Σ w·ln x / Σ w), 0 where a part is 0;
 * - `harmonique`: Σ w / Σ (w/x), 0 where a part is 0;
 * - `mazziotta-pareto`: M ± S²/M, S² = Σ w·(x − M)² / Σ w, that is M ± S × coefficient of variation
 *   (Mazziotta and Pareto, adjusted for the direction); M where all parts are equal;
 * - `somme`: M × (weight of all the parts, the missing ones included) / divisor.
 *
 * All but `moyenne` and `somme` need parts that are not negative.
 *
 * @returns NaN when every part is missing
 */
export function combine(parts: readonly Part[], rule: Aggregation): number {
  const value = together(parts, rule);
  return rule.truncated ? truncated(value) : value;
}

function together(parts: readonly Part[], rule: Aggregation): number {
  const centre = meanOfKnown(parts);
  if (Number.isNaN(centre) || rule.method === 'moyenne') return centre;
  if (rule.method === 'somme') return (centre * weightOf(parts)) / rule.divisor;
  const known = parts.filter((p) => !Number.isNaN(p.value));
  // A mean of equal numbers is that number: by way of logarithms or inverses it would be off by an error, and break ties.
  const first = known[0]?.value ?? Number.NaN;
  if (known.every((p) => p.value === first)) return first;
  const meanOf = (turned: (value: number) => number): number => meanOfKnown(known.map(({ value, weight }) => ({ value: turned(value), weight })));
  switch (rule.method) {
    case 'geometrique':
      return known.some((p) => p.value === 0) ? 0 : Math.exp(meanOf(Math.log));
    case 'harmonique':
      return known.some((p) => p.value === 0) ? 0 : 1 / meanOf((value) => 1 / value);
    case 'mazziotta-pareto': {
      const penalty = meanOf((value) => (value - centre) ** 2) / centre;
      return rule.penalty === '+' ? centre + penalty : centre - penalty;
    }
  }
}

/** The weighted mean of the known parts; NaN when all are missing. */
function meanOfKnown(parts: readonly Part[]): number {
  let sum = 0;
  let weights = 0;
  for (const { value, weight } of parts) {
    if (Number.isNaN(value)) continue;
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
}

/** The sum of the weights. */
export function weightOf(parts: readonly Pick<Part, 'weight'>[]): number {
  let sum = 0;
  for (const { weight } of parts) sum += weight;
  return sum;
}
