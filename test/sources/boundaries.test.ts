import { readFileSync } from 'node:fs';
import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { dissolve } from '../../src/geometry/dissolve.js';
import { harmoniseBoundaries } from '../../src/geometry/harmonise.js';
import { pack, unpack } from '../../src/geometry/packed.js';
import { WGS84 } from '../../src/geometry/projection.js';
import { boundingBox, geometryArea, pointInRing, polygonsOf } from '../../src/geometry/rings.js';
import { Journal } from '../../src/journal.js';
import { type Boundaries, readBoundaries } from '../../src/sources/boundaries.js';
import { communeKey } from '../../src/sources/boundaries/key-forms.js';
import { bufferSource } from '../../src/sources/byte-source.js';
import { readGeoJson } from '../../src/sources/geojson.js';
import { findJsonFault } from '../../src/sources/json-fault.js';
import { faultsOf } from '../support/validity.js';
import { dbfBytes, LAMBERT93_PRJ, type ShapefileSpec, shpBytes, square, writeFiles } from '../support/write-shapefile.js';

const keys = [communeKey((code: string): boolean => /^(?:69|01)/.test(code))];

interface Reading extends Boundaries {
  readonly journal: string;
}
async function read(files: Record<string, Buffer | string>, name: string, crs?: string): Promise<Reading> {
  const folder = await writeFiles(files);
  const journal = new Journal();
  const boundaries = await readBoundaries(join(folder, name), crs === undefined ? { keys } : { keys, crs }, journal);
  return { ...boundaries, journal: journal.notices.map(({ level, text }) => `${level}: ${text}`).join('\n') };
}
async function refuses(run: Promise<unknown>, exitCode: number, ...texts: (string | RegExp)[]): Promise<void> {
  const error: unknown = await run.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FragiliteError);
  const { message, exitCode: actual } = error as FragiliteError;
  expect(actual).toBe(exitCode);
  expect(message.split('\n').length).toBeLessThanOrEqual(3);
  for (const text of texts) expect(message).toMatch(text);
}

const spec = (columns: readonly string[], rows: readonly (readonly string[])[], at: readonly [number, number] = [842000, 6519000]): ShapefileSpec => ({
  columns: columns.map((name) => ({ name, length: 30 })),
  records: rows.map((values, i) => ({ rings: [square(at[0] + 1000 * i, at[1], 1000)], values })),
});
const files = (content: ShapefileSpec, prj: string | null = LAMBERT93_PRJ): Record<string, Buffer | string> => ({
  'C.shp': shpBytes(content), 'C.dbf': dbfBytes(content), ...(prj === null ? {} : { 'C.prj': prj }),
});
const degrees = [[[4.8, 45.7], [4.9, 45.7], [4.9, 45.8], [4.8, 45.7]]];
const metres = [[[842000, 6519000], [843000, 6519000], [843000, 6520000], [842000, 6519000]]];
const collection = (properties: readonly object[], more: object = {}, coordinates: unknown = degrees): string =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features: properties.map((props) => ({ type: 'Feature', properties: props, geometry: { type: 'Polygon', coordinates } })) });
const two = [{ code: '69001', nom: 'Affoux' }, { code: '69002', nom: 'Aigueperse' }];
const readJson = (text: string | Buffer, crs?: string): Promise<Reading> => read({ 'c.geojson': text }, 'c.geojson', crs);

describe('le format', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['c.shp.zip', 'PK\x03\x04…', /zip.*pas encore lu/s], ['c.zip', Buffer.from('PK\x03\x04'), /Décompressez/],
    ['c.parquet', 'PAR1…', /Parquet.*pas encore lu/], ['c.kml', '<?xml version="1.0"?><kml/>', /KML/], ['c.7z', Buffer.from('7z\xbc\xaf', 'latin1'), /7z/],
    ['c.fgb', 'fgb\x03', /FlatGeobuf/], ['c.csv', 'code;nom\n', /\.csv.*pas encore lu/], ['c.bin', 'bonjour', /non reconnu/], ['c.geojson', '', /vide/],
    ['c.dbf', 'x', /\.shp/], ['c.shx', Buffer.from([0, 0, 0x27, 0x0a]), /\.shp/],
    ['c.json', collection(two).replace('FeatureCollection', 'Feature'), /FeatureCollection/], ['c.json', '[1,2]', /FeatureCollection/], ['c.geojson', 'hello', /n'est pas un JSON valide.*« hello »/], ['c.geojson', '{"type":', /tronqué/], ['c.json', '{"type":"FeatureCollection"}', /features/],
    ['c.shp', 'bonjour'.repeat(30), /n'est pas un shapefile/],
  ])('%s refusé', (name, content, text) => refuses(read({ 'c.dbf': 'x', [name]: content }, name), 3, text));
  it('un fichier absent, un dossier', async () => {
    const folder = await writeFiles({});
    await mkdir(join(folder, 'contours'));
    await refuses(readBoundaries(join(folder, 'rien.shp'), { keys }, new Journal()), 3, 'introuvable', 'rien.shp');
    await refuses(readBoundaries(join(folder, 'contours'), { keys }, new Journal()), 3, 'dossier');
  });
  it('reconnaît un GeoJSON nommé .json, avec BOM et espaces', async () => {
    expect(await read({ 'c.json': `\ufeff\n ${collection(two)}` }, 'c.json')).toMatchObject({ format: 'geojson', keyColumn: 'code' });
  });
});

