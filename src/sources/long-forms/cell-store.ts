import { STATE, isKnown, strongestMissing } from '../../index/state.js';
import type { Observation } from './observation.js';
import type { Place } from './place.js';

/** Two numbers that differ by less than this share are one number written with other digits. */
const SAME_NUMBER = 1e-9;
/** A cell without a row. */
const NO_ROW = 255;

/** The cells of one slot and one year, by unit. */
class CellColumn {
  values = new Float64Array(0);
  states = new Uint8Array(0);
  lines = new Uint32Array(0);

  reserve(length: number): void {
    if (length <= this.values.length) return;
    const size = Math.max(64, length, 2 * this.values.length);
    const [values, states, lines] = [new Float64Array(size), new Uint8Array(size).fill(NO_ROW), new Uint32Array(size)];
    values.set(this.values);
    states.set(this.states);
    lines.set(this.lines);
    [this.values, this.states, this.lines] = [values, states, lines];
  }

  set(unit: number, value: number, state: number, line: number): void {
    this.values[unit] = value;
    this.states[unit] = state;
    this.lines[unit] = line;
  }
}

/** Two observations of one cell that cannot both be. */
export interface Contradiction {
  readonly line: number;
  readonly before: string;
  readonly now: string;
}

/**
 * The cells that were wanted, and nothing else of the file: what it holds grows with units, wanted
 * cells and years, not with rows.
 */
export class CellStore {
  readonly #units = new Map<string, number>();
  readonly places: Place[] = [];
  /** Rows of one place follow each other. */
  #lastPlace: Place | null = null;
  #lastUnit = -1;
  /** Year → slot → cells. */
  readonly #years = new Map<number, CellColumn[]>();

  /** @returns null, or what the cell holds already when the two contradict each other */
  put(place: Place, slot: number, year: number, value: number, state: number, line: number): Contradiction | null {
    const unit = this.#unit(place);
    const column = this.#column(year, slot);
    column.reserve(unit + 1);
    const before = column.states[unit] ?? NO_ROW;
    if (before === NO_ROW) {
      column.set(unit, value, state, line);
      return null;
    }
    const old = column.values[unit] ?? Number.NaN;
    if (isKnown(before) && isKnown(state)) {
      const same = Math.abs(old - value) <= SAME_NUMBER * Math.max(Math.abs(old), Math.abs(value));
      if (same) column.values[unit] = Math.min(old, value);
      return same ? null : contradiction(column, unit, value, state);
    }
    if (isKnown(before) || isKnown(state)) {
      if (before === STATE.secret || state === STATE.secret) return contradiction(column, unit, value, state);
      if (isKnown(state)) column.set(unit, value, state, line);
      return null;
    }
    if (before !== state) column.states[unit] = strongestMissing(before, state);
    return null;
  }

  get years(): number[] {
    return [...this.#years.keys()].sort((a, b) => a - b);
  }

  /** True when some unit has a row for one of these slots that year. */
  has(year: number, slots: readonly number[]): boolean {
    return slots.some((slot) => (this.#years.get(year)?.[slot]?.values.length ?? 0) > 0);
  }

  /** The cell of a unit; null without a row. */
  cell(unit: number, slot: number, year: number): Observation | null {
    const column = this.#years.get(year)?.[slot];
    const state = column?.states[unit] ?? NO_ROW;
    return column === undefined || state === NO_ROW ? null : { value: column.values[unit] ?? Number.NaN, state };
  }

  #unit(place: Place): number {
    if (place === this.#lastPlace) return this.#lastUnit;
    this.#lastPlace = place;
    this.#lastUnit = this.#unitOf(place);
    return this.#lastUnit;
  }

  #unitOf(place: Place): number {
    const id = `${place.level}:${place.code}`;
    const known = this.#units.get(id);
    if (known !== undefined) return known;
    this.#units.set(id, this.places.length);
    return this.places.push(place) - 1;
  }

  #column(year: number, slot: number): CellColumn {
    const columns = this.#years.get(year) ?? [];
    this.#years.set(year, columns);
    return (columns[slot] ??= new CellColumn());
  }
}

const contradiction = ({ lines, values, states }: CellColumn, unit: number, value: number, state: number): Contradiction => ({
  line: lines[unit] ?? 0,
  before: shownCell(values[unit] ?? Number.NaN, states[unit] ?? NO_ROW),
  now: shownCell(value, state),
});

const shownCell = (value: number, state: number): string =>
  isKnown(state) ? String(value) : state === STATE.secret ? 'secret' : 'manquant';
