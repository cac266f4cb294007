import { extendBoxBy } from '../geometry/packed.js';
import type { BoundingBox } from '../geometry/rings.js';
import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { type FeatureText, featureCollection } from './geojson-stream.js';
import { ifnTable } from './ifn-record.js';
import type { StreamedFile } from './write-folder.js';

/**
 * `ifn.geojson` (RFC 7946, WGS84): the table of `ifn.csv` with a geometry each, features sorted by
 * code, `null` for what is missing, a unit without a contour keeping its feature. Schematic contours
 * say so in a member of the collection.
 *
 * @param added columns of a crossing
 * @returns null when no boundaries were given
 */
export function ifnGeoJson(result: JobResult, added: JoinedColumns | null = null): StreamedFile | null {
  const { contours } = result.inputs;
  if (contours === null) return null;
  const { geometries } = contours.harmonised;
  const { frame } = result.index;
  const members = ['"type":"FeatureCollection"'];
  if (contours.source.schematic) members.push('"contours":"schématiques : ce ne sont pas les limites des communes"');
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of frame.territory) {
    const packed = geometries.packed(frame.codes[row] ?? '');
    if (packed !== null) extendBoxBy(box, packed.coordinates);
  }
  if (box[0] <= box[2]) members.push(`"bbox":${JSON.stringify(box.map((edge) => edge / 1e6))}`);
  const { columns, records } = ifnTable(result, added);
  const names = columns.map((name) => `${JSON.stringify(name)}:`);

  function* features(): Generator<FeatureText> {
    for (const record of records()) {
      const properties = names.map((name, i) => name + JSON.stringify(record[i] ?? null)).join(',');
      yield { properties: `{${properties}}`, geometry: geometries.packed(String(record[0])) };
    }
  }
  return { name: 'ifn.geojson', chunks: () => featureCollection(`{${members.join(',')},"features":[\n`, features(), '\n]}\n') };
}