describe('le GeoJSON', () => {
  it('donne codes, noms et géométries', async () => {
    const { features, files: read, schematic, projection, projectionOrigin, file } = await readJson(collection(two));
    expect(features).toEqual([
      { code: '69001', name: 'Affoux', geometry: pack({ type: 'Polygon', coordinates: degrees }) },
      { code: '69002', name: 'Aigueperse', geometry: pack({ type: 'Polygon', coordinates: degrees }) },
    ]);
    expect({ read, schematic, projection, projectionOrigin }).toEqual({ read: [file], schematic: false, projection: WGS84, projectionOrigin: 'coordonnees' });
  });
  it('lit « schematique », et le crs d\'avant la RFC', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } };
    expect(await readJson(collection(two, { schematique: true, crs }, metres))).toMatchObject({ schematic: true, projectionOrigin: 'crs', projection: { epsg: 'EPSG:2154' } });
    expect((await readJson(collection(two, { crs: null }))).projectionOrigin).toBe('coordonnees');
    await refuses(readJson(collection(two, { crs: { type: 'link' } })), 3, 'crs', '--crs');
    await refuses(readJson(collection(two, { crs: { type: 'name', properties: { name: 'EPSG:31370' } } })), 3, 'EPSG:31370', '--crs');
  });
  it('aplatit les collections, saute les points et les lignes et le dit', async () => {
    const polygon = { type: 'Polygon', coordinates: degrees };
    const features = [
      { type: 'GeometryCollection', geometries: [polygon, { type: 'Point', coordinates: [4, 45] }, { type: 'MultiPolygon', coordinates: [degrees] }] },
      { type: 'Point', coordinates: [4, 45] }, { type: 'LineString', coordinates: [[4, 45], [5, 46]] }, null,
    ].map((geometry, i) => ({ type: 'Feature', properties: { code: `6900${i}` }, geometry }));
    const reading = await readJson(JSON.stringify({ type: 'FeatureCollection', features }));
    expect(reading.features.map(({ code, geometry }) => [code, geometry?.polygons.length])).toEqual([['69000', 2], ['69003', undefined]]);
    expect(reading.journal).toContain('warning: c.geojson : 2 objets qui ne sont pas des polygones');
  });
  it('ferme les anneaux et laisse les hauteurs', async () => {
    const { features, journal } = await readJson(collection(two, {}, [[[4.8, 45.7, 12], [4.9, 45.7, 12], [4.9, 45.8, 12]]]));
    expect(features[0]?.geometry).toEqual(pack({ type: 'Polygon', coordinates: degrees }));
    expect(journal).toContain('warning: c.geojson : 2 anneaux non fermés, fermés sur leur première position (69001, 69002).');
    expect((await readJson(collection(two))).journal).not.toContain('non fermé');
  });
  it('répare les codes devenus nombres, et le dit', async () => {
    const { features, repaired } = await readJson(collection([{ code: 1001 }, { code: 69001 }]));
    expect(features.map(({ code }) => code)).toEqual(['01001', '69001']);
    expect(repaired).toEqual([{ text: '1001', code: '01001', why: 'zéro initial rétabli' }]);
  });
  it('lit en windows-1252 un GeoJSON qui n\'est pas en UTF-8, et le dit', async () => {
    const { features, journal } = await readJson(Buffer.from(collection([{ code: '69003', nom: 'Albigny-sur-Saône' }]), 'latin1'));
    expect(features[0]?.name).toBe('Albigny-sur-Saône');
    expect(journal).toContain('windows-1252');
  });
  it.each(['utf16le', 'be'])('refuse l\'UTF-16 (%s)', (kind) => {
    const bytes = Buffer.from(`\ufeff${collection(two)}`, 'utf16le');
    return refuses(readJson(kind === 'be' ? bytes.swap16() : bytes), 3, 'UTF-16', 'UTF-8');
  });
  it('dit où un JSON est coupé ou faux', async () => {
    const text = collection(two).replace('"features"', '\n"features"');
    await refuses(readJson(text.slice(0, -30)), 3, 'tronqué', 'ligne 2');
    await refuses(readJson(text.replace('"Affoux"', 'Affoux')), 3, 'ligne 2', 'Affoux');
  });
  it.each([
    ['une position de texte', [[['4', '45']]]], ['un nombre seul', [[4, 45]]], ['rien', null], ['un texte', 'x'],
  ])('refuse des coordonnées illisibles : %s', (_, coordinates) => refuses(readJson(collection(two, {}, coordinates)), 3, 'objet 1', 'illisible'));
  it('refuse un type de géométrie inconnu et un objet qui n\'est pas un Feature', async () => {
    await refuses(readJson(collection(two).replace('"Polygon"', '"Cercle"')), 3, 'objet 1', 'Cercle');
    await refuses(readJson('{"type":"FeatureCollection","features":[{"type":"x"}]}'), 3, 'Feature');
  });
  it('lit un Polygon vide comme une absence', () => {
    const text = collection(two, {}, []);
    expect(readGeoJson(bufferSource(Buffer.from(text)), 'c')).toMatchObject({ kind: 'geojson', features: [{ geometry: null }, { geometry: null }] });
  });
});

