import type { MultiPolygon, Polygon } from 'geojson';
import { merge } from 'topojson-client';
import { topology } from 'topojson-server';
import type { MultiPolygon as TopoMultiPolygon } from 'topojson-specification';
import { geometryOf, orient, polygonsOf, type Ring, startAtWest } from './rings.js';

/**
 * Joins the parts of one unit into one geometry without their common borders.
 *
 * Borders are common when their positions are the same, exactly: merge in the coordinates of the
 * file, before any projection or rounding. Parts that overlap are outside its domain: their area
 * then differs from the sum, which callers can check.
 */
export function dissolve(geometries: readonly (Polygon | MultiPolygon)[]): Polygon | MultiPolygon {
  const polygons = distinct(geometries.flatMap((geometry) => polygonsOf(orient(geometry))));
  if (polygons.length < 2) return geometryOf(polygons);
  // Without quantisation positions keep all their digits.
  const unit: MultiPolygon = { type: 'MultiPolygon', coordinates: polygons };
  const borders = topology({ unit });
  const merged = merge(borders, [borders.objects['unit'] as TopoMultiPolygon]);
  return orient(geometryOf(merged.coordinates));
}

/** A polygon given twice shares its whole line with itself: the merge would erase both. */
function distinct(polygons: Ring[][]): Ring[][] {
  const seen = new Set<string>();
  return polygons.filter((rings) => {
    const key = JSON.stringify(rings.map(startAtWest));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
