import { doubledArea, type Millionths, packedBox, type PackedGeometry, turnBack } from './packed.js';
import type { PositionsToWgs84 } from './projection.js';
import type { BoundingBox } from './rings.js';
import { Slabs } from './slabs.js';

/** Where positions are in degrees, then where they are put together before they are kept; grown as geometries need it. */
let degrees = new Float64Array(4096);
let scratch = new Int32Array(4096);
const slabs = new Slabs((length) => new Int32Array(length));

export interface Cleaned {
  /** Null when no outer ring is left. */
  readonly geometry: Millionths | null;
  /** Its box, in millionths. */
  readonly box: BoundingBox | null;
  /** Rings left out, for fewer than four positions remain or they enclose nothing: numbered from 0 through all polygons. */
  readonly lost: readonly number[];
}

/**
 * The contours of a geometry for GeoJSON: taken to longitude and latitude, rounded to millionths of a
 * degree (a decimetre), without repeated positions, closed, outer rings counter-clockwise and holes
 * clockwise (RFC 7946, § 3.1.6). A hole whose outer ring is lost goes with it.
 *
 * @param project where positions go, in degrees
 */
export function toMillionths({ coordinates, polygons }: PackedGeometry, project: PositionsToWgs84): Cleaned {
  const rings = polygons.reduce((sum, sizes) => sum + sizes.length, 0);
  // Closing a ring may add a position to it.
  const room = coordinates.length + 2 * rings;
  if (scratch.length < room) {
    degrees = new Float64Array(2 * room);
    scratch = new Int32Array(2 * room);
  }
  project(coordinates, degrees);
  const kept: number[][] = [];
  const lost: number[] = [];
  let ring = -1;
  let from = 0;
  let end = 0;
  for (const sizes of polygons) {
    const start = end;
    const polygon: number[] = [];
    let outerLost = false;
    for (const [i, size] of sizes.entries()) {
      const next = cleanRing(from, from + 2 * size, end);
      from += 2 * size;
      ring += 1;
      // Exact: the differences of millionths are whole numbers.
      const area = next - end < 8 ? 0 : doubledArea(scratch, end, next);
      if (area === 0) {
        lost.push(ring);
        outerLost ||= i === 0;
        continue;
      }
      if (area > 0 !== (i === 0)) turnBack(scratch, end, next);
      polygon.push((next - end) / 2);
      end = next;
    }
    if (outerLost || polygon.length === 0) end = start;
    else kept.push(polygon);
  }
  if (kept.length === 0) return { geometry: null, box: null, lost };
  const packed = slabs.take(end);
  packed.set(scratch.subarray(0, end));
  const geometry = { coordinates: packed, polygons: kept };
  return { geometry, box: packedBox([geometry]), lost };
}

/** @returns the place in the scratch after the ring, which begins at `start` */
function cleanRing(from: number, to: number, start: number): number {
  let end = start;
  let previousX = Number.NaN;
  let previousY = Number.NaN;
  for (let i = from; i < to; i += 2) {
    // As Math.round does, in half the time.
    const x = Math.floor(degrees[i]! * 1e6 + 0.5);
    const y = Math.floor(degrees[i + 1]! * 1e6 + 0.5);
    if (x === previousX && y === previousY) continue;
    scratch[end++] = previousX = x;
    scratch[end++] = previousY = y;
  }
  if (end > start && (scratch[start] !== scratch[end - 2] || scratch[start + 1] !== scratch[end - 1])) {
    scratch[end++] = scratch[start]!;
    scratch[end++] = scratch[start + 1]!;
  }
  return end;
}