describe('findJsonFault', () => {
  it.each<[string, number, boolean]>([
    ['{"a":1,}', 7, false], ['{"a":x}', 5, false], ['{"a":1', 6, true], ['', 0, true], ['[1 2]', 3, false], ['{"a":01}', 5, false],
    ['{"a":"abc', 5, true], ['[tru', 1, true], ['[1,]', 3, false], ['{"a" 1}', 5, false], ['[1]]', 3, false], ['[-', 1, true], ['["a\\', 1, true], ['{1:2}', 1, false], ['[}', 1, false],
  ])('%s : %i', (text, offset, truncated) => {
    expect(() => { JSON.parse(text); }).toThrow(SyntaxError);
    expect(findJsonFault(text)).toMatchObject({ offset, truncated });
  });
  it('compte lignes et colonnes depuis 1, et rien pour un JSON valide', () => {
    expect(findJsonFault('{\n "a": ?}')).toEqual({ offset: 8, line: 2, column: 7, truncated: false });
    expect(findJsonFault(' {"a":[1,-2.5e3,"\\u00e9",{},[],null,true]} \n')).toBeNull();
  });
});

describe('la colonne des codes', () => {
  const rows = [['x', '69001', '69123', 'Affoux'], ['y', '69002', '69123', 'Aigueperse']];
  it('est celle qui a le plus de codes connus distincts', async () => {
    const content = spec(['ID', 'INSEE_ARM', 'INSEE_COM', 'NOM'], rows);
    expect(await read(files(content), 'C.shp')).toMatchObject({ keyColumn: 'INSEE_ARM', features: [{ code: '69001', name: 'Affoux' }, { code: '69002' }] });
  });
  it('est la première de la liste en cas d\'égalité', async () => {
    expect((await read(files(spec(['CODGEO', 'Insee'], [['69001', '69001']])), 'C.shp')).keyColumn).toBe('Insee');
  });
  it('n\'est pas une colonne « code » d\'autre chose', async () => {
    expect((await readJson(collection([{ code: '84', insee_com: '69001' }]))).keyColumn).toBe('insee_com');
  });
  it('d\'Iris donne la commune', async () => {
    const reading = await read(files(spec(['CODE_IRIS', 'NOM_COM'], [['693810101', 'Lyon 1er'], ['693810102', 'Lyon 1er'], ['10010000', 'L\'Abergement']])), 'C.shp');
    expect(reading.features.map(({ code }) => code)).toEqual(['69381', '69381', '01001']);
    expect(reading.repaired).toHaveLength(1);
  });
  it('met de côté ce qui n\'est pas une commune', async () => {
    const reading = await readJson(collection([...two, { code: '200046977' }, { code: '69' }, { code: null }, { code: '69' }]));
    expect(reading.rejected).toEqual(['(vide)', '200046977', '69']);
    expect(reading.features).toHaveLength(2);
  });
  it('garde les communes que la géographie ne connaît pas', async () => {
    expect((await readJson(collection([...two, { code: '99999', nom: '' }]))).features[2]).toMatchObject({ code: '99999', name: null });
  });
  it('absente : dit les colonnes et les noms acceptés', () => refuses(readJson(collection([{ id: '69001', libelle: 'x' }])), 3, 'id, libelle', 'code_insee'));
  it('sans aucun code connu : cite une valeur', () => refuses(readJson(collection([{ code: '84' }])), 3, 'code', '« 84 »'));
  it.each([['sans objet', []], ['de points', [{ type: 'Feature', properties: { code: '69001' }, geometry: { type: 'Point', coordinates: [4.8, 45.7] } }]]])(
    'd\'un fichier %s : dit qu\'il n\'a aucun polygone', (_, features) => refuses(readJson(JSON.stringify({ type: 'FeatureCollection', features })), 3, 'c.geojson : aucun polygone dans le fichier'),
  );
});

