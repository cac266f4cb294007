import { fitLogLog } from '../index/estimate.js';
import { MISSING_POLICIES } from '../index/model.js';
import type { MissingPolicy } from '../index/model.js';
import { isObserved } from '../index/statuses.js';
import { estimatedValue, observedValue } from './recompute.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';

/** What a policy puts in the place of the missing values of a variable. */
export interface Filling {
  readonly policy: MissingPolicy;
  /** By missing unit; NaN where it has nothing to give. Under `reference` they are not read: the value is that of the draw. */
  readonly values: Float64Array;
}

/** The least number of units that a fit is made on again, where the result made none. */
const MINIMUM_OBSERVATIONS = 20;

/** The units of the territory whose value is not observed, as positions in the territory. */
export const missingUnits = ({ statuses }: QuantityVariable, { territory }: StoredIndex): Int32Array =>
  Int32Array.from(territory.keys()).filter((unit) => !isObserved(statuses[territory[unit]!] ?? 'absent'));

/**
 * What each policy gives the missing units of a variable. A territory's own value is the
 * total of the observed values of its units in the territory computed. A policy that
 * has nothing for a variable (no fit, no territory) leaves it to the result's own one.
 *
 * @param own values in use by unit of the territory
 */
export function fillingsOf(variable: QuantityVariable, index: StoredIndex, missing: Int32Array, own: Float64Array): ReadonlyMap<MissingPolicy, Filling> {
  const fitted = withFit(variable, index);
  const of = (policy: MissingPolicy, valueOf: (row: number) => number): Filling => ({ policy, values: Float64Array.from(missing, (unit) => valueOf(index.territory[unit]!)) });
  const asTold: Filling = { policy: variable.policy, values: Float64Array.from(missing, (unit) => own[unit]!) };
  const made = new Map<MissingPolicy, Filling>();
  for (const policy of MISSING_POLICIES) {
    if (policy === variable.policy) made.set(policy, asTold);
    else if (policy === 'estimation') made.set(policy, fitted.fit === null ? asTold : of(policy, (row) => estimatedValue(fitted, row)));
    else if (policy === 'ignorer') made.set(policy, of(policy, () => Number.NaN));
    else if (policy === 'reference') made.set(policy, Number.isNaN(variable.reference.value) ? asTold : of(policy, () => variable.reference.value));
    else made.set(policy, territoryFilling(policy, variable, index, of) ?? asTold);
  }
  return made;
}

/** The variable with its fit, made on the reference where the result had none and a predictor is stored. */
export function withFit(variable: QuantityVariable, { reference }: StoredIndex): QuantityVariable {
  if (variable.fit !== null || variable.predictors === null) return variable;
  const observed = Float64Array.from(variable.statuses.keys(), (row) => observedValue(variable, row));
  const fit = fitLogLog(variable.predictors, observed, reference, MINIMUM_OBSERVATIONS);
  return { ...variable, fit };
}

function territoryFilling(
  policy: 'epci' | 'departement',
  variable: QuantityVariable,
  index: StoredIndex,
  of: (policy: MissingPolicy, valueOf: (row: number) => number) => Filling,
): Filling | null {
  const codes = policy === 'epci' ? index.epci : index.departements;
  const sums = new Map<string, { weighted: number; weight: number }>();
  for (const row of index.territory) {
    const value = observedValue(variable, row);
    const weight = variable.denominators[row]!;
    const code = codes[row] ?? '';
    if (code === '' || Number.isNaN(value) || !(weight > 0)) continue;
    const sum = sums.get(code) ?? { weighted: 0, weight: 0 };
    sums.set(code, { weighted: sum.weighted + weight * value, weight: sum.weight + weight });
  }
  if (sums.size === 0) return null;
  return of(policy, (row) => {
    const code = codes[row] ?? '';
    const sum = sums.get(code);
    return sum === undefined ? Number.NaN : sum.weighted / sum.weight;
  });
}
