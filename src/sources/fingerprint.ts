import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { inputError } from '../errors.js';

export type TextEncoding = 'utf8' | 'windows-1252';

export interface Fingerprint {
  readonly size: number;
  readonly sha256: string;
  /** Encoding of the text: BOM, else valid UTF-8, else windows-1252. */
  readonly encoding: TextEncoding;
  readonly bom: boolean;
  /** The first bytes, enough to know a format by. */
  readonly head: Buffer;
}

const HEAD = 64 * 1024;

/**
 * Reads a file once for its size, its sha256 and its encoding.
 * windows-1252 is what remains when the bytes are not UTF-8: guessers by frequency are wrong on French.
 *
 * @throws inputError when the file is missing, is a folder, is empty, or is UTF-16
 */
export async function fingerprint(path: string, shown: string): Promise<Fingerprint> {
  requireFile(path, shown);
  const hash = createHash('sha256');
  let size = 0;
  let utf8 = true;
  let tail: Buffer = Buffer.alloc(0);
  const heads: Buffer[] = [];
  let headSize = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    if (headSize < HEAD) {
      heads.push(chunk.subarray(0, HEAD - headSize));
      headSize += Math.min(chunk.length, HEAD - headSize);
    }
    if (utf8) {
      const bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
      const whole = completeLength(bytes);
      utf8 = isUtf8(bytes.subarray(0, whole));
      tail = Buffer.from(bytes.subarray(whole));
    }
  }
  if (size === 0) throw inputError(`${shown} : le fichier est vide (0 octet). Téléchargez-le à nouveau.`);
  const head = Buffer.concat(heads);
  refuseUtf16(head, shown);
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  const encoding: TextEncoding = bom || (utf8 && tail.length === 0) ? 'utf8' : 'windows-1252';
  return { size, sha256: hash.digest('hex'), encoding, bom, head };
}

/** @throws inputError when the path is not a file that can be read */
export function requireFile(path: string, shown: string): void {
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (cause) {
    throw inputError(`${shown} : fichier introuvable. Vérifiez le chemin.`, { cause });
  }
  if (!isFile) throw inputError(`${shown} : ce n'est pas un fichier mais un dossier. Nommez le fichier lui-même.`);
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

/** Length of the bytes without the unfinished character at their end. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
