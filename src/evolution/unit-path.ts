import { bringUp } from '../index/aggregate.js';
import type { Values } from '../index/aggregate.js';
import { coefficients } from '../index/coefficients.js';
import { points } from '../index/points.js';
import { truncated } from '../index/truncate.js';
import type { Tree } from '../index/tree.js';
import type { UnrankedUnit } from './packed-units.js';
import type { Bridge, PanelVariable, VariablePath } from './panel.js';
import type { PlacedUnit } from './place-units.js';
import { mergeFigures } from './merge-figures.js';
import { twoFactors } from './two-factors.js';
import type { FactorParts, Ratio } from './two-factors.js';
import { NO_FIGURE } from './year-result.js';
import type { YearResult, YearUnit, YearVariable } from './year-result.js';

/** What a unit's path is made with. */
export interface PathContext {
  readonly years: readonly YearResult[];
  readonly tree: Tree;
  readonly variables: readonly PanelVariable[];
  /** Share of the weight with points, strictly below which a unit has no score. */
  readonly threshold: number;
}

/** The points of a value against a reference, as the model makes them. */
export function pointsOf({ direction, inversion, truncated: cut }: YearVariable, value: number, reference: number): number {
  const made = points(value, reference, direction, inversion);
  return cut ? truncated(made) : made;
}

/** A unit along the years: figures, points, scores, and what moved them; ranks are not there yet. */
export function unitPath(placed: PlacedUnit, context: PathContext): UnrankedUnit {
  const { years, tree, variables } = context;
  const raw = new Map(variables.map((v) => [v.id, figuresOf(placed, v, years)]));
  const counting = new Set(variables.filter((v) => raw.get(v.id)?.points.every((p) => !Number.isNaN(p)) === true).map((v) => v.id));
  const share = variables.reduce((sum, v) => sum + (counting.has(v.id) ? v.weight : 0), 0);
  // A sum of thirds may miss the threshold by a rounding error: that is not « strictly below ».
  const scored = counting.size > 0 && share >= context.threshold - 1e-9;
  const weights = coefficients(tree, (id) => counting.has(id)).variables;
  const values = years.map((_, at): Values => bringUp(tree, (id) => (counting.has(id) ? (raw.get(id)?.points[at] ?? Number.NaN) : Number.NaN)));
  const score = values.map((v) => (scored ? v.score : Number.NaN));
  const paths = new Map(variables.map((v) => [v.id, pathOf(v, raw.get(v.id), scored && counting.has(v.id) ? (weights.get(v.id) ?? 0) : Number.NaN, counting.has(v.id))]));
  const newest = unitAt(placed, years, years.length - 1);
  return {
    ...placed,
    name: nameOf(placed, years),
    departement: newest?.departement ?? '',
    epci: newest?.epci ?? '',
    population: newest?.population ?? Number.NaN,
    variables: paths,
    axes: values.map((v) => v.axes),
    themes: values.map((v) => v.themes),
    score,
    ruleEffect: score.map((after, at) => {
      if (at === 0) return Number.NaN;
      const sum = [...paths.values()].reduce((all, path) => all + (path.counts ? (path.contributions[at] ?? 0) : 0), 0);
      return linear(tree) ? (scored ? 0 : Number.NaN) : after - (score[at - 1] ?? Number.NaN) - sum;
    }),
    bridges: years.map((_, at) => bridgeOf(placed, at, score[at] ?? Number.NaN, counting, context)),
  };
}

const linear = ({ rules }: Tree): boolean => [rules.axis, rules.theme, rules.global].every((rule) => !rule.truncated && (rule.method === 'moyenne' || rule.method === 'somme'));

/** The row of a unit in a result, under its own code. */
const unitAt = (placed: PlacedUnit, years: readonly YearResult[], at: number): YearUnit | undefined => years[at]?.units.get(placed.code);

/** The name in the newest result that has one. */
function nameOf(placed: PlacedUnit, years: readonly YearResult[]): string {
  const newestFirst = years.map((year, at) => ({ cog: year.cog, name: unitAt(placed, years, at)?.name ?? '' })).reverse();
  return [...newestFirst].sort((a, b) => b.cog - a.cog).find(({ name }) => name !== '')?.name ?? placed.code;
}

type RawPath = Pick<VariablePath, 'figures' | 'points'>;

function figuresOf(placed: PlacedUnit, variable: PanelVariable, years: readonly YearResult[]): RawPath {
  const figures = years.map((year, at) => mergeFigures(variable.kind, (placed.parts[at] ?? []).map((code) => year.units.get(code)?.figures.get(variable.id) ?? NO_FIGURE)));
  return { figures, points: figures.map((figure, at) => pointsAt(variable, at, figure.value)) };
}

function pointsAt(variable: PanelVariable, at: number, value: number): number {
  const own = variable.years[at];
  return own === undefined ? Number.NaN : pointsOf(own, value, variable.frozen);
}

function pathOf(variable: PanelVariable, raw: RawPath | undefined, weight: number, counts: boolean): VariablePath {
  const { figures, points: made } = raw ?? { figures: [], points: [] };
  return {
    figures,
    points: made,
    counts,
    contributions: made.map((p, at) => (at === 0 ? Number.NaN : weight * (p - (made[at - 1] ?? Number.NaN)))),
    factors: figures.map((_, at) => (at === 0 || Number.isNaN(weight) ? null : factorsOf(variable, raw, at, weight))),
  };
}

/** The contribution of a share between its two counts; null for a rate, and where a count is not known. */
function factorsOf(variable: PanelVariable, raw: RawPath | undefined, at: number, weight: number): FactorParts | null {
  if (variable.kind !== 'part') return null;
  const [before, after] = [raw?.figures[at - 1], raw?.figures[at]];
  const own = variable.years[at];
  if (before === undefined || after === undefined || own === undefined || own.truncated || !isCount(before) || !isCount(after)) return null;
  const parts = twoFactors(({ numerator, denominator }) => pointsAt(variable, at, (100 * numerator) / denominator), before, after);
  return { numerator: weight * parts.numerator, denominator: weight * parts.denominator };
}

/** True where the points rest on counts: not on an imputed value. */
const isCount = ({ numerator, denominator, status }: Ratio & { readonly status: string }): boolean => !Number.isNaN(numerator) && denominator > 0 && status !== 'impute';

/** From the published score to that of the panel, one step after the other. */
function bridgeOf(placed: PlacedUnit, at: number, score: number, counting: ReadonlySet<string>, { years, tree, variables }: PathContext): Bridge | null {
  const own = unitAt(placed, years, at);
  if (own?.scored !== true || Number.isNaN(own.score) || Number.isNaN(score)) return null;
  const scoreOf = (points: (variable: PanelVariable) => number): number => {
    const made = new Map(variables.filter((v) => counting.has(v.id)).map((v) => [v.id, points(v)]));
    return bringUp(tree, (id) => made.get(id) ?? Number.NaN).score;
  };
  const sameVariables = scoreOf((v) => own.points.get(v.id) ?? Number.NaN);
  const sameReference = scoreOf((v) => pointsAt(v, at, own.figures.get(v.id)?.value ?? Number.NaN));
  return { published: own.score, definition: sameVariables - own.score, reference: sameReference - sameVariables, geography: score - sameReference };
}
