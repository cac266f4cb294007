import { extendBoxBy } from './packed.js';
import type { Millionths } from './packed.js';
import type { BoundingBox } from './rings.js';

/**
 * Distances in metres between contours. Positions are points in space on the ellipsoid GRS 80, so that
 * no projection has to be chosen, overseas either: the straight line between two of them is shorter
 * than the way on the ground by 1 cm at 20 km and by 1 m at 100 km, which is put back with the mean
 * radius of the Earth.
 */

const RADIANS = Math.PI / 180;
const SEMI_MAJOR = 6378137;
const FLATTENING = 1 / 298.257222101;
const E2 = FLATTENING * (2 - FLATTENING);
const MEAN_RADIUS = 6371008.8;

/** Segments of a ring that share a box. */
const RUN = 32;

/** Some consecutive segments of a ring, from the position `from` to the position `to`. */
interface Run {
  readonly from: number;
  readonly to: number;
  /** Least and greatest x, y and z. */
  readonly box: Float64Array;
}

/** A contour made ready to measure distances from. */
export interface Contour {
  /** Longitude and latitude, or any plane coordinates: what lies across or inside is told on them. */
  readonly flat: Float64Array | Int32Array;
  /** x, y, z in metres, parallel to `flat`. */
  readonly space: Float64Array;
  /** Position where each ring begins, and after the last where it ends. */
  readonly rings: readonly number[];
  readonly runs: readonly Run[];
  /** Of the lines in space: what they enclose bulges out of it. */
  readonly box: Float64Array;
  readonly flatBox: BoundingBox;
}

/** Points in space of longitudes and latitudes in millionths of a degree. */
export function contourOf(packed: Millionths): Contour {
  const { coordinates } = packed;
  const space = new Float64Array((coordinates.length / 2) * 3);
  for (let i = 0, at = 0; i < coordinates.length; i += 2) {
    const lambda = (coordinates[i]! / 1e6) * RADIANS;
    const phi = (coordinates[i + 1]! / 1e6) * RADIANS;
    const sine = Math.sin(phi);
    const normal = SEMI_MAJOR / Math.sqrt(1 - E2 * sine * sine);
    space[at++] = normal * Math.cos(phi) * Math.cos(lambda);
    space[at++] = normal * Math.cos(phi) * Math.sin(lambda);
    space[at++] = normal * (1 - E2) * sine;
  }
  return prepareContour(coordinates, space, packed.polygons.flat());
}

/**
 * @param flat x, y, x, y… of closed rings, one after the other
 * @param space the same positions as x, y, z
 * @param sizes number of positions of each ring
 */
export function prepareContour(flat: Float64Array | Int32Array, space: Float64Array, sizes: readonly number[]): Contour {
  const rings = [0];
  const runs: Run[] = [];
  const whole = emptyBox();
  for (const size of sizes) {
    const start = rings.at(-1) ?? 0;
    const end = start + size;
    rings.push(end);
    for (let from = start; from < end - 1; from += RUN) {
      const to = Math.min(from + RUN, end - 1);
      const box = emptyBox();
      for (let i = from; i <= to; i++) for (let axis = 0; axis < 3; axis++) extend(box, axis, space[3 * i + axis]!);
      for (let axis = 0; axis < 3; axis++) {
        extend(whole, axis, box[axis]!);
        extend(whole, axis, box[axis + 3]!);
      }
      runs.push({ from, to, box });
    }
  }
  const flatBox: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  extendBoxBy(flatBox, flat);
  return { flat, space, rings, runs, box: whole, flatBox };
}

const emptyBox = (): Float64Array => Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);

function extend(box: Float64Array, axis: number, value: number): void {
  if (value < box[axis]!) box[axis] = value;
  if (value > box[axis + 3]!) box[axis + 3] = value;
}

/** Square of the distance between two boxes, 0 where they meet: no two points of theirs are nearer. */
export function boxGap(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const gap = Math.max(a[axis]! - b[axis + 3]!, b[axis]! - a[axis + 3]!, 0);
    sum += gap * gap;
  }
  return sum;
}

/** True when two boxes have a point in common. */
export const boxesMeet = (a: BoundingBox, b: BoundingBox): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/**
 * The shortest distance between two contours in metres; 0 where they touch, overlap or one is inside
 * the other. Contours further apart than `limit` give Infinity.
 *
 * @param limit in metres; distances above it need not be known
 */
