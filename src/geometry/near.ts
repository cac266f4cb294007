import { byCode } from '../territory/codes.js';
import { boxGap, boxesMeet, contourDistance, contourOf } from './distance.js';
import type { Contour } from './distance.js';
import type { Millionths, PackedMap } from './packed.js';
import type { BoundingBox } from './rings.js';

/** A degree of latitude has this many metres at least, anywhere. */
const LEAST_DEGREE = 110500;
const RADIANS = Math.PI / 180;

/**
 * The units whose contour lies within a distance of the contours of a territory.
 *
 * @param geometries contours of the territory and of whatever may be near
 * @param units the units of the territory
 * @param metres the distance, contour to contour
 * @returns code → shortest distance in metres, the territory's own units left out; sorted by code
 */
export function unitsNear(geometries: PackedMap, units: ReadonlySet<string>, metres: number): Map<string, number> {
  const own: { readonly contour: Contour; readonly box: BoundingBox }[] = [];
  const others: { readonly code: string; readonly packed: Millionths; readonly box: BoundingBox }[] = [];
  for (const code of geometries.keys()) {
    const packed = geometries.packed(code);
    const box = geometries.box(code);
    if (packed === null || box === null) continue;
    if (units.has(code)) own.push({ contour: contourOf(packed), box: widened(box, metres) });
    else others.push({ code, packed, box });
  }
  const near: [string, number][] = [];
  for (const { code, packed, box } of others) {
    const around = own.filter((unit) => boxesMeet(unit.box, box));
    if (around.length === 0) continue;
    const contour = contourOf(packed);
    let least = Infinity;
    // The nearest boxes first: what they find leaves little to look at in the others.
    for (const { contour: from } of around.map((unit) => ({ ...unit, gap: boxGap(unit.contour.box, contour.box) })).sort((a, b) => a.gap - b.gap)) {
      least = Math.min(least, contourDistance(from, contour, Math.min(least, metres)));
      if (least === 0) break;
    }
    if (least <= metres) near.push([code, least]);
  }
  return new Map(near.sort(([a], [b]) => byCode(a, b)));
}

/** A box in millionths of a degree, with all that lies within a distance of it. */
function widened([west, south, east, north]: BoundingBox, metres: number): BoundingBox {
  const up = (1e6 * metres) / LEAST_DEGREE;
  const furthest = Math.min(89, (Math.max(Math.abs(south), Math.abs(north)) + up) / 1e6);
  const aside = up / Math.cos(furthest * RADIANS);
  return [west - aside, south - up, east + aside, north + up];
}
