import type { Position } from 'geojson';
import { pointInRing, ringArea, ringBox, type Ring } from './rings.js';

/** A point inside a shape and how far it is from its border. */
export interface InsidePoint {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

interface Cell extends InsidePoint {
  readonly half: number;
  /** No point of the cell is further from the border than this. */
  readonly most: number;
}

/**
 * The point of a shape furthest from its border, to a fiftieth of its size: where a name or a circle
 * stands best. Of several polygons, the largest. A shape without area has its first position.
 *
 * Source of the search (cells that are split in four while they may hold a better point): D. Martinez,
 * the pole of inaccessibility, after Garcia-Castellanos and Lombardo 2007.
 */
export function insidePoint(polygons: readonly (readonly Ring[])[]): InsidePoint {
  const rings = polygons.reduce((best, candidate) => (outerArea(candidate) > outerArea(best) ? candidate : best), polygons[0] ?? []);
  const outer = rings[0] ?? [];
  const [west, south, east, north] = ringBox(outer);
  const size = Math.min(east - west, north - south);
  const first = outer[0] ?? [0, 0];
  if (!(size > 0)) return { x: first[0]!, y: first[1]!, distance: 0 };
  const precision = Math.max(east - west, north - south) / 50;
  const cell = (x: number, y: number, half: number): Cell => {
    const distance = signedDistance(x, y, rings);
    return { x, y, half, distance, most: distance + half * Math.SQRT2 };
  };
  const half = size / 2;
  const cells: Cell[] = [];
  for (let x = west; x < east; x += size) for (let y = south; y < north; y += size) cells.push(cell(x + half, y + half, half));
  let best = cell((west + east) / 2, (south + north) / 2, 0);
  while (cells.length > 0) {
    cells.sort((a, b) => a.most - b.most);
    const next = cells.pop()!;
    if (next.distance > best.distance) best = next;
    if (next.most - best.distance <= precision) continue;
    const quarter = next.half / 2;
    for (const dx of [-quarter, quarter]) for (const dy of [-quarter, quarter]) cells.push(cell(next.x + dx, next.y + dy, quarter));
  }
  return best.distance > 0 ? best : { x: first[0]!, y: first[1]!, distance: 0 };
}

const outerArea = (rings: readonly Ring[]): number => Math.abs(ringArea(rings[0] ?? []));

/** True when a point lies in a shape and in none of its holes. */
export const isInside = (x: number, y: number, polygons: readonly (readonly Ring[])[]): boolean =>
  polygons.some(([outer = [], ...holes]) => pointInRing(x, y, outer) && !holes.some((hole) => pointInRing(x, y, hole)));

/** Distance to the nearest border, negative outside. */
function signedDistance(x: number, y: number, rings: readonly Ring[]): number {
  let squared = Infinity;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) squared = Math.min(squared, squaredDistance(x, y, ring[i - 1]!, ring[i]!));
  }
  return (isInside(x, y, [rings]) ? 1 : -1) * Math.sqrt(squared);
}

function squaredDistance(x: number, y: number, from: Position, to: Position): number {
  const dx = to[0]! - from[0]!;
  const dy = to[1]! - from[1]!;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]!) * dx + (y - from[1]!) * dy) / length));
  return (x - from[0]! - share * dx) ** 2 + (y - from[1]! - share * dy) ** 2;
}
