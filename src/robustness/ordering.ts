/** Which 32 bits of a double are its high ones. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const BITS = 11;
const BUCKETS = 1 << BITS;
/** Moves per value over which the last pass gives up for a sort by comparison. */
const MOST_MOVES = 64;

/**
 * Sorts positions by the values that they have, again and again, in the same arrays: a radix sort of the
 * high 32 bits of the values, then an insertion pass for those that differ further down. Some ten times
 * faster than a sort by comparison on a country of units.
 */
export class Ordering {
  /** The positions of the known values, ascending by value, then by position; the first `count` are meant. */
  order: Int32Array;
  #spare: Int32Array;
  readonly #keys: Uint32Array;
  readonly #bits: Uint32Array;
  readonly #buckets = new Uint32Array(3 * BUCKETS);

  constructor(readonly values: Float64Array) {
    this.order = new Int32Array(values.length);
    this.#spare = new Int32Array(values.length);
    this.#keys = new Uint32Array(values.length);
    this.#bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  }

  /** Sorts by the values as they are now; returns how many are known. */
  sort(): number {
    const { values } = this;
    const keys = this.#keys;
    const bits = this.#bits;
    const buckets = this.#buckets.fill(0);
    let count = 0;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      // Both zeros are one number.
      const high = value === 0 ? 0 : bits[2 * i + HIGH]!;
      // Doubles of one sign are in the order of their bits; negative ones the other way round, and before.
      const key = (high ^ ((high >> 31) | 0x80000000)) >>> 0;
      keys[i] = key;
      this.order[count] = i;
      count += 1;
      const low = key & (BUCKETS - 1);
      const middle = BUCKETS + ((key >>> BITS) & (BUCKETS - 1));
      const top = 2 * BUCKETS + (key >>> (2 * BITS));
      buckets[low] = buckets[low]! + 1;
      buckets[middle] = buckets[middle]! + 1;
      buckets[top] = buckets[top]! + 1;
    }
    for (let pass = 0; pass < 3; pass += 1) this.#pass(pass, count);
    this.#finish(count);
    return count;
  }

  #pass(pass: number, count: number): void {
    const base = pass * BUCKETS;
    const shift = pass * BITS;
    const buckets = this.#buckets;
    let before = 0;
    for (let b = base; b < base + BUCKETS; b += 1) {
      const held = buckets[b]!;
      if (held === count) return;
      buckets[b] = before;
      before += held;
    }
    const { order } = this;
    const keys = this.#keys;
    const spare = this.#spare;
    for (let k = 0; k < count; k += 1) {
      const i = order[k]!;
      const b = base + ((keys[i]! >>> shift) & (BUCKETS - 1));
      const place = buckets[b]!;
      spare[place] = i;
      buckets[b] = place + 1;
    }
    this.order = spare;
    this.#spare = order;
  }

  #finish(count: number): void {
    const { order, values } = this;
    let moves = 0;
    for (let k = 1; k < count; k += 1) {
      const i = order[k]!;
      const value = values[i]!;
      let place = k;
      while (place > 0 && values[order[place - 1]!]! > value) {
        order[place] = order[place - 1]!;
        place -= 1;
        moves += 1;
      }
      order[place] = i;
      if (moves > MOST_MOVES * count) {
        order.subarray(0, count).sort((a, b) => values[a]! - values[b]! || a - b);
        return;
      }
    }
  }
}