describe('la projection', () => {
  const rows = [['69001', 'Affoux']];
  const lambert = spec(['INSEE_COM', 'NOM'], rows);
  const inDegrees = spec(['INSEE_COM', 'NOM'], rows, [0, 0]);
  it('vient du .prj', async () => {
    const { projection, projectionOrigin, files: paths } = await read(files(lambert), 'C.shp');
    expect([projection.epsg, projectionOrigin, paths.length]).toEqual(['EPSG:2154', 'prj', 3]);
  });
  it('vient des coordonnées quand rien ne la dit et que ce sont des degrés', async () => {
    const content: ShapefileSpec = { ...inDegrees, records: [{ rings: [square(4.8, 45.7, 0.1)], values: ['69001', 'x'] }] };
    expect(await read(files(content, null), 'C.shp')).toMatchObject({ projectionOrigin: 'coordonnees', projection: { epsg: 'EPSG:4326' } });
  });
  it('manque quand rien ne la dit et que ce sont des mètres', async () => {
    await refuses(read(files(lambert, null), 'C.shp'), 3, '842000 ; 6519000', '--crs EPSG:2154');
    await refuses(readJson(collection(two, {}, metres)), 3, '842000', '--crs EPSG:2154');
  });
  it('de --crs gagne, et c\'est dit', async () => {
    const { projectionOrigin, journal } = await read(files(lambert, 'illisible'), 'C.shp', 'EPSG:3946');
    expect(projectionOrigin).toBe('option');
    expect(journal).toMatch(/CC46.*--crs.*\.prj.*ignoré/);
    expect((await readJson(collection(two, {}, metres), '2154')).projection.epsg).toBe('EPSG:2154');
  });
  it('de --crs inconnue est une erreur d\'usage', () => refuses(readJson(collection(two), 'EPSG:1'), 2, 'EPSG:1', 'EPSG:2154'));
  it('en degrés contredite par des mètres', async () => {
    const prj = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
    await refuses(read(files(lambert, prj), 'C.shp'), 3, 'WGS 84', 'pas des degrés', '842000');
    await refuses(read(files(lambert), 'C.shp', 'WGS84'), 3, '--crs');
  });
  it('en mètres contredite par des degrés', async () => {
    await refuses(readJson(collection(two), 'EPSG:2154'), 3, 'sont des degrés', '4.8 ; 45.7');
    const crs = { type: 'name', properties: { name: 'EPSG:2154' } };
    await refuses(readJson(collection(two, { crs })), 3, 'EPSG:4326');
  });
  it('illisible dans le .prj', () => refuses(read(files(lambert, 'bonjour'), 'C.shp'), 3, 'C.shp', 'bonjour', '--crs'));
  it('inconnue de nom est lue, et c\'est dit', async () => {
    const { projection, journal } = await read(files(lambert, LAMBERT93_PRJ.replace('RGF_1993_Lambert_93', 'La mienne')), 'C.shp');
    expect(projection).toMatchObject({ epsg: null, label: 'La mienne' });
    expect(journal).toContain('La mienne');
  });
});

