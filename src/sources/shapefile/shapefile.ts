import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { inputError } from '../../errors.js';
import type { PackedGeometry } from '../../geometry/packed.js';
import { fileSource } from '../byte-source.js';
import { type Encoding, readDbf } from './dbf.js';
import { readShapes, type ShapeIndex, type Shapes } from './shp.js';

/** A shapefile with its companions; deleted records are gone, with their shapes. */
export interface Shapefile {
  readonly geometries: readonly (PackedGeometry | null)[];
  /** How many rings of each geometry the file leaves open: they are closed. */
  readonly openRings: readonly number[];
  readonly columns: readonly string[];
  /** The values of the column at this position, one per geometry. */
  values(column: number): string[];
  /** The WKT of the `.prj`, or null when there is none or it is empty. */
  readonly wkt: string | null;
  readonly encoding: Encoding;
  /** The text of the `.cpg`, or null. */
  readonly cpg: string | null;
  readonly deleted: number;
  readonly orphanHoles: number;
  readonly reversed: number;
  /** False without a `.shx`: the records were then read one after the other. */
  readonly indexed: boolean;
  /** The paths that were read: `.shp`, `.dbf`, then `.shx`, `.prj` and `.cpg` when they exist. */
  readonly files: readonly string[];
}

/**
 * Reads a shapefile from its `.shp`. The companions are found beside it whatever the case of their
 * name: `COMMUNE.SHP` goes with `commune.dbf`.
 *
 * @throws an input error when the `.dbf` is missing, when a file is truncated, when the `.shx`
 *   contradicts the `.shp`, or when shapes and rows are not as many
 */
export async function readShapefile(path: string): Promise<Shapefile> {
  const companions = await findCompanions(path);
  const name = basename(path);
  if (companions.dbf === null) {
    throw inputError(`${name} : le fichier ${stem(name)}.dbf, qui porte les codes, manque à côté du .shp.\nUn shapefile va avec ses fichiers .dbf, .shx et .prj : copiez-les ensemble.`);
  }
  const [dbf, shx, prj, cpg] = await Promise.all([
    readFile(companions.dbf),
    companions.shx === null ? null : readFile(companions.shx),
    companions.prj === null ? null : readFile(companions.prj, 'utf8'),
    companions.cpg === null ? null : readFile(companions.cpg, 'latin1'),
  ]);
  const shapes = shapesOf(path, name, shx === null ? null : { bytes: shx, file: basename(companions.shx ?? '') });
  const table = readDbf(dbf, basename(companions.dbf), cpg);
  if (shapes.geometries.length !== table.rows) {
    throw inputError(`${name} a ${shapes.geometries.length} formes et ${basename(companions.dbf)} ${table.rows} lignes : les deux fichiers ne vont pas ensemble.\nExportez le shapefile de nouveau.`);
  }
  const kept = <T>(values: readonly T[]): T[] => values.filter((_, row) => table.deleted[row] === 0);
  const geometries = kept(shapes.geometries);
  const wkt = prj?.replace(/[\ufeff\0]/g, '').trim() ?? '';
  return {
    geometries,
    openRings: kept(shapes.openRings),
    columns: table.columns,
    values: (column) => kept(table.values(column)),
    wkt: wkt === '' ? null : wkt,
    encoding: table.encoding,
    cpg: cpg?.trim() ?? null,
    deleted: table.rows - geometries.length,
    orphanHoles: shapes.orphanHoles,
    reversed: shapes.reversed,
    indexed: shx !== null,
    files: [path, companions.dbf, companions.shx, companions.prj, companions.cpg].filter((file) => file !== null),
  };
}

function shapesOf(path: string, name: string, index: ShapeIndex | null): Shapes {
  const source = fileSource(path);
  try {
    return readShapes(source, name, index);
  } finally {
    source.close();
  }
}

type Companions = Readonly<Record<'dbf' | 'shx' | 'prj' | 'cpg', string | null>>;

async function findCompanions(path: string): Promise<Companions> {
  const folder = dirname(path);
  const base = stem(basename(path));
  // Sorted so that the choice among `A.dbf` and `a.DBF` is the same everywhere.
  const names = (await readdir(folder)).sort();
  const find = (extension: string): string | null => {
    const wanted = `${base}.${extension}`.toLowerCase();
    const matches = names.filter((name) => name.toLowerCase() === wanted);
    const match = matches.find((name) => stem(name) === base) ?? matches[0];
    return match === undefined ? null : join(folder, match);
  };
  return { dbf: find('dbf'), shx: find('shx'), prj: find('prj'), cpg: find('cpg') };
}

const stem = (name: string): string => name.slice(0, name.length - extname(name).length);
