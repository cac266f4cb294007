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
  const known = parts.filter((p) => !Number.isNaN(p.value));
  const [first] = known;
  if (first === undefined) return Number.NaN;
  // A mean of equal numbers is that number: by way of logarithms or inverses it would be off by an error, and break ties.
  const equal = rule.method !== 'somme' && known.every((p) => p.value === first.value);
  const value = equal ? first.value : together(known, parts, rule);
  return rule.truncated ? truncated(value) : value;
}

function together(known: readonly Part[], parts: readonly Part[], rule: Aggregation): number {
  switch (rule.method) {
    case 'moyenne':
      return mean(known);
    case 'geometrique':
      if (known.some((p) => p.value === 0)) return 0;
      return Math.exp(mean(known.map(({ value, weight }) => ({ value: Math.log(value), weight }))));
    case 'harmonique':
      if (known.some((p) => p.value === 0)) return 0;
      return 1 / mean(known.map(({ value, weight }) => ({ value: 1 / value, weight })));
    case 'mazziotta-pareto': {
      const centre = mean(known);
      const variance = mean(known.map(({ value, weight }) => ({ value: (value - centre) ** 2, weight })));
      return centre + (rule.penalty === '+' ? 1 : -1) * (variance / centre);
    }
    case 'somme':
      return (mean(known) * weightOf(parts)) / rule.divisor;
  }
}

function mean(parts: readonly Part[]): number {
  let sum = 0;
  for (const { value, weight } of parts) sum += weight * value;
  return sum / weightOf(parts);
}

/** The sum of the weights. */
export function weightOf(parts: readonly Pick<Part, 'weight'>[]): number {
  let sum = 0;
  for (const { weight } of parts) sum += weight;
  return sum;
}
