import { bringUp } from './aggregate.js';
import { coefficients } from './coefficients.js';
import type { Status } from './statuses.js';
import { isAxis, isLinear, isTheme, partsOfScore, partsOfTheme } from './tree.js';
import type { Aggregation, Tree, TreeAxis, TreeNode, TreeVariable } from './tree.js';

/** What is known of one variable of a unit. */
export interface VariableFacts {
  readonly id: string;
  readonly label: string;
  readonly vintage: number | null;
  /** `%`, or the unit of a median. */
  readonly unit: string;
  /** Null where the model needs no reference and none could be made. */
  readonly reference: number | null;
  /** Observed value; null when none was observed. */
  readonly rate: number | null;
  readonly points: number | null;
  /** True where points are 100 × value / reference. */
  readonly ratio: boolean;
  readonly status: Status;
}

export interface ExplainedVariable extends VariableFacts {
  /** Weight in this unit's score, once those that are missing have left theirs; 0 without points. */
  readonly weight: number;
  /** weight × (points − pivot); null without points. */
  readonly contribution: number | null;
}

/** What a rule that is not a weighted sum (another mean, a penalty, a truncation) adds to the weighted sum. */
export interface Residual {
  readonly rule: Aggregation;
  readonly contribution: number;
}

export interface ExplainedAxis {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly contribution: number;
  /** Null where the axis is a weighted sum, or the score does not go through it. */
  readonly residual: Residual | null;
  readonly variables: readonly ExplainedVariable[];
}

export interface ExplainedTheme {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly contribution: number;
  readonly residual: Residual | null;
  readonly axes: readonly ExplainedAxis[];
}

/** A score taken apart: at each level the contributions and the residual add up to score − centre. */
export interface Explanation {
  readonly score: number | null;
  readonly contribution: number;
  readonly residual: Residual | null;
  readonly themes: readonly ExplainedTheme[];
  /** Axes that are in no theme, variables that are in no axis. */
  readonly looseAxes: readonly ExplainedAxis[];
  readonly looseVariables: readonly ExplainedVariable[];
  /** What points are counted from: the centre of the scale, save for sums. */
  readonly pivot: number;
}

/**
 * Takes a unit's score apart. Were every level a weighted mean or sum, the score would be Σ c·points, c
 * the coefficient of each variable (its effective weight, for means): a variable contributes
 * c × (points − pivot), the pivot being centre / Σ c, which is the centre for means. A level of another
 * kind adds the difference between its value and the weighted sum of its parts, brought to the score:
 * its residual. An axis and a theme contribute what is under them and their own residual. So the
 * contributions add up to score − centre by construction, which for a unit without a published score is
 * what its score would be.
 *
 * @param published false when the score was withheld: `score` is then null
 * @param centre of the scale of the model
 */
export function explainUnit(tree: Tree, facts: ReadonlyMap<string, VariableFacts>, published: boolean, centre = 100): Explanation {
  const pointsOf = (id: string): number => facts.get(id)?.points ?? Number.NaN;
  const { rules } = tree;
  const values = bringUp(tree, pointsOf);
  const { variables: weights, nodes } = coefficients(tree, (id) => !Number.isNaN(pointsOf(id)));
  const summed = [rules.axis, rules.theme, rules.global].some((rule) => rule.method === 'somme');
  const pivot = summed && weights.size > 0 ? centre / sum([...weights.values()]) : centre;

  const valueOf = (node: TreeNode): number =>
    isTheme(node) ? (values.themes.get(node.id) ?? Number.NaN) : isAxis(node) ? (values.axes.get(node.id) ?? Number.NaN) : pointsOf(node.id);
  const coefficientOf = (node: TreeNode): number => (isTheme(node) || isAxis(node) ? nodes : weights).get(node.id) ?? 0;
  const residualOf = (value: number, amount: number | undefined, parts: readonly TreeNode[], rule: Aggregation): Residual | null => {
    if (amount === undefined || isLinear(rule) || Number.isNaN(value)) return null;
    const weighted = parts.filter((part) => !Number.isNaN(valueOf(part))).map((part) => coefficientOf(part) * valueOf(part));
    return { rule, contribution: amount * value - sum(weighted) };
  };

  const variable = ({ id }: TreeVariable): ExplainedVariable[] => {
    const fact = facts.get(id);
    if (fact === undefined) return [];
    const weight = weights.get(id) ?? 0;
    return [{ ...fact, weight, contribution: fact.points === null ? null : weight * (fact.points - pivot) }];
  };
  const axis = (node: TreeAxis): ExplainedAxis => {
    const variables = node.variables.flatMap(variable);
    const residual = residualOf(valueOf(node), nodes.get(node.id), node.variables, rules.axis);
    return { id: node.id, label: node.label, value: knownOrNull(valueOf(node)), contribution: total(variables, residual), residual, variables };
  };
  const themes = tree.themes.map((node): ExplainedTheme => {
    const axes = node.axes.map(axis);
    const residual = residualOf(valueOf(node), nodes.get(node.id), partsOfTheme(node, rules), rules.theme);
    return { id: node.id, label: node.label, value: knownOrNull(valueOf(node)), contribution: total(axes, residual), residual, axes };
  });
  const looseAxes = tree.looseAxes.map(axis);
  const looseVariables = tree.looseVariables.flatMap(variable);
  const residual = residualOf(values.score, 1, partsOfScore(tree), rules.global);
  return {
    score: published ? knownOrNull(values.score) : null,
    contribution: total([...themes, ...looseAxes, ...looseVariables], residual),
    residual,
    themes,
    looseAxes,
    looseVariables,
    pivot,
  };
}

/** The axes of an explanation, in the order of the tree. */
export const explainedAxes = (e: Explanation): readonly ExplainedAxis[] => [...e.themes.flatMap((theme) => theme.axes), ...e.looseAxes];

/** The variables of an explanation, in the order of the tree. */
export const explainedVariables = (e: Explanation): readonly ExplainedVariable[] => [...explainedAxes(e).flatMap((a) => a.variables), ...e.looseVariables];

/** The residuals of an explanation, axes first. */
export const residualsOf = (e: Explanation): readonly Residual[] =>
  [...explainedAxes(e), ...e.themes, e].flatMap(({ residual }) => (residual === null ? [] : [residual]));

const total = (parts: readonly { readonly contribution: number | null }[], residual: Residual | null): number =>
  sum([...parts.map((part) => part.contribution ?? 0), residual?.contribution ?? 0]);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const knownOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/**
 * Rounds parts so that what is shown adds up to the rounded total: each is rounded down to the unit,
 * and the largest remainders take what is left.
 *
 * @param unit the last digit shown: 0.1
 */
export function roundedParts(parts: readonly number[], unit: number): number[] {
  const scaled = parts.map((part) => part / unit);
  const floors = scaled.map(Math.floor);
  let left = Math.round(sum(scaled)) - sum(floors);
  const order = [...scaled.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const i of order) {
    if (left <= 0) break;
    floors[i] = (floors[i] ?? 0) + 1;
    left -= 1;
  }
  return floors.map((value) => value * unit);

  function remainder(i: number): number {
    return (scaled[i] ?? 0) - (floors[i] ?? 0);
  }
}
