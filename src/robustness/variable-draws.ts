import type { ReferenceRule } from '../index/model.js';
import type { Normalisation } from '../index/normalisation.js';
import { points } from '../index/points.js';
import { truncated } from '../index/truncate.js';
import type { Alternatives, Choice } from './alternatives.js';
import { populationOf } from './alternatives.js';
import { samplingDeviations } from './census-sampling.js';
import { fillingsOf, missingUnits, withFit } from './fillings.js';
import type { Filling } from './fillings.js';
import type { Ordering } from '../statistics/ordering.js';
import { PlaceDraws } from './place-draws.js';
import { publishedStep } from './published-step.js';
import { estimatedValue, pointsOfValues, usedValues } from './recompute.js';
import { ReferenceDraws } from './reference-draws.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';
import type { Random } from '../statistics/random.js';

/** The sources of numbers of what perturbs values; null for what does not vary. */
export interface Perturbations {
  readonly rounding: Random | null;
  /** Of standard normal draws. */
  readonly sampling: Random | null;
  readonly estimation: Random | null;
}

/** Units whose value is drawn in an interval: those of a rounded rate. */
interface Rounded {
  readonly units: Int32Array;
  readonly from: Float64Array;
  readonly width: Float64Array;
}

/** Units whose value is drawn from a normal distribution around their own. */
interface Sampled {
  readonly units: Int32Array;
  readonly deviations: Float64Array;
}

/**
 * One variable in the draws of a simulation: its values and points by unit of the territory, made again
 * for each draw in the same arrays. A draw in which nothing of the variable varies gives its own points,
 * to the last bit.
 */
export class VariableDraws {
  readonly #variable: QuantityVariable;
  readonly #own: Float64Array;
  readonly #missing: Int32Array;
  readonly #missingMask: Uint8Array;
  readonly #fillings: readonly Filling[];
  /** By missing unit: what the fit alone gives, and the most that it may be. */
  readonly #fitted: Float64Array;
  readonly #ceilings: Float64Array;
  readonly #deviation: number;
  readonly #canBeEstimated: boolean;
  readonly #rounded: Rounded;
  readonly #sampled: Sampled;
  readonly #reference: ReferenceDraws;
  readonly #places: PlaceDraws;
  readonly #alternatives: Alternatives;
  readonly #values: Float64Array;
  readonly #points: Float64Array;
  /** Points of the choices in which no value varies. */
  readonly #still = new Map<number, Float64Array>();

  /**
   * @param ordering of as many values as the territory has units
   * @param values as many numbers; variables take turns in both, which so stay in the processor's cache
   */
  constructor(variable: QuantityVariable, index: StoredIndex, alternatives: Alternatives, ordering: Ordering, values: Float64Array) {
    const all = usedValues(variable, index);
    const own = Float64Array.from(index.territory, (row) => all[row]!);
    const missing = missingUnits(variable, index);
    const fillings = fillingsOf(variable, index, missing, own);
    const fitted = withFit(variable, index);
    this.#variable = variable;
    this.#own = own;
    this.#missing = missing;
    this.#missingMask = new Uint8Array(own.length);
    for (const unit of missing) this.#missingMask[unit] = 1;
    this.#fillings = alternatives.policies.map((policy) => fillings.get(policy ?? variable.policy) ?? { policy: variable.policy, values: Float64Array.from(missing, (unit) => own[unit]!) });
    this.#deviation = fitted.fit?.deviation ?? 0;
    this.#fitted = Float64Array.from(missing, (unit) => estimatedValue({ ...fitted, ceiling: null }, index.territory[unit]!));
    this.#canBeEstimated = this.#deviation > 0 && this.#fitted.some((value) => !Number.isNaN(value));
    this.#ceilings = Float64Array.from(missing, (unit) => ceilingOf(variable, index.territory[unit]!));
    this.#rounded = roundedOf(variable, index, own);
    const deviations = samplingDeviations(variable, index);
    const units = Int32Array.from(deviations.keys()).filter((unit) => deviations[unit]! > 0);
    this.#sampled = { units, deviations: Float64Array.from(units, (unit) => deviations[unit]!) };
    this.#reference = new ReferenceDraws(variable, index, all, own);
    this.#places = new PlaceDraws(variable, populationOf(variable.normalisation), index, all, this.#missingMask, ordering);
    this.#alternatives = alternatives;
    this.#values = values;
    this.#points = new Float64Array(own.length);
    this.#still.set(0, pointsOfValues(variable, all, own, index));
  }

