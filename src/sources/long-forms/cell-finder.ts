import { ByteIndex } from '../columns/byte-index.js';
import type { TableRecord } from '../columns/table-record.js';
import { TOTAL } from './columns.js';
import type { LongColumns } from './columns.js';
import type { Slot } from './slots.js';

const NONE: readonly Slot[] = [];

/** A dimension of the file, and the values at which it is wanted. */
interface Pinned {
  readonly column: number;
  /** An empty cell, the total, then the values that some slot pins. */
  readonly values: ByteIndex;
}

/**
 * Finds the wanted cell that a row holds by comparing bytes; a row is left at its first dimension that
 * stands at a value which no slot wants.
 */
export class CellFinder {
  readonly #columns: LongColumns;
  readonly #measures: ByteIndex;
  readonly #pinned: readonly Pinned[];
  /** By number of the measure: the slots by their key, the positions of their pins as digits. */
  readonly #slots: readonly ReadonlyMap<number, readonly Slot[]>[];
  /** By slot: the ID_TAB that it asks for. */
  readonly #tables: readonly (ByteIndex | null)[];

  constructor(slots: readonly Slot[], columns: LongColumns) {
    const measures = [...new Set(slots.map((slot) => slot.measure))];
    const pins = columns.dimensions.map(({ name, index }) => {
      const values = [...new Set(slots.flatMap((slot) => slot.pins.get(name) ?? []))];
      return { name, column: index, values: [TOTAL, ...values.filter((value) => value !== TOTAL)] };
    });
    const keyOf = (slot: Slot): number =>
      pins.reduce((key, { name, values }) => key * values.length + values.indexOf(slot.pins.get(name) ?? TOTAL), 0);
    this.#columns = columns;
    this.#measures = new ByteIndex(measures);
    this.#pinned = pins.map(({ column, values }) => ({ column, values: new ByteIndex(['', ...values]) }));
    this.#slots = measures.map((measure) => {
      const byKey = new Map<number, Slot[]>();
      for (const slot of slots) {
        if (slot.measure === measure) byKey.set(keyOf(slot), [...(byKey.get(keyOf(slot)) ?? []), slot]);
      }
      return byKey;
    });
    this.#tables = slots.map(({ table }) => (table === null ? null : new ByteIndex([table])));
  }

  /** The number of a row's measure, or -1 for one that no slot wants. */
  measure(record: TableRecord): number {
    return record.wordIn(this.#measures, this.#columns.measure);
  }

  /** The slots that a row of this measure fills, in whatever table. */
  slots(record: TableRecord, measure: number): readonly Slot[] {
    let key = 0;
    for (const { column, values } of this.#pinned) {
      const value = record.wordIn(values, column);
      if (value < 0) return NONE;
      key = key * (values.size - 1) + Math.max(0, value - 1);
    }
    return this.#slots[measure]?.get(key) ?? NONE;
  }

  /** True when a row stands in the table that a slot asks for. */
  inTable(record: TableRecord, { index }: Slot): boolean {
    const table = this.#tables[index] ?? null;
    return table === null || record.wordIn(table, this.#columns.table) >= 0;
  }
}
