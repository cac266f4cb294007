import { readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { read } from 'shapefile';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { type PackedGeometry, unpack } from '../../src/geometry/packed.js';
import { geometryArea, polygonsOf } from '../../src/geometry/rings.js';
import { bufferSource } from '../../src/sources/byte-source.js';
import { encodingOfCpg, readDbf } from '../../src/sources/shapefile/dbf.js';
import { readShapes } from '../../src/sources/shapefile/shp.js';
import { readShapefile } from '../../src/sources/shapefile/shapefile.js';
import { dbfBytes, LAMBERT93_PRJ, type Rings, type ShapefileSpec, shpBytes, square, writeFiles } from '../support/write-shapefile.js';

const unpacked = (geometries: readonly (PackedGeometry | null)[]): (ReturnType<typeof unpack> | null)[] =>
  geometries.map((geometry) => (geometry === null ? null : unpack(geometry)));

const COLUMNS = [{ name: 'INSEE_COM', length: 5 }, { name: 'NOM_COM', length: 40 }];
const communes: ShapefileSpec = {
  columns: COLUMNS,
  records: [
    { rings: [square(0, 0, 10)], values: ['01001', 'L\'Abergement-Clémenciat'] },
    { rings: [square(20, 0, 10), square(22, 2, 3, 'ccw'), square(40, 0, 5)], values: ['69003', 'Albigny-sur-Saône'] },
    { rings: null, values: ['2A004', 'Ajaccio'] },
  ],
};
const write = (spec: ShapefileSpec, extra: Record<string, Buffer | string> = {}): Promise<string> =>
  writeFiles({ 'C.shp': shpBytes(spec), 'C.dbf': dbfBytes(spec), 'C.prj': LAMBERT93_PRJ, ...extra });

const expectInputError = async (run: () => unknown, ...texts: (string | RegExp)[]): Promise<void> => {
  const error: unknown = await Promise.resolve().then(run).then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FragiliteError);
  expect((error as FragiliteError).exitCode).toBe(3);
  for (const text of texts) expect((error as FragiliteError).message).toMatch(text);
};

