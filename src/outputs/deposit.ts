import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeFolder } from './write-folder.js';

const CHUNK = 1 << 20;

/**
 * Puts a file of the cache into a folder of the user's, under a name of its own; one that already is the
 * same is left as it is.
 *
 * @param expand true for a gzip to be expanded
 * @returns the sha256 of what was expanded; null for the very bytes of the cache
 * @throws outputError when the folder cannot be written
 */
export function deposit(from: string, folder: string, shown: string, name: string, expand: boolean): string | null {
  const expanded = expand ? gunzipSync(readFileSync(from)) : null;
  const pieces = (): Iterable<Uint8Array> => (expanded === null ? piecesOf(from) : [expanded]);
  const target = join(folder, name);
  if (!existsSync(target) || digestOf(piecesOf(target)) !== digestOf(pieces())) writeFolder(folder, shown, [{ name, chunks: pieces }]);
  return expanded === null ? null : digestOf([expanded]);
}

function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(CHUNK);
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) yield bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

function digestOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const bytes of pieces) hash.update(bytes);
  return hash.digest('hex');
}
