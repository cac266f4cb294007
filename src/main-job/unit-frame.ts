import { chooseColumns } from '../index/choose.js';
import type { Choice, Lack } from '../index/choose.js';
import { buildFrame } from '../index/frame.js';
import type { Frame } from '../index/frame.js';
import { variablesOf } from '../index/model.js';
import type { Model, Variable } from '../index/model.js';
import { columnName } from '../index/quantity.js';
import type { Alternative, Quantity } from '../index/quantity.js';
import { populationCover } from '../index/reference-cover.js';
import { MINIMUM_OBSERVED_SHARE, referenceValue } from '../index/reference.js';
import type { ReferenceValue } from '../index/reference.js';
import { buildSeries, evaluate } from '../index/series.js';
import type { Cells, Series } from '../index/series.js';
import { STATE } from '../index/state.js';
import { seriesOfWholes, sumParts } from '../index/sum-units.js';
import type { Summed, Whole } from '../index/sum-units.js';
import type { Table } from '../index/table.js';
import { indexOfCode } from '../index/table.js';
import { byCode } from '../territory/codes.js';
import { isWholeLevel } from '../territory/unit-level.js';
import type { WholeLevel } from '../territory/unit-level.js';
import { membersByUnit } from '../territory/units.js';
import { rowsOfLevel, unitsTouching, withLevelRows } from '../territory/whole-units.js';
import type { Inputs } from './inputs.js';

/** What the index is computed on: the same, whatever a unit is. */
export interface UnitFrame {
  /** By unit. */
  readonly frame: Frame;
  /** Where columns are chosen: that frame, or communes beside the published rows of their level. */
  readonly choosing: Frame;
  readonly seriesOf: (choice: Choice) => Series;
  /** A count by unit; none where parts of the unit are missing. */
  readonly countOf: (alternative: Alternative, vintage: number | null) => Cells;
  /** How the sums of a variable went, where units are made of communes. */
  readonly summedOf: (choice: Choice) => Summed | null;
  /** The total of a share over the very communes of the reference; null where the units must do. */
  readonly totalOfReference: (choice: Choice) => ReferenceValue | null;
}

/** The frame of the inputs' units. */
export function unitFrame(inputs: Inputs): UnitFrame {
  const { units, merged, territory, reference } = inputs;
  if (isWholeLevel(units.level)) return wholeFrame(inputs, units.level);
  const frame = buildFrame(merged, territory.units, reference.units);
  return {
    frame,
    choosing: frame,
    seriesOf: (choice) => buildSeries(frame, choice),
    countOf: (alternative, vintage) => evaluate(frame, alternative, vintage),
    summedOf: () => null,
    totalOfReference: () => null,
  };
}

