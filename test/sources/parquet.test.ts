import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/sources/parquet/cell-record.js';
import type { SourceTable } from '../../src/sources/insee-table.js';
import { DOSSIER, longText } from '../support/long-rows.js';
import { repositoryFile } from '../support/run-cli.js';
import { cells, inputErrorOf, readFile, readTable } from '../support/tables.js';
import { parquetTwin } from '../support/write-parquet.js';
import type { ParquetOptions } from '../support/write-parquet.js';
import { temporaryFolder } from '../support/write-shapefile.js';

async function readParquet(bytes: Buffer, name = 'essai.parquet'): Promise<SourceTable> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, bytes);
  return readFile(path, name);
}

const refusal = (bytes: Buffer, name?: string): Promise<string> => inputErrorOf(() => readParquet(bytes, name));
/** All that is read, but the name of the file and its bytes; places of repairs are lines of text in the one only. */
const figures = ({ print, file, delimiter, repairs, ...table }: SourceTable): unknown => ({ ...table, repaired: repairs.length, named: file + print.sha256 + delimiter !== '' });

const FIXTURES = ['cubes', 'dossier', 'large'].flatMap((folder) => {
  const path = repositoryFile(join('fixtures/formes-longues', folder));
  return readdirSync(path).map((name) => [`${folder}/${name}`, readFileSync(join(path, name), 'utf8')] as const);
});
const DOSSIER_TEXT = FIXTURES.find(([name]) => name.startsWith('dossier/'))![1];

describe('un Parquet donne la même table que son jumeau CSV', () => {
  it.each(FIXTURES)('%s', async (_, csv) => {
    const bytes = parquetTwin(csv);
    const table = await readParquet(bytes);
    expect(figures(table)).toEqual(figures(await readTable(csv)));
    expect(table.print).toMatchObject({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(table.codes.length).toBeGreaterThan(0);
  });

  it.each<[string, ParquetOptions]>([
    ['sans compression', { codec: 'UNCOMPRESSED' }], ['gzip', { codec: 'GZIP' }], ['brotli', { codec: 'BROTLI' }], ['zstd', { codec: 'ZSTD' }],
    ['par petits groupes de lignes', { rowGroupSize: 7 }], ['par petites pages', { pageSize: 64 }], ['par petits groupes et petites pages', { rowGroupSize: 50, pageSize: 64 }],
    ['des nombres pour les valeurs', { numbers: ['OBS_VALUE'] }], ['des nombres pour les années', { numbers: ['OBS_VALUE', 'TIME_PERIOD'] }],
  ])('le dossier, %s', async (_, options) => {
    expect(figures(await readParquet(parquetTwin(DOSSIER_TEXT, options)))).toEqual(figures(await readTable(DOSSIER_TEXT)));
  });

  it('lit un nombre quelconque, écrit en texte ou en nombre', async () => {
    const values = fc.array(fc.oneof(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.nat(1e6)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(values, fc.boolean(), fc.integer({ min: 1, max: 9 }), async (drawn, asNumber, rowGroupSize) => {
        const csv = longText(DOSSIER, drawn.map((value, i) => ({ GEO: String(69001 + i), OBS_VALUE: String(value) })));
        const table = await readParquet(parquetTwin(csv, { rowGroupSize, numbers: asNumber ? ['OBS_VALUE'] : [] }));
        expect(cells(table, 'population@22')).toEqual(Object.fromEntries(drawn.map((value, i) => [String(69001 + i), value])));
      }),
      { numRuns: 40 },
    );
  });

  it('des codes qui sont des nombres : le zéro perdu est rétabli, et dit avec le rang de la ligne', async () => {
    const table = await readParquet(parquetTwin('CODGEO;P22_POP\n69003;4\n1001;5.5\n', { numbers: ['CODGEO', 'P22_POP'] }));
    expect(cells(table, 'P22_POP')).toEqual({ '01001': 5.5, '69003': 4 });
    expect(table.repairs).toEqual([{ text: '1001', code: '01001', why: 'zéro initial rétabli', line: 2 }]);
  });

  it('des décimaux exacts', async () => {
    const data = [3, 1234567, null];
    const schema = [{ name: 'root', num_children: 2 }, { name: 'CODGEO', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }, { name: 'P22_POP', type: 'INT32', converted_type: 'DECIMAL', scale: 1, precision: 9, repetition_type: 'OPTIONAL' }] as const;
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'CODGEO', data: ['69003', '69029', '69033'] }, { name: 'P22_POP', data: data.map((n) => (n === null ? null : n / 10)) }], schema });
    expect(cells(await readParquet(Buffer.from(bytes)), 'P22_POP')).toEqual({ '69003': 0.3, '69029': 123456.7, '69033': 'blank' });
  });

  it('une cellule est le texte qu’elle aurait dans un CSV', () => {
    expect([null, undefined, NaN, 0, -1.5, 12n, true, 'É', Buffer.from('É'), new Date(0), new Date(NaN)].map(cellText)).toEqual(['', '', '', '0', '-1.5', '12', 'true', 'É', 'É', '1970-01-01T00:00:00.000Z', 'Invalid Date']);
  });
});

