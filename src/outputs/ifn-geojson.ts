import { extendBoxBy } from '../geometry/packed.js';
import type { BoundingBox } from '../geometry/rings.js';
import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { type FeatureText, featureCollection } from './geojson-stream.js';
import { ifnColumns, ifnRecord } from './ifn-record.js';
import type { StreamedFile } from './write-folder.js';

/**
 * `ifn.geojson` (RFC 7946, WGS84): the table of `ifn.csv` with a geometry each, features sorted by
 * code, `null` for what is missing, a unit without a contour keeping its feature. Schematic contours
 * say so in a member of the collection.
 *
 * @param added columns of a crossing; those of the table with the same names give way
 * @returns null when no boundaries were given
 */
export function ifnGeoJson(result: JobResult, added: JoinedColumns | null = null): StreamedFile | null {
  const { contours } = result.inputs;
  if (contours === null) return null;
  const { geometries } = contours.harmonised;
  const { frame, model } = result.index;
  const members = ['"type":"FeatureCollection"'];
  if (contours.source.schematic) members.push('"contours":"schématiques : ce ne sont pas les limites des communes"');
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of frame.territory) {
    const packed = geometries.packed(frame.codes[row] ?? '');
    if (packed !== null) extendBoxBy(box, packed.coordinates);
  }
  if (box[0] <= box[2]) members.push(`"bbox":${JSON.stringify(box.map((edge) => edge / 1e6))}`);
  const columns = ifnColumns(model, result.inputs.units.level);
  const kept = columns.flatMap((name, i) => (added?.names.includes(name) === true ? [] : [i]));

  function* features(): Generator<FeatureText> {
    for (const row of frame.territory) {
      const code = frame.codes[row] ?? '';
      const cells = ifnRecord(result, row);
      const more = added?.cells.get(code) ?? [];
      const properties = Object.fromEntries([
        ...kept.map((i) => [columns[i] ?? '', cells[i] ?? null] as const),
        ...(added?.names ?? []).map((name, i) => [name, more[i] ?? null] as const),
      ]);
      yield { properties: JSON.stringify(properties), geometry: geometries.packed(code) };
    }
  }
  return { name: 'ifn.geojson', chunks: () => featureCollection(`{${members.join(',')},"features":[\n`, features(), '\n]}\n') };
}
