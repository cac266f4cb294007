import { shownColumn } from '../index/quantity.js';
import type { ColumnSpec } from '../index/quantity.js';
import { STATE, isKnown, settled, strongestMissing } from '../index/state.js';
import { cellsAt } from '../index/table.js';
import type { Column, FileTable, Table } from '../index/table.js';
import { NO_FACTS, carrier } from './carry-dated.js';
import type { Carry, Share } from './carry-dated.js';
import { byCode } from './codes.js';
import { arrondissementsOf } from './cog.js';
import type { Geography } from './cog.js';
import { sumIris } from './sum-iris.js';

/** What happened to the rows of a file on their way to the geography of the run. */
export interface CarryReport {
  /** Unit → the former communes (and itself) of the file that were put together. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  /** Unit → the arrondissements that make it. */
  readonly fromArrondissements: ReadonlyMap<string, readonly string[]>;
  /** Arrondissement rows left aside because the file has the whole commune. */
  readonly partsBesideWhole: readonly string[];
  /** Paris, Lyon or Marseille as one, left aside because arrondissements are the units. */
  readonly wholesLeftAside: readonly string[];
  /** Whole communes of which the file has some arrondissements only: no value. */
  readonly incompleteWholes: readonly string[];
  /** Codes that the geography does not know. */
  readonly unknown: readonly string[];
  /** Former codes whose cells are all empty for one source and year: taken as not there. */
  readonly emptyFormer: readonly string[];
  /** Columns of rates in a file of IRIS: not summed. */
  readonly notSummed: readonly string[];
  /** Rates of merged units that have no value for want of the column that weights them. */
  readonly unweighted: readonly string[];
  /** Former commune → the units that share its counts. */
  readonly split: ReadonlyMap<string, readonly Share[]>;
  /** Rates and medians of units that hold a share of a commune: no value. */
  readonly notShared: readonly string[];
  /** Communes put together after the year of the geography: no value, they cannot be taken apart. */
  readonly later: readonly string[];
  /** Communes split since, with no populations to share them by: no value. */
  readonly unshared: readonly string[];
  /** Codes that mean different things in the years that the file can be of: taken as the COG has them. */
  readonly doubtful: readonly string[];
}

export interface CarriedTable extends Table {
  readonly file: string;
  readonly report: CarryReport;
}

/**
 * Carries a file's rows to the units of the geography.
 *
 * Counts of the rows present are summed, a present row with a missing value making the sum missing;
 * published rates become the persons-weighted mean of the parts if all are published
 * (`recalculated`), else missing; medians are never combined. An arrondissement's whole is made only
 * when all its arrondissements are there. The counts of a commune that was split are shared
 * (`recalculated`); its rates and medians are not, and their units have none.
 *
 * @param carry where the codes of this file go; without it, as the COG alone tells
 */
