import { afterDelimiters } from './delimiters.js';
import { CR, LF } from './line-ends.js';
import { readNarrowRecord, UNUSUAL } from './narrow-record.js';
import type { NarrowShape } from './narrow-record.js';
import { QUOTE } from './quotes.js';
import { RecordFault } from './record-fault.js';
import { ScannedRecord } from './scanned-record.js';

/** A record longer than this is a quote left open or no CSV: memory stays bounded. */
const MAX_RECORD = 16 * 1024 * 1024;
const MANY = 0x7fffffff;
/** Fewer fields left than this (as in the record before) are walked through, also without a quote. */
const LONG_REST = 32;
/** So much of an unfinished record is not looked at byte by byte again with each chunk. */
const LONG_HELD = 4096;
const INCOMPLETE = -1;
const BOM = [0xef, 0xbb, 0xbf] as const;

export interface ScanShape {
  readonly delimiter: number;
  /** The byte that ends a line: LF, before which a CR is not of the line; or CR alone (old Macintosh). */
  readonly lineEnd: typeof LF | typeof CR;
  /** Positions of the wanted fields, ascending and distinct; each is a slot of the record. */
  readonly wanted: readonly number[];
}

/**
 * Finds records and their wanted fields in bytes that come by chunks cut anywhere. Nothing is decoded,
 * and a field that is not wanted is only passed over. Empty lines are no records.
 */
export class RecordScanner {
  readonly #delimiter: number;
  readonly #lineEnd: number;
  readonly #wanted: Int32Array;
  readonly #shape: NarrowShape;
  readonly #record: ScannedRecord;
  readonly #sink: (record: ScannedRecord) => void;
  /** The unfinished record of the chunk before, then the chunk. */
  #bytes: Buffer = Buffer.alloc(0);
  #words: Int32Array = new Int32Array(0);
  #held = 0;
  #started = false;
  /** Line of the next byte to scan. */
  #line = 1;
  /** Line where the last quote opened that the bytes at hand do not close, 0 when none. */
  #openLine = 0;

  constructor(shape: ScanShape, sink: (record: ScannedRecord) => void) {
    this.#delimiter = shape.delimiter;
    this.#lineEnd = shape.lineEnd;
    this.#wanted = Int32Array.from(shape.wanted);
    this.#shape = { delimiter: shape.delimiter, lineEnd: shape.lineEnd, wanted: this.#wanted };
    this.#record = new ScannedRecord(shape.wanted.length, shape.delimiter);
    this.#sink = sink;
  }

