import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { Database, SqlValue } from 'sql.js';
import { inputError } from '../../errors.js';
import { pack, type PackedGeometry } from '../../geometry/packed.js';
import { isUsefulColumn } from '../boundaries/key-forms.js';
import type { Layer } from '../boundaries/layers.js';
import { readGeoPackageGeometry, WkbFault } from './wkb.js';

/** A table of polygons of a GeoPackage. */
export interface GeoPackageLayer extends Layer {
  /** The code of its projection (`EPSG:2154`) and its WKT, or null when the file does not know. */
  readonly stated: { readonly text: string; readonly wkt: string | null } | null;
  /** The rows in the order of the table, the geometry of each, and the columns that can serve. */
  read(): GeoPackageRows;
}

export interface GeoPackageRows {
  readonly geometries: readonly (PackedGeometry | null)[];
  /** How many rings of each geometry the file leaves open: they are closed. */
  readonly openRings: readonly number[];
  readonly columns: readonly string[];
  readonly values: (column: number) => readonly string[];
  /** Rows that are points or lines, left out. */
  readonly skipped: number;
}

/** What a GeoPackage may call a column of polygons; a GEOMETRY column may hold anything. */
const AREA_TYPES = new Set(['POLYGON', 'MULTIPOLYGON', 'GEOMETRY', 'GEOMETRYCOLLECTION', 'SURFACE', 'MULTISURFACE', 'CURVEPOLYGON', 'GEOMCOLLECTION']);

/** sql.js holds the file in the 32-bit memory of WebAssembly. */
const MOST_BYTES = 1.5 * 1024 ** 3;

/**
 * Opens a GeoPackage (OGC 12-128) and gives its tables of polygons to some work; closes it after.
 *
 * @throws an input error when the file is not a GeoPackage, is truncated, has no polygons, or is open
 *   in another program with changes not yet in it
 */
export async function withGeoPackage<T>(path: string, work: (layers: readonly GeoPackageLayer[]) => T): Promise<T> {
  const file = basename(path);
  const { default: initSqlJs } = await import('sql.js');
  // Beside the module, wherever the package is installed: never fetched.
  const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));
  const sql = await initSqlJs({ wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) });
  const database = new sql.Database(readDatabase(path, file));
  try {
    return work(layersOf(database, file));
  } catch (error) {
    if (error instanceof Error && /malformed|not a database|disk I\/O/i.test(error.message)) {
      throw inputError(`${file} est abîmé : SQLite n'en lit pas les tables (${error.message}).\nCopiez ou téléchargez le fichier de nouveau.`, { cause: error });
    }
    throw error;
  } finally {
    database.close();
  }
}

function readDatabase(path: string, file: string): Buffer {
  const { size } = statSync(path);
  if (size > MOST_BYTES) {
    throw inputError(`${file} fait ${Math.round(size / 1e6)} Mo, trop pour un GeoPackage lu en mémoire.\nExportez-en la couche des communes, par exemple avec QGIS.`);
  }
  if (hasUnsavedChanges(path)) {
    throw inputError(`${file} est ouvert dans un autre programme, qui n'y a pas encore tout écrit (${file}-wal).\nFermez-le, par exemple QGIS, puis recommencez.`);
  }
  const bytes = readFileSync(path);
  if (bytes.length < 100) throw truncated(file, 100, bytes.length);
  const pageSize = bytes.readUInt16BE(16) === 1 ? 65536 : bytes.readUInt16BE(16);
  // The number of pages is sure only when the last writer kept it up.
  const pages = bytes.readUInt32BE(24) === bytes.readUInt32BE(92) ? bytes.readUInt32BE(28) : 0;
  if (pages * pageSize > bytes.length) throw truncated(file, pages * pageSize, bytes.length);
  // Write-ahead logging needs shared memory, which sql.js has not; without a log it is the same file.
  if (bytes[18] === 2) bytes[18] = bytes[19] = 1;
  return bytes;
}

function hasUnsavedChanges(path: string): boolean {
  try {
    return statSync(`${path}-wal`).size > 0;
  } catch {
    // No log beside the file.
    return false;
  }
}

