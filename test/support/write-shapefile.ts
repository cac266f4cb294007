import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { onTestFinished } from 'vitest';

/** Rings of one shape, flat, in the order and the sense in which they are written. */
export type Rings = readonly (readonly (readonly [number, number])[])[];

export interface ShapeRecord {
  readonly rings: Rings | null;
  readonly values: readonly string[];
  readonly deleted?: boolean;
}

export interface ShapefileSpec {
  readonly columns: readonly { readonly name: string; readonly length: number; readonly type?: 'C' | 'N' }[];
  readonly records: readonly ShapeRecord[];
  /** 5 polygon (default), 15 polygon Z, 25 polygon M. */
  readonly type?: 5 | 15 | 25;
  readonly encoding?: string;
}

export const LAMBERT93_PRJ =
  'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]';

/** The ring of a square, clockwise as outer rings are in a shapefile, or counter-clockwise. */
export function square(x: number, y: number, size: number, sense: 'cw' | 'ccw' = 'cw'): [number, number][] {
  const ring: [number, number][] = [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]];
  return sense === 'cw' ? ring : ring.reverse();
}

/** The bytes of a `.shp`. */
export function shpBytes({ records, type = 5 }: ShapefileSpec): Buffer {
  const bodies = records.map(({ rings }, i) => {
    const content = rings === null ? nullContent() : polygonContent(rings, type);
    const header = Buffer.alloc(8);
    header.writeInt32BE(i + 1, 0);
    header.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([header, content]);
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + bodies.reduce((sum, body) => sum + body.length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(type, 32);
  writeBox(header, 36, records.flatMap(({ rings }) => (rings ?? []).flat()));
  return Buffer.concat([header, ...bodies]);
}

/** The bytes of the `.shx` of a `.shp` whose records follow each other. */
export function shxBytes(shp: Buffer): Buffer {
  const entries: Buffer[] = [];
  for (let offset = 100; offset < shp.length; ) {
    const words = shp.readInt32BE(offset + 4);
    entries.push(shxEntry(offset, 2 * words));
    offset += 8 + 2 * words;
  }
  return shxOf(shp, entries);
}

/** An entry of a `.shx`: where the header of a record is and the length of its content, in bytes. */
export function shxEntry(offset: number, length: number): Buffer {
  const entry = Buffer.alloc(8);
  entry.writeInt32BE(offset / 2, 0);
  entry.writeInt32BE(length / 2, 4);
  return entry;
}

/** A `.shx` with these entries; its header is that of the `.shp` but for its length. */
export function shxOf(shp: Buffer, entries: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat([shp.subarray(0, 100), ...entries]);
  bytes.writeInt32BE(bytes.length / 2, 24);
  return bytes;
}

const nullContent = (): Buffer => Buffer.alloc(4);

function polygonContent(rings: Rings, type: 5 | 15 | 25): Buffer {
  const points = rings.flat();
  const measures = { 5: 0, 25: 16 + 8 * points.length, 15: 2 * (16 + 8 * points.length) }[type];
  const pointsAt = 44 + 4 * rings.length;
  const content = Buffer.alloc(pointsAt + 16 * points.length + measures);
  content.writeInt32LE(type, 0);
  writeBox(content, 4, points);
  content.writeInt32LE(rings.length, 36);
  content.writeInt32LE(points.length, 40);
  let start = 0;
  rings.forEach((ring, i) => {
    content.writeInt32LE(start, 44 + 4 * i);
    start += ring.length;
  });
  points.forEach(([x, y], i) => {
    content.writeDoubleLE(x, pointsAt + 16 * i);
    content.writeDoubleLE(y, pointsAt + 16 * i + 8);
  });
  return content;
}

function writeBox(buffer: Buffer, offset: number, points: readonly (readonly [number, number])[]): void {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const box = points.length === 0 ? [0, 0, 0, 0] : [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  box.forEach((value, i) => buffer.writeDoubleLE(value, offset + 8 * i));
}

/** The bytes of a `.dbf`. */
export function dbfBytes({ columns, records, encoding = 'utf-8' }: ShapefileSpec): Buffer {
  const rowBytes = 1 + columns.reduce((sum, { length }) => sum + length, 0);
  const headerBytes = 32 + 32 * columns.length + 1;
  const header = Buffer.alloc(headerBytes);
  header[0] = 3;
  header.writeUInt32LE(records.length, 4);
  header.writeUInt16LE(headerBytes, 8);
  header.writeUInt16LE(rowBytes, 10);
  columns.forEach(({ name, length, type = 'C' }, i) => {
    header.write(name, 32 + 32 * i, 11, 'latin1');
    header.write(type, 32 + 32 * i + 11, 1, 'latin1');
    header[32 + 32 * i + 16] = length;
  });
  header[headerBytes - 1] = 0x0d;
  const rows = records.map(({ values, deleted }) => {
    const row = Buffer.alloc(rowBytes, ' ');
    if (deleted === true) row[0] = 0x2a;
    let at = 1;
    columns.forEach(({ length, type = 'C' }, i) => {
      const value = iconv.encode(values[i] ?? '', encoding);
      value.copy(row, type === 'N' ? at + length - value.length : at, 0, length);
      at += length;
    });
    return row;
  });
  return Buffer.concat([header, ...rows, Buffer.from([0x1a])]);
}

/** A folder that lives as long as the running test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fragilite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files by name into a temporary folder, and returns the folder. */
export async function writeFiles(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const folder = await temporaryFolder();
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
}
