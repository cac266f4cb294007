import type { ByteIndex } from '../columns/byte-index.js';
import { plainDecimal } from '../columns/decimal.js';
import type { TableRecord } from '../columns/table-record.js';

/** More different cells than a column of codes has: those of a batch are then forgotten. */
const MOST = 1 << 16;

/** The text that a cell has in the CSV twin of the file: nothing for none, the shortest digits of a number. */
export function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell);
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return String(cell);
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? String(cell) : cell.toISOString();
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('utf8');
  return '';
}

/** One row of columns that are in memory; a cell becomes bytes once, however often it recurs. */
export class CellRecord implements TableRecord {
  row = 0;
  line = 0;
  #columns: readonly ArrayLike<unknown>[] = [];
  /** By slot. */
  readonly #bytes: Map<unknown, Buffer>[] = [];

  /** Goes on with other rows, by slot. */
  load(columns: readonly ArrayLike<unknown>[]): void {
    this.#columns = columns;
  }

  text(slot: number): string {
    return cellText(this.#cell(slot));
  }

  field(slot: number): Buffer {
    const cell = this.#cell(slot);
    const seen = (this.#bytes[slot] ??= new Map<unknown, Buffer>());
    const known = seen.get(cell);
    if (known !== undefined) return known;
    if (seen.size >= MOST) seen.clear();
    const bytes = Buffer.from(cellText(cell), 'utf8');
    seen.set(cell, bytes);
    return bytes;
  }

  length(slot: number): number {
    return this.field(slot).length;
  }

  wordIn(index: ByteIndex, slot: number): number {
    const bytes = this.field(slot);
    return index.find(bytes, 0, bytes.length);
  }

  decimal(slot: number): number {
    const cell = this.#cell(slot);
    if (typeof cell === 'number') return Number.isFinite(cell) ? cell : Number.NaN;
    const bytes = this.field(slot);
    return plainDecimal(bytes, 0, bytes.length);
  }

  #cell(slot: number): unknown {
    return this.#columns[slot]?.[this.row];
  }
}
