import type { PanelUnit } from './panel.js';

/** What one variable moved, from the first year of a panel to the last. */
export interface VariableChange {
  readonly id: string;
  readonly contribution: number;
  /** Null for a published rate. */
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** The change of a unit's score from the first year of a panel to the last. */
export interface WholeChange {
  /** NaN for a unit without a score. */
  readonly change: number;
  /** The largest movers first; they and `rule` add up to the change. */
  readonly variables: readonly VariableChange[];
  readonly rule: number;
}

/** Adds up what each variable moved from one year to the next. */
export function wholeChange(unit: PanelUnit): WholeChange {
  const steps = unit.score.map((_, at) => at).slice(1);
  const over = (of: (at: number) => number): number => steps.reduce((sum, at) => sum + of(at), 0);
  const variables = [...unit.variables]
    .filter(([, path]) => path.counts)
    .map(([id, { contributions, factors }]): VariableChange => {
      const whole = steps.every((at) => factors[at] !== null);
      return {
        id,
        contribution: over((at) => contributions[at] ?? Number.NaN),
        numerator: whole ? over((at) => factors[at]?.numerator ?? Number.NaN) : null,
        denominator: whole ? over((at) => factors[at]?.denominator ?? Number.NaN) : null,
      };
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.id < b.id ? -1 : 1));
  return { change: (unit.score.at(-1) ?? Number.NaN) - (unit.score[0] ?? Number.NaN), variables, rule: over((at) => unit.ruleEffect[at] ?? Number.NaN) };
}

/** The units with a score, from the one that rose most to the one that fell most; ties by code. */
export const byChange = (units: readonly PanelUnit[]): { readonly unit: PanelUnit; readonly whole: WholeChange }[] =>
  units
    .map((unit) => ({ unit, whole: wholeChange(unit) }))
    .filter(({ whole }) => !Number.isNaN(whole.change))
    .sort((a, b) => b.whole.change - a.whole.change || (a.unit.code < b.unit.code ? -1 : 1));
