import { CR, LF } from './line-ends.js';
import { QUOTE } from './quotes.js';
import type { ScannedRecord } from './scanned-record.js';

/** A record that is not read here: cut, on several lines, or with a quote where none should be. */
export const UNUSUAL = -1;

export interface NarrowShape {
  readonly delimiter: number;
  readonly lineEnd: number;
  /** Positions of the wanted fields, ascending. */
  readonly wanted: Int32Array;
}

/**
 * Reads a record of few fields, whole and on one line, as long files have by the million: one look at
 * each byte. Quotes may stand around fields and be doubled inside.
 *
 * @param record takes the fields; its line is left to set
 * @param bytes must have an end of line at `limit`, where any search stops
 * @returns where the next record begins, or UNUSUAL
 */
export function readNarrowRecord(record: ScannedRecord, bytes: Buffer, from: number, limit: number, { delimiter, lineEnd, wanted }: NarrowShape): number {
  const { starts, ends, quoted } = record;
  const slots = wanted.length;
  let slot = 0;
  let next = slots > 0 ? wanted[0]! : -1;
  let at = from;
  let byte = bytes[at]!;
  // An empty line is no record.
  if (byte === lineEnd || byte === CR) return UNUSUAL;
  for (let field = 0; ; field += 1) {
    let start = at;
    let end: number;
    let kept = 0;
    if (byte === QUOTE) {
      for (;;) {
        do byte = bytes[++at]!;
        while (byte !== QUOTE && byte !== lineEnd);
        if (byte === lineEnd) return UNUSUAL;
        byte = bytes[++at]!;
        if (byte !== QUOTE) break;
        kept = 1;
      }
      end = at;
      if (byte === CR && lineEnd === LF) {
        byte = bytes[++at]!;
        if (byte !== LF) return UNUSUAL;
      }
      if (kept === 0) {
        start += 1;
        end -= 1;
      }
    } else {
      while (byte !== delimiter && byte !== lineEnd) byte = bytes[++at]!;
      end = byte === lineEnd && lineEnd === LF && at > start && bytes[at - 1] === CR ? at - 1 : at;
    }
    if (field === next) {
      starts[slot] = start;
      ends[slot] = end;
      quoted[slot] = kept;
      slot += 1;
      next = slot < slots ? wanted[slot]! : -1;
    }
    if (byte === lineEnd) {
      if (at >= limit) return UNUSUAL;
      record.close(bytes, from, lineEnd === LF && bytes[at - 1] === CR ? at - 1 : at, field + 1, slot);
      return at + 1;
    }
    // After a quote that closes nothing.
    if (byte !== delimiter) return UNUSUAL;
    byte = bytes[++at]!;
  }
}
