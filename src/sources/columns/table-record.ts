import type { ByteIndex } from './byte-index.js';

/**
 * One record of a table as its reader sees it; a slot is a wanted field. The same object serves for every
 * record: take what is wanted before returning.
 */
export interface TableRecord {
  /** Line of the file where the record ends, 1 being the first; in a file without lines, its rank. */
  readonly line: number;
  /** The bytes of a field, without quotes around it; none when it is empty. */
  field: (slot: number) => Buffer;
  /** How many bytes a field has; of one with quotes inside, more. */
  length: (slot: number) => number;
  /** The number of a field in an index of words, or -1. */
  wordIn: (index: ByteIndex, slot: number) => number;
  /** The number that a field holds when it is a plain decimal, else NaN: then its text is to be read. */
  decimal: (slot: number) => number;
}
