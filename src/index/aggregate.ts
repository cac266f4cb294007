import { combine } from './combine.js';
import { axesOf } from './model.js';
import type { Model } from './model.js';
import { isAxis, isTheme, partsOfScore, partsOfTheme } from './tree.js';
import type { Aggregation, Tree, TreeNode } from './tree.js';

/** The points of one unit brought up the tree; NaN where nothing is left to put together. */
export interface Values {
  readonly axes: ReadonlyMap<string, number>;
  readonly themes: ReadonlyMap<string, number>;
  readonly score: number;
}

export interface Scores extends Values {
  /** NaN where no theme has a value, or where the share of weight with points is under the threshold. */
  readonly score: number;
  /** Share of the nominal weight that has points. */
  readonly pointsShare: number;
  readonly absentAxes: readonly string[];
}

/**
 * Axes, themes and score by the rules of the tree; at each level what is missing is left out and the
 * rest share its weight. An axis has its value even where the rules pass over it.
 *
 * @param pointsOf points of a variable, NaN where it has none
 */
export function bringUp(tree: Tree, pointsOf: (variable: string) => number): Values {
  const axes = new Map<string, number>();
  const themes = new Map<string, number>();
  const valueOf = (node: TreeNode): number => {
    if (isTheme(node)) return themes.get(node.id) ?? Number.NaN;
    return isAxis(node) ? (axes.get(node.id) ?? Number.NaN) : pointsOf(node.id);
  };
  const made = (parts: readonly TreeNode[], rule: Aggregation): number =>
    combine(parts.map((part) => ({ value: valueOf(part), weight: part.weight })), rule);
  const { rules } = tree;
  for (const theme of tree.themes) {
    for (const axis of theme.axes) axes.set(axis.id, made(axis.variables, rules.axis));
    themes.set(theme.id, made(partsOfTheme(theme, rules), rules.theme));
  }
  for (const axis of tree.looseAxes) axes.set(axis.id, made(axis.variables, rules.axis));
  return { axes, themes, score: made(partsOfScore(tree), rules.global) };
}

/**
 * The values of one unit, its score withheld where too little of the nominal weight has points.
 *
 * @param pointsOf points of a variable, NaN where it has none
 */
export function aggregate(
  model: Model,
  weights: ReadonlyMap<string, number>,
  pointsOf: (variable: string) => number,
): Scores {
  const values = bringUp(model, pointsOf);
  const absentAxes = axesOf(model).filter(({ id }) => Number.isNaN(values.axes.get(id))).map(({ id }) => id);
  let pointsShare = 0;
  for (const [id, weight] of weights) if (!Number.isNaN(pointsOf(id))) pointsShare += weight;
  // A sum of thirds may miss the threshold by a rounding error: that is not « strictly below ».
  const score = pointsShare < model.completenessThreshold - 1e-9 ? Number.NaN : values.score;
  return { ...values, score, pointsShare, absentAxes };
}
