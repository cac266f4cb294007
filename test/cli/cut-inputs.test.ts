import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, fragilite, textOf } from '../support/command-line.js';
import { INSEE, put, SIX_COMMUNES, sixCommunesComputed } from '../support/six-communes.js';
import { geoPackage, geometryBlob } from '../support/write-geopackage.js';
import { dbfBytes, LAMBERT93_PRJ, shpBytes, shxBytes, square } from '../support/write-shapefile.js';
import type { ShapefileSpec } from '../support/write-shapefile.js';

/** A census file of national size: the six communes, then rows of communes that do not exist. */
const ROWS = 35_000;
const [HEADER = '', ...KNOWN] = textOf(SIX_COMMUNES, 'rp2022.csv').trimEnd().split('\n');
const WIDTH = HEADER.split(';').length;
const row = (line: number): string => `${String(10_000 + line)};"Commune; ""${String(line)}"""${';12.5'.repeat(WIDTH - 2)}`;
const national = [HEADER, ...KNOWN, ...Array.from({ length: ROWS }, (_, i) => row(KNOWN.length + 2 + i))];
const textWith = (line: number, changed: string): string => [...national.slice(0, line - 1), changed, ...national.slice(line)].join('\n');
/** The file as far as a place in one of its lines. */
const cutAt = (line: number, characters: number): string => [...national.slice(0, line - 1), (national[line - 1] ?? '').slice(0, characters)].join('\n');

const UNITS = 3000;
const codes = Array.from({ length: UNITS }, (_, i) => ['01001', '01002', '2A004', '2B033', '69003', '69149'][i] ?? String(10_000 + i));
const squareOf = (i: number): [number, number][] => square(842_000 + 100 * (i % 60), 6_519_000 + 100 * Math.floor(i / 60), 90);
const shapefile: ShapefileSpec = { columns: [{ name: 'INSEE_COM', length: 5 }], records: codes.map((code, i) => ({ rings: [squareOf(i)], values: [code] })) };
const shp = shpBytes(shapefile);
const dbf = dbfBytes(shapefile);
const shx = shxBytes(shp);
const lying = Buffer.from(shx);
lying.writeInt32BE(shx.readInt32BE(100 + 8 * 1999) + 4, 100 + 8 * 1999);
const whole = { 'C.shp': shp, 'C.shx': shx, 'C.dbf': dbf, 'C.prj': LAMBERT93_PRJ };
const geojson = `{"type":"FeatureCollection","features":[\n${codes
  .map((code, i) => JSON.stringify({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [squareOf(i).map(([x, y]) => [(x - 842_000) / 1e5 + 4, (y - 6_519_000) / 1e5 + 45])] } }))
  .join(',\n')}\n]}\n`;
const gpkg = await geoPackage([{ name: 'commune', columns: ['code_insee'], rows: codes.map((code, i) => [geometryBlob([[squareOf(i)]]), code]) }]);

interface Cut {
  readonly name: string;
  readonly files: Readonly<Record<string, Buffer | string>>;
  readonly boundaries?: string;
  readonly says: readonly string[];
}

