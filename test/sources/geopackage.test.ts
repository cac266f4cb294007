import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import initSqlJs from 'sql.js';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { pack, type PackedGeometry } from '../../src/geometry/packed.js';
import { Journal } from '../../src/journal.js';
import { readBoundaries } from '../../src/sources/boundaries.js';
import { communeKey } from '../../src/sources/boundaries/key-forms.js';
import { readGeoPackageGeometry, WkbFault } from '../../src/sources/geopackage/wkb.js';
import { geometryBlob, geoPackage, type GpkgTable, type Polygons } from '../support/write-geopackage.js';
import { LAMBERT93_PRJ, square, writeFiles } from '../support/write-shapefile.js';

const keys = [communeKey((code: string): boolean => /^(?:69|01)/.test(code))];
const cell = (i: number): Polygons => [[square(842000 + 1000 * i, 6519000, 1000, 'ccw')]];
const contour = (i: number): PackedGeometry => pack({ type: 'Polygon', coordinates: [square(842000 + 1000 * i, 6519000, 1000, 'ccw')] });

const commune: GpkgTable = {
  name: 'commune',
  columns: ['code_insee', 'nom_officiel', 'population'],
  rows: [[geometryBlob(cell(0)), '69001', 'Affoux', 300], [geometryBlob(cell(1), { multi: true }), '69002', 'Aigueperse', 200], [null, '01001', 'L’Abergement', null]],
};
const arrondissement: GpkgTable = { name: 'arrondissement_municipal', columns: ['code_insee', 'nom_officiel'], rows: [[geometryBlob(cell(2)), '69381', 'Lyon 1er']] };
const chefs: GpkgTable = { name: 'chef_lieu', type: 'POINT', columns: ['code_insee'], rows: [[null, '69001'], [null, '69002'], [null, '01001'], [null, '69003']] };

async function read(bytes: Buffer, options: { layer?: string; crs?: string } = {}, name = 'c.gpkg') {
  const folder = await writeFiles({ [name]: bytes });
  const journal = new Journal();
  const boundaries = await readBoundaries(join(folder, name), { keys, ...options }, journal);
  return { ...boundaries, journal: journal.notices.map(({ text }) => text).join('\n') };
}
async function refuses(run: Promise<unknown>, exitCode: number, ...texts: (string | RegExp)[]): Promise<void> {
  const error: unknown = await run.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FragiliteError);
  const { message, exitCode: actual } = error as FragiliteError;
  expect(actual).toBe(exitCode);
  expect(message.split('\n').length).toBeLessThanOrEqual(3);
  for (const text of texts) expect(message).toMatch(text);
}

