import { columnName, longTemplate, validAt, weightColumns } from '../../index/quantity.js';
import type { ColumnSpec, Quantities } from '../../index/quantity.js';
import { STATE, isKnown, strongestMissing } from '../../index/state.js';
import type { TerritoryRow } from '../../index/table.js';
import { byCode } from '../../territory/codes.js';
import type { CellStore } from './cell-store.js';
import type { Observation } from './observation.js';
import type { Place } from './place.js';
import type { FileName, FileQuantity } from './slots.js';

/** What a long file gives: a column per quantity and year, and the rows of whole territories. */
export interface LongQuantities {
  readonly codes: readonly string[];
  readonly columns: readonly ColumnSpec[];
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
  readonly territoryRows: readonly TerritoryRow[];
}

const isUnit = (level: Place['level'] | undefined): level is 'commune' | 'iris' => level === 'commune' || level === 'iris';

/** Makes the quantities from their cells. */
export function makeQuantities(store: CellStore, quantities: readonly FileQuantity[], all: Quantities): LongQuantities {
  const units = [...store.places.keys()].filter((i) => isUnit(store.places[i]?.level));
  units.sort((a, b) => byCode(store.places[a]?.code ?? '', store.places[b]?.code ?? ''));
  const territories = [...store.places.entries()].flatMap(([unit, { level, code }]) =>
    isUnit(level) ? [] : [{ unit, level, code, values: new Map<string, number>() }],
  );
  territories.sort((a, b) => byCode(`${a.level}:${a.code}`, `${b.level}:${b.code}`));
  const columns: ColumnSpec[] = [];
  const values: Float64Array[] = [];
  const states: Uint8Array[] = [];
  for (const { quantity, names } of quantities) {
    for (const kind of ['exact', 'near'] as const) {
      for (const year of store.years) {
        const valid = names.filter(({ name, slots }) => name.kind === kind && validAt(name, year) && store.has(year, slots));
        if (valid.length === 0) continue;
        const spec: ColumnSpec = {
          name: columnName(longTemplate(quantity.id, quantity.family ?? '', kind), year),
          nature: quantity.nature,
          family: quantity.family,
          vintage: year,
          emptyIsSecret: false,
          scale: 1,
          weights: weightColumns(quantity, all, year),
        };
        const cells = units.map((unit) => valueOf(store, unit, valid, year));
        columns.push(spec);
        values.push(Float64Array.from(cells, (cell) => cell.value));
        states.push(Uint8Array.from(cells, (cell) => cell.state));
        for (const { unit, values: row } of territories) {
          const cell = valueOf(store, unit, valid, year);
          if (isKnown(cell.state)) row.set(spec.name, cell.value);
        }
      }
    }
  }
  return {
    codes: units.map((unit) => store.places[unit]?.code ?? ''),
    columns,
    values,
    states,
    territoryRows: territories.map(({ level, code, values: row }) => ({ level, code, values: row })),
  };
}

/** By the first name that has all its cells for the unit, else the first that has some. */
function valueOf(store: CellStore, unit: number, names: readonly FileName[], year: number): Observation {
  let partial: Observation | null = null;
  for (const { slots } of names) {
    const cells = slots.map((slot) => store.cell(unit, slot, year));
    if (cells.every((cell) => cell !== null)) return sum(cells);
    if (partial === null && cells.some((cell) => cell !== null)) {
      partial = sum(cells.map((cell) => cell ?? { value: Number.NaN, state: STATE.unavailable }));
    }
  }
  return partial ?? { value: Number.NaN, state: STATE.absent };
}

/** The sum in the order of the cells, whatever that of the rows; one missing cell makes it missing. */
function sum(cells: readonly Observation[]): Observation {
  let value = 0;
  let missing: number | null = null;
  for (const cell of cells) {
    if (isKnown(cell.state)) value += cell.value;
    else missing = missing === null || missing === cell.state ? cell.state : strongestMissing(missing, cell.state);
  }
  return missing === null ? { value, state: STATE.observed } : { value: Number.NaN, state: missing };
}
