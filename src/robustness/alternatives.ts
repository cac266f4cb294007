import type { MissingPolicy, ReferenceRule } from '../index/model.js';
import type { Normalisation, Placing } from '../index/normalisation.js';
import type { AggregationMethod } from '../index/tree.js';
import type { StoredIndex } from './stored-index.js';

/** What a draw may choose among; the first of each is the result's own, `null`. */
export interface Alternatives {
  readonly policies: readonly (MissingPolicy | null)[];
  readonly rules: readonly (ReferenceRule | null)[];
  readonly normalisations: readonly (Normalisation | null)[];
}

/** A choice of each, by position; 0 is the result's own. */
export interface Choice {
  policy: number;
  rule: number;
  normalisation: number;
}

/** The rules that a draw may put in the place of the result's own. */
export const RULES: readonly ReferenceRule[] = ['total', 'moyenne', 'mediane'];

const HALF = { ties: 'milieu', truncated: false } as const;

/**
 * Other normalisations that make sense for a tree, whatever the result's own: all of them for means and
 * sums; for the Mazziotta-Pareto mean its own scale (z, 100 ± 10); for geometric and harmonic means one
 * without zero (minmax from 1 to 100). The ratio is one for a model of places, where every variable has a
 * reference value and a direction that a ratio can take.
 */
export function otherNormalisations({ tree, variables }: Pick<StoredIndex, 'tree' | 'variables'>): readonly Normalisation[] {
  const methods = new Set<AggregationMethod>([tree.rules.axis.method, tree.rules.theme.method, tree.rules.global.method]);
  const population = populationOf(variables[0]?.normalisation);
  const minmax = (low: number): Placing => ({ method: 'minmax', population, low, high: 100, truncated: false });
  const z = (deviation: number): Placing => ({ method: 'z', population, centre: 100, deviation, truncated: false });
  const rank: Placing = { method: 'rang-centile', population, ...HALF };
  const ratio: Normalisation[] = variables.every((v) => v.reference.value > 0 && (v.direction === '+' || v.inversion !== null)) ? [{ method: 'rapport', truncated: false }] : [];
  const placings = methods.has('geometrique') || methods.has('harmonique') ? [minmax(1)] : methods.has('mazziotta-pareto') ? [rank, minmax(0), z(10)] : [rank, minmax(0), z(25)];
  const own = new Set(variables.map((v) => v.normalisation.method));
  // A method that every variable already has is no other.
  return [...ratio, ...placings].filter((n) => own.size > 1 || !own.has(n.method));
}

/** Whom a variable without a place of its own is placed among. */
export const populationOf = (normalisation: Normalisation | undefined): Placing['population'] =>
  normalisation === undefined || normalisation.method === 'rapport' ? 'reference' : normalisation.population;
