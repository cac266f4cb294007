import type { Position } from 'geojson';
import type { PackedGeometry } from './packed.js';

/** With fewer sides than this a grid costs more than it spares. */
const LEAST_FOR_GRID = 24;

/** Places in the grid per side, at most: a ring of long sides is left to buckets. */
const MOST_ENTRIES = 6;

/** Scratch space, grown as rings need it: rings are many and small. */
let along = new Float64Array(256);
let across = new Float64Array(256);
let buckets = new Int32Array(256);
let heads = new Int32Array(4 * 256);
let nexts = new Int32Array(MOST_ENTRIES * 256);
let sides = new Int32Array(MOST_ENTRIES * 256);

/**
 * True when two sides of a closed ring cross, each on both sides of the other: a bow-tie. Rings that
 * only touch themselves, at a position or along a side, do not.
 */
export const crossesItself = (ring: readonly Position[]): boolean =>
  ringCrossesItself(Float64Array.from(ring.flatMap(([x = Number.NaN, y = Number.NaN]) => [x, y])), 0, ring.length);

/** The rings of a geometry that cross themselves, numbered from 0 through all its polygons. */
export function crossingRings({ coordinates, polygons }: PackedGeometry): number[] {
  const found: number[] = [];
  let from = 0;
  let ring = 0;
  for (const sizes of polygons) {
    for (const size of sizes) {
      if (ringCrossesItself(coordinates, from, size)) found.push(ring);
      ring += 1;
      from += 2 * size;
    }
  }
  return found;
}

/**
 * The same for positions side by side (x, y, x, y…). About linear for the rings of maps, whose sides are short.
 *
 * @param from the place of the first x
 * @param size how many positions the ring has
 */
export function ringCrossesItself(coordinates: Float64Array, from: number, size: number): boolean {
  const count = size - 1;
  if (count < 4) return false;
  const extent = load(coordinates, from, size);
  return (count < LEAST_FOR_GRID ? null : crossInGrid(count, extent)) ?? crossInBuckets(count, extent);
}

/**
 * Each side is put in the cells that its box touches, and compared with those already there.
 *
 * @returns null when sides are too long for that
 */
function crossInGrid(count: number, { low, high, near, far }: Extent): boolean | null {
  // About two cells per side.
  const grid = Math.ceil(1.4 * Math.sqrt(count + 1));
  const wide = (grid - 1) / (high - low || 1);
  const deep = (grid - 1) / (far - near || 1);
  heads.fill(-1, 0, grid * grid);
  const most = MOST_ENTRIES * count;
  let entries = 0;
  let column = ((along[0]! - low) * wide) | 0;
  let row = ((across[0]! - near) * deep) | 0;
  for (let i = 0; i < count; i++) {
    const nextColumn = ((along[i + 1]! - low) * wide) | 0;
    const nextRow = ((across[i + 1]! - near) * deep) | 0;
    const left = column < nextColumn ? column : nextColumn;
    const right = column < nextColumn ? nextColumn : column;
    const bottom = row < nextRow ? row : nextRow;
    const top = row < nextRow ? nextRow : row;
    column = nextColumn;
    row = nextRow;
    if (entries + (right - left + 1) * (top - bottom + 1) > most) return null;
    for (let line = bottom * grid; line <= top * grid; line += grid) {
      for (let cell = line + left; cell <= line + right; cell++) {
        const head = heads[cell]!;
        // The side before shares a position with this one: they cannot cross.
        for (let entry = head; entry >= 0; entry = nexts[entry]!) if (sides[entry]! < i - 1 && cross(i, sides[entry]!)) return true;
        nexts[entries] = head;
        sides[entries] = i;
        heads[cell] = entries++;
      }
    }
  }
  return false;
}

/**
 * Sides are put in buckets along the longer dimension of the ring, and compared with those of the
 * buckets that they span.
 */
function crossInBuckets(count: number, { low, high }: Extent): boolean {
  const scale = (count - 1) / (high - low || 1);
  for (let i = 0; i <= count; i++) buckets[i] = (along[i]! - low) * scale;
  heads.fill(-1, 0, count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(buckets[i]!, buckets[i + 1]!);
    nexts[i] = heads[at]!;
    heads[at] = i;
  }
  for (let i = 0; i < count; i++) {
    const here = buckets[i]!;
    const next = buckets[i + 1]!;
    const last = Math.max(here, next);
    // Those of its own bucket that come after it in the list, then all those of the next ones.
    for (let at = Math.min(here, next), j = nexts[i]!; ; j = heads[at]!) {
      for (; j >= 0; j = nexts[j]!) if (cross(i, j)) return true;
      if (++at > last) break;
    }
  }
  return false;
}

/** Where a ring lies, along its longer dimension and across. */
interface Extent {
  readonly low: number;
  readonly high: number;
  readonly near: number;
  readonly far: number;
}

/** Puts the positions of a ring in two columns, the longer dimension first. */
function load(coordinates: Float64Array, from: number, size: number): Extent {
  if (along.length < size) {
    along = new Float64Array(2 * size);
    across = new Float64Array(2 * size);
    buckets = new Int32Array(2 * size);
    heads = new Int32Array(8 * size);
    nexts = new Int32Array(2 * MOST_ENTRIES * size);
    sides = new Int32Array(2 * MOST_ENTRIES * size);
  }
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < size; i++) {
    const x = coordinates[from + 2 * i]!;
    const y = coordinates[from + 2 * i + 1]!;
    along[i] = x;
    across[i] = y;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  if (north - south <= east - west) return { low: west, high: east, near: south, far: north };
  // Which is which does not matter to crossings: both orientations change their sign.
  [along, across] = [across, along];
  return { low: south, high: north, near: west, far: east };
}

/** True when side i and side j cross. */
function cross(i: number, j: number): boolean {
  const ay = across[i]!;
  const by = across[i + 1]!;
  const cy = across[j]!;
  const dy = across[j + 1]!;
  if (cy > ay ? cy > by && dy > ay && dy > by : cy < by && dy < ay && dy < by && cy < ay) return false;
  const ax = along[i]!;
  const bx = along[i + 1]!;
  const cx = along[j]!;
  const dx = along[j + 1]!;
  // A side that starts or ends on a position of the other gives exactly zero.
  const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return false;
  const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  return (a > 0 && b < 0) || (a < 0 && b > 0);
}
