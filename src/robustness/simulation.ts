import { nominalWeights } from '../index/model.js';
import type { MissingPolicy, ReferenceRule } from '../index/model.js';
import type { Normalisation } from '../index/normalisation.js';
import { MISSING_POLICIES } from '../index/model.js';
import { seededRandom } from '../statistics/random.js';
import type { Random } from '../statistics/random.js';
import { RULES, otherNormalisations } from './alternatives.js';
import type { Alternatives, Choice } from './alternatives.js';
import { ColumnTree } from './column-tree.js';
import { normalDraws } from './normal-draws.js';
import type { StoredIndex } from './stored-index.js';
import { UNCERTAINTIES } from './uncertainty.js';
import type { UncertaintyId } from './uncertainty.js';
import { VariableDraws } from './variable-draws.js';

/** What a weight is multiplied by at most, and at least 2 minus that. */
const WEIGHT_SPREAD = 0.25;

/**
 * The index of a result, made again in each draw with what varies. Scores are by unit of the territory;
 * the array is the same from one draw to the next.
 */
export class Simulation {
  readonly alternatives: Alternatives;
  readonly #variables: readonly { readonly id: string; readonly weight: number; readonly draws: VariableDraws }[];
  readonly #tree: ColumnTree;
  readonly #threshold: number;
  /** Units with a missing value, whose score may be withheld. */
  readonly #incomplete: Int32Array;
  /** True where points are a ratio to the reference's value, or are filled with it. */
  readonly #isRatio: boolean;

  constructor(index: StoredIndex) {
    this.alternatives = alternativesOf(index);
    const weights = nominalWeights(index.tree);
    // In the order in which the index adds up the weights.
    const byId = new Map(index.variables.map((v) => [v.id, v]));
    this.#variables = [...weights].flatMap(([id, weight]) => {
      const variable = byId.get(id);
      return variable === undefined ? [] : [{ id, weight, draws: new VariableDraws(variable, index, this.alternatives) }];
    });
    this.#tree = new ColumnTree(index.tree, index.territory.length);
    this.#threshold = index.threshold;
    this.#incomplete = Int32Array.from(index.territory.keys()).filter((unit) => index.variables.some((v) => isMissing(v.statuses[index.territory[unit]!])));
    this.#isRatio = index.variables.some((v) => v.normalisation.method === 'rapport');
  }

  /** True where something of the result depends on a source, were it to vary alone. */
  acts(source: UncertaintyId): boolean {
    const { policies, rules, normalisations } = this.alternatives;
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
    const { policies, rules, normalisations } = this.alternatives;
    if (source === 'manquants') return policies.map((p) => p ?? 'modele');
    if (source === 'reference') return rules.map((r) => r ?? 'modele');
    return source === 'normalisation' ? normalisations.map((n) => n?.method ?? 'modele') : [];
  }

  /**
   * A series of draws.
   *
   * @param sources what varies
   * @param seed each source has numbers of its own, the same whatever varies with it
   */
  draws(sources: ReadonlySet<UncertaintyId>, seed: number): () => Float64Array {
    const randoms = new Map<UncertaintyId, Random>(
      UNCERTAINTIES.flatMap(({ id }, k) => (sources.has(id) ? [[id, seededRandom(seed + Math.imul(k + 1, 0x9e3779b1))] as const] : [])),
    );
    const { policies, rules, normalisations } = this.alternatives;
    const oneOf = (source: UncertaintyId, count: number): number => Math.floor((randoms.get(source)?.() ?? 0) * count);
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
    return () => {
      choice.policy = oneOf('manquants', policies.length);
      choice.rule = oneOf('reference', rules.length);
      choice.normalisation = oneOf('normalisation', normalisations.length);
      if (weighing !== undefined) this.#tree.weigh(() => 1 - WEIGHT_SPREAD + 2 * WEIGHT_SPREAD * weighing());
      const points = this.#variables.map(({ draws }) => draws.draw(choice, perturbations));
      for (const [k, { id }] of this.#variables.entries()) this.#tree.put(id, points[k]!);
      this.#tree.bringUp();
      this.#withhold(points);
      return this.#tree.score;
    };
  }

  /** Takes the score of the units of which too little of the nominal weight has points. */
  #withhold(points: readonly Float64Array[]): void {
    const { score } = this.#tree;
    for (const unit of this.#incomplete) {
      let known = 0;
      for (const [k, { weight }] of this.#variables.entries()) if (!Number.isNaN(points[k]![unit])) known += weight;
      if (known < this.#threshold - 1e-9) score[unit] = Number.NaN;
    }
  }
}

const isMissing = (status: string | undefined): boolean => status !== 'observe' && status !== 'repli' && status !== 'recalcule';

/** What the data of an index allow a draw to choose among; alternatives that change nothing are left out. */
function alternativesOf(index: StoredIndex): Alternatives {
  const normalisations: readonly (Normalisation | null)[] = [null, ...otherNormalisations(index)];
  const policies = distinct<MissingPolicy>(MISSING_POLICIES, (candidates) => {
    const probes = probesOf(index, { policies: candidates, rules: [null], normalisations: [null] });
    return candidates.map((_, k) => probes.flatMap((v) => [...v.filled(k)]));
  });
  const rules = distinct<ReferenceRule>(RULES, (candidates) => {
    const probes = probesOf(index, { policies: [null], rules: candidates, normalisations: [null] });
    return candidates.map((rule) => probes.map((v) => v.referenceBy(rule)));
  });
  return { policies, rules, normalisations };
}

const probesOf = (index: StoredIndex, alternatives: Alternatives): VariableDraws[] => index.variables.map((v) => new VariableDraws(v, index, alternatives));

/** The result's own choice, then the candidates whose numbers are those of none before. */
function distinct<T>(candidates: readonly T[], numbersOf: (all: readonly (T | null)[]) => readonly (readonly number[])[]): readonly (T | null)[] {
  const all: readonly (T | null)[] = [null, ...candidates];
  const numbers = numbersOf(all);
  return all.filter((_, k) => !numbers.slice(0, k).some((earlier) => earlier.every((value, i) => alike(value, numbers[k]![i]!))));
}

/** Numbers that differ by the order of a sum alone are the same. */
const alike = (a: number, b: number): boolean => (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
