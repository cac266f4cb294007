import { ringCrossesItself } from './crossings.js';
import { doubledArea, type Millionths, PackedMap, turnBack } from './packed.js';
import { Slabs } from './slabs.js';
import { type RingArcs, type SharedBorders, sharedBorders } from './topology.js';
import { effectiveAreas } from './visvalingam.js';

/** How far contours are simplified: details smaller than a size go, or a share of positions stays. */
export type SimplifyTarget =
  | { readonly kind: 'metres'; readonly value: number }
  | { readonly kind: 'share'; readonly value: number };

export interface Simplified {
  readonly geometries: PackedMap;
  /** Positions before and after. */
  readonly before: number;
  readonly after: number;
}

/** A border that would spoil a ring is simplified four times less at each level, then not at all. */
const LEVELS = 12;

/**
 * Simplifies contours together (Visvalingam-Whyatt on the borders that they share): a position goes
 * when the triangle that it makes with its neighbours is the smallest left, and smaller than the
 * square of the size that is asked. Common borders stay common, each ring stays a ring that encloses
 * an area, turns as before and does not cross itself, and no geometry is lost: borders that would
 * break this keep more detail.
 *
 * Crossings between two rings are not looked for; they take a strip narrower than the size asked.
 *
 * @param contours in degrees rounded to 6 decimals, as harmonised
 */
export function simplifyContours(contours: PackedMap, target: SimplifyTarget): Simplified {
  const codes = [...contours.keys()];
  const shared = sharedBorders(codes.map((code) => contours.packed(code)));
  const lines = new DetailedBorders(shared, target);
  const unitsOf = unitsOfBorders(shared);
  // Borders gain detail until every ring is sound: each round only visits what the last one changed.
  for (let dirty: Iterable<number> = codes.keys(); ; ) {
    const spoiling = new Set<number>();
    for (const unit of dirty) {
      for (const rings of shared.units[unit] ?? []) {
        for (const arcs of rings) if (!lines.isSound(arcs)) for (const arc of arcs) spoiling.add(arc < 0 ? ~arc : arc);
      }
    }
    const changed = new Set<number>();
    for (const border of spoiling) if (lines.detail(border)) for (const unit of unitsOf(border)) changed.add(unit);
    if (changed.size === 0) break;
    dirty = changed;
  }

  const simplified = new Map<string, Millionths>();
  let before = 0;
  let after = 0;
  codes.forEach((code, unit) => {
    const geometry = lines.drawn(shared.units[unit] ?? []);
    before += (contours.packed(code)?.coordinates.length ?? 0) / 2;
    after += geometry.coordinates.length / 2;
    simplified.set(code, geometry);
  });
  return { geometries: new PackedMap(simplified), before, after };
}

/** Which contours have a border, as places in their list. */
function unitsOfBorders({ units, starts }: SharedBorders): (border: number) => Int32Array {
  const ends = new Int32Array(starts.length);
  const visit = (take: (border: number, unit: number) => void): void => {
    for (const [unit, polygons] of units.entries()) for (const rings of polygons ?? []) for (const arcs of rings) for (const arc of arcs) take(arc < 0 ? ~arc : arc, unit);
  };
  visit((border) => (ends[border + 1]! += 1));
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  const at = ends.slice();
  const all = new Int32Array(ends.at(-1) ?? 0);
  visit((border, unit) => (all[at[border]!++] = unit));
  return (border) => all.subarray(ends[border], ends[border + 1]);
}

/** Borders each drawn with more or less detail. */
class DetailedBorders {
  readonly #coordinates: Int32Array;
  readonly #starts: Int32Array;
  readonly #weights: Float64Array;
  /** What a position weighs at least to be drawn, before a border has more detail. */
  readonly #least: number;
  readonly #levels: Uint8Array;
  readonly #slabs = new Slabs((length) => new Int32Array(length));
  /** Where rings are put together. */
  #ring = new Float64Array(4096);

  constructor(shared: SharedBorders, target: SimplifyTarget) {
    this.#coordinates = shared.coordinates;
    this.#starts = shared.starts;
    this.#weights = effectiveAreas(shared);
    this.#levels = new Uint8Array(shared.starts.length - 1);
    this.#least = target.kind === 'metres' ? target.value ** 2 : weightOfShare(this.#weights, target.value);
  }

  /** Gives a border more detail; false when it has all of it. */
  detail(border: number): boolean {
    if (this.#levels[border] === LEVELS) return false;
    this.#levels[border]! += 1;
    return true;
  }

  /** True when a ring has an area, turns as it did and does not cross itself; one that did before cannot be asked not to. */
  isSound(arcs: RingArcs): boolean {
    const length = this.#put(arcs, 0, false);
    const area = length < 8 ? 0 : doubledArea(this.#ring, 0, length);
    if (area === 0) return false;
    const crosses = ringCrossesItself(this.#ring, 0, length / 2);
    const exact = this.#put(arcs, 0, true);
    return area > 0 === doubledArea(this.#ring, 0, exact) > 0 && (!crosses || ringCrossesItself(this.#ring, 0, exact / 2));
  }

  /** A contour, its outer rings counter-clockwise and its holes clockwise. */
  drawn(polygons: readonly (readonly RingArcs[])[]): Millionths {
    let end = 0;
    const sizes = polygons.map((rings) =>
      rings.map((arcs, i) => {
        const from = end;
        end = this.#put(arcs, from, false);
        if (doubledArea(this.#ring, from, end) >= 0 !== (i === 0)) turnBack(this.#ring, from, end);
        return (end - from) / 2;
      }),
    );
    const coordinates = this.#slabs.take(end);
    coordinates.set(this.#ring.subarray(0, end));
    return { coordinates, polygons: sizes };
  }

  /** Puts a ring together at a place. @returns the place after it */
  #put(arcs: RingArcs, from: number, exactly: boolean): number {
    let end = from;
    for (const [i, arc] of arcs.entries()) {
      const border = arc < 0 ? ~arc : arc;
      const first = this.#starts[border]!;
      const last = this.#starts[border + 1]! - 1;
      const room = end + 2 * (last - first + 1);
      if (room > this.#ring.length) this.#grow(room);
      const level = this.#levels[border]!;
      const least = exactly || level === LEVELS ? 0 : this.#least / 4 ** level;
      const step = arc < 0 ? -1 : 1;
      // A border starts where the one before it ends.
      let at = (arc < 0 ? last : first) + (i === 0 ? 0 : step);
      for (let left = last - first + (i === 0 ? 1 : 0); left > 0; left--, at += step) {
        if (this.#weights[at]! < least) continue;
        this.#ring[end++] = this.#coordinates[2 * at]!;
        this.#ring[end++] = this.#coordinates[2 * at + 1]!;
      }
    }
    return end;
  }

  #grow(room: number): void {
    const larger = new Float64Array(2 * room);
    larger.set(this.#ring);
    this.#ring = larger;
  }
}

/** The weight that so large a share of the positions that can go have at least (quantile by linear interpolation). */
function weightOfShare(weights: Float64Array, share: number): number {
  const sorted = weights.filter((weight) => weight < Infinity).sort().reverse();
  if (sorted.length === 0) return 0;
  const place = (sorted.length - 1) * Math.min(Math.max(share, 0), 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return low + (high - low) * (place - Math.floor(place));
}