describe('readShapefile', () => {
  it('lit les formes, la table, la projection et l\'encodage', async () => {
    const folder = await write(communes, { 'C.cpg': 'UTF-8\n' });
    const shapefile = await readShapefile(join(folder, 'C.shp'));
    expect(shapefile.columns).toEqual(['INSEE_COM', 'NOM_COM']);
    expect(shapefile.values(0)).toEqual(['01001', '69003', '2A004']);
    expect(shapefile.values(1)).toEqual(['L\'Abergement-Clémenciat', 'Albigny-sur-Saône', 'Ajaccio']);
    expect(shapefile.encoding).toEqual({ name: 'utf-8', origin: 'cpg' });
    expect(shapefile.wkt).toBe(LAMBERT93_PRJ);
    expect(shapefile.files.map((file) => file.slice(folder.length + 1))).toEqual(['C.shp', 'C.dbf', 'C.prj', 'C.cpg']);
    expect(unpacked(shapefile.geometries)).toEqual([
      { type: 'Polygon', coordinates: [square(0, 0, 10)] },
      { type: 'MultiPolygon', coordinates: [[square(20, 0, 10), square(22, 2, 3, 'ccw')], [square(40, 0, 5)]] },
      null,
    ]);
  });

  it.each([5, 15, 25] as const)('donne les géométries du paquet shapefile, type %i', async (type) => {
    const folder = await write({ ...communes, type }, { 'C.cpg': 'UTF-8' });
    const oracle = await read(join(folder, 'C.shp'), undefined, { encoding: 'utf-8' });
    const ours = await readShapefile(join(folder, 'C.shp'));
    // The oracle gives null shapes as null geometries too.
    expect(unpacked(ours.geometries)).toEqual(oracle.features.map(({ geometry }) => geometry));
    expect(ours.values(1)).toEqual(oracle.features.map(({ properties }): unknown => properties?.['NOM_COM']));
  });

  it('donne les mêmes aires que le paquet shapefile sur des formes tirées au hasard', async () => {
    // Disjoint squares, some with a hole, in any order.
    const shape = fc.uniqueArray(fc.tuple(fc.nat(8), fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 8, selector: ([x, y]) => `${x},${y}` })
      .chain((cells) => fc.shuffledSubarray(cells.flatMap(([x, y, hole]) => [square(10 * x, 10 * y, 8), ...(hole ? [square(10 * x + 2, 10 * y + 2, 3, 'ccw')] : [])]), { minLength: 0 }).map((rings): Rings => rings));
    const withOuter = shape.filter((rings) => rings.length > 0 && rings.some((ring) => ring[1]?.[0] === ring[0]?.[0]));
    await fc.assert(fc.asyncProperty(fc.array(withOuter, { minLength: 1, maxLength: 4 }), async (shapes) => {
      const shp = shpBytes({ columns: COLUMNS, records: shapes.map((rings) => ({ rings, values: [] })) });
      const oracle = await read(shp);
      const ours = readShapes(bufferSource(shp), 'C.shp').geometries;
      expect(ours).toHaveLength(oracle.features.length);
      oracle.features.forEach(({ geometry }, i) => {
        const packed = ours[i];
        if (packed === null || packed === undefined || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) throw new Error('a polygon was written');
        const mine = unpack(packed);
        expect(polygonsOf(mine).flat().length).toBe(polygonsOf(geometry).flat().length);
        expect(geometryArea(mine)).toBe(geometryArea(geometry));
      });
    }), { numRuns: 50 });
  });

  it('trouve les compagnons quelle que soit leur casse', async () => {
    const spec = communes;
    const folder = await writeFiles({ 'COMMUNE.SHP': shpBytes(spec), 'commune.DBF': dbfBytes(spec), 'Commune.Prj': LAMBERT93_PRJ, 'AUTRE.CPG': '1252' });
    const shapefile = await readShapefile(join(folder, 'COMMUNE.SHP'));
    expect(shapefile.files.map((file) => file.slice(folder.length + 1))).toEqual(['COMMUNE.SHP', 'commune.DBF', 'Commune.Prj']);
    expect(shapefile.wkt).toBe(LAMBERT93_PRJ);
    expect(shapefile.cpg).toBeNull();
  });

  it('préfère le compagnon du même nom exact', async () => {
    const other: ShapefileSpec = { columns: COLUMNS, records: communes.records.map((record) => ({ ...record, values: ['x', 'y'] })) };
    const folder = await writeFiles({ 'c.shp': shpBytes(communes), 'C.dbf': dbfBytes(other), 'c.dbf': dbfBytes(communes) });
    expect((await readShapefile(join(folder, 'c.shp'))).values(0)[0]).toBe('01001');
  });

  it('laisse les enregistrements supprimés avec leur forme', async () => {
    const [first, second, third] = communes.records;
    const spec: ShapefileSpec = { columns: COLUMNS, records: [{ ...first, deleted: true }, second, third].filter((record) => record !== undefined) as ShapefileSpec['records'] };
    const shapefile = await readShapefile(join(await write(spec), 'C.shp'));
    expect(shapefile.deleted).toBe(1);
    expect(shapefile.values(0)).toEqual(['69003', '2A004']);
    expect(shapefile.geometries).toHaveLength(2);
    expect(shapefile.geometries[0]?.polygons).toHaveLength(2);
  });

  it('sans .prj, ne dit pas de projection', async () => {
    const folder = await write(communes);
    await unlink(join(folder, 'C.prj'));
    expect((await readShapefile(join(folder, 'C.shp'))).wkt).toBeNull();
    await writeFile(join(folder, 'C.prj'), ' \n');
    expect((await readShapefile(join(folder, 'C.shp'))).wkt).toBeNull();
  });

  it('refuse un shapefile sans .dbf', async () => {
    const folder = await writeFiles({ 'C.shp': shpBytes(communes) });
    await expectInputError(() => readShapefile(join(folder, 'C.shp')), 'C.dbf', 'manque');
  });

  it('refuse des formes et des lignes qui ne sont pas autant', async () => {
    const folder = await write(communes, { 'C.dbf': dbfBytes({ ...communes, records: communes.records.slice(1) }) });
    await expectInputError(() => readShapefile(join(folder, 'C.shp')), '3 formes', '2 lignes');
  });
});