function wholeFrame({ geography, units, merged, territoryRows, territory, reference, territoryCommunes, referenceCommunes }: Inputs, level: WholeLevel): UnitFrame {
  const { cog } = geography;
  const choosing = buildFrame(
    withLevelRows(merged, territoryRows, level),
    [...territoryCommunes, ...territory.units],
    [...referenceCommunes, ...reference.units],
  );
  const known = [...unitsTouching(cog, level, merged.codes).units, ...rowsOfLevel(territoryRows, level)].filter((code) => units.of(code) !== undefined);
  const frame = buildFrame({ codes: [...new Set(known)].sort(byCode), columns: new Map() }, territory.units, reference.units);
  const members = membersByUnit(cog, level);
  const wholes = frame.codes.map((code): Whole => ({
    parts: (members.get(code) ?? []).map((m) => ({ row: indexOfCode(choosing.codes, m.code), population: m.population ?? 0 })),
    own: indexOfCode(choosing.codes, code),
  }));
  const made = new Map<Choice, { readonly parts: Series; readonly series: Series; readonly summed: Summed }>();
  const of = (choice: Choice): { readonly parts: Series; readonly series: Series; readonly summed: Summed } => {
    const before = made.get(choice);
    if (before !== undefined) return before;
    const parts = buildSeries(choosing, choice);
    const now = { parts, ...seriesOfWholes(parts, wholes) };
    made.set(choice, now);
    return now;
  };
  const rows = Int32Array.from(referenceCommunes, (code) => indexOfCode(choosing.codes, code));
  return {
    frame,
    choosing,
    seriesOf: (choice) => of(choice).series,
    countOf: (alternative, vintage) => {
      const cells = evaluate(choosing, alternative, vintage);
      const { cells: [summed = cells], partial } = sumParts([cells], wholes);
      for (const unit of partial.keys()) {
        summed.values[unit] = Number.NaN;
        summed.states[unit] = STATE.unavailable;
      }
      return summed;
    },
    summedOf: (choice) => of(choice).summed,
    totalOfReference: (choice) => {
      if (choice.definition.kind !== 'part' || choice.variable.rule === 'moyenne' || choice.variable.rule === 'mediane') return null;
      const { parts } = of(choice);
      const total = referenceValue({ series: parts, estimated: new Float64Array(0) }, rows, 'total', null);
      const has = (row: number): boolean => [parts.numerator, parts.denominator].every((c) => c === null || (c.states[row] ?? STATE.absent) <= STATE.recalculated);
      const cover = populationCover({ rows, population: null }, has, { frame: choosing, unitOf: (code) => cog.communes.get(code) });
      return typeof total === 'string' || (cover ?? 0) < MINIMUM_OBSERVED_SHARE ? null : total;
    },
  };
}

/** The columns chosen for a run, and what no column serves. */
export interface UnitChoices {
  readonly choices: readonly Choice[];
  /** Variables without usable columns: the run stops. */
  readonly lacks: readonly Lack[];
  /** Published rates that no file gives at the level of the units, where units are not communes: missing, and told. */
  readonly unpublished: ReadonlySet<string>;
}

/** Chooses the columns of each variable of the model. */
export function unitChoices({ loaded: { model }, options, units, merged }: Inputs, { choosing }: UnitFrame): UnitChoices {
  const { choices, lacks } = chooseColumns(model, choosing, options.vintages);
  const isUnpublished = ({ variable }: Lack): boolean => units.level !== 'commune' && variable.definitions.every((d) => d.kind === 'taux');
  const unpublished = lacks.filter(isUnpublished);
  const found = [...choices, ...unpublished.flatMap(({ variable, vintage }) => nothingChosen(variable, vintage, model, merged) ?? [])];
  const order = new Map(variablesOf(model).map((v, i) => [v.id, i]));
  const place = (id: string): number => order.get(id) ?? 0;
  return {
    choices: found.sort((a, b) => place(a.variable.id) - place(b.variable.id)),
    lacks: lacks.filter((lack) => !isUnpublished(lack)),
    unpublished: new Set(unpublished.map((l) => l.variable.id)),
  };
}

/** A choice that gives no value: the first name of the rate, at the newest vintage that the files have of it. */
function nothingChosen(variable: Variable, bound: number | null, model: Model, table: Table): Choice | null {
  const [definition] = variable.definitions;
  const quantity = definition === undefined ? undefined : model.quantities.get(definition.numerator);
  const numerator = quantity?.alternatives.find((a) => a.terms.every((t) => !t.template.includes('@')));
  if (definition === undefined || quantity === undefined || numerator === undefined) return null;
  return { variable, definition, vintage: bound ?? newestVintage(quantity, table), numerator, denominator: null, predictor: null };
}

function newestVintage({ alternatives, vintage }: Quantity, { columns }: Table): number | null {
  const templates = alternatives.flatMap((a) => a.terms.map((t) => t.template));
  const found = [...columns.values()].flatMap(({ spec }) => (spec.vintage !== null && templates.some((t) => columnName(t, spec.vintage) === spec.name) ? [spec.vintage] : []));
  return found.length === 0 ? vintage : Math.max(...found);
}
