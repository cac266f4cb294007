import type { ByteIndex } from './byte-index.js';
import { plainDecimal } from './decimal.js';
import { QUOTE, unquote } from './quotes.js';
import type { TableRecord } from './table-record.js';

/**
 * One record under the scanner: where its wanted fields stand in the bytes. The same object serves for
 * every record, and its bytes are overwritten afterwards: take what is wanted before returning.
 */
export class ScannedRecord implements TableRecord {
  bytes: Buffer = Buffer.alloc(0);
  /** By slot, first byte of the field and the byte after its last; -1 when the record is too short. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** By slot, 1 when the bytes are still quoted. */
  readonly quoted: Uint8Array;
  /** First byte of the record, and the byte after its last. */
  from = 0;
  to = 0;
  /** Number of fields. */
  count = 0;
  /** Line of the file where the record ends; 1 is the first line. */
  line = 0;
  readonly #delimiter: number;

  constructor(slots: number, delimiter: number) {
    this.starts = new Int32Array(slots);
    this.ends = new Int32Array(slots);
    this.quoted = new Uint8Array(slots);
    this.#delimiter = delimiter;
  }

  /** Sets where the record stands, once its first `slots` wanted fields are; the others it does not have. */
  close(bytes: Buffer, from: number, to: number, count: number, slots: number): void {
    for (let slot = slots; slot < this.starts.length; slot += 1) {
      this.starts[slot] = -1;
      this.ends[slot] = -1;
      this.quoted[slot] = 0;
    }
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.count = count;
  }

  /** How many bytes a wanted field has, quotes that are still around it included. */
  length(slot: number): number {
    return this.ends[slot]! - this.starts[slot]!;
  }

  /** The bytes of a wanted field, without its quotes; none when the record is too short. */
  field(slot: number): Buffer {
    const raw = this.bytes.subarray(this.starts[slot], this.ends[slot]);
    return this.quoted[slot] === 0 ? raw : unquote(raw);
  }

  /** The number of a wanted field in an index of words, or -1. */
  wordIn(index: ByteIndex, slot: number): number {
    if (this.quoted[slot] === 0) return index.find(this.bytes, this.starts[slot]!, this.ends[slot]!);
    const bytes = this.field(slot);
    return index.find(bytes, 0, bytes.length);
  }

  /** The number of a wanted field that is a plain decimal, else NaN: then its text is to be read. */
  decimal(slot: number): number {
    return this.quoted[slot] === 0 ? plainDecimal(this.bytes, this.starts[slot]!, this.ends[slot]!) : Number.NaN;
  }

  /** True when no field from this one on has anything in it. */
  isEmptyFrom(field: number): boolean {
    return this.#fields().every((bytes, i) => i < field || bytes.length === 0);
  }

  /** Every field; for the rare record that is not of the usual width. */
  #fields(): Buffer[] {
    const fields: Buffer[] = [];
    let start = this.from;
    let quoted = this.bytes[start] === QUOTE;
    let inside = quoted;
    for (let at = start + Number(quoted); at <= this.to; at += 1) {
      if (inside && at < this.to) {
        if (this.bytes[at] !== QUOTE) continue;
        if (this.bytes[at + 1] === QUOTE && at + 1 < this.to) at += 1;
        else inside = false;
      } else if (at === this.to || this.bytes[at] === this.#delimiter) {
        const raw = this.bytes.subarray(start, at);
        fields.push(quoted ? unquote(raw) : raw);
        start = at + 1;
        quoted = start < this.to && this.bytes[start] === QUOTE;
        inside = quoted;
        if (quoted) at += 1;
      }
    }
    return fields;
  }
}