const CUTS: readonly Cut[] = [
  { name: 'un CSV coupé au milieu d’une ligne', files: { 'rp2022.csv': cutAt(30_000, 40) }, says: ['rp2022.csv, ligne 30000 : ', `champs au lieu de ${String(WIDTH)}`] },
  { name: 'un CSV coupé entre guillemets', files: { 'rp2022.csv': cutAt(30_000, 12) }, says: ['rp2022.csv, ligne 30000 : ', 'guillemet mal fermé ou fichier coupé'] },
  { name: 'un CSV coupé après un guillemet doublé', files: { 'rp2022.csv': cutAt(30_000, 18) }, says: ['rp2022.csv, ligne 30000 : ', 'guillemet mal fermé ou fichier coupé'] },
  { name: 'un champ de trop', files: { 'rp2022.csv': textWith(30_000, `${row(30_000)};7`) }, says: ['rp2022.csv, ligne 30000 : ', `${String(WIDTH + 1)} champs au lieu de ${String(WIDTH)}`] },
  { name: 'un guillemet ouvert au début d’un long fichier', files: { 'rp2022.csv': textWith(20, row(20).replace('""20"""', '')) }, says: ['rp2022.csv, ligne 20 : ', 'guillemet mal fermé'] },
  { name: 'un .shp coupé', files: { ...whole, 'C.shp': shp.subarray(0, 200_000) }, boundaries: 'C.shp', says: ['C.shp est tronqué : ', `${String(shp.length)} octets attendus`, '200000 présents'] },
  { name: 'un .shp coupé, en-tête mis à jour', files: { ...whole, 'C.shp': headerSays(shp.subarray(0, 200_000)) }, boundaries: 'C.shp', says: ['C.shx contredit C.shp à l\'enregistrement 1470 : l\'index le place des octets 199884 à 200020, les formes vont des octets 100 à 200000.'] },
  { name: 'le même sans .shx', files: { 'C.shp': headerSays(shp.subarray(0, 200_000)), 'C.dbf': dbf, 'C.prj': LAMBERT93_PRJ }, boundaries: 'C.shp', says: ['C.shp est abîmé à l\'enregistrement 1470 : '] },
  { name: 'un .dbf coupé', files: { ...whole, 'C.dbf': dbf.subarray(0, 9_000) }, boundaries: 'C.shp', says: ['C.dbf est tronqué : ', `${String(dbf.length - 1)} octets attendus`, '9000 présents'] },
  { name: 'un .shx coupé', files: { ...whole, 'C.shx': shx.subarray(0, 9_000) }, boundaries: 'C.shp', says: ['C.shx est tronqué : ', `${String(shx.length)} octets attendus`, '9000 présents', 'supprimez-le'] },
  { name: 'un .shx qui ment', files: { ...whole, 'C.shx': lying }, boundaries: 'C.shp', says: ['C.shx contredit C.shp à l\'enregistrement 2000 : ', 'supprimez le .shx'] },
  { name: 'un .dbf d’un autre shapefile', files: { ...whole, 'C.dbf': dbfBytes({ ...shapefile, records: shapefile.records.slice(1) }) }, boundaries: 'C.shp', says: ['C.shp a 3000 formes et C.dbf 2999 lignes'] },
  { name: 'un GeoJSON coupé', files: { 'c.geojson': geojson.slice(0, geojson.indexOf('"12000"') + 100) }, boundaries: 'c.geojson', says: ['c.geojson est tronqué', 'ligne 2002'] },
  { name: 'un GeoJSON coupé entre deux objets', files: { 'c.geojson': geojson.slice(0, geojson.indexOf('\n', 100_000)) }, boundaries: 'c.geojson', says: ['c.geojson est tronqué'] },
  { name: 'un GeoPackage coupé', files: { 'c.gpkg': gpkg.subarray(0, 100_000) }, boundaries: 'c.gpkg', says: ['c.gpkg est tronqué : ', `${String(gpkg.length)} octets attendus`, '100000 présents'] },
  { name: 'un GeoPackage coupé, dont le nombre de pages n’est pas sûr', files: { 'c.gpkg': unsure(gpkg).subarray(0, 100_000) }, boundaries: 'c.gpkg', says: ['c.gpkg est abîmé', 'téléchargez'] },
];

/** A header that agrees with a length: what a copy "repaired" by a tool looks like. */
function headerSays(cut: Buffer): Buffer {
  const bytes = Buffer.from(cut);
  bytes.writeInt32BE(bytes.length / 2, 24);
  return bytes;
}

/** As written by a program that does not keep the number of pages up. */
function unsure(database: Buffer): Buffer {
  const bytes = Buffer.from(database);
  bytes.writeUInt32BE(bytes.readUInt32BE(24) + 1, 92);
  return bytes;
}

describe('un fichier de grande taille coupé ou abîmé : l’endroit, le code 3, les sorties précédentes intactes', () => {
  it.each(CUTS)('$name', async ({ files, boundaries = 'contours.geojson', says }) => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, files);
    const { code, stdout, stderr } = await fragilite(folder, ['compute', ...INSEE, '--boundaries', boundaries, '--out', 'sortie']);
    const message = stderr.slice(stderr.indexOf('Erreur : '));
    for (const text of says) expect(message.replaceAll('\u202f', ' ')).toContain(text);
    expect(message.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
    expect(message).not.toMatch(/\n {4}at |Erreur interne/);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });

  it('les mêmes fichiers entiers se calculent', async () => {
    const folder = await sixCommunesComputed();
    await put(folder, { ...whole, 'c.geojson': geojson, 'c.gpkg': gpkg, 'rp2022.csv': `${national.join('\n')}\n` });
    for (const boundaries of ['C.shp', 'c.geojson', 'c.gpkg']) {
      const { code, stderr } = await fragilite(folder, ['compute', ...INSEE, '--boundaries', boundaries, '--territory', 'communes:01001,69003', '--reference', 'communes:01001,69003', '--out', 'autre']);
      expect(stderr).not.toContain('Erreur');
      expect(code).toBe(0);
    }
  });
});
