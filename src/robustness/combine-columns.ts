import { truncated } from '../index/truncate.js';
import type { Aggregation } from '../index/tree.js';

/** Units that are put together at a time: their columns then stay in the processor's cache from one level to the next. */
export const BLOCK = 2048;

const sums = new Float64Array(BLOCK);

/**
 * `combine` (index/combine.ts) for a block of units at once, without any allocation: the parts of a level
 * are columns, NaN where a unit has none. The arithmetic is the same to the last bit.
 *
 * @param out receives the level's values; may not be one of the parts
 * @param from the first unit
 * @param to the one after the last, at most `BLOCK` further
 */
export function combineColumns(parts: readonly Float64Array[], weights: ArrayLike<number>, rule: Aggregation, out: Float64Array, from: number, to: number): void {
  const length = to - from;
  const last = parts.length - 1;
  let all = 0;
  // No part is looked at for what it lacks: most units lack nothing, and the sum of another is NaN.
  sums.fill(0, 0, length);
  for (let k = 0; k < last; k += 1) {
    addPart(parts[k]!, weights[k]!, from, length);
    all += weights[k]!;
  }
  all += weights[last]!;
  endWithPart(parts[last]!, weights[last]!, all, out, from, length);
  for (let unit = from; unit < to; unit += 1) if (Number.isNaN(out[unit])) out[unit] = meanOfKnown(parts, weights, unit);
  if (rule.method !== 'moyenne') reshape(parts, weights, rule, out, from, to);
  if (rule.truncated) for (let unit = from; unit < to; unit += 1) out[unit] = truncated(out[unit]!);
}

function addPart(part: Float64Array, weight: number, from: number, length: number): void {
  for (let u = 0; u < length; u += 1) sums[u] = sums[u]! + weight * part[from + u]!;
}

/** The sums with their last part, over the weight of all: in one loop, as most levels have two parts. */
function endWithPart(part: Float64Array, weight: number, all: number, out: Float64Array, from: number, length: number): void {
  for (let u = 0; u < length; u += 1) out[from + u] = (sums[u]! + weight * part[from + u]!) / all;
}

/** The mean of the parts that a unit has; NaN without any. */
function meanOfKnown(parts: readonly Float64Array[], weights: ArrayLike<number>, unit: number): number {
  let sum = 0;
  let known = 0;
  for (let k = 0; k < parts.length; k += 1) {
    const value = parts[k]![unit]!;
    if (Number.isNaN(value)) continue;
    sum += weights[k]! * value;
    known += weights[k]!;
  }
  return sum / known;
}

/** Turns the means of `out` into what another rule makes of the same parts. */
function reshape(parts: readonly Float64Array[], weights: ArrayLike<number>, rule: Aggregation, out: Float64Array, from: number, to: number): void {
  let all = 0;
  for (let k = 0; k < parts.length; k += 1) all += weights[k]!;
  for (let unit = from; unit < to; unit += 1) {
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
