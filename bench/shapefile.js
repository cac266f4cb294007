import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

const HEADER_BYTES = 100;
const FIELDS = [['INSEE_COM', 5], ['NOM', 50]];
const PRJ = 'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]';

/** Writes `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` of polygons of one ring, in Lambert-93. */
export function writeShapefile(base, units) {
  writeShapes(base, units);
  writeFileSync(`${base}.dbf`, dbfOf(units));
  writeFileSync(`${base}.prj`, PRJ);
  writeFileSync(`${base}.cpg`, 'UTF-8');
}

function writeShapes(base, units) {
  const shp = openSync(`${base}.shp`, 'w');
  const shx = Buffer.alloc(HEADER_BYTES + 8 * units.length);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  writeSync(shp, Buffer.alloc(HEADER_BYTES));
  let bytes = HEADER_BYTES;
  units.forEach(({ ring }, i) => {
    const record = recordOf(i + 1, ring(), box);
    writeSync(shp, record);
    // Offsets and lengths count words of 16 bits.
    shx.writeInt32BE(bytes / 2, HEADER_BYTES + 8 * i);
    shx.writeInt32BE((record.length - 8) / 2, HEADER_BYTES + 8 * i + 4);
    bytes += record.length;
  });
  writeSync(shp, headerOf(bytes, box), 0, HEADER_BYTES, 0);
  closeSync(shp);
  headerOf(shx.length, box).copy(shx);
  writeFileSync(`${base}.shx`, shx);
}

function headerOf(bytes, box) {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE(bytes / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(5, 32);
  box.forEach((value, i) => header.writeDoubleLE(value, 36 + 8 * i));
  return header;
}

/** @param whole the box of the file, that grows with the ring */
function recordOf(number, positions, whole) {
  const record = Buffer.alloc(8 + 48 + 16 * positions.length);
  record.writeInt32BE(number, 0);
  record.writeInt32BE((record.length - 8) / 2, 4);
  record.writeInt32LE(5, 8);
  record.writeInt32LE(1, 44);
  record.writeInt32LE(positions.length, 48);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  positions.forEach(([x, y], k) => {
    record.writeDoubleLE(x, 56 + 16 * k);
    record.writeDoubleLE(y, 64 + 16 * k);
    extend(box, x, y);
    extend(whole, x, y);
  });
  box.forEach((value, i) => record.writeDoubleLE(value, 12 + 8 * i));
  return record;
}

function extend(box, x, y) {
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}

function dbfOf(units) {
  const rowBytes = 1 + FIELDS.reduce((sum, [, length]) => sum + length, 0);
  const headerBytes = 32 + 32 * FIELDS.length + 1;
  const dbf = Buffer.alloc(headerBytes + rowBytes * units.length, ' ');
  dbf.fill(0, 0, headerBytes - 1);
  dbf[0] = 3;
  dbf.writeUInt32LE(units.length, 4);
  dbf.writeUInt16LE(headerBytes, 8);
  dbf.writeUInt16LE(rowBytes, 10);
  FIELDS.forEach(([name, length], i) => {
    dbf.write(name, 32 + 32 * i, 'latin1');
    dbf.write('C', 32 + 32 * i + 11, 'latin1');
    dbf[32 + 32 * i + 16] = length;
  });
  dbf[headerBytes - 1] = 0x0d;
  units.forEach(({ code, nom }, i) => {
    const at = headerBytes + rowBytes * i + 1;
    dbf.write(code, at, 'utf8');
    dbf.write(nom, at + 5, 50, 'utf8');
  });
  return dbf;
}
