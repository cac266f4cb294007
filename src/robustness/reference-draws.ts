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
  /** Units of the territory that are in the reference. */
  readonly #inside: Int32Array;
  /** By unit of the territory. */
  readonly #weights: Float64Array;
  readonly #observed: Uint8Array;
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
    this.#inside = Int32Array.from(index.territory.keys()).filter((unit) => inReference.has(index.territory[unit]!));
    this.#weights = Float64Array.from(index.territory, (row) => variable.denominators[row]!);
    this.#observed = Uint8Array.from(index.territory, (row) => (isObserved(variable.statuses[row] ?? 'absent') ? 1 : 0));
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
    const observed = this.#observed;
    for (const unit of this.#inside) {
      const value = values[unit]!;
      if (Number.isNaN(value) || (observed[unit] === 0 && !estimates)) continue;
      scratch[count] = value;
      count += 1;
      sum += value;
    }
    return rule === 'moyenne' ? sum / count : medianInPlace(scratch, count);
  }

  #total(values: Float64Array, estimates: boolean): number {
    let { weighted, weight } = estimates ? this.#outsideWithEstimates : this.#outside;
    const observed = this.#observed;
    const weights = this.#weights;
    for (const unit of this.#inside) {
      const value = values[unit]!;
      const own = weights[unit]!;
      if (Number.isNaN(value) || !(own > 0) || (observed[unit] === 0 && !estimates)) continue;
      weighted += own * value;
      weight += own;
    }
    return weighted / weight;
  }
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
