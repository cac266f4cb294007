import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { Journal } from '../../src/journal.js';
import { communeKey } from '../../src/sources/boundaries/key-forms.js';
import { bufferSource } from '../../src/sources/byte-source.js';
import { readBoundaries } from '../../src/sources/boundaries.js';
import { readShapefile } from '../../src/sources/shapefile/shapefile.js';
import { readShapes } from '../../src/sources/shapefile/shp.js';
import { dbfBytes, LAMBERT93_PRJ, type ShapefileSpec, shpBytes, shxBytes, shxEntry, shxOf, square, writeFiles } from '../support/write-shapefile.js';

const spec: ShapefileSpec = {
  columns: [{ name: 'INSEE_COM', length: 5 }],
  records: ['01001', '01002', '2A004', '69003'].map((code, i) => ({ rings: i === 2 ? null : [square(842000 + 9000 * i, 6519000, 3000)], values: [code] })),
};
const shp = shpBytes(spec);
const shx = shxBytes(shp);
/** Three polygons of 128 bytes of content, a null shape of 4, each after a header of 8. */
const OFFSETS = [100, 236, 372, 384] as const;
const entries = OFFSETS.map((offset, i) => shxEntry(offset, i === 2 ? 4 : 128));

const read = (index: Buffer, shapes = shp): ReturnType<typeof readShapes> => readShapes(bufferSource(shapes), 'C.shp', { bytes: index, file: 'C.shx' });
const refusal = (index: Buffer, shapes = shp): string => {
  try {
    read(index, shapes);
  } catch (error) {
    expect(error).toBeInstanceOf(FragiliteError);
    expect((error as FragiliteError).exitCode).toBe(3);
    return (error as FragiliteError).message;
  }
  throw new Error('the index was accepted');
};
const ADVICE = 'Exportez le shapefile de nouveau, ou supprimez le .shx : les formes seront alors lues à la suite.';

/** The same shapes, the second one edited by a program that writes it again at the end. */
function edited(): { shapes: Buffer; index: Buffer } {
  const moved = Buffer.from(shp.subarray(236, 372));
  const shapes = Buffer.concat([shp, moved]);
  shapes.writeInt32BE(shapes.length / 2, 24);
  // What was there before stays, a corner elsewhere.
  shapes.writeDoubleLE(0, 236 + 8 + 48);
  return { shapes, index: shxOf(shapes, entries.map((entry, i) => (i === 1 ? shxEntry(shp.length, 128) : entry))) };
}