describe('a GeoPackage', () => {
  it('gives codes, names, contours and projection', async () => {
    const reading = await read(await geoPackage([commune]));
    expect(reading).toMatchObject({ format: 'geopackage', layer: 'commune', keyColumn: 'code_insee', projectionOrigin: 'gpkg', projection: { epsg: 'EPSG:2154' } });
    expect(reading.features).toEqual([
      { code: '69001', name: 'Affoux', geometry: contour(0) },
      { code: '69002', name: 'Aigueperse', geometry: contour(1) },
      { code: '01001', name: 'L’Abergement', geometry: null },
    ]);
  });

  it('takes the layer with the most known codes, points apart, and says it', async () => {
    const bytes = await geoPackage([arrondissement, chefs, commune]);
    const reading = await read(bytes);
    expect(reading.layer).toBe('commune');
    expect(reading.journal).toContain('couche commune, la plus riche en codes connus (3) ; autres couches : arrondissement_municipal (1)');
    expect((await read(bytes, { layer: 'Arrondissement_municipal' })).features.map(({ code }) => code)).toEqual(['69381']);
    await refuses(read(bytes, { layer: 'comune' }), 2, 'comune', 'Vouliez-vous dire commune');
  });

  it('repairs codes that became numbers', async () => {
    const reading = await read(await geoPackage([{ ...commune, rows: [[geometryBlob(cell(0)), 1001, 'x', 1]] }]));
    expect(reading.features[0]?.code).toBe('01001');
    expect(reading.repaired).toHaveLength(1);
  });

  it('leaves points and lines aside in a layer of any geometry', async () => {
    const point = Buffer.concat([Buffer.from('GP\0\x01\0\0\0\0', 'latin1'), Buffer.from([1, 1, 0, 0, 0]), Buffer.alloc(16)]);
    const reading = await read(await geoPackage([{ ...commune, type: 'GEOMETRY', rows: [[point, '69003', 'x', 1], ...commune.rows] }]));
    expect(reading.features.map(({ code }) => code)).toEqual(['69001', '69002', '01001']);
    expect(reading.journal).toContain("1 objet qui n'est pas un polygone");
  });

  it('says its projection by code, else by WKT, else not at all', async () => {
    const custom = await geoPackage([{ ...commune, srs: 100000 }], [[100000, 'IGNF', 1, LAMBERT93_PRJ]]);
    expect((await read(custom)).projection.epsg).toBe('EPSG:2154');
    await refuses(read(await geoPackage([{ ...commune, srs: -1 }])), 3, '--crs EPSG:2154');
    expect((await read(await geoPackage([{ ...commune, srs: -1 }]), { crs: 'EPSG:2154' })).projectionOrigin).toBe('option');
    await refuses(read(await geoPackage([{ ...commune, srs: 31370 }], [[31370, 'EPSG', 31370, 'undefined']])), 3, 'EPSG:31370', '--crs');
  });

  it('is read in the mode that QGIS leaves, and refused while QGIS has it open', async () => {
    const bytes = await geoPackage([commune]);
    bytes[18] = bytes[19] = 2;
    expect((await read(bytes)).features).toHaveLength(3);
    const folder = await writeFiles({ 'c.gpkg': bytes });
    await writeFile(join(folder, 'c.gpkg-wal'), 'x');
    await refuses(readBoundaries(join(folder, 'c.gpkg'), { keys }, new Journal()), 3, 'c.gpkg-wal', 'QGIS');
  });

  it('refuses what it is not', async () => {
    const sql = await initSqlJs();
    const other = new sql.Database();
    other.run('CREATE TABLE t (a)');
    await refuses(read(Buffer.from(other.export())), 3, 'SQLite', 'gpkg_contents');
    await refuses(read(await geoPackage([chefs])), 3, 'aucune couche de polygones', 'chef_lieu');
    await refuses(read(Buffer.from('bonjour')), 3, "n'est pas un GeoPackage");
    await refuses(read(await geoPackage([{ ...commune, columns: ['a', 'b', 'c'] }])), 3, 'aucune colonne de codes');
    await refuses(read(await geoPackage([{ ...commune, columns: ['a', 'b', 'c'] }, { ...arrondissement, columns: ['a', 'b'] }])), 3, 'commune, arrondissement_municipal');
  });

  it('refuses a file cut anywhere, and one with bytes destroyed', async () => {
    const bytes = await geoPackage([{ ...commune, rows: Array.from({ length: 300 }, (_, i) => [geometryBlob(cell(i)), `69${String(i).padStart(3, '0')}`, 'x', 1]) }]);
    for (const length of [50, 4096, bytes.length >> 1, bytes.length - 1]) await refuses(read(bytes.subarray(0, length)), 3, 'tronqué', String(length));
    const broken = Buffer.from(bytes);
    broken.fill(0xff, 4096, bytes.length);
    await refuses(read(broken), 3, 'c.gpkg');
  });

  it('says the row of a geometry that cannot be read', async () => {
    await refuses(read(await geoPackage([{ ...commune, rows: [[geometryBlob(cell(0)), '69001', 'x', 1], [geometryBlob(cell(1)).subarray(0, 60), '69002', 'x', 1]] }])), 3, 'couche commune, ligne 2', 'coupée');
    await refuses(read(await geoPackage([{ ...commune, rows: [['texte', '69001', 'x', 1]] }])), 3, 'ligne 1', 'texte');
  });
});

describe('readGeoPackageGeometry', () => {
  const position = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }));
  const ring = fc.array(position, { minLength: 3, maxLength: 8 }).map((positions) => [...positions, positions[0]!]);
  const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });

  it('reads both byte orders, Z, M, ISO and EWKB, all envelopes', () => {
    fc.assert(
      fc.property(polygons, fc.boolean(), fc.constantFrom([0, 2], [1000, 3], [2000, 3], [3000, 4], [0x80000000, 3], [0x40000000, 3], [0xc0000000, 4], [0x20000000, 2]), fc.integer({ min: 0, max: 4 }), (shape, littleEndian, [more = 0, numbers = 2], envelope) => {
        const written = shape.map((rings) => rings.map((positions) => positions.map(([x, y]) => [x, y, 7, 8].slice(0, numbers))));
        const read = readGeoPackageGeometry(geometryBlob(written, { littleEndian, more, envelope }));
        expect(read).toEqual(shape.length === 1 ? { type: 'Polygon', coordinates: shape[0] } : { type: 'MultiPolygon', coordinates: shape });
      }),
    );
  });

  it('reads an empty geometry as none', () => {
    expect(readGeoPackageGeometry(geometryBlob([]))).toBeNull();
    const unflagged = Buffer.from(geometryBlob([]));
    unflagged[3] = (unflagged[3] ?? 0) & ~0x10;
    expect(readGeoPackageGeometry(unflagged)).toBeNull();
  });

  it('never reads past the end, wherever it is cut', () => {
    const blob = geometryBlob([[square(0, 0, 10), square(2, 2, 3)], [square(20, 0, 10)]]);
    for (let length = 0; length < blob.length; length++) expect(() => readGeoPackageGeometry(blob.subarray(0, length))).toThrow(WkbFault);
  });

  it('bytes at random give a geometry or a fault, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 200 }), (tail) => {
        try {
          readGeoPackageGeometry(Buffer.concat([Buffer.from('GP\0\x01\0\0\0\0', 'latin1'), tail]));
        } catch (error) {
          expect(error).toBeInstanceOf(WkbFault);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses curves', () => {
    const curve = Buffer.concat([Buffer.from('GP\0\x01\0\0\0\0', 'latin1'), Buffer.from([1, 10, 0, 0, 0, 0, 0, 0, 0])]);
    expect(() => readGeoPackageGeometry(curve)).toThrow(/arcs de cercle/);
  });
});
