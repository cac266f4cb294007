import { ByteIndex } from './byte-index.js';
import type { TableRecord } from './table-record.js';

/** More different texts than a column of codes has; those after are decoded each time. */
const MOST = 1024;

/** The texts of a column that repeats a few, each decoded once. */
export class KnownTexts {
  readonly #index = new ByteIndex();
  readonly #texts: string[] = [];

  /** @param text decodes a field of the record */
  of(record: TableRecord, slot: number, text: (slot: number) => string): string {
    const bytes = record.field(slot);
    const known = this.#index.find(bytes, 0, bytes.length);
    if (known >= 0) return this.#texts[known]!;
    const decoded = text(slot);
    if (this.#texts.length < MOST) {
      this.#index.add(bytes, 0, bytes.length);
      this.#texts.push(decoded);
    }
    return decoded;
  }
}
