import type { MultiPolygon, Polygon, Position } from 'geojson';

/** A closed line: its last position equals its first. */
export type Ring = Position[];

/** West, south, east, north. */
export type BoundingBox = [number, number, number, number];

/** The polygons of a geometry, each an outer ring followed by its holes. */
export const polygonsOf = (geometry: Polygon | MultiPolygon): Ring[][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

/** One polygon makes a Polygon, several a MultiPolygon. */
export function geometryOf(polygons: Ring[][]): Polygon | MultiPolygon {
  const [first] = polygons;
  return polygons.length === 1 && first !== undefined
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/**
 * Signed area of a closed ring in the square of its unit (shoelace formula): positive when it
 * turns counter-clockwise, y upwards. Example: the unit square, counter-clockwise, is 1.
 */
export function ringArea(ring: readonly Position[]): number {
  const origin = ring[0];
  if (origin === undefined) return 0;
  // Relative to the first position: products of metre coordinates would lose eight digits.
  const originX = at(origin, 0);
  const originY = at(origin, 1);
  let previousX = 0;
  let previousY = 0;
  let doubled = 0;
  for (let i = 1; i < ring.length; i++) {
    const position = ring[i]!;
    const x = at(position, 0) - originX;
    const y = at(position, 1) - originY;
    doubled += previousX * y - x * previousY;
    previousX = x;
    previousY = y;
  }
  return doubled / 2;
}

/** Area of a geometry: outer rings less their holes, whatever way they turn. */
export function geometryArea(geometry: Polygon | MultiPolygon): number {
  let area = 0;
  for (const rings of polygonsOf(geometry)) {
    rings.forEach((ring, i) => (area += (i === 0 ? 1 : -1) * Math.abs(ringArea(ring))));
  }
  return area;
}

/** Where a point lies: 1 inside the ring, 0 on its line, -1 outside (crossing number). */
export function locateInRing(x: number, y: number, ring: readonly Position[]): -1 | 0 | 1 {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const from = ring[i - 1]!;
    const to = ring[i]!;
    const ax = at(from, 0);
    const ay = at(from, 1);
    const bx = at(to, 0);
    const by = at(to, 1);
    if ((ay > y && by > y) || (ay < y && by < y)) continue;
    const turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    if (turn === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
    if (ay > y !== by > y && turn > 0 === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** True when the point lies strictly inside the ring. */
export const pointInRing = (x: number, y: number, ring: readonly Position[]): boolean =>
  locateInRing(x, y, ring) === 1;

/**
 * The ring with its last position equal to its first; the same array when it already is.
 *
 * @param opened called when it is not
 */
export function closeRing(ring: Ring, opened: () => void = () => undefined): Ring {
  const first = ring[0];
  const last = ring[ring.length - 1];
  if (first === undefined || last === undefined) return ring;
  if (first[0] === last[0] && first[1] === last[1]) return ring;
  opened();
  return [...ring, [at(first, 0), at(first, 1)]];
}

/**
 * The geometry as RFC 7946 (§ 3.1.6) wants it: outer rings counter-clockwise, holes clockwise.
 * Rings that already turn the right way are shared with the argument, which is left as it is.
 */
export function orient<G extends Polygon | MultiPolygon>(geometry: G): G {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: orientRings(geometry.coordinates) };
  return { ...geometry, coordinates: geometry.coordinates.map(orientRings) };
}

const orientRings = (rings: Ring[]): Ring[] =>
  rings.map((ring, i) => (ringArea(ring) >= 0 === (i === 0) ? ring : ring.toReversed()));

/**
 * The closed ring, turned so that it starts at its westernmost position, the southernmost of those:
 * two rings of the same positions in the same sense become equal, wherever they started.
 */
export function startAtWest(ring: Ring): Ring {
  const count = ring.length - 1;
  if (count < 1) return ring;
  let start = 0;
  for (let i = 1; i < count; i++) if (compareFrom(ring, i, start, count) < 0) start = i;
  return start === 0 ? ring : [...ring.slice(start, count), ...ring.slice(0, start + 1)];
}

/** Orders two starts of a ring by its positions from there: a ring may pass a point twice. */
function compareFrom(ring: Ring, a: number, b: number, count: number): number {
  for (let step = 0; step < count; step++) {
    const order = comparePositions(ring[(a + step) % count]!, ring[(b + step) % count]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** Orders positions from west to east, then from south to north. */
const comparePositions = (a: Position, b: Position): number => at(a, 0) - at(b, 0) || at(a, 1) - at(b, 1);

/** Orders rings by their positions, one after the other. */
export function compareRings(a: Ring, b: Ring): number {
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) {
    const order = comparePositions(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Grows `box` so that it holds the ring. */
export function extendBox(box: BoundingBox, ring: readonly Position[]): void {
  for (const position of ring) {
    const x = at(position, 0);
    const y = at(position, 1);
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
}

/** The box of a ring. */
export function ringBox(ring: readonly Position[]): BoundingBox {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  extendBox(box, ring);
  return box;
}

/** The box that holds the geometries, or null when there is no position in them. */
export function boundingBox(geometries: Iterable<Polygon | MultiPolygon | null>): BoundingBox | null {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    if (geometry === null) continue;
    // Holes lie inside their outer ring, but a file may say otherwise.
    for (const rings of polygonsOf(geometry)) for (const ring of rings) extendBox(box, ring);
  }
  return box[0] <= box[2] ? box : null;
}

/** A position has two numbers at least: readers check it. */
const at = (position: Position, axis: 0 | 1): number => position[axis]!;
