import initSqlJs from 'sql.js';

export type Polygons = readonly (readonly (readonly (readonly number[])[])[])[];

/** How a geometry is written: byte order, type code, header. */
export interface BlobOptions {
  readonly littleEndian?: boolean;
  /** Added to the type: 1000 for Z, 2000 for M, 3000 for both, or the flags of EWKB. */
  readonly more?: number;
  /** 0 to 4, as in the flags of the header. */
  readonly envelope?: number;
  readonly multi?: boolean;
}

/** The blob of a geometry of a GeoPackage; positions have as many numbers as the type wants. */
export function geometryBlob(polygons: Polygons, { littleEndian = true, more = 0, envelope = 1, multi = polygons.length !== 1 }: BlobOptions = {}): Uint8Array {
  const header = Buffer.alloc(8 + ([0, 32, 48, 48, 64][envelope] ?? 0));
  header.write('GP', 'latin1');
  header[3] = (littleEndian ? 1 : 0) | (envelope << 1) | (polygons.length === 0 ? 0x10 : 0);
  const int = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (littleEndian) bytes.writeUInt32LE(value >>> 0);
    else bytes.writeUInt32BE(value >>> 0);
    return bytes;
  };
  const double = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    if (littleEndian) bytes.writeDoubleLE(value);
    else bytes.writeDoubleBE(value);
    return bytes;
  };
  const start = (type: number): Buffer => Buffer.concat([Buffer.from([littleEndian ? 1 : 0]), int(type + more), ...((more & 0x20000000) === 0 ? [] : [int(2154)])]);
  const polygon = (rings: Polygons[number]): Buffer =>
    Buffer.concat([start(3), int(rings.length), ...rings.flatMap((ring) => [int(ring.length), ...ring.flat().map(double)])]);
  const body = multi ? Buffer.concat([start(6), int(polygons.length), ...polygons.map(polygon)]) : polygon(polygons[0] ?? []);
  return Buffer.concat([header, body]);
}

export interface GpkgTable {
  readonly name: string;
  /** `MULTIPOLYGON` when it is not said. */
  readonly type?: string;
  readonly srs?: number;
  readonly columns: readonly string[];
  /** The geometry, then the values of the columns. */
  readonly rows: readonly (readonly (Uint8Array | string | number | null)[])[];
}

/** srs_id → organization, code, definition. */
export type SrsRows = readonly (readonly [number, string, number, string])[];

const SRS: SrsRows = [
  [-1, 'NONE', -1, 'undefined'], [0, 'NONE', 0, 'undefined'], [2154, 'EPSG', 2154, 'undefined'], [4326, 'EPSG', 4326, 'undefined'],
];

/** The bytes of a GeoPackage with these tables of features. */
export async function geoPackage(tables: readonly GpkgTable[], srs: SrsRows = SRS): Promise<Buffer> {
  const sql = await initSqlJs();
  const database = new sql.Database();
  database.run(`
    PRAGMA application_id = 0x47504b47;
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);`);
  for (const [id, organization, code, definition] of srs) {
    database.run('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)', [`srs ${id}`, id, organization, code, definition]);
  }
  for (const { name, type = 'MULTIPOLYGON', srs: id = 2154, columns, rows } of tables) {
    database.run(`CREATE TABLE "${name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geometrie BLOB${columns.map((c) => `, "${c}"`).join('')})`);
    database.run('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?)', [name, 'features', name, id]);
    database.run('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)', [name, 'geometrie', type, id]);
    for (const row of rows) database.run(`INSERT INTO "${name}" VALUES (NULL${', ?'.repeat(columns.length + 1)})`, [...row]);
  }
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}
