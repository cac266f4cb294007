/** Which 32 bits of a double are its high ones. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
/** Bits that a pass sorts by: its buckets stay in the nearest cache. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
/** Moves per value over which the last pass gives up for a sort by comparison. */
const MOST_MOVES = 64;

/**
 * Sorts positions by the values that they have, again and again, in the same arrays: a radix sort by the
 * high bits of the values (two or three passes, whatever their distribution), then a pass that puts in
 * order the few that have the same. Some ten times faster than a sort by comparison on a country of units.
 */
export class Ordering {
  /** The positions of the known values, ascending by value, then by position; the first `count` are meant. */
  readonly order: Int32Array;
  /** The values in that order. */
  readonly sorted: Float64Array;
  readonly #bits: Uint32Array;
  readonly #keys: Uint32Array;
  readonly #otherKeys: Uint32Array;
  readonly #otherOrder: Int32Array;
  readonly #buckets = new Uint32Array(BUCKETS);

  constructor(readonly values: Float64Array) {
    const n = values.length;
    this.order = new Int32Array(n);
    this.sorted = new Float64Array(n);
    this.#bits = new Uint32Array(values.buffer, values.byteOffset, 2 * n);
    this.#keys = new Uint32Array(n);
    this.#otherKeys = new Uint32Array(n);
    this.#otherOrder = new Int32Array(n);
  }

  /** Sorts by the values as they are now; returns how many are known. */
  sort(): number {
    const { count, span } = this.#collect();
    // An even number of passes ends where it began.
    let [keys, order, otherKeys, otherOrder] = [this.#keys, this.order, this.#otherKeys, this.#otherOrder];
    for (let shift = 0; span >>> shift > 0; shift += DIGIT) {
      this.#pass(count, shift, keys, order, otherKeys, otherOrder);
      [keys, order, otherKeys, otherOrder] = [otherKeys, otherOrder, keys, order];
      if (shift + DIGIT >= 32) break;
    }
    if (order !== this.order) this.order.set(order.subarray(0, count));
    this.#finish(count);
    return count;
  }

  /** Lists the known values with their keys, counted from the least of them; `span` is the greatest. */
  #collect(): { readonly count: number; readonly span: number } {
    const { values, order } = this;
    const keys = this.#keys;
    const bits = this.#bits;
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
      keys[count] = key;
      order[count] = i;
      count += 1;
    }
    for (let k = 0; k < count; k += 1) keys[k] = keys[k]! - least;
    return { count, span: count === 0 ? 0 : most - least };
  }

  /** One pass of the sort, by the bits from `shift` on; equal ones keep their order. */
  #pass(count: number, shift: number, keys: Uint32Array, order: Int32Array, toKeys: Uint32Array, toOrder: Int32Array): void {
    const buckets = this.#buckets.fill(0);
    for (let k = 0; k < count; k += 1) {
      const bucket = (keys[k]! >>> shift) & (BUCKETS - 1);
      buckets[bucket] = buckets[bucket]! + 1;
    }
    let before = 0;
    for (let b = 0; b < BUCKETS; b += 1) {
      const held = buckets[b]!;
      buckets[b] = before;
      before += held;
    }
    for (let k = 0; k < count; k += 1) {
      const key = keys[k]!;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const place = buckets[bucket]!;
      buckets[bucket] = place + 1;
      toKeys[place] = key;
      toOrder[place] = order[k]!;
    }
  }

  /** Puts in order the values of which the high bits are the same. */
  #finish(count: number): void {
    const { order, sorted, values } = this;
    let moves = 0;
    for (let k = 0; k < count; k += 1) {
      const position = order[k]!;
      const value = values[position]!;
      let place = k;
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
        for (let i = 0; i < count; i += 1) sorted[i] = values[order[i]!]!;
        return;
      }
    }
  }
}