describe('le .shx', () => {
  it('est celui que les tests écrivent', () => {
    expect(shx).toEqual(shxOf(shp, entries));
  });

  it('d’accord avec le .shp, ne change rien', () => {
    expect(read(shx)).toEqual(readShapes(bufferSource(shp), 'C.shp'));
  });

  it('dit seul quelle forme vaut dans un .shp qui a des trous', () => {
    const { shapes, index } = edited();
    expect(read(index, shapes)).toEqual(readShapes(bufferSource(shp), 'C.shp'));
    expect(readShapes(bufferSource(shapes), 'C.shp').geometries).toHaveLength(5);
  });

  it('suit des trous faits de zéros', () => {
    const shapes = Buffer.concat([shp.subarray(0, 236), Buffer.alloc(40), shp.subarray(236)]);
    shapes.writeInt32BE(shapes.length / 2, 24);
    const index = shxOf(shapes, OFFSETS.map((offset, i) => shxEntry(offset + (i === 0 ? 0 : 40), i === 2 ? 4 : 128)));
    expect(read(index, shapes)).toEqual(readShapes(bufferSource(shp), 'C.shp'));
  });

  it('se passe des numéros d’enregistrements qui se suivent', () => {
    const shapes = Buffer.from(shp);
    for (const offset of OFFSETS) shapes.writeInt32BE(0, offset);
    expect(read(shx, shapes)).toEqual(readShapes(bufferSource(shp), 'C.shp'));
  });

  it('ignore ce qui suit sa longueur annoncée', () => {
    expect(read(Buffer.concat([shx, Buffer.alloc(12)])).geometries).toHaveLength(4);
  });

  it.each([
    ['une longueur fausse', [entries[0], shxEntry(236, 64), entries[2], entries[3]], 'C.shx contredit C.shp à l\'enregistrement 2 : 64 octets d\'après l\'index, 128 d\'après le .shp (octet 236).'],
    ['une longueur négative', [entries[0], shxEntry(236, -12)], 'à l\'enregistrement 2 : l\'index le place des octets 236 à 232'],
    ['un décalage hors du fichier', [entries[0], entries[1], entries[2], shxEntry(9000, 128)], 'C.shx contredit C.shp à l\'enregistrement 4 : l\'index le place des octets 9000 à 9136, les formes vont des octets 100 à 520.'],
    ['un décalage négatif', [shxEntry(-4, 128)], 'à l\'enregistrement 1 : l\'index le place des octets -4 à 132'],
    ['un décalage au milieu d’une forme', [entries[0], shxEntry(300, 128), entries[2], entries[3]], 'à l\'enregistrement 2 : l\'index le place à l\'octet 300, où le .shp porte le numéro '],
    ['deux entrées échangées', [entries[1], entries[0], entries[2], entries[3]], 'à l\'enregistrement 1 : l\'index le place à l\'octet 236, où le .shp porte le numéro 2 ; il est attendu à l\'octet 100.'],
    ['une entrée deux fois', [entries[0], entries[0], entries[2], entries[3]], 'à l\'enregistrement 2 : l\'index le place à l\'octet 100, où le .shp porte le numéro 1 ; il est attendu à l\'octet 236.'],
    ['une entrée de moins au milieu', [entries[0], entries[2], entries[3]], 'à l\'enregistrement 2 : l\'index le place à l\'octet 372, où le .shp porte le numéro 3'],
    ['une entrée de moins à la fin', entries.slice(0, 3), 'C.shx contredit C.shp : il a 3 enregistrements, et le .shp a l\'enregistrement 4 (octet 384).'],
    ['une entrée de trop', [...entries, shxEntry(520, 4)], 'à l\'enregistrement 5 : l\'index le place des octets 520 à 532, les formes vont des octets 100 à 520.'],
  ])('%s : l’enregistrement et les deux valeurs', (_, lying, said) => {
    const message = refusal(shxOf(shp, lying.filter((entry) => entry !== undefined)));
    expect(message).toContain(said);
    expect(message).toContain(ADVICE);
  });

  it('coupé, vide ou d’un autre format, est refusé', () => {
    expect(refusal(shx.subarray(0, -8))).toMatch(/^C\.shx est tronqué : 132 octets attendus, 124 présents\./);
    expect(refusal(Buffer.alloc(0))).toMatch(/^C\.shx est tronqué : 100 octets au moins attendus, 0 présents\./);
    expect(refusal(Buffer.alloc(200))).toMatch(/^C\.shx n'est pas l'index d'un shapefile : il commence par 0 au lieu de 9994\./);
    const odd = Buffer.from(shx);
    odd.writeInt32BE((shx.length - 4) / 2, 24);
    expect(refusal(odd)).toMatch(/^C\.shx est abîmé : l'en-tête annonce 128 octets/);
  });

  it('abîmé n’importe où : les mêmes formes, ou une erreur qui le dit', () => {
    const right = readShapes(bufferSource(shp), 'C.shp');
    fc.assert(fc.property(fc.integer({ min: 100, max: shx.length - 4 }), fc.oneof(fc.integer(), fc.integer({ min: 0, max: 300 })), (at, value) => {
      const bad = Buffer.from(shx);
      bad.writeInt32BE(value, at);
      let shapes: unknown = right;
      try {
        shapes = read(bad);
      } catch (error) {
        expect(error).toBeInstanceOf(FragiliteError);
      }
      expect(shapes).toEqual(right);
    }));
  });
});

describe('un shapefile avec ou sans .shx', () => {
  const files = { 'C.shp': shp, 'C.dbf': dbfBytes(spec), 'C.prj': LAMBERT93_PRJ };
  const said = async (folder: string): Promise<string> => {
    const journal = new Journal();
    await readBoundaries(join(folder, 'C.shp'), { keys: [communeKey(() => true)] }, journal);
    return journal.notices.filter((notice) => notice.level === 'info').map((notice) => notice.text).join('\n');
  };

  it('donne les mêmes formes, et son absence est dite', async () => {
    const without = await writeFiles(files);
    const beside = await writeFiles({ ...files, 'c.SHX': shx });
    const [plain, indexed] = await Promise.all([readShapefile(join(without, 'C.shp')), readShapefile(join(beside, 'C.shp'))]);
    expect(indexed.geometries).toEqual(plain.geometries);
    expect(indexed.files).toContain(join(beside, 'c.SHX'));
    expect(await said(without)).toContain('C.shp : pas de fichier .shx ; les formes sont lues à la suite.');
    expect(await said(beside)).not.toContain('.shx');
  });

  it('un .shx qui compte comme le .dbf ne couvre pas un .shp qui a une forme de plus', async () => {
    const folder = await writeFiles({ ...files, 'C.dbf': dbfBytes({ ...spec, records: spec.records.slice(0, 3) }), 'C.shx': shxOf(shp, entries.slice(0, 3)) });
    await expect(readShapefile(join(folder, 'C.shp'))).rejects.toThrow('il a 3 enregistrements, et le .shp a l\'enregistrement 4');
  });
});

const REAL = process.env['FRAGILITE_REAL'];
describe.skipIf(REAL === undefined)('COMMUNE.shx du Rhône (ignoré sans la variable FRAGILITE_REAL)', () => {
  it('est d’accord avec son .shp, et refusé dès qu’il ment', async () => {
    const base = join(REAL ?? '', 'contours/communes-69-lambert93/COMMUNE');
    const [shapes, index] = await Promise.all([readFile(`${base}.shp`), readFile(`${base}.shx`)]);
    expect(read(index, shapes)).toEqual(readShapes(bufferSource(shapes), 'C.shp'));
    const lying = Buffer.from(index);
    lying.writeInt32BE(index.readInt32BE(180) + 2, 180);
    expect(refusal(lying, shapes)).toContain('C.shx contredit C.shp à l\'enregistrement 11 :');
  });
});
