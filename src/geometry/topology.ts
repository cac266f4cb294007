import type { Millionths } from './packed.js';
import { positionIds } from './position-ids.js';

/** The arcs of a ring in their order, ~i for arc i backwards. */
export type RingArcs = readonly number[];

/** Contours as borders told once, in whole millionths of a degree. */
export interface SharedBorders {
  /** Positions of the borders (x, y, x, y…), one border after the other. */
  readonly coordinates: Int32Array;
  /** The position at which each border begins, and after the last one where it ends. */
  readonly starts: Int32Array;
  /** The rings of each polygon of each contour, in the order in which contours came; null for a null contour. */
  readonly units: readonly (readonly (readonly RingArcs[])[] | null)[];
}

/**
 * Cuts contours into the borders that they share. Positions are common when they are the same
 * millionths, exactly, so that no position moves; a ring may start elsewhere than it did.
 *
 * A border ends where two rings part: at a position whose neighbours are not the same in all the rings that
 * pass there (Bostock, « How to Infer Topology », 2013).
 */
export function sharedBorders(contours: Iterable<Millionths | null>): SharedBorders {
  const known = [...contours];
  const flat = new Int32Array(known.reduce((sum, contour) => sum + (contour?.coordinates.length ?? 0), 0));
  let filled = 0;
  for (const contour of known) {
    if (contour === null) continue;
    flat.set(contour.coordinates, filled);
    filled += contour.coordinates.length;
  }
  const { ids, places } = positionIds(flat);
  const parts = partings(ids, places.length, known);
  const borders = new Borders(ids);
  let from = 0;
  const units = known.map((contour) =>
    contour === null
      ? null
      : contour.polygons.map((sizes) =>
          sizes.map((size) => {
            from += size;
            return borders.arcsOf(from - size, size, parts);
          }),
        ),
  );
  return { ...borders.packed(flat, places), units };
}

/** 1 for the positions, by number, where rings part. */
function partings(ids: Int32Array, count: number, contours: readonly (Millionths | null)[]): Uint8Array {
  const left = new Int32Array(count).fill(-1);
  const right = new Int32Array(count);
  const seen = new Int32Array(count).fill(-1);
  const parts = new Uint8Array(count);
  let ring = 0;
  let from = 0;
  for (const contour of contours) {
    for (const sizes of contour?.polygons ?? []) {
      for (const size of sizes) {
        for (let i = 0; i < size - 1; i++) {
          const here = ids[from + i]!;
          // A ring that touches itself does not part from itself.
          if (seen[here] === ring) continue;
          seen[here] = ring;
          const before = ids[from + (i === 0 ? size - 2 : i - 1)]!;
          const after = ids[from + i + 1]!;
          if (left[here]! < 0) {
            left[here] = before;
            right[here] = after;
          } else if ((left[here] !== before || right[here] !== after) && (left[here] !== after || right[here] !== before)) parts[here] = 1;
        }
        ring += 1;
        from += size;
      }
    }
  }
  return parts;
}

/** Borders as they are found, each kept once. */
class Borders {
  readonly #ids: Int32Array;
  /** The position numbers of the borders, one border after the other. */
  #kept: Int32Array;
  #end = 0;
  readonly #starts: number[] = [0];
  /** What borders of the same positions have in common → the last of them, and before it. */
  readonly #last = new Map<number, number>();
  readonly #before: number[] = [];

  constructor(ids: Int32Array) {
    this.#ids = ids;
    this.#kept = new Int32Array(Math.max(16, ids.length >> 1));
  }

  /**
   * Cuts a closed ring.
   *
   * @param from its first position, and how many it has
   */
  arcsOf(from: number, size: number, parts: Uint8Array): number[] {
    const ids = this.#ids;
    const around = size - 1;
    let first = 0;
    while (first < around && parts[ids[from + first]!] === 0) first++;
    // An islet, or a hole that is all of an enclave: one start for both.
    if (first >= around) return [this.#add(from, around, this.#least(from, around), around)];
    const arcs: number[] = [];
    let begin = first;
    for (let i = first + 1; i <= first + around; i++) {
      if (i < first + around && parts[ids[from + (i % around)]!] === 0) continue;
      arcs.push(this.#add(from, around, begin, i - begin));
      begin = i;
    }
    return arcs;
  }

  packed(flat: Int32Array, places: Int32Array): Pick<SharedBorders, 'coordinates' | 'starts'> {
    const coordinates = new Int32Array(2 * this.#end);
    for (let i = 0; i < this.#end; i++) {
      const place = 2 * places[this.#kept[i]!]!;
      coordinates[2 * i] = flat[place]!;
      coordinates[2 * i + 1] = flat[place + 1]!;
    }
    return { coordinates, starts: Int32Array.from(this.#starts) };
  }

  /** Where in a ring its least position number is. */
  #least(from: number, around: number): number {
    let least = 0;
    for (let i = 1; i < around; i++) if (this.#ids[from + i]! < this.#ids[from + least]!) least = i;
    return least;
  }

  /**
   * Adds the steps of a ring from one of its positions on.
   *
   * @returns the border, ~i for border i backwards
   */
  #add(from: number, around: number, begin: number, steps: number): number {
    if (this.#end + steps + 1 > this.#kept.length) this.#grow(steps + 1);
    const start = this.#end;
    let sum = steps;
    for (let i = 0; i <= steps; i++) {
      const id = this.#ids[from + ((begin + i) % around)]!;
      this.#kept[start + i] = id;
      // The same in both directions.
      sum = (sum + Math.imul(id + 1, 0x9e3779b1)) | 0;
    }
    for (let other = this.#last.get(sum) ?? -1; other >= 0; other = this.#before[other]!) {
      if (this.#same(other, start, steps, 1)) return other;
      if (this.#same(other, start, steps, -1)) return ~other;
    }
    const border = this.#starts.length - 1;
    this.#before.push(this.#last.get(sum) ?? -1);
    this.#last.set(sum, border);
    this.#end = start + steps + 1;
    this.#starts.push(this.#end);
    return border;
  }

  /** True when a border has the positions kept from `start` on, forwards or backwards. */
  #same(border: number, start: number, steps: number, direction: 1 | -1): boolean {
    const first = this.#starts[border]!;
    const last = this.#starts[border + 1]! - 1;
    if (last - first !== steps) return false;
    for (let i = 0, at = direction > 0 ? first : last; i <= steps; i++, at += direction) if (this.#kept[at] !== this.#kept[start + i]) return false;
    return true;
  }

  #grow(room: number): void {
    const larger = new Int32Array(Math.max(2 * this.#kept.length, this.#end + room));
    larger.set(this.#kept);
    this.#kept = larger;
  }
}
