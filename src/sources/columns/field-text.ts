import iconv from 'iconv-lite';
import { hasBom } from '../text-encoding.js';
import type { TextEncoding, Utf8Watch } from '../text-encoding.js';

/**
 * Decodes the few fields that are read as text. The encoding of a file is known at its end only; until
 * then bytes that can be UTF-8 are taken for it, and `guessed` remembers that some were: should the
 * file turn out to be windows-1252, what was read of it is to be read again.
 */
export class FieldText {
  readonly #known: TextEncoding | null;
  readonly #watch: Utf8Watch | null;
  #guessed = false;

  private constructor(known: TextEncoding | null, watch: Utf8Watch | null) {
    this.#known = known;
    this.#watch = watch;
  }

  static known(encoding: TextEncoding): FieldText {
    return new FieldText(encoding, null);
  }

  /** @param head the first bytes of the file @param watch sees the bytes before they are decoded */
  static watching(head: Buffer, watch: Utf8Watch): FieldText {
    return hasBom(head) ? FieldText.known('utf8') : new FieldText(null, watch);
  }

  /** True when a letter was read as UTF-8 and the file may yet be windows-1252. */
  get guessed(): boolean {
    return this.#guessed;
  }

  /** The encoding to decode with now. */
  get encoding(): TextEncoding {
    return this.#known ?? (this.#watch?.valid === false ? 'windows-1252' : 'utf8');
  }

  of(bytes: Buffer): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    return this.encoding === 'utf8' ? this.#utf8(bytes) : iconv.decode(bytes, 'windows-1252');
  }

  /** To be called when bytes are decoded elsewhere with `encoding`. */
  decoded(bytes: Buffer): void {
    if (this.#known === null && this.encoding === 'utf8' && !isAscii(bytes)) this.#guessed = true;
  }

  #utf8(bytes: Buffer): string {
    if (this.#known === null) this.#guessed = true;
    return bytes.toString('utf8');
  }
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
