import { nominalWeights } from '../index/model.js';
import { MISSING_POLICIES } from '../index/model.js';
import { seededRandom } from '../statistics/random.js';
import type { Random } from '../statistics/random.js';
import { RULES, otherNormalisations } from './alternatives.js';
import type { Alternatives, Choice } from './alternatives.js';
import { ColumnTree } from './column-tree.js';
import { normalDraws } from './normal-draws.js';
import { Ordering } from '../statistics/ordering.js';
import type { StoredIndex } from './stored-index.js';
import { UNCERTAINTIES } from './uncertainty.js';
import type { UncertaintyId } from './uncertainty.js';
import { VariableDraws } from './variable-draws.js';

/** What a weight is multiplied by at most, and at least 2 minus that. */
const WEIGHT_SPREAD = 0.25;

/** Of each list of candidates, the positions that a draw chooses among; 0, the result's own, is the first. */
interface Allowed {
  readonly policies: readonly number[];
  readonly rules: readonly number[];
  readonly normalisations: readonly number[];
}

/** One draw of a series. */
export interface Draw {
  /** By unit of the territory, in the same array from one draw to the next; null where they are those of the draw of this name before. */
  readonly scores: Float64Array | null;
  /** What was chosen, where nothing else varies: draws of one name are the same. */
  readonly name: string | null;
}

/** The sources that choose among alternatives; the others draw numbers. */
const isChoice = (source: UncertaintyId): boolean => source === 'manquants' || source === 'reference' || source === 'normalisation';

/** The index of a result, made again in each draw with what varies. */
export class Simulation {
  readonly #candidates: Alternatives;
  readonly #allowed: Allowed;
  readonly #variables: readonly { readonly id: string; readonly weight: number; readonly draws: VariableDraws }[];
  readonly #tree: ColumnTree;
  readonly #threshold: number;
  /** Units whose score some policy may withhold. */
  readonly #atRisk: Int32Array;
  /** True where points are a ratio to the reference's value, or are filled with it. */
  readonly #isRatio: boolean;

