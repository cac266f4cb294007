import { basename } from 'node:path';
import { inputError, usageError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import type { RawFeature } from '../geometry/harmonise.js';
import type { Projection } from '../geometry/projection.js';
import type { Journal } from '../journal.js';
import { byCode } from '../territory/codes.js';
import type { UnitLevel } from '../territory/unit-level.js';
import { chooseProjection, type ProjectionOrigin } from './boundaries/crs.js';
import { type BoundaryFormat, detectFormat } from './boundaries/format.js';
import type { KeyForm } from './boundaries/key-forms.js';
import { chooseKey, chooseNames, type Repair } from './boundaries/key.js';
import type { BoundaryTable } from './boundaries/table.js';
import { fileSource } from './byte-source.js';
import { chooseLayer } from './boundaries/layers.js';
import { type JsonContours, readGeoJson } from './geojson.js';
import { readShapefile } from './shapefile/shapefile.js';
import { readTopoJson } from './topojson.js';

/** The contours of a file, in its own projection, with what a report has to say of them. */
export interface Boundaries {
  /** The path that was given. */
  readonly file: string;
  readonly format: BoundaryFormat;
  /** The layer that was taken, in a format that has layers. */
  readonly layer: string | null;
  readonly projection: Projection;
  readonly projectionOrigin: ProjectionOrigin;
  /** The column of codes, as the file writes its name. */
  readonly keyColumn: string;
  /** What its codes are. */
  readonly keyLevel: UnitLevel;
  readonly features: readonly RawFeature[];
  readonly repaired: readonly Repair[];
  /** Values of the key column that are not codes of that level; their features are left out. */
  readonly rejected: readonly string[];
  /** True when the file says itself that its contours are schematic. */
  readonly schematic: boolean;
  /** Every path that was read, for checksums. */
  readonly files: readonly string[];
}

export interface BoundaryOptions {
  /** The projection that the user states; it wins over the file. */
  readonly crs?: string;
  /** The layer to read, in a GeoPackage or a TopoJSON that has several. */
  readonly layer?: string;
  /** What the codes of the file may be; of the last form, when they are those of the units themselves. */
  readonly keys: readonly KeyForm[];
}

/**
 * Reads a file of boundaries: shapefile, GeoPackage, GeoJSON or TopoJSON.
 *
 * The journal is told what the result does not carry: records deleted or skipped, rings out of
 * place or left open, a guessed encoding, a projection that was stated or is not known by name.
 *
 * @throws an input error that says what to do, for any file that cannot be used
 */
export async function readBoundaries(path: string, options: BoundaryOptions, journal: Journal): Promise<Boundaries> {
  const file = basename(path);
  const format = await detectFormat(path);
  const table = await TABLES[format](path, file, options, journal);
  if (table.geometries.every((geometry) => geometry === null)) throw inputError(`${file} : aucun polygone dans le fichier.\nDonnez la couche des contours, exportée avec ses polygones.`);
  const key = chooseKey(table, options.keys, file);
  const form = options.keys.find(({ level }) => level === key.level);
  const names = form === undefined ? null : chooseNames(table, form);
  const { projection, origin } = chooseProjection(table, options.crs, file, journal);
  const features: RawFeature[] = [];
  key.codes.forEach((code, row) => {
    if (code === null) return;
    const name = names?.[row] ?? '';
    features.push({ code, name: name === '' ? null : name, geometry: table.geometries[row] ?? null });
  });
  tellOpenRings(table.openRings, key.codes, file, journal);
  return {
    file: path,
    format: table.format,
    layer: table.layer,
    projection,
    projectionOrigin: origin,
    keyColumn: key.column,
    keyLevel: key.level,
    features,
    repaired: key.repaired,
    rejected: key.rejected,
    schematic: table.schematic,
    files: table.files,
  };
}

const TABLES = { shapefile: shapefileTable, geopackage: geoPackageTable, geojson: jsonTable };

async function shapefileTable(path: string, file: string, options: BoundaryOptions, journal: Journal): Promise<BoundaryTable> {
  refuseLayer(options, file, 'Un shapefile');
  const shapefile = await readShapefile(path);
  const { cpg, encoding, deleted, orphanHoles, reversed, indexed } = shapefile;
  if (cpg !== null && encoding.origin === 'octets') {
    journal.warn(`${file} : l'encodage « ${cpg} » du .cpg est inconnu ou contredit par les octets ; lu en ${encoding.name}.`);
  }
  if (deleted > 0) journal.info(`${file} : ${count(deleted, 'enregistrement supprimé', 'enregistrements supprimés')} dans le .dbf, laissés de côté avec leur forme.`);
  if (orphanHoles > 0) journal.warn(`${file} : ${count(orphanHoles, 'trou hors de tout polygone, pris', 'trous hors de tout polygone, pris')} comme contour.`);
  if (reversed > 0) journal.info(`${file} : ${count(reversed, 'forme tourne', 'formes tournent')} à l'envers de la norme du shapefile ; sens rétabli.`);
  if (!indexed) journal.info(`${file} : pas de fichier .shx ; les formes sont lues à la suite.`);
  if (shapefile.wkt === null) journal.info(`${file} : pas de fichier .prj.`);
  return {
    format: 'shapefile',
    geometries: shapefile.geometries,
    openRings: shapefile.openRings,
    columns: shapefile.columns,
    values: (column) => shapefile.values(column),
    layer: null,
    stated: shapefile.wkt === null ? null : { origin: 'prj', text: shapefile.wkt },
    schematic: false,
    files: shapefile.files,
  };
}

function jsonTable(path: string, file: string, options: BoundaryOptions, journal: Journal): BoundaryTable {
  const content = jsonContours(path, file);
  if (content.encoding !== 'utf-8') journal.warn(`${file} : le ${content.kind === 'topojson' ? 'TopoJSON' : 'GeoJSON'} n'est pas en UTF-8 ; lu en ${content.encoding}.`);
  if (content.kind === 'topojson') return topoJsonTable(content.root, path, file, options, journal);
  refuseLayer(options, file, 'Un GeoJSON');
  const { features, skipped, crs } = content;
  tellSkipped(skipped, file, journal);
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  return {
    format: 'geojson',
    geometries: features.map(({ geometry }) => geometry),
    openRings: features.map(({ openRings }) => openRings),
    columns,
    values: (column) => features.map(({ properties }) => textOf(properties[columns[column] ?? ''])),
    layer: null,
    stated: crs === null ? null : { origin: 'crs', text: crs },
    schematic: content.schematic,
    files: [path],
  };
}

function topoJsonTable(root: Readonly<Record<string, unknown>>, path: string, file: string, { layer, keys }: BoundaryOptions, journal: Journal): BoundaryTable {
  const chosen = chooseLayer(readTopoJson(root, file), layer, keys, file, journal);
  const { geometries, openRings, skipped } = chosen.geometries();
  tellSkipped(skipped.filter(Boolean).length, file, journal);
  const kept = <T>(rows: readonly T[]): T[] => rows.filter((_, row) => skipped[row] !== true);
  return {
    format: 'topojson',
    geometries: kept(geometries),
    openRings: kept(openRings),
    columns: chosen.columns,
    values: (column) => kept(chosen.values(column)),
    layer: chosen.name,
    stated: null,
    schematic: root['schematique'] === true,
    files: [path],
  };
}

async function geoPackageTable(path: string, file: string, { layer, keys }: BoundaryOptions, journal: Journal): Promise<BoundaryTable> {
  // Loaded here: nobody else waits for WebAssembly.
  const { withGeoPackage } = await import('./geopackage/geopackage.js');
  return withGeoPackage(path, (layers) => {
    const chosen = chooseLayer(layers, layer, keys, file, journal);
    const { geometries, openRings, columns, values, skipped } = chosen.read();
    tellSkipped(skipped, file, journal);
    return {
      format: 'geopackage',
      geometries,
      openRings,
      columns,
      values,
      layer: chosen.name,
      stated: chosen.stated === null ? null : { origin: 'gpkg', ...chosen.stated },
      schematic: false,
      files: [path],
    };
  });
}

function jsonContours(path: string, file: string): JsonContours {
  const source = fileSource(path);
  try {
    return readGeoJson(source, file);
  } finally {
    source.close();
  }
}

/** @throws a usage error when a layer is asked of a format that has none */
function refuseLayer({ layer }: BoundaryOptions, file: string, format: string): void {
  if (layer !== undefined) throw usageError(`--layer ${layer} : ${format} n'a pas de couches (${file}).\nRetirez --layer.`);
}

function tellSkipped(skipped: number, file: string, journal: Journal): void {
  if (skipped > 0) journal.warn(`${file} : ${count(skipped, 'objet qui n\'est pas un polygone, laissé', 'objets qui ne sont pas des polygones, laissés')} de côté.`);
}

function tellOpenRings(openRings: readonly number[], codes: readonly (string | null)[], file: string, journal: Journal): void {
  const opened = openRings.reduce((sum, n) => sum + n, 0);
  if (opened === 0) return;
  const theirs = [...new Set(codes.filter((_, row) => (openRings[row] ?? 0) > 0).map((code) => code ?? '(sans code)'))].sort(byCode);
  journal.warn(`${file} : ${counted(opened, 'anneau non fermé, fermé sur sa', 'anneaux non fermés, fermés sur leur')} première position (${firstOf(theirs)}).`);
}

/** A property as text: a code written as a number is repaired like a lost zero. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