  get hasMissing(): boolean {
    return this.#missing.length > 0;
  }

  get isRounded(): boolean {
    return this.#rounded.units.length > 0;
  }

  get isSampled(): boolean {
    return this.#sampled.units.length > 0;
  }

  /** True where the policy of some choice estimates values, whose residuals can be drawn. */
  isEstimated(policy: number): boolean {
    return this.#canBeEstimated && this.#fillings[policy]?.policy === 'estimation';
  }

  /** 1 for the units of the territory that have no points of their own. */
  get pointless(): Uint8Array {
    return Uint8Array.from(this.#still.get(0) ?? [], (value, unit) => (Number.isNaN(value) || this.#missingMask[unit] === 1 ? 1 : 0));
  }

  /** True where a normalisation gives points to every unit that has a value; `minmax` and `z` need values that vary. */
  takes(normalisation: number): boolean {
    const made = this.#stillPoints({ policy: 0, rule: 0, normalisation }, this.#fillings[0]!);
    return made.every((value, unit) => !Number.isNaN(value) || Number.isNaN(this.#own[unit]));
  }

  /** The numbers that tell a policy from another: what each missing unit would have. */
  filled(policy: number): Float64Array {
    const filling = this.#fillings[policy]!;
    if (filling.policy !== 'reference') return filling.values;
    return new Float64Array(filling.values.length).fill(this.#referenceValue(null, this.#own, false, this.#variable.policy === 'reference'));
  }

  /** The reference by a rule, were nothing else to vary; that of the result where the rule gives none. */
  referenceBy(rule: ReferenceRule | null): number {
    return this.#referenceValue(rule, this.#own, this.#variable.policy === 'estimation', true);
  }

  /** Draws the points of all units; the array is the variable's own until the next draw. */
  draw(choice: Choice, { rounding, sampling, estimation }: Perturbations): Float64Array {
    const filling = this.#fillings[choice.policy]!;
    const residuals = this.isEstimated(choice.policy) ? estimation : null;
    const varies = (rounding !== null && this.isRounded) || (sampling !== null && this.isSampled) || residuals !== null;
    if (!varies) return this.#stillPoints(choice, filling);
    const values = this.#values;
    values.set(this.#own);
    if (rounding !== null) this.#round(rounding);
    if (sampling !== null) this.#sample(sampling);
    this.#fill(filling, residuals);
    this.#toPoints(choice, filling, false, this.#points);
    return this.#points;
  }

  #stillPoints(choice: Choice, filling: Filling): Float64Array {
    const { rules, normalisations } = this.#alternatives;
    const key = (choice.policy * rules.length + choice.rule) * normalisations.length + choice.normalisation;
    const known = this.#still.get(key);
    if (known !== undefined) return known;
    this.#values.set(this.#own);
    this.#fill(filling, null);
    const made = new Float64Array(this.#own.length);
    this.#toPoints(choice, filling, true, made);
    this.#still.set(key, made);
    return made;
  }

  #round(random: Random): void {
    const { units, from, width } = this.#rounded;
    const values = this.#values;
    for (let k = 0; k < units.length; k += 1) values[units[k]!] = from[k]! + width[k]! * random();
  }

  #sample(normal: Random): void {
    const { units, deviations } = this.#sampled;
    const values = this.#values;
    for (let k = 0; k < units.length; k += 1) {
      const unit = units[k]!;
      const drawn = values[unit]! + deviations[k]! * normal();
      // A share past its bounds is folded back inside.
      values[unit] = drawn < 0 ? -drawn : drawn > 100 ? 200 - drawn : drawn;
    }
  }

  #fill({ values }: Filling, residuals: Random | null): void {
    const missing = this.#missing;
    const target = this.#values;
    if (residuals === null) {
      for (let k = 0; k < missing.length; k += 1) target[missing[k]!] = values[k]!;
      return;
    }
    const fitted = this.#fitted;
    const ceilings = this.#ceilings;
    const deviation = this.#deviation;
    for (let k = 0; k < missing.length; k += 1) {
      const drawn = fitted[k]! * Math.exp(deviation * residuals());
      target[missing[k]!] = drawn > ceilings[k]! ? ceilings[k]! : drawn;
    }
  }

  /** @param still true where no value varies: what the result itself used is then taken as it is */
  #toPoints(choice: Choice, { policy }: Filling, still: boolean, out: Float64Array): void {
    const variable = this.#variable;
    const values = this.#values;
    const rule = this.#alternatives.rules[choice.rule] ?? null;
    const normalisation: Normalisation = this.#alternatives.normalisations[choice.normalisation] ?? variable.normalisation;
    const estimates = policy === 'estimation';
    const asTold = still && estimates === (variable.policy === 'estimation');
    let reference = variable.reference.value;
    if (normalisation.method === 'rapport' || policy === 'reference') {
      reference = this.#referenceValue(rule, values, estimates, asTold);
      if (policy === 'reference') for (const unit of this.#missing) values[unit] = reference;
    }
    if (normalisation.method !== 'rapport') {
      this.#places.points(normalisation, values, policy !== 'estimation' && policy !== 'ignorer', out);
      return;
    }
    const { direction, inversion } = variable;
    if (direction === '+') for (let unit = 0; unit < out.length; unit += 1) out[unit] = (100 * values[unit]!) / reference;
    else for (let unit = 0; unit < out.length; unit += 1) out[unit] = points(values[unit]!, reference, direction, inversion);
    if (normalisation.truncated) for (let unit = 0; unit < out.length; unit += 1) out[unit] = truncated(out[unit]!);
  }

  #referenceValue(rule: ReferenceRule | null, values: Float64Array, estimates: boolean, asTold: boolean): number {
    const own = this.#variable.reference;
    if ((rule === null && asTold) || (rule ?? own.rule) === 'publie') return own.value;
    const value = this.#reference.value(rule ?? own.rule, values, estimates);
    return value > 0 ? value : own.value;
  }
}

/** The most that an estimate of a unit may be, in %. */
function ceilingOf({ ceiling, uncapped, denominators }: QuantityVariable, row: number): number {
  const weight = denominators[row]!;
  return ceiling === null || uncapped.has(row) || !(weight > 0) ? Number.POSITIVE_INFINITY : (100 * ceiling) / weight;
}

/**
 * The interval of each observed rate that is rounded: half a step on both sides, within 0 and 100. A rate
 * at the floor of publication is anywhere from what its publication implies (as many persons as an
 * estimate's ceiling would allow) to half a step above.
 */
function roundedOf(variable: QuantityVariable, { territory }: StoredIndex, own: Float64Array): Rounded {
  const step = publishedStep(variable);
  const isRounded = (unit: number): boolean => {
    const status = variable.statuses[territory[unit]!];
    return step > 0 && (status === 'observe' || status === 'repli' || status === 'recalcule');
  };
  const units = Int32Array.from(territory.keys()).filter(isRounded);
  const lowest = (unit: number): number => {
    const half = Math.max(0, own[unit]! - step / 2);
    if (variable.floor === null || own[unit]! > variable.floor) return half;
    const implied = (100 * (variable.ceiling ?? 0)) / variable.denominators[territory[unit]!]!;
    return Math.min(half, implied >= 0 ? implied : 0);
  };
  const from = Float64Array.from(units, lowest);
  return { units, from, width: Float64Array.from(units, (unit, k) => Math.min(100, own[unit]! + step / 2) - from[k]!) };
}

