import { truncated } from '../index/truncate.js';
import type { Aggregation } from '../index/tree.js';

/**
 * `combine` (index/combine.ts) for all units at once, without any allocation: the parts of a level are
 * columns, NaN where a unit has none. The arithmetic is the same to the last bit.
 *
 * @param out receives the level's values; may not be one of the parts
 */
export function combineColumns(parts: readonly Float64Array[], weights: ArrayLike<number>, rule: Aggregation, out: Float64Array): void {
  const count = parts.length;
  for (let unit = 0; unit < out.length; unit += 1) {
    let sum = 0;
    let known = 0;
    for (let k = 0; k < count; k += 1) {
      const value = parts[k]![unit]!;
      if (Number.isNaN(value)) continue;
      sum += weights[k]! * value;
      known += weights[k]!;
    }
    out[unit] = sum / known;
  }
  if (rule.method !== 'moyenne') reshape(parts, weights, rule, out);
  if (rule.truncated) for (let unit = 0; unit < out.length; unit += 1) out[unit] = truncated(out[unit]!);
}

/** Turns the means of `out` into what another rule makes of the same parts. */
function reshape(parts: readonly Float64Array[], weights: ArrayLike<number>, rule: Aggregation, out: Float64Array): void {
  let all = 0;
  for (let k = 0; k < parts.length; k += 1) all += weights[k]!;
  for (let unit = 0; unit < out.length; unit += 1) {
    const centre = out[unit]!;
    if (Number.isNaN(centre)) continue;
    out[unit] = rule.method === 'somme' ? (centre * all) / rule.divisor : unequalMean(parts, weights, rule, unit, centre);
  }
}

function unequalMean(parts: readonly Float64Array[], weights: ArrayLike<number>, { method, penalty }: Aggregation, unit: number, centre: number): number {
  let first = Number.NaN;
  let equal = true;
  let zero = false;
  let sum = 0;
  let known = 0;
  for (let k = 0; k < parts.length; k += 1) {
    const value = parts[k]![unit]!;
    if (Number.isNaN(value)) continue;
    if (known === 0) first = value;
    equal &&= value === first;
    zero ||= value === 0;
    sum += weights[k]! * (method === 'geometrique' ? Math.log(value) : method === 'harmonique' ? 1 / value : (value - centre) ** 2);
    known += weights[k]!;
  }
  if (equal) return first;
  const mean = sum / known;
  if (method === 'mazziotta-pareto') return penalty === '+' ? centre + mean / centre : centre - mean / centre;
  if (zero) return 0;
  return method === 'geometrique' ? Math.exp(mean) : 1 / mean;
}
