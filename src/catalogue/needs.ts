import { variablesOf } from '../index/model.js';
import type { Model } from '../index/model.js';
import type { Quantity } from '../index/quantity.js';
import type { Catalogue, Source } from './source.js';

/** Vintages that the user binds: by family (`rp`) or by variable (`peu_diplomes`). */
export interface BoundVintages {
  readonly families: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, number>;
}

/** A quantity that a model needs, at the vintage that was bound or chosen. */
export interface Need {
  readonly quantity: string;
  readonly family: string;
  readonly year: number;
}

/** What a model needs, and the files of the catalogue that hold it. */
export interface Needs {
  readonly all: readonly Need[];
  /** In the order of the catalogue, each with what it is taken for. */
  readonly chosen: ReadonlyMap<Source, readonly Need[]>;
  /** What a variable needs, and no file of the catalogue holds at that vintage. */
  readonly lacking: readonly Need[];
  /** Quantities of the user's own columns. */
  readonly own: readonly string[];
}

/** Shown beside every index, which does without them where they are not to be had. */
const ALWAYS = ['population', 'population_15_plus'];

/**
 * The fewest files that hold what a model's variables need, each in its own definition. A vintage that is
 * not bound is the newest at which the catalogue holds all that the family must give, else the one at which
 * it holds most. Files that can be read as they come and do not move are taken first.
 *
 * @param wanted which sources may serve (those of the API, say)
 */
export function needsOf(model: Model, catalogue: Catalogue, bound: BoundVintages, wanted: (source: Source) => boolean = () => true): Needs {
  const sources = [...catalogue.sources.values()].filter((s) => s.use === 'donnees' && wanted(s));
  const { groups, own, required } = groupsOf(model, bound);
  const needs = groups.flatMap(({ family, year, quantities }) => {
    const at = year ?? bestYear(sources, family, quantities);
    return at === null ? [] : quantities.map((quantity): Need => ({ quantity, family, year: at }));
  });
  const taken = cover(sources, needs);
  return {
    all: needs,
    chosen: new Map(sources.flatMap((source) => (taken.has(source) ? [[source, taken.get(source) ?? []] as const] : []))),
    lacking: needs.filter((need) => required.has(need.quantity) && !sources.some((s) => holds(s, need))),
    own,
  };
}

interface Group {
  readonly family: string;
  /** Null: to be chosen. */
  readonly year: number | null;
  readonly quantities: string[];
}

/** The quantities of a model by family and bound vintage. */
function groupsOf(model: Model, bound: BoundVintages): { readonly groups: readonly Group[]; readonly own: readonly string[]; readonly required: ReadonlySet<string> } {
  const groups = new Map<string, Group>();
  const own = new Set<string>();
  const required = new Set<string>();
  const add = (id: string | null | undefined, variable: string | null): void => {
    const quantity = model.quantities.get(id ?? '');
    if (quantity === undefined) return;
    if (quantity.family === null) {
      own.add(quantity.id);
      return;
    }
    if (variable !== null) required.add(quantity.id);
    const year = (variable === null ? undefined : bound.variables.get(variable)) ?? bound.families.get(quantity.family) ?? null;
    const key = `${quantity.family} ${String(year)}`;
    const group = groups.get(key) ?? { family: quantity.family, year, quantities: [] };
    if (!group.quantities.includes(quantity.id)) group.quantities.push(quantity.id);
    groups.set(key, group);
  };
  for (const id of ALWAYS) add(id, null);
  for (const variable of variablesOf(model)) {
    const [definition] = variable.definitions;
    for (const id of [definition?.numerator, definition?.denominator, variable.estimation?.predictor]) add(id, variable.id);
  }
  return { groups: [...groups.values()], own: [...own], required };
}

/** True for a source that holds a quantity at a vintage. */
const holds = (source: Source, { quantity, family, year }: Need): boolean =>
  source.quantities.has(quantity) && (source.vintages.get(family)?.includes(year) ?? false);

function bestYear(sources: readonly Source[], family: string, quantities: readonly string[]): number | null {
  const years = [...new Set(sources.flatMap((s) => s.vintages.get(family) ?? []))].sort((a, b) => b - a);
  const held = (year: number): number => quantities.filter((quantity) => sources.some((s) => holds(s, { quantity, family, year }))).length;
  let best: number | null = null;
  for (const year of years) if (best === null || held(year) > held(best)) best = year;
  return best;
}

/** Greedy cover: the best source first, then the best for what is left. */
function cover(sources: readonly Source[], needs: readonly Need[]): Map<Source, readonly Need[]> {
  const taken = new Map<Source, readonly Need[]>();
  let left = [...needs];
  while (left.length > 0) {
    const [best] = sources
      .map((source) => ({ source, serves: left.filter((need) => holds(source, need)) }))
      .filter(({ serves }) => serves.length > 0)
      .sort((a, b) => trouble(a.source) - trouble(b.source) || b.serves.length - a.serves.length || unsure(a.source) - unsure(b.source));
    if (best === undefined) break;
    taken.set(best.source, best.serves);
    left = left.filter((need) => !best.serves.includes(need));
  }
  return taken;
}

/** Quantities that a project lacks for one thing, with the vintage of what it has; null for any. */
export interface Lacked {
  readonly quantities: readonly Quantity[];
  readonly year: number | null;
}

/**
 * The fewest files that bring what a project lacks, light ones first, at its vintage where the catalogue holds it there,
 * else at the one at which it holds most.
 *
 * @returns for each thing lacked, the files that bring it; none where the catalogue has none
 */
export function sourcesBringing(lacked: readonly Lacked[], catalogue: Catalogue): readonly (readonly Source[])[] {
  const sources = [...catalogue.sources.values()].filter((s) => s.use === 'donnees').sort((a, b) => a.leastSize - b.leastSize);
  const needs = lacked.map(({ quantities, year }) => {
    const families = new Set(quantities.flatMap(({ family }) => family ?? []));
    return [...families].flatMap((family) => needsAt(sources, family, quantities.flatMap((q) => (q.family === family ? [q.id] : [])), year));
  });
  const taken = [...cover(sources, needs.flat())];
  return needs.map((own) => taken.flatMap(([source, serves]) => (own.some((need) => serves.includes(need)) ? [source] : [])));
}

/** Quantities of a family at a vintage where some file holds each, else at the best one. */
function needsAt(sources: readonly Source[], family: string, quantities: readonly string[], year: number | null): Need[] {
  const at = (wanted: number): Need[] => quantities.map((quantity) => ({ quantity, family, year: wanted }));
  const held = year !== null && at(year).every((need) => sources.some((s) => holds(s, need)));
  const chosen = held ? year : bestYear(sources, family, quantities);
  return chosen === null ? [] : at(chosen);
}

/** What a source costs its user: work by hand, then an address that moves. */
const trouble = ({ prepare, mutable }: Source): number => (prepare === null ? 0 : 2) + (mutable ? 1 : 0);

const unsure = ({ confidence }: Source): number => (confidence === 'haute' ? 0 : 1);

/** The contours of communes for a geography: the first of the catalogue that can be read as they come. */
export const contoursFor = (catalogue: Catalogue, year: number): Source | null =>
  [...catalogue.sources.values()].find((s) => s.use === 'contours' && s.geography === year && s.prepare === null) ?? null;