describe('le shapefile', () => {
  it('dit ce qui a été supprimé, retourné, mal encodé', async () => {
    const content: ShapefileSpec = {
      columns: [{ name: 'INSEE_COM', length: 5 }, { name: 'NOM', length: 30 }],
      records: [
        { rings: [square(842000, 6519000, 10, 'ccw')], values: ['69001', 'Saône'] },
        { rings: [square(842000, 6519000, 10), square(842100, 6519000, 10, 'ccw')], values: ['69002', 'x'] },
        { rings: [square(842000, 6519000, 10)], values: ['69003', 'x'], deleted: true },
      ],
    };
    const { features, journal } = await read({ ...files(content), 'C.cpg': 'klingon' }, 'C.shp');
    expect(features.map(({ code }) => code)).toEqual(['69001', '69002']);
    expect(features[0]?.name).toBe('Saône');
    expect(journal).toMatch(/1 enregistrement supprimé/);
    expect(journal).toMatch(/1 trou hors de tout polygone/);
    expect(journal).toMatch(/1 forme tourne à l'envers/);
    expect(journal).toMatch(/klingon.*utf-8/);
  });
  it('sans .dbf est refusé', async () => {
    const folder = await writeFiles(files(spec(['INSEE_COM'], [['69001']])));
    await unlink(join(folder, 'C.dbf'));
    await refuses(readBoundaries(join(folder, 'C.shp'), { keys }, new Journal()), 3, 'C.dbf');
  });
});

const REAL = process.env['FRAGILITE_REAL'];
describe.skipIf(REAL === undefined)('les contours réels du Rhône (ignoré sans la variable FRAGILITE_REAL)', () => {
  const RHONE = [4.2, 45.4, 5.2, 46.35] as const;
  const path = (name: string): string => join(REAL ?? '', 'contours', name);
  const wholeOf = (code: string): string | null => (/^6938\d$/.test(code) ? '69123' : null);
  const carry = (code: string): string => wholeOf(code) ?? (code === '69152' ? '69149' : code);

  it('le shapefile Lambert-93 : 275 objets, noms accentués, contours valides', async () => {
    const { features, keyColumn, projection, projectionOrigin, rejected, repaired } = await readBoundaries(path('communes-69-lambert93/COMMUNE.shp'), { keys }, new Journal());
    expect([features.length, keyColumn, projection.epsg, projectionOrigin]).toEqual([275, 'INSEE_COM', 'EPSG:2154', 'prj']);
    expect([rejected, repaired]).toEqual([[], []]);
    expect(features.find(({ code }) => code === '69003')?.name).toBe('Albigny-sur-Saône');

    const whole = harmoniseBoundaries(features, (code) => code, projection, () => true, wholeOf);
    expect(whole.geometries.size).toBe(275);
    const merged = harmoniseBoundaries(features, carry, projection, () => true, wholeOf);
    expect(merged.joined.get('69123')).toHaveLength(9);
    expect(merged.joined.get('69149')).toEqual(['69149', '69152']);
    expect([merged.overlapping, merged.empty, merged.unknown]).toEqual([[], [], []]);
    for (const { geometries } of [whole, merged]) for (const geometry of geometries.values()) expect(faultsOf(geometry, RHONE)).toEqual([]);

    for (const [unit, codes] of merged.joined) {
      expect(merged.geometries.get(unit)?.type).toBe('Polygon');
      // In metres, before projection: the sum of the parts, exactly.
      const parts = features.filter(({ code }) => codes.includes(code)).flatMap(({ geometry }) => (geometry === null ? [] : [unpack(geometry)]));
      const sum = parts.reduce((total, part) => total + geometryArea(part), 0);
      expect(Math.abs(geometryArea(dissolve(parts)) / sum - 1)).toBeLessThan(1e-9);
    }
    expect(boundingBox(whole.geometries.values())).toEqual(boundingBox(merged.geometries.values()));
    const reversed = harmoniseBoundaries(features.toReversed(), carry, projection, () => true, wholeOf);
    expect(JSON.stringify([...reversed.geometries])).toBe(JSON.stringify([...merged.geometries]));

    const points = readFileSync(path('points-metropole-lyon.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(';'));
    const outside = points.filter(([code = '', , lon, lat]) => {
      const geometry = merged.geometries.get(carry(code));
      return geometry === undefined || !polygonsOf(geometry).some(([outer = []]) => pointInRing(Number(lon), Number(lat), outer));
    });
    expect(outside).toEqual([]);
  });
  it('le GeoJSON WGS 84 : 278 objets, contours valides', async () => {
    const { features, keyColumn, projectionOrigin } = await readBoundaries(path('communes-69-wgs84.geojson'), { keys }, new Journal());
    expect([features.length, keyColumn, projectionOrigin]).toEqual([278, 'code', 'coordonnees']);
    const { geometries, joined } = harmoniseBoundaries(features, carry, WGS84, () => true, wholeOf);
    expect(geometries.size).toBe(277);
    expect([...joined.keys()]).toEqual(['69149']);
    for (const geometry of geometries.values()) expect(faultsOf(geometry, RHONE)).toEqual([]);
  });
});