  /** @throws RecordFault on a record without end */
  push(chunk: Buffer): void {
    this.#reserve(this.#held + chunk.length);
    chunk.copy(this.#bytes, this.#held);
    const limit = this.#held + chunk.length;
    if (!this.#started && limit < BOM.length) this.#held = limit;
    else this.#keep(this.#scan(limit, false), limit);
  }

  /** @throws RecordFault on a quote that never closes */
  end(): void {
    this.#scan(this.#held, true);
  }

  #reserve(size: number): void {
    if (size < this.#bytes.length) return;
    // One byte more, for the sentinel.
    const memory = new ArrayBuffer(Math.ceil((size * 1.25 + 1) / 4) * 4);
    const bytes = Buffer.from(memory);
    this.#bytes.copy(bytes, 0, 0, this.#held);
    this.#bytes = bytes;
    this.#words = new Int32Array(memory);
  }

  #keep(from: number, limit: number): void {
    this.#held = limit - from;
    if (this.#held > MAX_RECORD) {
      if (this.#openLine > 0) throw new RecordFault('open-quote', this.#openLine);
      throw new RecordFault('endless-line', this.#line);
    }
    this.#bytes.copyWithin(0, from, limit);
  }

  /** Scans the records that are whole, and returns where the first one that is not begins. */
  #scan(limit: number, final: boolean): number {
    const bytes = this.#bytes.subarray(0, limit);
    let at = 0;
    if (!this.#started) {
      this.#started = true;
      if (BOM.every((byte, i) => bytes[i] === byte)) at = BOM.length;
    }
    // Where a loop over bytes stops that finds nothing else.
    this.#bytes[limit] = this.#lineEnd;
    let quote = bytes.indexOf(QUOTE, at);
    while (at < limit) {
      if (this.#record.count - 1 < LONG_REST && (at > 0 || this.#held < LONG_HELD)) {
        const next = readNarrowRecord(this.#record, this.#bytes, at, limit, this.#shape);
        if (next !== UNUSUAL) {
          this.#hand();
          this.#line += 1;
          at = next;
          continue;
        }
      }
      let end = bytes.indexOf(this.#lineEnd, at);
      const ended = end >= 0;
      if (!ended) {
        if (!final) {
          this.#openLine = 0;
          // The record may open a quote: what is held must know it, for the message of an endless one.
          if (quote >= at && limit - at > MAX_RECORD) this.#quotedRecord(bytes, at, limit, false);
          break;
        }
        end = limit;
      }
      if (quote >= 0 && quote < at) quote = bytes.indexOf(QUOTE, at);
      if (quote >= 0 && quote < end) {
        const next = this.#quotedRecord(bytes, at, limit, final);
        if (next === INCOMPLETE) break;
        at = next;
        continue;
      }
      const to = ended ? this.#endOfText(bytes, at, end) : end;
      if (to > at) this.#plainRest(bytes, at, to, at, 0, 0);
      this.#line += 1;
      at = end + 1;
    }
    return Math.min(at, limit);
  }

  /**
   * A record that has no quote any more: fields are found by counting delimiters.
   *
   * @param from where the record begins
   * @param start where `firstField` begins, whose slot or the next wanted one is `firstSlot`
   */
  #plainRest(bytes: Buffer, from: number, to: number, start: number, firstField: number, firstSlot: number): void {
    const { starts, ends, quoted } = this.#record;
    const wanted = this.#wanted;
    const delimiter = this.#delimiter;
    let at = start;
    let field = firstField;
    let slot = firstSlot;
    let over = false;
    while (slot < wanted.length) {
      const skip = wanted[slot]! - field;
      if (skip > 0) {
        const next = afterDelimiters(bytes, this.#words, at, to, delimiter, skip);
        if (next < 0) {
          field -= next + 1;
          over = true;
          break;
        }
        at = next;
        field += skip;
      }
      let end = at;
      while (end < to && bytes[end] !== delimiter) end += 1;
      starts[slot] = at;
      ends[slot] = end;
      quoted[slot] = 0;
      slot += 1;
      if (end === to) {
        over = true;
        break;
      }
      at = end + 1;
      field += 1;
    }
    if (!over) field -= afterDelimiters(bytes, this.#words, at, to, delimiter, MANY) + 1;
    this.#emit(bytes, from, to, field + 1, slot);
  }

  /**
   * A record with a quote somewhere: its fields are walked through.
   *
   * @returns where the next record begins, or INCOMPLETE
   * @throws RecordFault on a quote that never closes, or closes on another line in the middle of a field:
   *   csv-parse with `relax_quotes` would then take two rows for one, and say nothing
   */
  #quotedRecord(bytes: Buffer, from: number, limit: number, final: boolean): number {
    const { starts, ends, quoted } = this.#record;
    const delimiter = this.#delimiter;
    const lineEnd = this.#lineEnd;
    const wanted = this.#wanted;
    let line = this.#line;
    let slot = 0;
    let at = from;
    let afterQuotes = true;
    for (let field = 0; ; field += 1) {
      const start = at;
      if (afterQuotes && bytes[at] !== QUOTE && this.#record.count - field > LONG_REST) {
        afterQuotes = false;
        const end = bytes.indexOf(lineEnd, at);
        if (end >= 0 && !between(bytes.indexOf(QUOTE, at), at, end)) {
          this.#line = line;
          this.#plainRest(bytes, from, this.#endOfText(bytes, at, end), at, field, slot);
          this.#line += 1;
          return end + 1;
        }
      }
      let kept = 0;
      let inside = 0;
      if (at < limit && bytes[at] === QUOTE) {
        kept = 1;
        afterQuotes = true;
        const opened = line;
        this.#openLine = opened;
        at += 1;
        let doubled = false;
        for (;;) {
          while (at < limit && bytes[at] !== QUOTE) {
            if (bytes[at] === lineEnd) line += 1;
            at += 1;
          }
          if (at >= limit) {
            if (final) throw new RecordFault('open-quote', opened);
            return INCOMPLETE;
          }
          // What follows a quote says whether it closes: two bytes for CR LF.
          if (at + 2 >= limit && !final) return INCOMPLETE;
          if (at + 1 >= limit || bytes[at + 1] !== QUOTE) break;
          doubled = true;
          at += 2;
        }
        this.#openLine = 0;
        at += 1;
        const closes = at >= limit || bytes[at] === delimiter || this.#endsLine(bytes, at, limit);
        // `"Bron;1` then `"Lyon";2`: the second quote opens a field, the first never closed.
        if (!closes && line > opened) throw new RecordFault('open-quote', opened);
        if (closes && !doubled) {
          kept = 0;
          inside = 1;
        }
      }
      while (at < limit && bytes[at] !== delimiter && bytes[at] !== lineEnd) at += 1;
      if (at >= limit && !final) return INCOMPLETE;
      const last = at >= limit || bytes[at] === lineEnd;
      const end = last && at < limit ? this.#endOfText(bytes, start, at) : at;
      if (slot < wanted.length && wanted[slot] === field) {
        starts[slot] = start + inside;
        ends[slot] = end - inside;
        quoted[slot] = kept;
        slot += 1;
      }
      if (last) {
        this.#line = line;
        this.#emit(bytes, from, end, field + 1, slot);
        this.#line += 1;
        return at + 1;
      }
      at += 1;
    }
  }

  /** A CR before the LF is not of the line. */
  #endOfText(bytes: Buffer, from: number, end: number): number {
    return this.#lineEnd === LF && end > from && bytes[end - 1] === CR ? end - 1 : end;
  }

  #endsLine(bytes: Buffer, at: number, limit: number): boolean {
    if (bytes[at] === this.#lineEnd) return true;
    return this.#lineEnd === LF && bytes[at] === CR && at + 1 < limit && bytes[at + 1] === LF;
  }

  #emit(bytes: Buffer, from: number, to: number, count: number, slots: number): void {
    this.#record.close(bytes, from, to, count, slots);
    this.#hand();
  }

  #hand(): void {
    this.#record.line = this.#line;
    this.#sink(this.#record);
  }
}

const between = (at: number, from: number, to: number): boolean => at >= from && at < to;