function layersOf(database: Database, file: string): GeoPackageLayer[] {
  const tables = new Set(rows(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").map(([name]) => String(name)));
  const missing = ['gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys'].find((name) => !tables.has(name));
  if (missing !== undefined) {
    throw inputError(`${file} est une base SQLite, mais pas un GeoPackage : pas de table ${missing}.\nExportez la couche des communes en GeoPackage.`);
  }
  const found = rows(database, `
    SELECT c.table_name, g.column_name, g.geometry_type_name, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    WHERE c.data_type = 'features' ORDER BY c.rowid`);
  const layers = found
    .filter(([table, , type]) => tables.has(String(table)) && AREA_TYPES.has(String(type).toUpperCase()))
    .map(([table, column, , organization, code, definition]) => layer(database, file, String(table), String(column), statedBy(organization, code, definition)));
  if (layers.length > 0) return layers;
  const others = found.map(([table, , type]) => `${String(table)} (${String(type)})`);
  throw inputError(`${file} n'a aucune couche de polygones${others.length === 0 ? '' : ` : ${others.join(', ')}`}.\nDonnez la couche des communes.`);
}

function statedBy(organization: SqlValue | undefined, code: SqlValue | undefined, definition: SqlValue | undefined): GeoPackageLayer['stated'] {
  const number = Number(code);
  // -1 and 0 are the standard's « undefined », in metres and in degrees.
  if (typeof organization !== 'string' || /^none$/i.test(organization) || number <= 0) return null;
  const wkt = typeof definition === 'string' && /^\s*(?:PROJ|GEO|BOUND|COMPD|COMPOUND)/i.test(definition) ? definition : null;
  return { text: `${organization.toUpperCase()}:${String(code)}`, wkt };
}

function layer(database: Database, file: string, table: string, geometryColumn: string, stated: GeoPackageLayer['stated']): GeoPackageLayer {
  const columns = rows(database, `PRAGMA table_info(${quoted(table)})`).map(([, name]) => String(name)).filter((name) => name !== geometryColumn);
  return {
    name: table,
    columns,
    stated,
    values: (column) => rows(database, `SELECT ${quoted(columns[column] ?? '')} FROM ${quoted(table)}`).map(([value]) => textOf(value)),
    read: () => {
      const useful = columns.filter(isUsefulColumn);
      const values: string[][] = useful.map(() => []);
      const geometries: (PackedGeometry | null)[] = [];
      const openRings: number[] = [];
      let skipped = 0;
      const statement = database.prepare(`SELECT ${[geometryColumn, ...useful].map(quoted).join(', ')} FROM ${quoted(table)}`);
      try {
        for (let row = 1; statement.step(); row++) {
          const [blob, ...cells] = statement.get();
          let opened = 0;
          const geometry = geometryIn(blob, `${file}, couche ${table}, ligne ${row}`, () => (opened += 1));
          if (geometry === 'skipped') {
            skipped++;
            continue;
          }
          geometries.push(geometry);
          openRings.push(opened);
          cells.forEach((cell, i) => values[i]?.push(textOf(cell)));
        }
      } finally {
        statement.free();
      }
      // Without any, the columns of the table still tell what was looked at.
      return useful.length === 0
        ? { geometries, openRings, columns, values: (column) => rows(database, `SELECT ${quoted(columns[column] ?? '')} FROM ${quoted(table)}`).map(([value]) => textOf(value)), skipped }
        : { geometries, openRings, columns: useful, values: (column) => values[column] ?? [], skipped };
    },
  };
}

function geometryIn(blob: SqlValue | undefined, where: string, opened: () => void): PackedGeometry | null | 'skipped' {
  if (blob === null || blob === undefined) return null;
  if (!(blob instanceof Uint8Array)) throw inputError(`${where} : la colonne des géométries porte ${JSON.stringify(blob)}.\nExportez le fichier de nouveau.`);
  try {
    const geometry = readGeoPackageGeometry(blob, opened);
    return geometry === null || geometry === 'skipped' ? geometry : pack(geometry);
  } catch (error) {
    if (error instanceof WkbFault) throw inputError(`${where} : sa géométrie ${error.message}.\nExportez le fichier de nouveau.`, { cause: error });
    throw error;
  }
}

function rows(database: Database, query: string): SqlValue[][] {
  return database.exec(query)[0]?.values ?? [];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A value as text: a code that is a number is repaired like a lost zero. */
const textOf = (value: SqlValue | undefined): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

const truncated = (file: string, expected: number, actual: number) =>
  inputError(`${file} est tronqué : ${expected} octets attendus, ${actual} présents.\nCopiez ou téléchargez le fichier de nouveau.`);
