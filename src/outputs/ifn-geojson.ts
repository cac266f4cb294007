import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { type FeatureText, featureCollection } from './geojson-stream.js';
import { ifnTable } from './ifn-table.js';
import type { StreamedFile } from './write-folder.js';

/** What a collection of schematic contours says of them. */
export const SCHEMATIC_MEMBER = '"contours":"schématiques : ce ne sont pas les limites des communes"';

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
  if (contours.source.schematic) members.push(SCHEMATIC_MEMBER);
  const box = geometries.boxOf([...frame.territory].map((row) => frame.codes[row] ?? ''));
  if (box !== null) members.push(`"bbox":${JSON.stringify(box.map((edge) => edge / 1e6))}`);

  function* features(): Generator<FeatureText> {
    const properties = propertiesOf(result, added);
    for (const row of frame.territory) yield { properties: properties(row), geometry: geometries.packed(frame.codes[row] ?? '') };
  }
  return { name: 'ifn.geojson', chunks: () => featureCollection(`{${members.join(',')},"features":[\n`, features(), '\n]}\n') };
}

/** The properties of a unit, by its row, as JSON: the cells of `ifn.csv` by column. */
export function propertiesOf(result: JobResult, added: JoinedColumns | null): (row: number) => string {
  const { columns, cells } = ifnTable(result, added);
  const names = columns.map((name) => `${JSON.stringify(name)}:`);
  return (row) => {
    const values = cells(row);
    return `{${names.map((name, i) => name + JSON.stringify(values[i] ?? null)).join(',')}}`;
  };
}
