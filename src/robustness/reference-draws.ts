import type { ReferenceRule } from '../index/model.js';
import { isObserved } from '../index/statuses.js';
import { medianInPlace } from './median.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';

/** Values of the reference that no draw varies: those of its units out of the territory. */
interface Outside {
  readonly values: Float64Array;
  readonly weighted: number;
  readonly weight: number;
  readonly sum: number;
}

/**
 * The value of the reference for drawn values of the territory, by the rules of index/reference.ts. Units
 * of the reference out of the territory keep their own values.
 */
export class ReferenceDraws {
  readonly #variable: QuantityVariable;
  /** Units of the territory that are in the reference, those that are observed and the others, with their weights (0: none). */
  readonly #observed: Weighted;
  readonly #missing: Weighted;
  readonly #outside: Outside;
  readonly #outsideWithEstimates: Outside;
  readonly #scratch: Float64Array;
  /** What the total of these quantities is multiplied by to be the result's own, where that was made of finer units. */
  #factor = 1;

  /**
   * @param all values in use by unit of the quantities
   * @param own those of the territory
   */
  constructor(variable: QuantityVariable, index: StoredIndex, all: Float64Array, own: Float64Array) {
    this.#variable = variable;
    const inReference = new Set(index.reference);
    const inTerritory = new Set(index.territory);
    const inside = Int32Array.from(index.territory.keys()).filter((unit) => inReference.has(index.territory[unit]!));
    const isSeen = (unit: number): boolean => isObserved(variable.statuses[index.territory[unit]!] ?? 'absent') && !Number.isNaN(own[unit]);
    const weightOf = (unit: number): number => variable.denominators[index.territory[unit]!]!;
    this.#observed = weighted(inside.filter(isSeen), weightOf);
    this.#missing = weighted(inside.filter((unit) => !isSeen(unit)), weightOf);
    const others = index.reference.filter((row) => !inTerritory.has(row));
    this.#outside = outsideOf(others.filter((row) => isObserved(variable.statuses[row] ?? 'absent')), all, variable);
    this.#outsideWithEstimates = outsideOf(others.filter((row) => variable.statuses[row] !== 'impute'), all, variable);
    this.#scratch = new Float64Array(index.reference.length);
    if (variable.reference.rule === 'total') {
      const again = this.value('total', own, variable.policy === 'estimation');
      // What differs by the order of a sum alone is the same number.
      if (Math.abs(again - variable.reference.value) > 1e-9 * Math.abs(again)) this.#factor = variable.reference.value / again;
    }
  }

  /**
   * The value by a rule; NaN where the data do not give it.
   *
   * @param values by unit of the territory
   * @param estimates true where the values of units that are not observed are estimates, which count
   */
  value(rule: ReferenceRule, values: Float64Array, estimates: boolean): number {
    if (rule === 'publie') return this.#variable.reference.value;
    if (rule === 'total') return this.#total(values, estimates && this.#variable.kind === 'taux') * this.#factor;
    const outside = estimates ? this.#outsideWithEstimates : this.#outside;
    const scratch = this.#scratch;
    scratch.set(outside.values);
    let count = outside.values.length;
    let sum = outside.sum;
    for (const { units } of estimates ? [this.#observed, this.#missing] : [this.#observed]) {
      for (const unit of units) {
        const value = values[unit]!;
        if (Number.isNaN(value)) continue;
        scratch[count] = value;
        count += 1;
        sum += value;
      }
    }
    return rule === 'moyenne' ? sum / count : medianInPlace(scratch, count);
  }

  #total(values: Float64Array, estimates: boolean): number {
    let { weighted, weight } = estimates ? this.#outsideWithEstimates : this.#outside;
    const { units, weights } = this.#observed;
    weight += this.#observed.total;
    for (let k = 0; k < units.length; k += 1) weighted += weights[k]! * values[units[k]!]!;
    if (!estimates) return weighted / weight;
    const missing = this.#missing;
    for (let k = 0; k < missing.units.length; k += 1) {
      const value = values[missing.units[k]!]!;
      if (Number.isNaN(value)) continue;
      weighted += missing.weights[k]! * value;
      weight += missing.weights[k]!;
    }
    return weighted / weight;
  }
}

/** Units and what they weigh. */
interface Weighted {
  readonly units: Int32Array;
  readonly weights: Float64Array;
  readonly total: number;
}

function weighted(units: Int32Array, weightOf: (unit: number) => number): Weighted {
  const weights = Float64Array.from(units, (unit) => (weightOf(unit) > 0 ? weightOf(unit) : 0));
  return { units, weights, total: weights.reduce((sum, w) => sum + w, 0) };
}

function outsideOf(rows: Int32Array, all: Float64Array, { denominators }: QuantityVariable): Outside {
  const known = rows.filter((row) => !Number.isNaN(all[row]!));
  const values = Float64Array.from(known, (row) => all[row]!);
  const weights = Float64Array.from(known, (row) => denominators[row]!);
  let weighted = 0;
  let weight = 0;
  let sum = 0;
  for (const [k, value] of values.entries()) {
    sum += value;
    if (!(weights[k]! > 0)) continue;
    weighted += weights[k]! * value;
    weight += weights[k]!;
  }
  return { values, weighted, weight, sum };
}
