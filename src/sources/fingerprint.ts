import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { inputError } from '../errors.js';
import { hasBom, Utf8Watch } from './text-encoding.js';
import type { TextEncoding } from './text-encoding.js';

export interface Fingerprint {
  readonly size: number;
  readonly sha256: string;
  /** Encoding of the text: BOM, else valid UTF-8, else windows-1252. */
  readonly encoding: TextEncoding;
  readonly bom: boolean;
  /** The first bytes, enough to know a format by. */
  readonly head: Buffer;
}

/** Length of the head of a file. */
export const HEAD = 64 * 1024;

/**
 * Reads a file once for its size, its sha256 and its encoding.
 *
 * @throws inputError when the file is missing, is a folder, is empty, or is UTF-16
 */
export async function fingerprint(path: string, shown: string): Promise<Fingerprint> {
  requireFile(path, shown);
  const hash = createHash('sha256');
  let size = 0;
  const utf8 = new Utf8Watch();
  const heads: Buffer[] = [];
  let headSize = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    if (headSize < HEAD) {
      heads.push(chunk.subarray(0, HEAD - headSize));
      headSize += Math.min(chunk.length, HEAD - headSize);
    }
    utf8.push(chunk);
  }
  const head = Buffer.concat(heads);
  refuseEmpty(head, shown);
  refuseUtf16(head, shown);
  const bom = hasBom(head);
  const encoding = bom ? 'utf8' : utf8.end();
  return { size, sha256: hash.digest('hex'), encoding, bom, head };
}

/** @throws inputError when the path is not a file that can be read */
export function requireFile(path: string, shown: string): void {
  let found: Stats;
  try {
    found = statSync(path);
  } catch (cause) {
    throw inputError(`${shown} : fichier introuvable. Vérifiez le chemin.`, { cause });
  }
  if (found.isFile()) return;
  if (found.isDirectory()) throw inputError(`${shown} : ce n'est pas un fichier mais un dossier. Nommez le fichier lui-même.`);
  throw inputError(`${shown} : c'est un tube ou un périphérique, qui ne se lit qu'une fois. Enregistrez-le dans un fichier, et nommez celui-ci.`);
}

/** @throws inputError when a file has no byte at all */
export function refuseEmpty(head: Buffer, shown: string): void {
  if (head.length === 0) throw inputError(`${shown} : le fichier est vide (0 octet). Téléchargez-le à nouveau.`);
}

/** @throws inputError when the bytes are UTF-16: a byte order mark, or a NUL beside every letter */
export function refuseUtf16(head: Buffer, shown: string): void {
  const mark = head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff));
  const sample = head.subarray(0, 512);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i += 1) {
    if (sample[i] === 0) {
      if (i % 2 === 0) even += 1;
      else odd += 1;
    }
  }
  const half = sample.length / 2;
  const alternating = sample.length >= 4 && ((odd > half * 0.7 && even < half * 0.1) || (even > half * 0.7 && odd < half * 0.1));
  if (mark || alternating) {
    throw inputError(`${shown} : le fichier est en UTF-16. Enregistrez-le en UTF-8 (« CSV UTF-8 » dans Excel).`);
  }
}
