import { inputError } from '../errors.js';
import type { ColumnSpec } from '../index/quantity.js';
import { STATE, isKnown } from '../index/state.js';
import { cellsAt } from '../index/table.js';
import type { TerritoryRow } from '../index/table.js';
import { byCode } from '../territory/codes.js';
import type { TableRecord } from './columns/table-record.js';
import { missingState, readNumber } from './numbers.js';

/** A wanted column, and the slot of the records where its cells are. */
export interface WantedColumn {
  readonly slot: number;
  readonly spec: ColumnSpec;
}

type TextOf = (slot: number) => string;

/**
 * Gathers the cells of an INSEE file straight into columns. Codes repeat as identical rows, or as parts
 * of what a column of the model sums.
 */
export class InseeRows {
  readonly #shown: string;
  readonly #wanted: readonly WantedColumn[];
  readonly #rowOf = new Map<string, number>();
  readonly #lines: number[] = [];
  readonly #values: Float64Array[];
  readonly #states: Uint8Array[];
  readonly #territories = new Map<string, { readonly row: TerritoryRow; readonly line: number }>();
  readonly identical = new Set<string>();
  /** Codes whose rows were summed. */
  readonly summed = new Set<string>();

  constructor(shown: string, wanted: readonly WantedColumn[]) {
    this.#shown = shown;
    this.#wanted = wanted;
    this.#values = wanted.map(() => new Float64Array(1024));
    this.#states = wanted.map(() => new Uint8Array(1024));
  }

  get territoryRows(): TerritoryRow[] {
    return [...this.#territories.values()].map((t) => t.row);
  }

  unit(code: string, record: TableRecord, text: TextOf): void {
    const next = this.#lines.length;
    this.#reserve(next);
    // Written at the end first: a row that repeats another is compared there, and written over.
    for (let i = 0; i < this.#wanted.length; i += 1) {
      const column = this.#wanted[i];
      const states = this.#states[i];
      const values = this.#values[i];
      if (column === undefined || states === undefined || values === undefined) continue;
      const value = this.#value(column, record, text);
      values[next] = value;
      states[next] = Number.isNaN(value) ? missingState(text(column.slot), column.spec.emptyIsSecret) : STATE.observed;
    }
    const earlier = this.#rowOf.get(code);
    if (earlier !== undefined) {
      this.#repeat(code, earlier, next, record.line);
      return;
    }
    this.#rowOf.set(code, next);
    this.#lines.push(record.line);
  }

  territory(level: TerritoryRow['level'], code: string, record: TableRecord, text: TextOf): void {
    const values = new Map<string, number>();
    for (const column of this.#wanted) {
      const value = this.#value(column, record, text);
      if (!Number.isNaN(value)) values.set(column.spec.name, value);
    }
    const id = `${level}:${code}`;
    const earlier = this.#territories.get(id);
    if (earlier !== undefined) {
      const before = earlier.row.values;
      const parts = this.#wanted.filter((c) => c.spec.rowsSummed === true).map((c) => c.spec.name);
      const alike = this.#wanted.map((c) => c.spec.name).filter((name) => !parts.includes(name));
      if (!alike.every((name) => before.get(name) === values.get(name))) throw this.#twoRows(code, earlier.line, record.line);
      if (parts.length === 0) {
        this.identical.add(code);
        return;
      }
      this.summed.add(code);
      const sums = new Map(before);
      for (const name of parts) {
        const [a, b] = [before.get(name), values.get(name)];
        if (a === undefined || b === undefined) sums.delete(name);
        else sums.set(name, a + b);
      }
      this.#territories.set(id, { row: { level, code, values: sums }, line: earlier.line });
      return;
    }
    this.#territories.set(id, { row: { level, code, values }, line: record.line });
  }

  sorted(): { codes: string[]; values: Float64Array[]; states: Uint8Array[] } {
    const codes = [...this.#rowOf.keys()].sort(byCode);
    const order = Uint32Array.from(codes, (code) => this.#rowOf.get(code) ?? 0);
    const columns = this.#values.map((values, i) => cellsAt({ values, states: this.#states[i] ?? new Uint8Array() }, order));
    return { codes, values: columns.map((c) => c.values), states: columns.map((c) => c.states) };
  }

  #reserve(row: number): void {
    const room = this.#values[0]?.length ?? Infinity;
    if (row < room) return;
    for (const [i, column] of this.#values.entries()) {
      this.#values[i] = new Float64Array(room * 2);
      this.#values[i].set(column);
    }
    for (const [i, column] of this.#states.entries()) {
      this.#states[i] = new Uint8Array(room * 2);
      this.#states[i].set(column);
    }
  }

  /** A second row of a code: its parts are added, what is no part must be the same. */
  #repeat(code: string, earlier: number, row: number, line: number): void {
    let parts = false;
    for (const [i, column] of this.#wanted.entries()) {
      const [values, states] = [this.#values[i], this.#states[i]];
      if (column.spec.rowsSummed === true && values !== undefined && states !== undefined) {
        parts = true;
        // NaN and the stronger kind of missing, as soon as one part is missing.
        const [before = STATE.blank, after = STATE.blank] = [states[earlier], states[row]];
        values[earlier] = (values[earlier] ?? Number.NaN) + (values[row] ?? Number.NaN);
        if (!isKnown(before) || !isKnown(after)) states[earlier] = isKnown(before) ? after : isKnown(after) ? before : Math.min(before, after);
        continue;
      }
      if (!Object.is(values?.[earlier], values?.[row]) || states?.[earlier] !== states?.[row]) {
        throw this.#twoRows(code, this.#lines[earlier] ?? 0, line, column.spec.name);
      }
    }
    (parts ? this.summed : this.identical).add(code);
  }

  #twoRows(code: string, first: number, second: number, column?: string): Error {
    const where = column === undefined ? '' : `, colonne ${column}`;
    return inputError(
      `${this.#shown} : deux lignes différentes pour le code ${code} (lignes ${String(first)} et ${String(second)}${where}).\n` +
        "Gardez celle qui convient : fragilite ne choisit pas à votre place.",
    );
  }

  /** The value of a cell; NaN when it has a mark of a missing one. */
  #value(column: WantedColumn, record: TableRecord, text: TextOf): number {
    const { slot, spec } = column;
    let value: number | undefined = record.decimal(slot);
    if (Number.isNaN(value)) value = readNumber(text(slot));
    if (value === undefined) {
      throw this.#badCell(record, spec, text(slot), "n'est ni un nombre ni une marque de valeur manquante (vide, s, nd, ns, NA)");
    }
    const scaled = spec.scale === 1 ? value : value * spec.scale;
    if (scaled < 0) throw this.#badCell(record, spec, text(slot), 'est négatif');
    if (spec.nature === 'taux' && scaled > 100) {
      throw this.#badCell(record, spec, text(slot), `dépasse ${spec.scale === 1 ? '100 %' : '1'}`);
    }
    return scaled;
  }

  #badCell(record: TableRecord, spec: ColumnSpec, text: string, why: string): Error {
    return inputError(
      `${this.#shown}, ligne ${String(record.line)}, colonne ${spec.name} : « ${text.slice(0, 60)} » ${why}.\nCorrigez la cellule ou videz-la.`,
    );
  }
}
