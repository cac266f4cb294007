import type { MultiPolygon, Polygon } from 'geojson';
import { polygonsOf, ringArea } from '../../src/geometry/rings.js';

/**
 * What RFC 7946 and our contract ask of a geometry, one line per fault: closed rings of four
 * positions at least, 6 decimals, no repeated position, outer rings counter-clockwise, holes
 * clockwise, all within the box (west, south, east, north).
 */
export function faultsOf(geometry: Polygon | MultiPolygon, box: readonly [number, number, number, number] = [-180, -90, 180, 90]): string[] {
  const faults: string[] = [];
  const polygons = polygonsOf(geometry);
  if (polygons.length === 0) faults.push('empty');
  if (geometry.type === 'MultiPolygon' && polygons.length === 1) faults.push('MultiPolygon of one polygon');
  polygons.forEach((rings, p) => rings.forEach((ring, r) => {
    const say = (fault: string): number => faults.push(`polygon ${p} ring ${r}: ${fault}`);
    const area = ringArea(ring);
    if (ring.length < 4) say(`${ring.length} positions`);
    if (area === 0) say('no area');
    if (area > 0 !== (r === 0)) say('turns the wrong way');
    if (JSON.stringify(ring[0]) !== JSON.stringify(ring.at(-1))) say('open');
    ring.forEach(([x = NaN, y = NaN], i) => {
      const [previousX, previousY] = ring[i - 1] ?? [];
      if (x === previousX && y === previousY) say(`position ${i} repeated`);
      if (x !== Number(x.toFixed(6)) || y !== Number(y.toFixed(6))) say(`position ${i} has more than 6 decimals`);
      if (!(x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])) say(`position ${i} outside the box`);
    });
  }));
  return faults;
}
