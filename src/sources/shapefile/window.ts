import type { ByteSource } from '../byte-source.js';

const WINDOW_BYTES = 1 << 20;

/** Bytes of a source as they are asked for, with what comes next read along: going onward costs one reading. */
export class Window {
  #buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  #from = 0;
  #end = 0;

  constructor(readonly source: ByteSource) {}

  /** The bytes from `start`, lent until the next are asked for; the source must have them. */
  view(start: number, length: number): DataView {
    if (start < this.#from || start + length > this.#end) {
      if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#buffer.length));
      this.#from = start;
      this.#end = start;
      for (let got = -1; got !== 0 && this.#end - start < this.#buffer.length; this.#end += got) {
        got = this.source.read(this.#end, this.#buffer, this.#end - start, this.#buffer.length - (this.#end - start));
      }
    }
    return new DataView(this.#buffer.buffer, start - this.#from, length);
  }
}