describe('readShapes', () => {
  const bytes = shpBytes(communes);
  const withInt = (offset: number, value: number, endian: 'LE' | 'BE'): Buffer => {
    const copy = Buffer.from(bytes);
    if (endian === 'LE') copy.writeInt32LE(value, offset);
    else copy.writeInt32BE(value, offset);
    return copy;
  };
  const refuses = (buffer: Buffer, ...texts: (string | RegExp)[]): Promise<void> => expectInputError(() => readShapes(bufferSource(buffer), 'C.shp'), 'C.shp', ...texts);
  /** First record: header at 100, content at 108, parts at 152, points at 156. */
  const CONTENT = 108;

  it('dit les octets attendus et présents d\'un fichier tronqué', () => refuses(bytes.subarray(0, -20), 'tronqué', `${bytes.length} octets attendus`, `${bytes.length - 20} présents`, 'téléchargez'));
  it('refuse un fichier plus court que son en-tête', () => refuses(bytes.subarray(0, 50), 'tronqué', '50 présents'));
  it('refuse un fichier vide', () => refuses(Buffer.alloc(0), '0 présents'));
  it('ne plante jamais sur un fichier tronqué : il le dit', () => {
    fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(() => readShapes(bufferSource(bytes.subarray(0, length)), 'C.shp')).toThrow(FragiliteError);
    }));
  });
  it('ne plante jamais sur un fichier abîmé', () => {
    fc.assert(fc.property(fc.nat(bytes.length - 4), fc.integer(), (offset, value) => {
      const copy = Buffer.from(bytes);
      copy.writeInt32LE(value | 0, offset);
      try {
        readShapes(bufferSource(copy), 'C.shp');
      } catch (error) {
        expect(error).toBeInstanceOf(FragiliteError);
      }
    }));
  });
  it('refuse un autre nombre magique', () => refuses(withInt(0, 1234, 'BE'), '1234', '9994'));
  it('refuse une écriture inachevée', () => refuses(withInt(24, 0, 'BE'), 'en-tête'));
  it.each([[1, 'points'], [3, 'lignes'], [11, 'points Z'], [31, 'multipatch'], [99, 'inconnu']])('refuse les formes de type %i', (type, name) => refuses(withInt(32, type, 'LE'), `type ${type}`, name));
  it('refuse un enregistrement d\'un autre type', () => refuses(withInt(CONTENT, 3, 'LE'), 'enregistrement 1', 'lignes'));
  it('refuse une longueur qui sort du fichier', () => refuses(withInt(104, 1_000_000, 'BE'), 'enregistrement 1', 'sort du fichier'));
  it('refuse une longueur négative', () => refuses(withInt(104, -4, 'BE'), 'enregistrement 1'));
  it('refuse plus de points que d\'octets', () => refuses(withInt(CONTENT + 40, 500, 'LE'), '500 points'));
  it('refuse un nombre d\'anneaux négatif', () => refuses(withInt(CONTENT + 36, -1, 'LE'), '-1 anneaux'));
  it('refuse des points sans anneau', () => refuses(withInt(CONTENT + 36, 0, 'LE'), '0 anneaux'));
  it('refuse un premier anneau qui ne commence pas à 0', () => refuses(withInt(CONTENT + 44, 2, 'LE'), 'point 2'));
  it('refuse un index d\'anneau qui recule ou qui sort', () => {
    const second = CONTENT + 48 + 5 * 16 + 8;
    expect(bytes.readInt32LE(second + 36)).toBe(3);
    return Promise.all([
      refuses(withInt(second + 48, 99, 'LE'), 'enregistrement 2', 'point 99'),
      refuses(withInt(second + 52, 2, 'LE'), 'enregistrement 2', 'point 5 au point 2'),
    ]);
  });
  it.each([Number.NaN, Infinity, -1.5e38])('refuse la coordonnée %f', (value) => {
    const copy = Buffer.from(bytes);
    copy.writeDoubleLE(value, CONTENT + 48);
    return refuses(copy, 'coordonnées impossibles');
  });
  it('ignore ce qui suit la longueur annoncée', () => {
    expect(readShapes(bufferSource(Buffer.concat([bytes, Buffer.alloc(30)])), 'C.shp').geometries).toHaveLength(3);
  });
  it('ferme un anneau ouvert', () => {
    const open = shpBytes({ columns: COLUMNS, records: [{ rings: [square(0, 0, 10).slice(0, -1)], values: [] }] });
    expect(unpacked(readShapes(bufferSource(open), 'C.shp').geometries)[0]?.coordinates).toEqual([square(0, 0, 10)]);
  });
  it('compte les trous sans contour et les formes à l\'envers', () => {
    const spec: ShapefileSpec = { columns: COLUMNS, records: [{ rings: [square(0, 0, 10), square(50, 50, 2, 'ccw')], values: [] }, { rings: [square(0, 0, 10, 'ccw')], values: [] }] };
    expect(readShapes(bufferSource(shpBytes(spec)), 'C.shp')).toMatchObject({ orphanHoles: 1, reversed: 1 });
  });
});

