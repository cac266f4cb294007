import { type BoundingBox, locateInRing, type Ring, ringArea, ringBox } from './rings.js';

export interface GroupedRings {
  /** Each an outer ring followed by its holes. */
  readonly polygons: Ring[][];
  /** Holes that no outer ring contains: they were taken as outer rings. */
  readonly orphans: number;
  /** True when the outer rings of the shape turn counter-clockwise, against the format. */
  readonly reversed: boolean;
}

interface Outer {
  readonly rings: Ring[];
  readonly area: number;
  readonly box: BoundingBox;
}

/**
 * Sorts the rings of one shape of a shapefile into polygons. The format gives them flat: outer
 * rings turn clockwise, holes counter-clockwise, in any order. A hole goes to the smallest outer
 * ring that contains it.
 *
 * Some programs write the opposite. The largest ring of a shape cannot be a hole, so it says which
 * way the outer rings of this shape turn.
 */
export function groupRings(rings: readonly Ring[]): GroupedRings {
  const [only] = rings;
  if (only === undefined) return { polygons: [], orphans: 0, reversed: false };
  if (rings.length === 1) return { polygons: [[only]], orphans: 0, reversed: ringArea(only) > 0 };

  const areas = rings.map(ringArea);
  const largest = areas.reduce((best, area) => (Math.abs(area) > Math.abs(best) ? area : best), 0);
  const reversed = largest > 0;
  const outers: Outer[] = [];
  const holes: Ring[] = [];
  rings.forEach((ring, i) => {
    const area = areas[i]!;
    if (area !== 0 && area > 0 !== reversed) holes.push(ring);
    else outers.push({ rings: [ring], area: Math.abs(area), box: ringBox(ring) });
  });
  if (holes.length === 0) return { polygons: outers.map((outer) => outer.rings), orphans: 0, reversed };

  const bySize = outers.toSorted((a, b) => a.area - b.area);
  const orphans: Ring[] = [];
  for (const hole of holes) {
    const box = ringBox(hole);
    const owner = bySize.find((outer) => boxHolds(outer.box, box) && contains(outer.rings[0]!, hole));
    if (owner === undefined) orphans.push(hole);
    else owner.rings.push(hole);
  }
  const polygons = [...outers.map((outer) => outer.rings), ...orphans.map((ring) => [ring])];
  return { polygons, orphans: orphans.length, reversed };
}

const boxHolds = (outer: BoundingBox, inner: BoundingBox): boolean =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/** A hole may touch its outer ring: the first of its points that is off the line decides. */
function contains(outer: Ring, hole: Ring): boolean {
  for (const [x = NaN, y = NaN] of hole) {
    const place = locateInRing(x, y, outer);
    if (place !== 0) return place === 1;
  }
  for (let i = 1; i < hole.length; i++) {
    const [ax = NaN, ay = NaN] = hole[i - 1]!;
    const [bx = NaN, by = NaN] = hole[i]!;
    const place = locateInRing((ax + bx) / 2, (ay + by) / 2, outer);
    if (place !== 0) return place === 1;
  }
  return true;
}