export function contourDistance(a: Contour, b: Contour, limit = Infinity): number {
  if (inside(a, b) || inside(b, a)) return 0;
  let best = limit === Infinity ? Infinity : chordOf(limit) ** 2;
  if (boxGap(a.box, b.box) > best) return Infinity;
  let found = false;
  const pairs: { readonly gap: number; readonly one: Run; readonly other: Run }[] = [];
  for (const one of a.runs) {
    if (boxGap(one.box, b.box) > best) continue;
    for (const other of b.runs) {
      const gap = boxGap(one.box, other.box);
      if (gap <= best) pairs.push({ gap, one, other });
    }
  }
  pairs.sort((p, q) => p.gap - q.gap);
  for (const { gap, one, other } of pairs) {
    if (gap > best) break;
    const squared = runDistance(a, one, b, other, best);
    if (squared <= best) {
      best = squared;
      found = true;
    }
    if (best === 0) return 0;
  }
  return found ? arcOf(Math.sqrt(best)) : Infinity;
}

const arcOf = (chord: number): number => 2 * MEAN_RADIUS * Math.asin(Math.min(1, chord / (2 * MEAN_RADIUS)));
const chordOf = (arc: number): number => 2 * MEAN_RADIUS * Math.sin(Math.min(Math.PI / 2, arc / (2 * MEAN_RADIUS)));

/** Square of the distance between two runs of segments, or Infinity when none is as near as `best`. */
function runDistance(a: Contour, one: Run, b: Contour, other: Run, best: number): number {
  let least = Infinity;
  for (let i = one.from; i < one.to; i++) {
    if (segmentGap(a.space, i, other.box) > Math.min(best, least)) continue;
    for (let j = other.from; j < other.to; j++) {
      if (cross(a.flat, i, b.flat, j)) return 0;
      // Segments that do not cross are nearest at an end of one of them.
      least = Math.min(
        least,
        pointToSegment(a.space, i, b.space, j),
        pointToSegment(a.space, i + 1, b.space, j),
        pointToSegment(b.space, j, a.space, i),
        pointToSegment(b.space, j + 1, a.space, i),
      );
    }
    if (least === 0) return 0;
  }
  return least <= best ? least : Infinity;
}

/** Square of the distance between the box of the segment that begins at `s` and another box. */
function segmentGap(space: Float64Array, s: number, box: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const [p, q] = [space[3 * s + axis]!, space[3 * s + 3 + axis]!];
    const gap = Math.max(Math.min(p, q) - box[axis + 3]!, box[axis]! - Math.max(p, q), 0);
    sum += gap * gap;
  }
  return sum;
}

/** Square of the distance from the position `p` to the segment that begins at `s`. */
function pointToSegment(points: Float64Array, p: number, segments: Float64Array, s: number): number {
  const [at, from] = [3 * p, 3 * s];
  const x = segments[from]!;
  const y = segments[from + 1]!;
  const z = segments[from + 2]!;
  const dx = segments[from + 3]! - x;
  const dy = segments[from + 4]! - y;
  const dz = segments[from + 5]! - z;
  const px = points[at]! - x;
  const py = points[at + 1]! - y;
  const pz = points[at + 2]! - z;
  const length = dx * dx + dy * dy + dz * dz;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy + pz * dz) / length));
  return (px - t * dx) ** 2 + (py - t * dy) ** 2 + (pz - t * dz) ** 2;
}

/** True when the segments that begin at `i` and `j` cross, their ends apart. */
function cross(a: Contour['flat'], i: number, b: Contour['flat'], j: number): boolean {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number => (qx - px) * (ry - py) - (qy - py) * (rx - px);
  const [ax, ay, bx, by] = [a[2 * i]!, a[2 * i + 1]!, a[2 * i + 2]!, a[2 * i + 3]!];
  const [cx, cy, dx, dy] = [b[2 * j]!, b[2 * j + 1]!, b[2 * j + 2]!, b[2 * j + 3]!];
  return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0;
}

/** True when some ring of `a` begins inside `b`, in none of its holes (even-odd rule). */
function inside(a: Contour, b: Contour): boolean {
  if (!boxesMeet(a.flatBox, b.flatBox)) return false;
  for (let ring = 0; ring + 1 < a.rings.length; ring++) {
    const start = a.rings[ring]!;
    if (start < a.rings[ring + 1]! && pointInside(a.flat[2 * start]!, a.flat[2 * start + 1]!, b)) return true;
  }
  return false;
}

function pointInside(x: number, y: number, { flat, rings }: Contour): boolean {
  let odd = false;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let i = rings[ring]!; i + 1 < rings[ring + 1]!; i++) {
      const ay = flat[2 * i + 1]!;
      const by = flat[2 * i + 3]!;
      if (ay > y === by > y) continue;
      const ax = flat[2 * i]!;
      if (x < ax + ((y - ay) / (by - ay)) * (flat[2 * i + 2]! - ax)) odd = !odd;
    }
  }
  return odd;
}