export function carryTable(source: FileTable, geography: Geography, carry: Carry = carrier(geography, NO_FACTS)): CarriedTable {
  const summed = source.iris ? sumIris(source) : { table: source, leftOut: [] };
  const { table } = summed;
  const groups = groupRows(table.codes, geography, carry);
  const codes = [...groups.rowsOf.keys()].sort(byCode);
  const emptyFormer = new Set<string>();
  const unweighted = new Set<string>();
  const notShared = new Set<string>();
  const sources = new Map<string, number[]>();
  for (const [i, spec] of table.columns.entries()) {
    const id = sourceId(spec);
    sources.set(id, [...(sources.get(id) ?? []), i]);
  }
  const columns = new Map<string, Column>();
  const rowsOf = codes.map((unit) => groups.rowsOf.get(unit) ?? []);
  // Nearly every unit is one row as it stands: its cells are taken without a look at what it could be made of.
  const simple = Int32Array.from(codes, (unit, i) => {
    const [row = -1, ...others] = rowsOf[i] ?? [];
    return others.length > 0 || groups.incomplete.has(unit) || groups.sharesOf.has(unit) ? -1 : row;
  });
  const composed = [...codes.keys()].filter((i) => (simple[i] ?? -1) < 0);
  for (const [index, spec] of table.columns.entries()) {
    const { values, states } = cellsAt({ values: table.values[index] ?? NO_VALUES, states: (table.states[index] ?? NO_STATES).map(settled) }, simple);
    const siblings = sources.get(sourceId(spec)) ?? [index];
    for (const unitIndex of composed) {
      const unit = codes[unitIndex] ?? '';
      const rows = rowsOf[unitIndex] ?? [];
      const present = rows.length > 1 ? withoutEmptyRows(table, rows, siblings, emptyFormer) : rows;
      const cell = groups.incomplete.has(unit)
        ? { value: Number.NaN, state: STATE.unavailable }
        : combine(table, index, present, groups.sharesOf.get(unit));
      if (cell.state === 'unweighted') unweighted.add(`${unit} (${shownColumn(spec.name)})`);
      if (cell.state === 'shared') notShared.add(`${unit} (${shownColumn(spec.name)})`);
      values[unitIndex] = cell.value;
      states[unitIndex] = typeof cell.state === 'string' ? STATE.unavailable : cell.state;
    }
    columns.set(spec.name, { spec, values, states });
  }
  return {
    file: table.file,
    codes,
    columns,
    report: {
      joined: groups.joined,
      fromArrondissements: groups.fromArrondissements,
      partsBesideWhole: groups.partsBesideWhole,
      wholesLeftAside: groups.wholesLeftAside,
      incompleteWholes: [...groups.incomplete].sort(byCode),
      unknown: groups.unknown,
      emptyFormer: [...emptyFormer].sort(byCode),
      notSummed: summed.leftOut,
      unweighted: [...unweighted].sort(byCode),
      split: groups.split,
      notShared: [...notShared].sort(byCode),
      later: groups.later,
      unshared: groups.unshared,
      doubtful: groups.doubtful,
    },
  };
}

const NO_VALUES = new Float64Array(0);
const NO_STATES = new Uint8Array(0);

/** One source and year: what stands in a row for one of them says nothing about the others. */
const sourceId = (spec: ColumnSpec): string => `${spec.family ?? spec.name} ${String(spec.vintage)}`;

interface RowGroups {
  readonly rowsOf: ReadonlyMap<string, number[]>;
  /** Unit → the rows of which it holds a share only. */
  readonly sharesOf: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly joined: ReadonlyMap<string, string[]>;
  readonly fromArrondissements: ReadonlyMap<string, string[]>;
  readonly partsBesideWhole: string[];
  readonly wholesLeftAside: string[];
  readonly incomplete: ReadonlySet<string>;
  readonly unknown: string[];
  readonly split: ReadonlyMap<string, readonly Share[]>;
  readonly later: string[];
  readonly unshared: string[];
  readonly doubtful: string[];
}

function groupRows(codes: readonly string[], geography: Geography, carry: Carry): RowGroups {
  const members = new Map<string, { row: number; code: string; part: boolean }[]>();
  const nowhere = { whole: [] as string[], unknown: [] as string[], later: [] as string[], unshared: [] as string[] };
  const split = new Map<string, readonly Share[]>();
  const sharesOf = new Map<string, Map<number, number>>();
  const doubtful: string[] = [];
  for (const [row, code] of codes.entries()) {
    const { how, shares, ...carried } = carry(code);
    if (carried.doubtful) doubtful.push(code);
    if (how === 'whole' || how === 'unknown' || how === 'later' || how === 'unshared') nowhere[how].push(code);
    if (how === 'split') split.set(code, shares);
    for (const { unit, share } of shares) {
      members.set(unit, [...(members.get(unit) ?? []), { row, code, part: how === 'part' }]);
      if (how === 'split') sharesOf.set(unit, (sharesOf.get(unit) ?? new Map<number, number>()).set(row, share));
    }
  }
  const rowsOf = new Map<string, number[]>();
  const joined = new Map<string, string[]>();
  const fromArrondissements = new Map<string, string[]>();
  const partsBesideWhole: string[] = [];
  const incomplete = new Set<string>();
  for (const [unit, group] of members) {
    const wholes = group.filter((m) => !m.part);
    const parts = group.filter((m) => m.part);
    if (wholes.length > 0) {
      partsBesideWhole.push(...parts.map((m) => m.code));
      rowsOf.set(unit, wholes.map((m) => m.row));
      const whole = wholes.filter((m) => !split.has(m.code));
      if (whole.length > 1 || (whole.length === 1 && whole[0]?.code !== unit)) joined.set(unit, whole.map((m) => m.code));
    } else {
      rowsOf.set(unit, parts.map((m) => m.row));
      if (parts.length < arrondissementsOf(geography.cog, unit).length) incomplete.add(unit);
      else fromArrondissements.set(unit, parts.map((m) => m.code));
    }
  }
  const { whole: wholesLeftAside, ...lost } = nowhere;
  return { rowsOf, sharesOf, joined, fromArrondissements, partsBesideWhole, wholesLeftAside, incomplete, ...lost, split, doubtful };
}

