import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf8' | 'windows-1252';

export const hasBom = (head: Buffer): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

/**
 * Watches bytes go by and says whether they are UTF-8; a character may stand across two chunks.
 * windows-1252 is what remains when they are not: guessers by frequency are wrong on French.
 */
export class Utf8Watch {
  #valid = true;
  #tail: Buffer = Buffer.alloc(0);

  /** False as soon as some bytes cannot be UTF-8, whatever follows. */
  get valid(): boolean {
    return this.#valid;
  }

  push(chunk: Buffer): void {
    if (!this.#valid) return;
    const rest = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk;
    const whole = completeLength(rest);
    this.#valid = isUtf8(rest.subarray(0, whole));
    this.#tail = Buffer.from(rest.subarray(whole));
  }

  /** The encoding of what went by, when it was everything: an unfinished character is not UTF-8. */
  end(): TextEncoding {
    return this.#valid && this.#tail.length === 0 ? 'utf8' : 'windows-1252';
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
