/** Which 32 bits of a double are its high ones. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const BITS = 16;
/** Moves per value over which the last pass gives up for a sort by comparison. */
const MOST_MOVES = 64;

/**
 * Sorts positions by the values that they have, again and again, in the same arrays: one pass puts the
 * values into 65,536 buckets by their high bits, an insertion pass puts the few of each bucket in order.
 * Some ten times faster than a sort by comparison on a country of units.
 */
export class Ordering {
  /** The positions of the known values, ascending by value, then by position; the first `count` are meant. */
  readonly order: Int32Array;
  /** The values in that order. */
  readonly sorted: Float64Array;
  readonly #keys: Uint32Array;
  readonly #bits: Uint32Array;
  readonly #buckets = new Uint32Array(1 << BITS);

  constructor(readonly values: Float64Array) {
    this.order = new Int32Array(values.length);
    this.sorted = new Float64Array(values.length);
    this.#keys = new Uint32Array(values.length);
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
    const bits = this.#bits;
    let least = 0xffffffff;
    let most = 0;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      // Both zeros are one number.
      const high = value === 0 ? 0 : bits[2 * i + HIGH]!;
      // Doubles of one sign are in the order of their bits; negative ones the other way round, and before.
      const key = (high ^ ((high >> 31) | 0x80000000)) >>> 0;
      keys[i] = key;
      if (key < least) least = key;
      if (key > most) most = key;
    }
    const shift = Math.max(0, 32 - Math.clz32((most - least) >>> 0) - BITS);
    const buckets = this.#buckets.fill(0);
    let count = 0;
    for (let i = 0; i < values.length; i += 1) {
      if (Number.isNaN(values[i])) continue;
      const bucket = (keys[i]! - least) >>> shift;
      buckets[bucket] = buckets[bucket]! + 1;
      count += 1;
    }
    const last = count === 0 ? 0 : (most - least) >>> shift;
    let before = 0;
    for (let b = 0; b <= last; b += 1) {
      const held = buckets[b]!;
      buckets[b] = before;
      before += held;
    }
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      const bucket = (keys[i]! - least) >>> shift;
      const place = buckets[bucket]!;
      buckets[bucket] = place + 1;
      order[place] = i;
      sorted[place] = value;
    }
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
