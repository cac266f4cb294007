import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RawFeature } from '../geometry/harmonise.js';
import type { Projection } from '../geometry/projection.js';
import type { Journal } from '../journal.js';
import { chooseProjection, type ProjectionOrigin } from './boundaries/crs.js';
import { type BoundaryFormat, detectFormat } from './boundaries/format.js';
import { chooseKey, chooseNames, type Repair } from './boundaries/key.js';
import type { BoundaryTable } from './boundaries/table.js';
import { readGeoJson } from './geojson.js';
import { readShapefile } from './shapefile/shapefile.js';

/** The contours of a file, in its own projection, with what a report has to say of them. */
export interface Boundaries {
  /** The path that was given. */
  readonly file: string;
  readonly format: BoundaryFormat;
  readonly projection: Projection;
  readonly projectionOrigin: ProjectionOrigin;
  /** The column of codes, as the file writes its name. */
  readonly keyColumn: string;
  readonly features: readonly RawFeature[];
  readonly repaired: readonly Repair[];
  /** Values of the key column that are not codes of communes; their features are left out. */
  readonly rejected: readonly string[];
  /** True when the file says itself that its contours are schematic. */
  readonly schematic: boolean;
  /** Every path that was read, for checksums. */
  readonly files: readonly string[];
}

export interface BoundaryOptions {
  /** The projection that the user states; it wins over the file. */
  readonly crs?: string;
  /** True for the codes that the geography knows, former communes included. */
  readonly isUnit: (code: string) => boolean;
}

/**
 * Reads a file of boundaries, shapefile or GeoJSON.
 *
 * The journal is told what the result does not carry: records deleted or skipped, rings out of
 * place, a guessed encoding, a projection that was stated or is not known by name.
 *
 * @throws an input error that says what to do, for any file that cannot be used
 */
export async function readBoundaries(path: string, options: BoundaryOptions, journal: Journal): Promise<Boundaries> {
  const file = basename(path);
  const format = await detectFormat(path);
  const table = format === 'shapefile' ? await shapefileTable(path, file, journal) : await geoJsonTable(path, file, journal);
  const key = chooseKey(table, options.isUnit, file);
  const names = chooseNames(table);
  const { projection, origin } = chooseProjection(table, options.crs, file, journal);
  const features: RawFeature[] = [];
  key.codes.forEach((code, row) => {
    if (code === null) return;
    const name = names?.[row] ?? '';
    features.push({ code, name: name === '' ? null : name, geometry: table.geometries[row] ?? null });
  });
  return {
    file: path,
    format,
    projection,
    projectionOrigin: origin,
    keyColumn: key.column,
    features,
    repaired: key.repaired,
    rejected: key.rejected,
    schematic: table.schematic,
    files: table.files,
  };
}

async function shapefileTable(path: string, file: string, journal: Journal): Promise<BoundaryTable> {
  const shapefile = await readShapefile(path);
  const { cpg, encoding, deleted, orphanHoles, reversed } = shapefile;
  if (cpg !== null && encoding.origin === 'octets') {
    journal.warn(`${file} : l'encodage « ${cpg} » du .cpg est inconnu ou contredit par les octets ; lu en ${encoding.name}.`);
  }
  if (deleted > 0) journal.info(`${file} : ${count(deleted, 'enregistrement supprimé', 'enregistrements supprimés')} dans le .dbf, laissés de côté avec leur forme.`);
  if (orphanHoles > 0) journal.warn(`${file} : ${count(orphanHoles, 'trou hors de tout polygone, pris', 'trous hors de tout polygone, pris')} comme contour.`);
  if (reversed > 0) journal.info(`${file} : ${count(reversed, 'forme tourne', 'formes tournent')} à l'envers de la norme du shapefile ; sens rétabli.`);
  if (shapefile.wkt === null) journal.info(`${file} : pas de fichier .prj.`);
  return {
    format: 'shapefile',
    geometries: shapefile.geometries,
    columns: shapefile.columns,
    values: (column) => shapefile.values(column),
    stated: shapefile.wkt === null ? null : { origin: 'prj', text: shapefile.wkt },
    schematic: false,
    files: shapefile.files,
  };
}

async function geoJsonTable(path: string, file: string, journal: Journal): Promise<BoundaryTable> {
  const content = readGeoJson(await readFile(path), file);
  const { features, skipped, encoding, crs } = content;
  if (skipped > 0) journal.warn(`${file} : ${count(skipped, 'objet qui n\'est pas un polygone, laissé', 'objets qui ne sont pas des polygones, laissés')} de côté.`);
  if (encoding !== 'utf-8') journal.warn(`${file} : le GeoJSON n'est pas en UTF-8 ; lu en ${encoding}.`);
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  return {
    format: 'geojson',
    geometries: features.map(({ geometry }) => geometry),
    columns,
    values: (column) => features.map(({ properties }) => textOf(properties[columns[column] ?? ''])),
    stated: crs === null ? null : { origin: 'crs', text: crs },
    schematic: content.schematic,
    files: [path],
  };
}

/** A property as text: a code written as a number is repaired like a lost zero. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
