import type { SharedBorders } from './topology.js';

/** Metres in a degree of latitude, near enough to weigh details. */
const DEGREE = 111_320;
const RADIANS = Math.PI / 180;
const MILLION = 1e6;

/**
 * What each position of borders weighs, in square metres: the area of the triangle that it makes with its
 * neighbours when its turn comes to go, the least first, and no less than that of those gone before. The ends
 * of borders never go: they weigh Infinity.
 *
 * Source: Visvalingam and Whyatt, « Line generalisation by repeated elimination of points », The
 * Cartographic Journal 30 (1993).
 *
 * @returns one number for each position of the borders
 */
export function effectiveAreas({ coordinates, starts }: Pick<SharedBorders, 'coordinates' | 'starts'>): Float64Array {
  const weights = new Float64Array(coordinates.length / 2);
  const line = new Line(coordinates, weights);
  for (let border = 0; border + 1 < starts.length; border++) line.weigh(starts[border]!, starts[border + 1]!);
  return weights;
}

/** One border after the other, its positions in a heap from which the least goes. */
class Line {
  readonly #coordinates: Int32Array;
  readonly #weights: Float64Array;
  #previous = new Int32Array(256);
  #next = new Int32Array(256);
  /** Positions by weight, the least first; among equals, the first of the border. */
  #heap = new Int32Array(256);
  /** The place of each position in the heap. */
  #places = new Int32Array(256);
  #size = 0;
  #first = 0;

  constructor(coordinates: Int32Array, weights: Float64Array) {
    this.#coordinates = coordinates;
    this.#weights = weights;
  }

  /** @param first the first position of a border, and the one after its last */
  weigh(first: number, end: number): void {
    const count = end - first;
    const weights = this.#weights;
    if (this.#heap.length < count) {
      this.#previous = new Int32Array(2 * count);
      this.#next = new Int32Array(2 * count);
      this.#heap = new Int32Array(2 * count);
      this.#places = new Int32Array(2 * count);
    }
    this.#first = first;
    this.#size = 0;
    weights[first] = weights[end - 1] = Infinity;
    for (let i = 1; i < count - 1; i++) {
      this.#previous[i] = i - 1;
      this.#next[i] = i + 1;
      weights[first + i] = this.#area(i - 1, i, i + 1);
      this.#put(i, this.#size++);
      this.#up(this.#size - 1);
    }
    for (let most = 0; this.#size > 0; ) {
      const gone = this.#pop();
      if (weights[first + gone]! < most) weights[first + gone] = most;
      else most = weights[first + gone]!;
      const before = this.#previous[gone]!;
      const after = this.#next[gone]!;
      this.#next[before] = after;
      this.#previous[after] = before;
      if (before > 0) this.#weighAgain(before);
      if (after < count - 1) this.#weighAgain(after);
    }
  }

  #weighAgain(i: number): void {
    this.#weights[this.#first + i] = this.#area(this.#previous[i]!, i, this.#next[i]!);
    this.#up(this.#places[i]!);
    this.#down(this.#places[i]!);
  }

  /** The area of a triangle of three positions of the border, in square metres. */
  #area(a: number, b: number, c: number): number {
    const coordinates = this.#coordinates;
    const ax = coordinates[2 * (this.#first + a)]! / MILLION;
    const ay = coordinates[2 * (this.#first + a) + 1]! / MILLION;
    const bx = coordinates[2 * (this.#first + b)]! / MILLION;
    const by = coordinates[2 * (this.#first + b) + 1]! / MILLION;
    const cx = coordinates[2 * (this.#first + c)]! / MILLION;
    const cy = coordinates[2 * (this.#first + c) + 1]! / MILLION;
    const doubled = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    return (Math.abs(doubled) / 2) * DEGREE ** 2 * Math.cos(((ay + by + cy) / 3) * RADIANS);
  }

  #pop(): number {
    const least = this.#heap[0]!;
    const moved = this.#heap[--this.#size]!;
    if (this.#size > 0) {
      this.#put(moved, 0);
      this.#down(0);
    }
    return least;
  }

  #put(i: number, place: number): void {
    this.#heap[place] = i;
    this.#places[i] = place;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#weights[this.#first + a]! - this.#weights[this.#first + b]!;
    return difference < 0 || (difference === 0 && a < b);
  }

  #up(from: number): void {
    const i = this.#heap[from]!;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#heap[above]!;
      if (!this.#isBefore(i, other)) break;
      this.#put(other, place);
      place = above;
    }
    this.#put(i, place);
  }

  #down(from: number): void {
    const i = this.#heap[from]!;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size && this.#isBefore(this.#heap[below + 1]!, this.#heap[below]!)) below += 1;
      const other = this.#heap[below]!;
      if (!this.#isBefore(other, i)) break;
      this.#put(other, place);
      place = below;
    }
    this.#put(i, place);
  }
}
