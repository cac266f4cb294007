import { readFileSync } from 'node:fs';

/** Where two files part. */
export interface Difference {
  /** The line, from 1, of the first byte that is not the same; null for a file that is no text. */
  readonly line: number | null;
  /** The byte, from 0. */
  readonly byte: number;
  /** What each has there: the line, cut around that byte; empty for a file that is no text, or at its end. */
  readonly found: string;
  readonly wanted: string;
}

/** Characters shown before the difference, and after it. */
const BEFORE = 40;
const AFTER = 40;

/**
 * The first place where two files differ; null when their bytes are the same.
 *
 * @param found the file that is checked
 * @param wanted the one that it should be
 */
export function firstDifference(found: string, wanted: string): Difference | null {
  return firstDifferenceOf(readFileSync(found), readFileSync(wanted));
}

/** The same, of bytes. */
export function firstDifferenceOf(found: Buffer, wanted: Buffer): Difference | null {
  if (found.equals(wanted)) return null;
  const shortest = Math.min(found.length, wanted.length);
  let byte = 0;
  while (byte < shortest && found[byte] === wanted[byte]) byte += 1;
  if (!isText(wanted)) return { line: null, byte, found: '', wanted: '' };
  const start = found.subarray(0, byte).lastIndexOf(0x0a) + 1;
  let line = 1;
  for (let at = found.indexOf(0x0a); at >= 0 && at < byte; at = found.indexOf(0x0a, at + 1)) line += 1;
  return { line, byte, found: around(found, start, byte), wanted: around(wanted, start, byte) };
}

const isText = (bytes: Buffer): boolean => !bytes.subarray(0, 8192).includes(0);

/** The line that begins at `start`, cut around a byte of it. */
function around(bytes: Buffer, start: number, byte: number): string {
  const end = bytes.indexOf(0x0a, start);
  const from = Math.max(start, byte - BEFORE);
  const to = Math.min(end < 0 ? bytes.length : end, byte + AFTER);
  // A cut may fall inside a character.
  const text = bytes.subarray(from, Math.max(from, to)).toString('utf8').replace(/^\ufffd+|\ufffd+$/g, '');
  return `${from > start ? '…' : ''}${text}${to < (end < 0 ? bytes.length : end) ? '…' : ''}`;
}