  constructor(index: StoredIndex) {
    this.#candidates = candidatesOf(index);
    const weights = nominalWeights(index.tree);
    // In the order in which the index adds up the weights.
    const byId = new Map(index.variables.map((v) => [v.id, v]));
    const units = index.territory.length;
    const ordering = new Ordering(new Float64Array(units));
    const values = new Float64Array(units);
    this.#variables = [...weights].flatMap(([id, weight]) => {
      const variable = byId.get(id);
      return variable === undefined ? [] : [{ id, weight, draws: new VariableDraws(variable, index, this.#candidates, ordering, values) }];
    });
    this.#allowed = allowedOf(this.#candidates, this.#variables.map((v) => v.draws));
    this.#tree = new ColumnTree(index.tree, units);
    this.#threshold = index.threshold;
    this.#atRisk = unitsAtRisk(this.#variables.map(({ weight, draws }) => ({ weight, pointless: draws.pointless })), index.threshold);
    this.#isRatio = index.variables.some((v) => v.normalisation.method === 'rapport');
  }

  /** True where something of the result depends on a source, were it to vary alone. */
  acts(source: UncertaintyId): boolean {
    const { policies, rules, normalisations } = this.#allowed;
    switch (source) {
      case 'poids':
        return this.#variables.length > 1;
      case 'normalisation':
        return normalisations.length > 1;
      case 'manquants':
        return policies.length > 1;
      case 'reference':
        return rules.length > 1 && this.#isRatio;
      case 'arrondi':
        return this.#variables.some((v) => v.draws.isRounded);
      case 'estimation':
        return this.#variables.some((v) => v.draws.isEstimated(0));
      case 'sondage':
        return this.#variables.some((v) => v.draws.isSampled);
    }
  }

  /** The names of what a source chooses among, the result's own first (`modele`); none for one that is no choice. */
  alternativesOf(source: UncertaintyId): readonly string[] {
    const { policies, rules, normalisations } = this.#candidates;
    if (source === 'manquants') return this.#allowed.policies.map((k) => policies[k] ?? 'modele');
    if (source === 'reference') return this.#allowed.rules.map((k) => rules[k] ?? 'modele');
    return source === 'normalisation' ? this.#allowed.normalisations.map((k) => normalisations[k]?.method ?? 'modele') : [];
  }

  /**
   * A series of draws.
   *
   * @param sources what varies
   * @param seed each source has numbers of its own, the same whatever varies with it
   */
  draws(sources: ReadonlySet<UncertaintyId>, seed: number): () => Draw {
    const randoms = new Map<UncertaintyId, Random>(
      UNCERTAINTIES.flatMap(({ id }, k) => (sources.has(id) ? [[id, seededRandom(seed + Math.imul(k + 1, 0x9e3779b1))] as const] : [])),
    );
    const { policies, rules, normalisations } = this.#allowed;
    const oneOf = (source: UncertaintyId, positions: readonly number[]): number => positions[Math.floor((randoms.get(source)?.() ?? 0) * positions.length)]!;
    const sampling = randoms.get('sondage');
    const estimation = randoms.get('estimation');
    const perturbations = {
      rounding: randoms.get('arrondi') ?? null,
      sampling: sampling === undefined ? null : normalDraws(sampling),
      estimation: estimation === undefined ? null : normalDraws(estimation),
    };
    const weighing = randoms.get('poids');
    const choice: Choice = { policy: 0, rule: 0, normalisation: 0 };
    this.#tree.weighAsTold();
    const chosenAlone = [...sources].every(isChoice);
    const drawn = new Set<string>();
    return () => {
      choice.policy = oneOf('manquants', policies);
      choice.rule = oneOf('reference', rules);
      choice.normalisation = oneOf('normalisation', normalisations);
      const name = chosenAlone ? `${String(choice.policy)} ${String(choice.rule)} ${String(choice.normalisation)}` : null;
      if (name !== null && drawn.has(name)) return { name, scores: null };
      if (name !== null) drawn.add(name);
      if (weighing !== undefined) this.#tree.weigh(() => 1 - WEIGHT_SPREAD + 2 * WEIGHT_SPREAD * weighing());
      const points = this.#variables.map(({ draws }) => draws.draw(choice, perturbations));
      for (const [k, { id }] of this.#variables.entries()) this.#tree.put(id, points[k]!);
      this.#tree.bringUp();
      this.#withhold(points);
      return { name, scores: this.#tree.score };
    };
  }

  /** Takes the score of the units of which too little of the nominal weight has points. */
  #withhold(points: readonly Float64Array[]): void {
    const { score } = this.#tree;
    for (const unit of this.#atRisk) {
      let known = 0;
      for (const [k, { weight }] of this.#variables.entries()) if (!Number.isNaN(points[k]![unit])) known += weight;
      if (known < this.#threshold - 1e-9) score[unit] = Number.NaN;
    }
  }
}

/** The units that would have too little of the weight, were all that is not observed left out. */
function unitsAtRisk(variables: readonly { readonly weight: number; readonly pointless: Uint8Array }[], threshold: number): Int32Array {
  const without = new Float64Array(variables[0]?.pointless.length ?? 0);
  for (const { weight, pointless } of variables) for (const [unit, is] of pointless.entries()) without[unit] = without[unit]! + weight * is;
  return Int32Array.from(without.keys()).filter((unit) => 1 - without[unit]! < threshold + 1e-9);
}

/** All that a draw may choose among, before what changes nothing is left out. */
const candidatesOf = (index: StoredIndex): Alternatives => ({
  policies: [null, ...MISSING_POLICIES],
  rules: [null, ...RULES],
  normalisations: [null, ...otherNormalisations(index)],
});

/** The positions of the candidates that the data allow, and whose numbers are those of none before. */
function allowedOf({ policies, rules, normalisations }: Alternatives, draws: readonly VariableDraws[]): Allowed {
  return {
    policies: distinct(policies, (_, k) => draws.flatMap((v) => [...v.filled(k)])),
    rules: distinct(rules, (rule) => draws.map((v) => v.referenceBy(rule))),
    normalisations: [...normalisations.keys()].filter((k) => k === 0 || draws.every((v) => v.takes(k))),
  };
}

function distinct<T>(candidates: readonly T[], numbersOf: (candidate: T, position: number) => readonly number[]): readonly number[] {
  const numbers = candidates.map(numbersOf);
  return [...candidates.keys()].filter((k) => !numbers.slice(0, k).some((earlier) => earlier.every((value, i) => alike(value, numbers[k]![i]!))));
}

/** Numbers that differ by the order of a sum alone are the same. */
const alike = (a: number, b: number): boolean => (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
