import { computeIndex } from '../../src/index/compute.js';
import type { ComputeContext, IndexResult, VariableResult } from '../../src/index/compute.js';
import type { Choice } from '../../src/index/choose.js';
import { buildFrame } from '../../src/index/frame.js';
import { variablesOf } from '../../src/index/model.js';
import type { Definition, Inversion, MissingPolicy, Model, ReferenceRule, Variable } from '../../src/index/model.js';
import { RATIO } from '../../src/index/normalisation.js';
import type { Normalisation } from '../../src/index/normalisation.js';
import { columnMatcher } from '../../src/index/quantity.js';
import type { Alternative, Nature, Quantities, Quantity } from '../../src/index/quantity.js';
import { BASE_100 } from '../../src/index/scale.js';
import { STATE } from '../../src/index/state.js';
import { MEANS_OF_MEANS } from '../../src/index/tree.js';
import type { Column, Table } from '../../src/index/table.js';
import { Journal } from '../../src/journal.js';
import type { Commune } from '../../src/territory/cog.js';
import type { Territory, TerritoryKey } from '../../src/territory/selector.js';

/** A cell: a number, null for an empty one, `s` for a secret one; a column that is not named is absent. */
export type Figure = number | null | 's';
export type Figures = Readonly<Record<string, Figure>>;
/** Units by code, each with its figures by column name. */
export type Units = Readonly<Record<string, Figures>>;

/** A variable in few words: its figures are the columns `id` and `id_base` (and `id_predictor`). */
export interface VariableSketch {
  readonly id: string;
  readonly kind?: 'part' | 'taux';
  readonly weight?: number;
  readonly direction?: '+' | '-';
  readonly inversion?: Inversion;
  readonly normalisation?: Normalisation;
  readonly missing?: MissingPolicy;
  readonly minimumObservations?: number;
  readonly ceilingCount?: number | null;
  readonly rule?: ReferenceRule;
}

/** Theme → axis → variables. */
export type TreeSketch = Readonly<Record<string, Readonly<Record<string, readonly (VariableSketch | string)[]>>>>;

/** A model from a tree in few words: shares unless they say otherwise, summed to `total`, missing ignored. */
export function modelOf(tree: TreeSketch, threshold = 0): Model {
  const quantities = new Map<string, Quantity>();
  const add = (id: string, nature: Nature, weight: string | null = null): void => {
    quantities.set(id, quantityOf(id, nature, weight));
  };
  const variable = (sketch: VariableSketch): Variable => {
    const kind = sketch.kind ?? 'part';
    const base = `${sketch.id}_base`;
    add(sketch.id, kind === 'part' ? 'effectif' : 'taux', kind === 'part' ? null : base);
    add(base, 'effectif');
    add(`${sketch.id}_predictor`, 'mediane');
    return {
      id: sketch.id,
      label: `Label of ${sketch.id}`,
      weight: sketch.weight ?? 1,
      definitions: [{ fallback: null, label: `Label of ${sketch.id}`, kind, numerator: sketch.id, denominator: base }],
      direction: sketch.direction ?? '+',
      inversion: sketch.inversion ?? null,
      normalisation: sketch.normalisation ?? RATIO,
      missing: sketch.missing ?? 'ignorer',
      estimation:
        sketch.missing === 'estimation'
          ? {
              predictor: `${sketch.id}_predictor`,
              form: 'log-log',
              minimumObservations: sketch.minimumObservations ?? 20,
              ceilingCount: sketch.ceilingCount ?? null,
            }
          : null,
      rule: sketch.rule ?? (kind === 'part' ? 'total' : 'publie'),
      caveat: null,
    };
  };
  const themes = Object.entries(tree).map(([id, axes]) => ({
    id,
    label: `Theme ${id}`,
    weight: 1,
    axes: Object.entries(axes).map(([axis, variables]) => ({
      id: axis,
      label: `Axis ${axis}`,
      weight: 1,
      variables: variables.map((v) => variable(typeof v === 'string' ? { id: v } : v)),
    })),
  }));
  return {
    id: 'sketch', version: 1, label: 'Sketch', status: 'complet', lacks: null, reconstituted: false,
    source: 'test', caveat: null, inferences: [], completenessThreshold: threshold, scale: BASE_100, rollUpWeight: null,
    themes, looseAxes: [], looseVariables: [], rules: MEANS_OF_MEANS, quantities,
  };
}

function quantityOf(id: string, nature: Nature, weight: string | null): Quantity {
  return {
    id, label: id, unit: 'test', family: null, nature, weight, vintage: null, emptyIsSecretUntil: null, scale: 1,
    alternatives: [{ terms: [{ template: id, sign: 1 }], kind: 'exact', note: null, from: null, to: null }],
    longNames: [], newSeries: null,
  };
}

