import type { Journal } from '../journal.js';
import type { Territory, TerritoryKey } from '../territory/selector.js';
import type { Unit } from '../territory/units.js';
import { aggregate } from './aggregate.js';
import type { Choice } from './choose.js';
import { pearson } from './correlation.js';
import { fillVariable } from './fill.js';
import type { FilledVariable } from './fill.js';
import type { Frame } from './frame.js';
import { axesOf, nominalWeights } from './model.js';
import type { MissingPolicy, Model } from './model.js';
import { requireMeans } from './require-means.js';
import type { ReferenceValue } from './reference.js';
import { ranks, tenths } from './ranks.js';
import { buildSeries } from './series.js';
import type { Series } from './series.js';
import { isObserved } from './statuses.js';
import { pointsOfUnits } from './unit-points.js';
import type { UnitPoints } from './unit-points.js';

/** What the computation needs beside the frame. */
export interface ComputeContext {
  readonly model: Model;
  readonly frame: Frame;
  readonly choices: readonly Choice[];
  readonly territory: Territory;
  readonly reference: Territory;
  readonly unitOf: (code: string) => Unit | undefined;
  /** Where units are made of communes: their series, instead of those of the frame's own columns. */
  readonly seriesOf?: (choice: Choice) => Series;
  /** Where units are made of communes: the total of a share over those of the reference; null: of its units. */
  readonly totalOfReference?: (choice: Choice) => ReferenceValue | null;
  /** Variables that no file publishes for such units: no value, and maybe no reference. */
  readonly unpublished?: ReadonlySet<string>;
  /** False where a missing rate does not mean few persons: the ceiling of an estimation then holds for secret ones only. */
  readonly missingMeansFew?: boolean;
  /** The published value in % of a variable in a territory, or null. */
  readonly published: (key: TerritoryKey | null, choice: Choice) => number | null;
  /** The value in % that the user gives for a variable in the reference, or null. */
  readonly given: (choice: Choice) => number | null;
  /** That the values that the user gives for a variable are of other territories (French), or null. */
  readonly givenElsewhere?: (variable: string) => string | null;
  /** Population of a whole EPCI or département in the COG; null where it gives none. */
  readonly populationOf: (level: 'epci' | 'departement', code: string) => number | null;
  /** The policy of a variable, when the user overrides the model's. */
  readonly policyOf: (variable: string) => MissingPolicy | null;
  readonly journal: Journal;
}

/** One variable of a result; arrays are by unit of the frame. */
export interface VariableResult extends FilledVariable, UnitPoints {
  readonly choice: Choice;
  readonly reference: ReferenceValue;
  readonly nominalWeight: number;
  /** Pearson's r between points and score over the territory; null where it does not exist. */
  readonly correlation: number | null;
}

export interface IndexResult {
  readonly model: Model;
  readonly frame: Frame;
  readonly territory: Territory;
  readonly reference: Territory;
  readonly variables: readonly VariableResult[];
  /** By axis or theme id, an array by unit of the frame. */
  readonly axes: ReadonlyMap<string, Float64Array>;
  readonly themes: ReadonlyMap<string, Float64Array>;
  /** NaN where none is published; arrays by unit of the frame, filled for the territory. */
  readonly score: Float64Array;
  readonly rank: Int32Array;
  readonly tenth: Uint8Array;
  readonly completeness: Float64Array;
  readonly absentAxes: readonly (readonly string[])[];
}

/**
 * Computes the index of a territory against a reference: points, axes, themes, score, ranks.
 * Independent of the order of units, files and rows; nothing is rounded.
 *
 * @throws inputError when a reference value cannot be made
 */
export function computeIndex(context: ComputeContext): IndexResult {
  const { model, frame } = context;
  const weights = nominalWeights(model);
  const filled = context.choices.map((choice) => {
    const { reference, ...rest } = fillVariable((context.seriesOf ?? ((c) => buildSeries(frame, c)))(choice), context);
    return { ...rest, choice, reference, ...pointsOfUnits(rest, reference.value, context), nominalWeight: weights.get(choice.variable.id) ?? 0 };
  });
  requireMeans(context, filled);
  const tree = aggregateUnits(context, filled, weights);
  const inTerritory = (values: Float64Array): Float64Array => Float64Array.from(frame.territory, (row) => values[row] ?? Number.NaN);
  const scores = inTerritory(tree.score);
  return {
    model,
    frame,
    territory: context.territory,
    reference: context.reference,
    variables: filled.map((v) => ({ ...v, correlation: pearson(inTerritory(v.points), scores) })),
    ...tree,
    ...spread(frame, ranks(scores)),
  };
}

interface Pointed extends FilledVariable {
  readonly choice: Choice;
  readonly points: Float64Array;
}

function aggregateUnits(
  { model, frame }: ComputeContext,
  variables: readonly Pointed[],
  weights: ReadonlyMap<string, number>,
): Pick<IndexResult, 'axes' | 'themes' | 'score' | 'completeness' | 'absentAxes'> {
  const blank = (): Float64Array => new Float64Array(frame.codes.length).fill(Number.NaN);
  const axes = new Map(axesOf(model).map((a) => [a.id, blank()] as const));
  const themes = new Map(model.themes.map((t) => [t.id, blank()] as const));
  const score = blank();
  const completeness = new Float64Array(frame.codes.length);
  const absentAxes: (readonly string[])[] = frame.codes.map(() => []);
  const byId = new Map(variables.map((v) => [v.choice.variable.id, v]));
  for (const row of frame.territory) {
    const scores = aggregate(model, weights, (id) => byId.get(id)?.points[row] ?? Number.NaN);
    for (const [id, value] of scores.axes) axes.get(id)?.fill(value, row, row + 1);
    for (const [id, value] of scores.themes) themes.get(id)?.fill(value, row, row + 1);
    score[row] = scores.score;
    absentAxes[row] = scores.absentAxes;
    let observed = 0;
    for (const v of variables) {
      if (isObserved(v.statuses[row] ?? 'absent')) observed += weights.get(v.choice.variable.id) ?? 0;
    }
    completeness[row] = observed;
  }
  return { axes, themes, score, completeness, absentAxes };
}

function spread(frame: Frame, territoryRanks: Int32Array): Pick<IndexResult, 'rank' | 'tenth'> {
  const territoryTenths = tenths(territoryRanks);
  const rank = new Int32Array(frame.codes.length);
  const tenth = new Uint8Array(frame.codes.length);
  for (const [i, row] of frame.territory.entries()) {
    rank[row] = territoryRanks[i] ?? 0;
    tenth[row] = territoryTenths[i] ?? 0;
  }
  return { rank, tenth };
}