describe('un Parquet inutilisable (code 3), dit clairement', () => {
  const sound = parquetTwin(DOSSIER_TEXT, { codec: 'UNCOMPRESSED' });
  const cut = 'essai.parquet : le fichier Parquet est coupé avant sa fin (il y manque sa table des matières). Téléchargez-le à nouveau.';
  const damaged = "le fichier Parquet est abîmé, ou d'une variante qui n'est pas lue.\nTéléchargez-le à nouveau, ou donnez sa version CSV.";

  it.each([
    ['vide', Buffer.alloc(0), 'essai.parquet : le fichier est vide (0 octet). Téléchargez-le à nouveau.'],
    ['un CSV', Buffer.from(DOSSIER_TEXT), "essai.parquet : ce n'est pas un fichier Parquet, malgré son nom. Renommez le fichier, ou téléchargez-le à nouveau."],
    ['coupé au milieu', sound.subarray(0, sound.length / 2), cut],
    ['sans ses derniers octets', sound.subarray(0, -2), cut],
    ['coupé au début', sound.subarray(0, 4), cut],
    ['chiffré', Buffer.concat([Buffer.from('PARE'), sound.subarray(4)]), 'essai.parquet : le fichier Parquet est chiffré. Donnez-le déchiffré, ou sa version CSV.'],
    ['dont la table des matières ment sur sa longueur', withFooterLength(sound, 0x7fffffff), `essai.parquet : ${damaged}`],
    ['dont la table des matières est illisible', withFooterLength(sound, 3), `essai.parquet : ${damaged}`],
    ['privé de ses premières pages', Buffer.concat([sound.subarray(0, 4), sound.subarray(400)]), `essai.parquet, colonne GEO, lignes 1 à `],
    ['aux pages remplies de zéros', Buffer.from(sound).fill(0, 4, 300), `essai.parquet, colonne GEO, lignes 1 à `],
    ['sans colonne de valeurs', parquetTwin(DOSSIER_TEXT.replace('"OBS_VALUE"', '"VALEUR"')), 'essai.parquet : forme longue (dossier complet) sans OBS_VALUE. Colonnes trouvées : GEO, '],
    ['sans code', parquetTwin('NOM;P22_POP\nBron;4\n'), 'essai.parquet : aucune colonne de code de commune. Colonnes trouvées : NOM, P22_POP.'],
    ['compressé autrement', parquetTwin(DOSSIER_TEXT, { codec: 'LZO' }), "essai.parquet, colonne GEO : compression LZO non lue (brotli, gzip, lz4, lz4_raw, snappy, zstd).\nRéécrivez le fichier avec l'une de celles-ci, ou donnez sa version CSV."],
    ['qui n’est pas un nombre', parquetTwin(longText(DOSSIER, [{}, { GEO: '69029', OBS_VALUE: 'x' }])), 'essai.parquet, ligne 2, colonne OBS_VALUE : « x » n\'est ni un nombre'],
  ])('%s', async (_, bytes, message) => expect(await refusal(bytes)).toContain(message));

  it('une colonne voulue faite de listes', async () => {
    const schema = [
      { name: 'root', num_children: 2 }, { name: 'CODGEO', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'P22_POP', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' }, { name: 'list', repetition_type: 'REPEATED', num_children: 1 }, { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
    ] as const;
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'CODGEO', data: ['69003'] }, { name: 'P22_POP', data: [[1, 2]] }], schema });
    expect(await refusal(Buffer.from(bytes))).toBe('essai.parquet, colonne P22_POP : elle contient des listes ou des structures, il faut une valeur par ligne.\nDonnez la version CSV du même jeu de données.');
  });

  it('des octets changés dans sa table des matières : la table ou une erreur dite, jamais un défaut de chez nous', async () => {
    const small = parquetTwin(longText(DOSSIER, [{}, { GEO: '69029' }, { GEO: '69033', OBS_VALUE: '' }]), { codec: 'UNCOMPRESSED' });
    const footer = small.readUInt32LE(small.length - 8);
    const places = fc.nat(footer - 1).map((at) => small.length - 8 - footer + at);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(places, fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(small);
        for (const [at, byte] of changes) bytes[at] = byte;
        await readParquet(bytes).catch((error: unknown) => expect(error).toMatchObject({ exitCode: 3 }));
      }),
      { numRuns: 300 },
    );
  });

  it('sous un autre nom : il faut le renommer', async () => {
    expect(await refusal(sound, 'essai.csv')).toBe("essai.csv : ce n'est pas un CSV mais un fichier Parquet.\nDonnez-le hors archive, sous un nom en .parquet.");
  });

  it('absent', async () => expect(await inputErrorOf(() => readFile('rien.parquet', 'rien.parquet'))).toBe('rien.parquet : fichier introuvable. Vérifiez le chemin.'));
});

function withFooterLength(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(length, copy.length - 8);
  return copy;
}
