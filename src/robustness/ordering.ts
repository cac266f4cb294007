/** Which 32 bits of a double are its high ones. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
/** At most 65,536 buckets. */
const MOST_BITS = 16;
/** Moves per value over which the last pass gives up for a sort by comparison. */
const MOST_MOVES = 64;

/**
 * Sorts positions by the values that they have, again and again, in the same arrays: one pass puts the
 * values into about two buckets each by their high bits, an insertion pass puts the few of each bucket in order.
 * Some ten times faster than a sort by comparison on a country of units.
 */
export class Ordering {
  /** The positions of the known values, ascending by value, then by position; the first `count` are meant. */
  readonly order: Int32Array;
  /** The values in that order. */
  readonly sorted: Float64Array;
  /** The bucket of each value. */
  readonly #keys: Uint32Array;
  readonly #bits: Uint32Array;
  readonly #buckets: Uint32Array;
  readonly #width: number;
  /** The high bits of the first bucket, and how many of their low ones share a bucket. */
  #base = 0;
  #shift = 32 - MOST_BITS;
  #least = 0;
  #most = 0;

  constructor(readonly values: Float64Array) {
    this.order = new Int32Array(values.length);
    this.sorted = new Float64Array(values.length);
    this.#keys = new Uint32Array(values.length);
    this.#width = Math.min(MOST_BITS, 33 - Math.clz32(values.length));
    this.#buckets = new Uint32Array(1 << this.#width);
    this.#bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  }

  /** Sorts by the values as they are now; returns how many are known. */
  sort(): number {
    const count = this.#spread();
    this.#finish(count);
    return count;
  }

  /** Lays the known values out by bucket. */
  #spread(): number {
    const { values, order, sorted } = this;
    const keys = this.#keys;
    const buckets = this.#buckets;
    // From one sort to the next values move little: the buckets of the last one mostly serve again.
    let count = this.#count();
    if (!this.#fits()) {
      this.#base = this.#least;
      this.#shift = Math.max(0, 32 - Math.clz32((this.#most - this.#least) >>> 0) - this.#width);
      count = this.#count();
    }
    let before = 0;
    for (let b = 0; b < buckets.length; b += 1) {
      const held = buckets[b]!;
      buckets[b] = before;
      before += held;
    }
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      const bucket = keys[i]!;
      const place = buckets[bucket]!;
      buckets[bucket] = place + 1;
      order[place] = i;
      sorted[place] = value;
    }
    return count;
  }

  /** True where the values lie within the buckets, and are not crowded in a few of them. */
  #fits(): boolean {
    const span = 2 ** (this.#width + this.#shift);
    return this.#least >= this.#base && this.#most < this.#base + span && (this.#shift === 0 || 4 * (this.#most - this.#least) >= span);
  }

  /** Gives each known value its bucket, counts them, and notes the least and the greatest of their high bits. */
  #count(): number {
    const { values } = this;
    const keys = this.#keys;
    const bits = this.#bits;
    const buckets = this.#buckets.fill(0);
    const base = this.#base;
    const shift = this.#shift;
    const last = buckets.length - 1;
    let least = 0xffffffff;
    let most = 0;
    let count = 0;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      // Both zeros are one number.
      const high = value === 0 ? 0 : bits[2 * i + HIGH]!;
      // Doubles of one sign are in the order of their bits; negative ones the other way round, and before.
      const key = (high ^ ((high >> 31) | 0x80000000)) >>> 0;
      if (key < least) least = key;
      if (key > most) most = key;
      const bucket = key < base ? 0 : Math.min(last, (key - base) >>> shift);
      keys[i] = bucket;
      buckets[bucket] = buckets[bucket]! + 1;
      count += 1;
    }
    this.#least = least;
    this.#most = most;
    return count;
  }

  #finish(count: number): void {
    const { order, sorted, values } = this;
    let moves = 0;
    for (let k = 1; k < count; k += 1) {
      const value = sorted[k]!;
      let place = k;
      if (sorted[place - 1]! <= value) continue;
      const position = order[k]!;
      while (place > 0 && sorted[place - 1]! > value) {
        sorted[place] = sorted[place - 1]!;
        order[place] = order[place - 1]!;
        place -= 1;
        moves += 1;
      }
      sorted[place] = value;
      order[place] = position;
      if (moves > MOST_MOVES * count) {
        order.subarray(0, count).sort((a, b) => values[a]! - values[b]! || a - b);
        sorted.subarray(0, count).sort();
        return;
      }
    }
  }
}
