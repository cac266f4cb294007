import { type PackedGeometry, ringAt } from './packed.js';
import { locateInRing, type Ring } from './rings.js';

/** How many holes of a geometry are not wholly inside their outer ring: beside it, around it, or across its line. */
export function strayHoles({ coordinates, polygons }: PackedGeometry): number {
  let found = 0;
  let first = 0;
  for (const sizes of polygons) {
    // Nearly every polygon has no hole: nothing is unpacked for it.
    if (sizes.length === 1) {
      first += sizes[0]!;
      continue;
    }
    const [outer = [], ...holes] = sizes.map((size) => ringAt(coordinates, (first += size) - size, size));
    for (const hole of holes) if (isStray(hole, outer)) found += 1;
  }
  return found;
}

/** Positions on the other line are allowed: a hole may touch its outer ring. */
const isStray = (hole: Ring, outer: Ring): boolean => hole.some(([x, y]) => locateInRing(x!, y!, outer) === -1) || outer.some(([x, y]) => locateInRing(x!, y!, hole) === 1);