/**
 * The rows of a unit that hold something of one source: an old code may stand in a file with its
 * cells empty because its territory is counted under the new one. Only where another row of the same
 * unit has values, and at least two columns say so; of a long form, where it has no row at all for
 * this source and year.
 */
function withoutEmptyRows(
  table: FileTable,
  rows: readonly number[],
  siblings: readonly number[],
  emptyFormer: Set<string>,
): readonly number[] {
  const isAll = (row: number, states: readonly number[]): boolean =>
    siblings.every((c) => states.includes(table.states[c]?.[row] ?? STATE.absent));
  const isEmpty = (row: number): boolean =>
    isAll(row, [STATE.absent]) || (siblings.length >= 2 && isAll(row, [STATE.absent, STATE.blank]));
  const filled = rows.filter((row) => !isEmpty(row));
  if (filled.length === 0 || filled.length === rows.length) return rows;
  for (const row of rows) if (isEmpty(row)) emptyFormer.add(table.codes[row] ?? '');
  return filled;
}

function combine(
  table: FileTable,
  column: number,
  rows: readonly number[],
  shares: ReadonlyMap<number, number> | undefined,
): { value: number; state: number | 'unweighted' | 'shared' } {
  const values = table.values[column];
  const states = table.states[column];
  const spec = table.columns[column];
  if (values === undefined || states === undefined || spec === undefined) {
    return { value: Number.NaN, state: STATE.absent };
  }
  const [first] = rows;
  const shared = shares !== undefined && rows.some((row) => shares.has(row));
  if (rows.length === 1 && first !== undefined && !shared) {
    return { value: values[first] ?? Number.NaN, state: settled(states[first] ?? STATE.absent) };
  }
  let missing: number | null = null;
  let sum = 0;
  for (const row of rows) {
    const state = states[row] ?? STATE.absent;
    if (isKnown(state)) sum += (values[row] ?? Number.NaN) * (shares?.get(row) ?? 1);
    else missing = missing === null ? settled(state) : strongestMissing(missing, state);
  }
  if (missing !== null) return { value: Number.NaN, state: missing };
  if (spec.nature === 'effectif') return { value: sum, state: shared ? STATE.recalculated : STATE.observed };
  if (shared) return { value: Number.NaN, state: 'shared' };
  if (spec.nature === 'mediane') return { value: Number.NaN, state: STATE.unavailable };
  return weightedMean(table, column, rows, spec.weights);
}

function weightedMean(
  table: FileTable,
  column: number,
  rows: readonly number[],
  weightNames: readonly string[],
): { value: number; state: number | 'unweighted' } {
  for (const name of weightNames) {
    const w = table.columns.findIndex((c) => c.name === name);
    if (w < 0 || !rows.every((row) => isKnown(table.states[w]?.[row] ?? STATE.absent))) continue;
    let weighted = 0;
    let total = 0;
    for (const row of rows) {
      const weight = table.values[w]?.[row] ?? 0;
      weighted += weight * (table.values[column]?.[row] ?? Number.NaN);
      total += weight;
    }
    if (total > 0) return { value: weighted / total, state: STATE.recalculated };
  }
  return { value: Number.NaN, state: 'unweighted' };
}
