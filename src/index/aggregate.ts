import type { Model, Tree } from './model.js';

/** The points of one unit brought up the tree; NaN where nothing is left to average. */
export interface Scores {
  readonly axes: ReadonlyMap<string, number>;
  readonly themes: ReadonlyMap<string, number>;
  /** NaN where no theme has a value, or where the share of weight with points is under the threshold. */
  readonly score: number;
  /** Share of the nominal weight that has points. */
  readonly pointsShare: number;
  readonly absentAxes: readonly string[];
}

/** The mean of the numbers of a list, what is missing left out; NaN when all are. */
export function meanOfKnown(values: readonly number[]): number {
  let sum = 0;
  let n = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    n += 1;
  }
  return n === 0 ? Number.NaN : sum / n;
}

/**
 * Axis = mean of its variables, theme = mean of its axes, score = mean of the themes; at each level
 * what is missing is left out and the rest share its weight.
 *
 * @param pointsOf points of a variable, NaN where it has none
 */
export function aggregate(
  model: Model,
  weights: ReadonlyMap<string, number>,
  pointsOf: (variable: string) => number,
): Scores {
  const axes = new Map<string, number>();
  const themes = new Map<string, number>();
  const absentAxes: string[] = [];
  let pointsShare = 0;
  for (const theme of model.themes) {
    for (const axis of theme.axes) {
      const points = axis.variables.map((v) => pointsOf(v.id));
      for (const [i, variable] of axis.variables.entries()) {
        if (!Number.isNaN(points[i])) pointsShare += weights.get(variable.id) ?? 0;
      }
      const value = meanOfKnown(points);
      axes.set(axis.id, value);
      if (Number.isNaN(value)) absentAxes.push(axis.id);
    }
    themes.set(theme.id, meanOfKnown(theme.axes.map((a) => axes.get(a.id) ?? Number.NaN)));
  }
  const all = meanOfKnown(model.themes.map((t) => themes.get(t.id) ?? Number.NaN));
  // A sum of thirds may miss the threshold by a rounding error: that is not « strictly below ».
  const score = pointsShare < model.completenessThreshold - 1e-9 ? Number.NaN : all;
  return { axes, themes, score, pointsShare, absentAxes };
}

/**
 * The weight that each variable really has in one unit's score: the nominal one where all are there,
 * else what it takes over from those that are missing. Sums to 1 over the variables with points.
 */
export function effectiveWeights(tree: Tree, pointsOf: (variable: string) => number): Map<string, number> {
  const themes = tree.themes
    .map((theme) =>
      theme.axes
        .map((axis) => axis.variables.map((v) => v.id).filter((id) => !Number.isNaN(pointsOf(id))))
        .filter((ids) => ids.length > 0),
    )
    .filter((axes) => axes.length > 0);
  const weights = new Map<string, number>();
  for (const axes of themes) {
    for (const ids of axes) for (const id of ids) weights.set(id, 1 / themes.length / axes.length / ids.length);
  }
  return weights;
}
