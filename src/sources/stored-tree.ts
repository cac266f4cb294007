import { MEANS_OF_MEANS } from '../index/tree.js';
import type { Aggregation, AggregationMethod, Level, Rules, Tree, TreeAxis } from '../index/tree.js';

interface StoredAggregation {
  readonly methode: AggregationMethod;
  readonly de: Level;
  readonly troncature: boolean;
  readonly diviseur?: number;
  readonly penalite?: '+' | '-';
}

interface StoredAxis {
  readonly id: string;
  readonly libelle: string;
  readonly variables: readonly string[];
}

/** The tree of a model as a manifest has it; one without rules is of means of means. */
export interface StoredTree {
  readonly agregation?: { readonly axe: StoredAggregation; readonly theme: StoredAggregation; readonly global: StoredAggregation };
  /** The weights that are not 1, by id. */
  readonly poids_relatifs?: Readonly<Record<string, number>>;
  readonly themes: readonly { readonly id: string; readonly libelle: string; readonly axes: readonly StoredAxis[] }[];
  readonly axes?: readonly StoredAxis[];
  readonly variables?: readonly string[];
}

/** The tree that a manifest describes. */
export function storedTree(stored: StoredTree): Tree {
  const weight = (id: string): number => stored.poids_relatifs?.[id] ?? 1;
  const node = (id: string): { id: string; weight: number } => ({ id, weight: weight(id) });
  const axis = (a: StoredAxis): TreeAxis => ({ ...node(a.id), label: a.libelle, variables: a.variables.map(node) });
  return {
    themes: stored.themes.map((t) => ({ ...node(t.id), label: t.libelle, axes: t.axes.map(axis) })),
    looseAxes: (stored.axes ?? []).map(axis),
    looseVariables: (stored.variables ?? []).map(node),
    rules: rulesOf(stored),
  };
}

function rulesOf({ agregation }: StoredTree): Rules {
  if (agregation === undefined) return MEANS_OF_MEANS;
  const rule = (r: StoredAggregation): Aggregation => ({
    method: r.methode,
    over: r.de,
    truncated: r.troncature,
    divisor: r.diviseur ?? 1,
    penalty: r.penalite ?? '+',
  });
  return { axis: rule(agregation.axe), theme: rule(agregation.theme), global: rule(agregation.global) };
}