/** The columns of plain units, whatever the order in which they are given. */
export function tableOf(quantities: Quantities, units: Units): Table {
  const codes = Object.keys(units).sort();
  const match = columnMatcher(quantities.values(), quantities);
  const columns = new Map<string, Column>();
  for (const name of new Set(codes.flatMap((code) => Object.keys(units[code] ?? {})))) {
    const spec = match(name);
    if (spec === null) throw new Error(`no quantity has the column ${name}`);
    const figures = codes.map((code) => units[code]?.[name]);
    columns.set(name, {
      spec,
      values: Float64Array.from(figures, (f) => (typeof f === 'number' ? f : Number.NaN)),
      states: Uint8Array.from(figures, stateOf),
    });
  }
  return { codes, columns };
}

function stateOf(figure: Figure | undefined): number {
  if (figure === undefined) return STATE.absent;
  if (figure === null) return STATE.unavailable;
  return figure === 's' ? STATE.secret : STATE.observed;
}

/** What may surround the units; by default all of them are territory and reference, in one EPCI. */
export interface Surroundings {
  readonly territory?: readonly string[];
  readonly reference?: readonly string[];
  readonly referenceKey?: TerritoryKey;
  readonly communes?: Readonly<Record<string, Partial<Commune>>>;
  /** `epci:1` → variable → value in %. */
  readonly published?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly given?: Readonly<Record<string, number>>;
  readonly policies?: Readonly<Record<string, MissingPolicy>>;
  readonly choices?: readonly Choice[];
  readonly journal?: Journal;
}

/** What `computeIndex` needs, from a model and plain units. */
export function contextOf(model: Model, units: Units, around: Surroundings = {}): ComputeContext {
  const codes = Object.keys(units).sort();
  const territory = around.territory ?? codes;
  const reference = around.reference ?? territory;
  const table = tableOf(model.quantities, units);
  return {
    model,
    frame: buildFrame(table, territory, reference),
    choices: around.choices ?? variablesOf(model).map((v) => plainChoice(v, model, table)),
    territory: territoryOf('territory', territory, null),
    reference: territoryOf('reference', reference, around.referenceKey ?? null),
    unitOf: (code) => communeOf(code, around),
    published: (key, choice) =>
      key === null ? null : (around.published?.[`${key.level}:${key.code}`]?.[choice.variable.id] ?? null),
    given: (choice) => around.given?.[choice.variable.id] ?? null,
    populationOf: () => null,
    policyOf: (variable) => around.policies?.[variable] ?? null,
    journal: around.journal ?? new Journal(),
  };
}

/** The index of plain units. */
export const indexOf = (model: Model, units: Units, around: Surroundings = {}): IndexResult =>
  computeIndex(contextOf(model, units, around));

export function communeOf(code: string, around: Surroundings): Commune {
  return {
    code, nom: `Commune ${code}`, departement: '01', region: '84', epci: '1', sousPrefecture: null, population: null,
    ...around.communes?.[code],
  };
}

export function territoryOf(nom: string, units: readonly string[], key: TerritoryKey | null): Territory {
  return { selector: nom, nom, nomCourt: nom, units, key, notes: [] };
}

function plainChoice(variable: Variable, model: Model, table: Table): Choice {
  const [definition] = variable.definitions as readonly [Definition];
  const alternative = (id: string | null): Alternative | null => {
    const [first] = id === null ? [] : (model.quantities.get(id)?.alternatives ?? []);
    return first?.terms.every((t) => table.columns.has(t.template)) === true ? first : null;
  };
  return {
    variable,
    definition,
    vintage: null,
    numerator: model.quantities.get(definition.numerator)!.alternatives[0]!,
    denominator: alternative(definition.denominator),
    predictor: alternative(variable.estimation?.predictor ?? null),
  };
}

/** The result of one variable. */
export function variableOf(result: IndexResult, id: string): VariableResult {
  const found = result.variables.find((v) => v.choice.variable.id === id);
  if (found === undefined) throw new Error(`no variable ${id} in the result`);
  return found;
}

/** The numbers of the territory's units by code. */
export const byUnit = (result: IndexResult, values: ArrayLike<number>): Record<string, number> =>
  Object.fromEntries([...result.frame.territory].map((row) => [result.frame.codes[row] ?? '', values[row] ?? Number.NaN]));

/** Everything that a result says of one unit: two results may be compared by it. */
export function factsOf(result: IndexResult, code: string): object {
  const row = result.frame.codes.indexOf(code);
  return {
    score: result.score[row],
    rank: result.rank[row],
    tenth: result.tenth[row],
    completeness: result.completeness[row],
    absentAxes: result.absentAxes[row],
    themes: [...result.themes].map(([id, values]) => [id, values[row]]),
    axes: [...result.axes].map(([id, values]) => [id, values[row]]),
    points: result.variables.map((v) => [v.choice.variable.id, v.points[row], v.statuses[row], v.used[row]]),
  };
}
