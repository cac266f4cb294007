import { combine } from './combine.js';
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
  const made = ({ parts, rule }: TreeLevel): number =>
    combine(
      parts.map(({ id, weight, kind }) => ({
        value: kind === 'variable' ? pointsOf(id) : ((kind === 'axis' ? axes : themes).get(id) ?? Number.NaN),
        weight,
      })),
      rule,
    );
  const plan = levelsOf(tree);
  for (const level of plan.axes) axes.set(level.id, made(level));
  for (const level of plan.themes) themes.set(level.id, made(level));
  return { axes, themes, score: made(plan.score) };
}

/** What a node is made of, and how. */
export interface TreeLevel {
  readonly id: string;
  readonly parts: readonly { readonly id: string; readonly weight: number; readonly kind: 'variable' | 'axis' | 'theme' }[];
  readonly rule: Aggregation;
}

/** The levels of a tree from the bottom up. */
export interface TreeLevels {
  readonly axes: readonly TreeLevel[];
  readonly themes: readonly TreeLevel[];
  readonly score: TreeLevel;
}

const plans = new WeakMap<Tree, TreeLevels>();

/** The levels of a tree, worked out once for all its units. */
export function levelsOf(tree: Tree): TreeLevels {
  const known = plans.get(tree);
  if (known !== undefined) return known;
  const { rules } = tree;
  const level = (id: string, parts: readonly TreeNode[], rule: Aggregation): TreeLevel => ({
    id,
    parts: parts.map((part) => ({ id: part.id, weight: part.weight, kind: isTheme(part) ? 'theme' : isAxis(part) ? 'axis' : 'variable' })),
    rule,
  });
  const plan: TreeLevels = {
    axes: [...tree.themes.flatMap((theme) => theme.axes), ...tree.looseAxes].map((axis) => level(axis.id, axis.variables, rules.axis)),
    themes: tree.themes.map((theme) => level(theme.id, partsOfTheme(theme, rules), rules.theme)),
    score: level('', partsOfScore(tree), rules.global),
  };
  plans.set(tree, plan);
  return plan;
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
  const absentAxes: string[] = [];
  for (const [id, value] of values.axes) if (Number.isNaN(value)) absentAxes.push(id);
  let pointsShare = 0;
  for (const [id, weight] of weights) if (!Number.isNaN(pointsOf(id))) pointsShare += weight;
  // A sum of thirds may miss the threshold by a rounding error: that is not « strictly below ».
  const score = pointsShare < model.completenessThreshold - 1e-9 ? Number.NaN : values.score;
  return { ...values, score, pointsShare, absentAxes };
}