describe('readDbf', () => {
  const bytes = dbfBytes(communes);
  it('rend du texte, jamais un nombre', () => {
    const table = readDbf(dbfBytes({ columns: [{ name: 'CODE', length: 8, type: 'N' }], records: [{ rings: null, values: ['1001'] }] }), 'C.dbf', null);
    expect(table.values(0)).toEqual(['1001']);
  });
  it('coupe une valeur au premier octet nul', () => {
    const copy = Buffer.from(bytes);
    copy.fill(0, copy.indexOf('Ajaccio') + 4, copy.indexOf('Ajaccio') + 7);
    expect(readDbf(copy, 'C.dbf', null).values(1)[2]).toBe('Ajac');
  });
  it.each([
    ['utf-8', null, 'utf-8', 'octets'], ['windows-1252', null, 'windows-1252', 'octets'],
    ['windows-1252', '1252', 'windows-1252', 'cpg'], ['windows-1252', 'ANSI 1252', 'windows-1252', 'cpg'],
    ['windows-1252', 'ISO-8859-1', 'windows-1252', 'cpg'], ['iso-8859-15', 'ISO-8859-15', 'iso-8859-15', 'cpg'],
    ['cp850', 'OEM 850', 'cp850', 'cp850'], ['utf-8', 'UTF-8', 'utf-8', 'cpg'],
    ['windows-1252', 'UTF-8', 'windows-1252', 'octets'], ['utf-8', 'inconnu', 'utf-8', 'octets'],
  ])('écrit en %s, .cpg %s : lu en %s', (encoding, cpg, name, origin) => {
    const names = ['Albigny-sur-Saône', 'Œuilly', 'L\'Haÿ-les-Roses'].filter((text) => encoding !== 'cp850' || !text.includes('Œ'));
    const table = readDbf(dbfBytes({ columns: COLUMNS, records: names.map((text) => ({ rings: null, values: ['69001', text] })), encoding }), 'C.dbf', cpg);
    expect(table.values(1)).toEqual(names);
    expect(table.encoding).toEqual({ name, origin: origin === 'cp850' ? 'cpg' : origin });
  });
  it.each([['utf8', 'utf-8'], ['65001', 'utf-8'], ['8859_15', 'iso-8859-15'], ['885915', 'iso-8859-15'], ['88591', 'windows-1252'], ['CP1252', 'windows-1252'], ['OEM 437', 'cp437'], ['\ufeffUTF-8\0', 'utf-8'], ['', null], ['???', null]])('.cpg %j → %s', (cpg, name) => {
    expect(encodingOfCpg(cpg)).toBe(name);
  });
  it('dit les octets attendus et présents d\'une table tronquée', async () => {
    await expectInputError(() => readDbf(bytes.subarray(0, -30), 'C.dbf', null), 'C.dbf est tronqué', `${bytes.length - 1} octets attendus`, `${bytes.length - 30} présents`);
    await expectInputError(() => readDbf(bytes.subarray(0, 10), 'C.dbf', null), 'tronqué');
  });
  it('se passe de l\'octet final', () => {
    expect(readDbf(bytes.subarray(0, -1), 'C.dbf', null).rows).toBe(3);
  });
  it('refuse une table qui se contredit', async () => {
    const wide = Buffer.from(bytes);
    wide[32 + 16] = 200;
    await expectInputError(() => readDbf(wide, 'C.dbf', null), 'abîmé');
    await expectInputError(() => readDbf(Buffer.alloc(60), 'C.dbf', null), 'dBASE');
  });
});

const REAL = process.env['FRAGILITE_REAL'];
describe.skipIf(REAL === undefined)('COMMUNE.shp du Rhône (ignoré sans la variable FRAGILITE_REAL)', () => {
  it('donne ce que donne le paquet shapefile', async () => {
    const path = join(REAL ?? '', 'contours/communes-69-lambert93/COMMUNE.shp');
    const oracle = await read(path, undefined, { encoding: 'utf-8' });
    const ours = await readShapefile(path);
    expect(unpacked(ours.geometries)).toEqual(oracle.features.map(({ geometry }) => geometry));
    expect(ours.values(1)).toEqual(oracle.features.map(({ properties }): unknown => properties?.['NOM_COM']));
    expect((await readFile(path)).length).toBe(2948892);
  });
});
