import { pearson } from '../index/correlation.js';
import { spearman } from '../statistics/spearman.js';
import type { DiagnosedNode, DiagnosedUnits } from './units.js';

/** Under this, what is put into the score hardly moves with it. */
export const WEAK_CORRELATION = 0.3;
/** From this down, two things work against each other; nearer to zero, they have nothing to do with each other. */
export const OPPOSED_CORRELATION = -0.1;
/** From this on, two variables tell nearly the same. */
export const REDUNDANT_CORRELATION = 0.9;

/** Pearson's r of some series, two by two; `values[i][j]` is null where it does not exist. */
export interface CorrelationTable {
  readonly ids: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** How a variable, an axis or a theme goes with the score. */
export interface WithScore {
  readonly id: string;
  readonly pearson: number | null;
  readonly spearman: number | null;
}

/**
 * What a reader must be told: an axis or a variable that works against the score, that hardly moves
 * with it, two axes (or two variables of an axis) that work against each other, two variables that tell
 * nearly the same.
 */
export interface CorrelationFlag {
  readonly kind: 'contre-indice' | 'sans-effet' | 'opposes' | 'redondantes';
  readonly level: 'variable' | 'axe' | 'theme';
  /** One id, or the two of a pair. */
  readonly ids: readonly string[];
  readonly r: number;
}

export interface Correlations {
  readonly variables: CorrelationTable;
  readonly nodes: CorrelationTable;
  readonly withScore: readonly WithScore[];
  readonly flags: readonly CorrelationFlag[];
}

/** Correlations between the points of variables, between axes and themes, and with the score; unweighted. */
export function correlationsOf({ variables, nodes, score }: DiagnosedUnits): Correlations {
  const ofVariables = tableOf(variables.map((v) => [v.id, v.points]));
  const ofNodes = tableOf(nodes.map((n) => [n.id, n.values]));
  const withScore = [...nodes.map((n) => [n.id, n.values] as const), ...variables.map((v) => [v.id, v.points] as const)].map(([id, values]) => ({
    id,
    pearson: pearson(values, score),
    spearman: spearman(values, score),
  }));
  const rOf = new Map(withScore.map(({ id, pearson: r }) => [id, r]));
  return {
    variables: ofVariables,
    nodes: ofNodes,
    withScore,
    flags: [
      ...nodes.flatMap((node) => scoreFlags(node.id, node.kind, rOf)),
      ...variables.flatMap((v) => scoreFlags(v.id, 'variable', rOf)),
      ...pairFlags(ofNodes, nodes, ofVariables),
    ],
  };
}

function tableOf(series: readonly (readonly [id: string, values: Float64Array])[]): CorrelationTable {
  const values: (number | null)[][] = series.map(() => []);
  for (const [i, [, x]] of series.entries()) {
    for (const [j, [, y]] of series.slice(0, i + 1).entries()) {
      const r = pearson(x, y);
      (values[i] ?? [])[j] = r;
      (values[j] ?? [])[i] = r;
    }
  }
  return { ids: series.map(([id]) => id), values };
}

function scoreFlags(id: string, level: CorrelationFlag['level'], rOf: ReadonlyMap<string, number | null>): CorrelationFlag[] {
  const r = rOf.get(id) ?? null;
  if (r === null) return [];
  if (r <= OPPOSED_CORRELATION) return [{ kind: 'contre-indice', level, ids: [id], r }];
  return r < WEAK_CORRELATION ? [{ kind: 'sans-effet', level, ids: [id], r }] : [];
}

function* pairFlags(ofNodes: CorrelationTable, nodes: readonly DiagnosedNode[], ofVariables: CorrelationTable): Generator<CorrelationFlag> {
  const kindOf = new Map(nodes.map((node) => [node.id, node.kind]));
  for (const { ids, r } of pairs(ofNodes)) {
    const level = kindOf.get(ids[0]);
    if (level !== undefined && level === kindOf.get(ids[1]) && r <= OPPOSED_CORRELATION) yield { kind: 'opposes', level, ids, r };
  }
  const axes = nodes.filter((node) => node.kind === 'axe');
  for (const { ids, r } of pairs(ofVariables)) {
    if (r <= OPPOSED_CORRELATION && axes.some((axis) => ids.every((id) => axis.variables.includes(id)))) yield { kind: 'opposes', level: 'variable', ids, r };
    else if (r >= REDUNDANT_CORRELATION) yield { kind: 'redondantes', level: 'variable', ids, r };
  }
}

function* pairs({ ids, values }: CorrelationTable): Generator<{ readonly ids: readonly [string, string]; readonly r: number }> {
  for (const [i, row] of values.entries()) {
    for (const [j, r] of row.entries()) if (j > i && r !== null) yield { ids: [ids[i] ?? '', ids[j] ?? ''], r };
  }
}
