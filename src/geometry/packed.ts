import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type BoundingBox, geometryOf, polygonsOf, type Ring } from './rings.js';

/**
 * A geometry as numbers side by side: a position takes 16 bytes (8 in millionths), and about 80 as an
 * array of its own. A country of five million positions fits in memory only so.
 */
export interface PackedGeometry<C extends Float64Array | Int32Array = Float64Array> {
  /** x, y, x, y… of all rings, one after the other. */
  readonly coordinates: C;
  /** Per polygon, the number of positions of each of its rings. */
  readonly polygons: readonly (readonly number[])[];
}

/** Degrees in millionths: the 6 decimals of the outputs, exactly. */
export type Millionths = PackedGeometry<Int32Array>;

const MILLION = 1e6;

export function pack(geometry: Polygon | MultiPolygon): PackedGeometry {
  return packInto(geometry, (length) => new Float64Array(length), 1);
}

/** Packs a geometry whose coordinates are already rounded to 6 decimals. */
export function packMillionths(geometry: Polygon | MultiPolygon): Millionths {
  return packInto(geometry, (length) => new Int32Array(length), MILLION);
}

function packInto<C extends Float64Array | Int32Array>(geometry: Polygon | MultiPolygon, make: (length: number) => C, factor: number): PackedGeometry<C> {
  const polygons = polygonsOf(geometry);
  const sizes = polygons.map((rings) => rings.map((ring) => ring.length));
  const coordinates = make(2 * sizes.flat().reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (const position of ring) {
        coordinates[at++] = factor === 1 ? position[0]! : Math.round(position[0]! * factor);
        coordinates[at++] = factor === 1 ? position[1]! : Math.round(position[1]! * factor);
      }
    }
  }
  return { coordinates, polygons: sizes };
}

/** Twice the signed area of the closed ring from one place to another (shoelace formula): positive counter-clockwise. */
export function doubledArea(coordinates: Float64Array | Int32Array, from: number, to: number): number {
  // Relative to the first position: products of metre coordinates would lose eight digits.
  const originX = coordinates[from]!;
  const originY = coordinates[from + 1]!;
  let previousX = 0;
  let previousY = 0;
  let doubled = 0;
  for (let i = from + 2; i < to; i += 2) {
    const x = coordinates[i]! - originX;
    const y = coordinates[i + 1]! - originY;
    doubled += previousX * y - x * previousY;
    previousX = x;
    previousY = y;
  }
  return doubled;
}

/** Turns the positions from one place to another the other way round. */
export function turnBack(coordinates: Float64Array | Int32Array, from: number, to: number): void {
  for (let low = from, high = to - 2; low < high; low += 2, high -= 2) {
    const x = coordinates[low]!;
    const y = coordinates[low + 1]!;
    coordinates[low] = coordinates[high]!;
    coordinates[low + 1] = coordinates[high + 1]!;
    coordinates[high] = x;
    coordinates[high + 1] = y;
  }
}

/** True when the last of the positions is the first. */
export const isClosed = (ring: Float64Array): boolean => ring[0] === ring.at(-2) && ring[1] === ring.at(-1);

/** The positions of one ring among packed ones. */
export const ringAt = (coordinates: Float64Array, first: number, size: number): Ring =>
  Array.from({ length: size }, (_, i) => [coordinates[2 * (first + i)]!, coordinates[2 * (first + i) + 1]!]);

export const unpack = (packed: PackedGeometry): Polygon | MultiPolygon => unpackBy(packed, 1);

/** The geometry in degrees, with the same doubles as before it was packed. */
export const unpackMillionths = (packed: Millionths): Polygon | MultiPolygon => unpackBy(packed, MILLION);

function unpackBy({ coordinates, polygons }: PackedGeometry<Float64Array | Int32Array>, divisor: number): Polygon | MultiPolygon {
  let at = 0;
  return geometryOf(
    polygons.map((sizes) =>
      sizes.map((size) => {
        const ring: Ring = new Array<Position>(size);
        for (let i = 0; i < size; i++, at += 2) ring[i] = [coordinates[at]! / divisor, coordinates[at + 1]! / divisor];
        return ring;
      }),
    ),
  );
}

/** Grows `box` so that it holds the coordinates. */
export function extendBoxBy(box: BoundingBox, coordinates: Float64Array | Int32Array): void {
  let [west, south, east, north] = box;
  for (let i = 0; i < coordinates.length; i += 2) {
    const x = coordinates[i]!;
    const y = coordinates[i + 1]!;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  box[0] = west;
  box[1] = south;
  box[2] = east;
  box[3] = north;
}

/** The box of packed geometries, or null when there is no position in them. */
export function packedBox(geometries: Iterable<PackedGeometry<Float64Array | Int32Array> | null>): BoundingBox | null {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) if (geometry !== null) extendBoxBy(box, geometry.coordinates);
  return box[0] <= box[2] ? box : null;
}

/** Geometries in degrees by code, kept packed: each is made when it is asked for, and not kept. */
export class PackedMap implements ReadonlyMap<string, Polygon | MultiPolygon> {
  readonly #packed: ReadonlyMap<string, Millionths>;
  readonly #boxes: Map<string, BoundingBox>;

  /** @param boxes those that are known already, in millionths */
  constructor(packed: ReadonlyMap<string, Millionths>, boxes: ReadonlyMap<string, BoundingBox> = new Map()) {
    this.#packed = packed;
    this.#boxes = new Map(boxes);
  }

  get size(): number {
    return this.#packed.size;
  }

  /** The millionths themselves, for a writer. */
  packed(code: string): Millionths | null {
    return this.#packed.get(code) ?? null;
  }

  /** The box of a geometry in millionths, or null when there is no position in it. */
  box(code: string): BoundingBox | null {
    const known = this.#boxes.get(code);
    if (known !== undefined) return known;
    const box = packedBox([this.packed(code)]);
    if (box !== null) this.#boxes.set(code, box);
    return box;
  }

  /** The box of all of some geometries in millionths, or null when there is no position in them. */
  boxOf(codes: Iterable<string>): BoundingBox | null {
    const boxes = [...codes].flatMap((code) => {
      const box = this.box(code);
      return box === null ? [] : [box];
    });
    return packedBox([{ coordinates: Float64Array.from(boxes.flat()), polygons: [] }]);
  }

  get(code: string): Polygon | MultiPolygon | undefined {
    const packed = this.#packed.get(code);
    return packed === undefined ? undefined : unpackMillionths(packed);
  }

  has(code: string): boolean {
    return this.#packed.has(code);
  }

  keys(): MapIterator<string> {
    return this.#packed.keys();
  }

  *entries(): MapIterator<[string, Polygon | MultiPolygon]> {
    for (const [code, packed] of this.#packed) yield [code, unpackMillionths(packed)];
  }

  *values(): MapIterator<Polygon | MultiPolygon> {
    for (const packed of this.#packed.values()) yield unpackMillionths(packed);
  }

  [Symbol.iterator](): MapIterator<[string, Polygon | MultiPolygon]> {
    return this.entries();
  }

  forEach(visit: (value: Polygon | MultiPolygon, key: string, map: ReadonlyMap<string, Polygon | MultiPolygon>) => void): void {
    for (const [code, geometry] of this.entries()) visit(geometry, code, this);
  }
}
