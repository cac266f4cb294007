import { effectiveWeights } from './aggregate.js';
import type { Tree } from './model.js';
import type { Status } from './statuses.js';

/** What is known of one variable of a unit. */
export interface VariableFacts {
  readonly id: string;
  readonly label: string;
  readonly vintage: number | null;
  /** `%`, or the unit of a median. */
  readonly unit: string;
  readonly reference: number;
  /** Observed value; null when none was observed. */
  readonly rate: number | null;
  readonly points: number | null;
  readonly status: Status;
}

export interface ExplainedVariable extends VariableFacts {
  /** Weight in this unit's score, once those that are missing have left theirs; 0 without points. */
  readonly weight: number;
  /** weight × (points − 100); null without points. */
  readonly contribution: number | null;
}

export interface ExplainedAxis {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly contribution: number;
  readonly variables: readonly ExplainedVariable[];
}

export interface ExplainedTheme {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly contribution: number;
  readonly axes: readonly ExplainedAxis[];
}

/** A score taken apart: at each level the contributions add up to score − 100. */
export interface Explanation {
  readonly score: number | null;
  readonly contribution: number;
  readonly themes: readonly ExplainedTheme[];
}

/**
 * Takes a unit's score apart. A variable contributes its effective weight × (points − 100); an axis
 * and a theme what their variables do. The contributions add up to score − 100, which for a unit
 * without a published score is what its score would be.
 *
 * @param published false when the score was withheld: `score` is then null
 */
export function explainUnit(tree: Tree, facts: ReadonlyMap<string, VariableFacts>, published: boolean): Explanation {
  const pointsOf = (id: string): number => facts.get(id)?.points ?? Number.NaN;
  const weights = effectiveWeights(tree, pointsOf);
  const themes = tree.themes.map((theme): ExplainedTheme => {
    const axes = theme.axes.map((axis): ExplainedAxis => {
      const variables = axis.variables.flatMap(({ id }): ExplainedVariable[] => {
        const fact = facts.get(id);
        if (fact === undefined) return [];
        const weight = weights.get(id) ?? 0;
        return [{ ...fact, weight, contribution: fact.points === null ? null : weight * (fact.points - 100) }];
      });
      const known = variables.flatMap((v) => (v.points === null ? [] : [v.points]));
      return {
        id: axis.id,
        label: axis.label,
        value: mean(known),
        contribution: sum(variables.map((v) => v.contribution ?? 0)),
        variables,
      };
    });
    return {
      id: theme.id,
      label: theme.label,
      value: mean(axes.flatMap((a) => (a.value === null ? [] : [a.value]))),
      contribution: sum(axes.map((a) => a.contribution)),
      axes,
    };
  });
  const score = mean(themes.flatMap((t) => (t.value === null ? [] : [t.value])));
  return { score: published ? score : null, contribution: sum(themes.map((t) => t.contribution)), themes };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values) / values.length);

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
