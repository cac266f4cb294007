/** Numbers in a block: half a megabyte or a whole one. */
const BLOCK = 1 << 17;

/**
 * Room for many short lists of numbers, side by side in large blocks: a country has 35,000 contours, and
 * memory of its own for each costs a fifth more and most of the time of collecting it.
 */
export class Slabs<C extends Float64Array | Int32Array> {
  readonly #block: (length: number) => C;
  #current: C;
  #used = 0;

  /** @param block makes a block of so many numbers */
  constructor(block: (length: number) => C) {
    this.#block = block;
    this.#current = block(0);
  }

  /** Room for so many numbers, zeros; it is kept as long as anything of its block is. */
  take(length: number): C {
    if (length > BLOCK / 4) return this.#block(length);
    if (this.#used + length > this.#current.length) {
      this.#current = this.#block(BLOCK);
      this.#used = 0;
    }
    this.#used += length;
    return this.#current.subarray(this.#used - length, this.#used) as C;
  }
}
