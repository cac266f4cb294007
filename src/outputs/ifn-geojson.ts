import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { JobResult } from '../main-job/run.js';
import { ifnColumns, ifnRecord } from './ifn-record.js';

/**
 * `ifn.geojson` (RFC 7946, WGS84): the table of `ifn.csv` with a geometry each, features sorted by
 * code, `null` for what is missing, a unit without a contour keeping its feature. Schematic contours
 * say so in a member of the collection.
 *
 * @returns null when no boundaries were given
 */
export function ifnGeoJson(result: JobResult): string | null {
  const { contours } = result.inputs;
  if (contours === null) return null;
  const columns = ifnColumns(result.index.model);
  const features: string[] = [];
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of result.index.frame.territory) {
    const code = result.index.frame.codes[row] ?? '';
    const geometry = contours.harmonised.geometries.get(code) ?? null;
    if (geometry !== null) extend(box, geometry);
    const cells = ifnRecord(result, row);
    const properties = Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null]));
    features.push(JSON.stringify({ type: 'Feature', properties, geometry }));
  }
  const members = ['"type":"FeatureCollection"'];
  if (contours.source.schematic) members.push('"contours":"schématiques : ce ne sont pas les limites des communes"');
  if (box[0] <= box[2]) members.push(`"bbox":${JSON.stringify(box)}`);
  return `{${members.join(',')},"features":[\n${features.join(',\n')}\n]}\n`;
}

function extend(box: [number, number, number, number], geometry: Polygon | MultiPolygon): void {
  const polygons: Position[][][] = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const polygon of polygons) {
    for (const [x = 0, y = 0] of polygon[0] ?? []) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
}
