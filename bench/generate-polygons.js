// Polygons of the size of France, in Lambert-93: 34,969 communes of about 150 positions each, drawn as
// a grid whose edges are jagged and shared by both neighbours. Written as a shapefile, beside small
// INSEE files of as many rows, so that `compute` can be timed on the geometry.
//
//   node bench/generate-polygons.js FOLDER [--geojson] [--units 34969] [--positions 150] [--seed 1]
import { createRequire } from 'node:module';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    geojson: { type: 'boolean', default: false },
    units: { type: 'string', default: '34969' },
    positions: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = positionals[0];
if (folder === undefined) {
  console.error('usage: node bench/generate-polygons.js FOLDER [--geojson] [--units N] [--positions N] [--seed N]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const require = createRequire(import.meta.url);
const communes = require('@etalab/decoupage-administratif/data/communes.json')
  .filter(({ type, departement }) => type === 'commune-actuelle' && departement !== undefined && departement.length < 4)
  .sort((a, b) => (a.code < b.code ? -1 : 1))
  .slice(0, Number(values.units));

const COLUMNS = Math.ceil(Math.sqrt(communes.length));
const STEPS = Math.max(1, Math.round((Number(values.positions) - 1) / 4));
const SIZE = 900_000 / COLUMNS;
const WEST = 150_000;
const SOUTH = 6_100_000;

/** A number from 0 to 1 that depends on its arguments alone: an edge is the same from both sides. */
function noise(a, b, c, d) {
  let h = Math.imul(Number(values.seed), 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35) ^ Math.imul(c * 4099 + d + 1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 0x1_0000_0000;
}
const jitter = (a, b, c, d) => (noise(a, b, c, d) - 0.5) * 0.2 * SIZE;

/** Position `step` of the edge that leaves the corner (column, row) eastward (0) or northward (1). */
function position(column, row, direction, step) {
  const along = (SIZE * step) / STEPS;
  const across = step === 0 ? 0 : jitter(column, row, direction, step);
  const x = WEST + column * SIZE + (direction === 0 ? along : across);
  const y = SOUTH + row * SIZE + (direction === 0 ? across : along);
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}

/** The ring of a cell, clockwise as a shapefile wants it. */
function ring(i) {
  const column = i % COLUMNS;
  const row = Math.floor(i / COLUMNS);
  const positions = [];
  for (let s = 0; s < STEPS; s++) positions.push(position(column, row, 1, s));
  for (let s = 0; s < STEPS; s++) positions.push(position(column, row + 1, 0, s));
  for (let s = STEPS; s > 0; s--) positions.push(s === STEPS ? position(column + 1, row + 1, 0, 0) : position(column + 1, row, 1, s));
  for (let s = STEPS; s > 0; s--) positions.push(s === STEPS ? position(column + 1, row, 0, 0) : position(column, row, 0, s));
  positions.push(positions[0]);
  return positions;
}

function boxInto(buffer, offset, positions) {
  const xs = positions.map(([x]) => x);
  const ys = positions.map(([, y]) => y);
  [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].forEach((value, i) => buffer.writeDoubleLE(value, offset + 8 * i));
}

function record(i, positions) {
  const buffer = Buffer.alloc(8 + 48 + 16 * positions.length);
  buffer.writeInt32BE(i + 1, 0);
  buffer.writeInt32BE((buffer.length - 8) / 2, 4);
  buffer.writeInt32LE(5, 8);
  boxInto(buffer, 12, positions);
  buffer.writeInt32LE(1, 44);
  buffer.writeInt32LE(positions.length, 48);
  positions.forEach(([x, y], k) => {
    buffer.writeDoubleLE(x, 56 + 16 * k);
    buffer.writeDoubleLE(y, 64 + 16 * k);
  });
  return buffer;
}

const PRJ = 'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]';

const shp = openSync(join(folder, 'COMMUNE.shp'), 'w');
writeSync(shp, Buffer.alloc(100));
let bytes = 100;
let count = 0;
const corners = [];
communes.forEach((_, i) => {
  const positions = ring(i);
  const content = record(i, positions);
  writeSync(shp, content);
  bytes += content.length;
  count += positions.length;
  corners.push(positions[0]);
});
const header = Buffer.alloc(100);
header.writeInt32BE(9994, 0);
header.writeInt32BE(bytes / 2, 24);
header.writeInt32LE(1000, 28);
header.writeInt32LE(5, 32);
boxInto(header, 36, corners);
writeSync(shp, header, 0, 100, 0);
closeSync(shp);
writeFileSync(join(folder, 'COMMUNE.prj'), PRJ);
writeFileSync(join(folder, 'COMMUNE.cpg'), 'UTF-8');

const FIELDS = [['INSEE_COM', 5], ['NOM', 50]];
const rowBytes = 1 + FIELDS.reduce((sum, [, length]) => sum + length, 0);
const dbf = Buffer.alloc(32 + 32 * FIELDS.length + 1 + rowBytes * communes.length, ' ');
dbf.fill(0, 0, 32 + 32 * FIELDS.length);
dbf[0] = 3;
dbf.writeUInt32LE(communes.length, 4);
dbf.writeUInt16LE(32 + 32 * FIELDS.length + 1, 8);
dbf.writeUInt16LE(rowBytes, 10);
FIELDS.forEach(([name, length], i) => {
  dbf.write(name, 32 + 32 * i, 'latin1');
  dbf.write('C', 32 + 32 * i + 11, 'latin1');
  dbf[32 + 32 * i + 16] = length;
});
dbf[32 + 32 * FIELDS.length] = 0x0d;
communes.forEach(({ code, nom }, i) => {
  const at = 32 + 32 * FIELDS.length + 1 + rowBytes * i + 1;
  dbf.write(code, at, 'utf8');
  dbf.write(nom, at + 5, 50, 'utf8');
});
writeFileSync(join(folder, 'COMMUNE.dbf'), dbf);

if (values.geojson) {
  const file = openSync(join(folder, 'communes.geojson'), 'w');
  writeSync(file, '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[\n');
  communes.forEach(({ code, nom }, i) => {
    const geometry = { type: 'Polygon', coordinates: [ring(i).reverse()] };
    writeSync(file, `${i === 0 ? '' : ',\n'}${JSON.stringify({ type: 'Feature', properties: { code, nom }, geometry })}`);
  });
  writeSync(file, '\n]}\n');
  closeSync(file);
}

const share = (i, k, low, high) => low + (high - low) * noise(i, k, 7, 7);
const table = (name, columns, row) =>
  writeFileSync(join(folder, name), `${['CODGEO', ...columns].join(';')}\n${communes.map(({ code }, i) => [code, ...row(i)].join(';')).join('\n')}\n`);
table(
  'rp2022.csv',
  ['P22_POP', 'P22_POP0014', 'P22_POP1529', 'P22_POP7589', 'P22_POP90P', 'P22_MEN', 'C22_MENPSEUL', 'C22_COUPAENF', 'C22_FAMMONO', 'C22_COUPSENF', 'P22_ACT1564', 'P22_CHOM1564'],
  (i) => {
    const population = Math.round(100 * Math.exp(4 * noise(i, 0, 3, 3)));
    return [1, share(i, 1, 0.12, 0.25), share(i, 2, 0.1, 0.22), share(i, 3, 0.05, 0.14), share(i, 4, 0.005, 0.02), 0.45, share(i, 5, 0.1, 0.2), 0.13, share(i, 6, 0.02, 0.06), 0.12, 0.5, share(i, 7, 0.02, 0.08)].map((part) => population * part);
  },
);
table('filosofi2021.csv', ['NBPERSMENFISC21', 'MED21', 'TP6021'], (i) => [Math.round(100 + 900 * noise(i, 8, 1, 1)), Math.round(share(i, 9, 17000, 30000)), share(i, 10, 4, 25).toFixed(1)]);
table('diplomes2018.csv', ['P18_NSCOL15P', 'P18_NSCOL15P_DIPLMIN', 'P18_NSCOL15P_BEPC'], (i) => [1000, share(i, 11, 150, 350), share(i, 12, 30, 80)]);

console.log(`${communes.length} polygons, ${count} positions, ${(bytes / 1e6).toFixed(0)} MB of .shp in ${folder}`);
