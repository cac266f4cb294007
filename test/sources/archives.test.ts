import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { splitMember } from '../../src/sources/columns/byte-source.js';
import { refuseBomb } from '../../src/sources/columns/expansion.js';
import { chooseMember } from '../../src/sources/columns/zip-member.js';
import type { SourceTable } from '../../src/sources/insee-table.js';
import { cells, inputErrorOf, readFile, readTable } from '../support/tables.js';
import { temporaryFolder } from '../support/write-shapefile.js';
import { zipBytes } from '../support/write-zip.js';
import type { ZipMember } from '../support/write-zip.js';

const rows = (count: number): string => Array.from({ length: count }, (_, i) => `${String(10_000 + i)};"Commune ${String(i)}, dite « É »";${String((i * 7919) % 10007)}.25;${i % 9 === 0 ? 's' : '12,5'}\n`).join('');
const CSV = `CODGEO;LIBGEO;P22_POP;TP6021\n${rows(9000)}`;

/** Reads these bytes as a file of this name; `ask` names it with a member. */
async function readAs(name: string, bytes: Buffer, ask = name): Promise<SourceTable> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), bytes);
  return readFile(join(folder, ask), ask);
}

const refusalAs = (name: string, bytes: Buffer, ask?: string): Promise<string> => inputErrorOf(() => readAs(name, bytes, ask));
const zipped = (...members: readonly ZipMember[]): Buffer => zipBytes(members);
const figures = ({ print, file, ...table }: SourceTable): unknown => ({ ...table, encoding: print.encoding, named: file !== '' });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('une archive donne la même table que le fichier', () => {
  it.each([
    ['essai.csv.gz', gzipSync(CSV)],
    ['ESSAI.CSV.GZ', gzipSync(CSV)],
    ['essai.csv.gz', Buffer.concat([gzipSync(CSV.slice(0, 4000)), gzipSync(CSV.slice(4000))])],
    ['essai.zip', zipped({ name: 'essai.csv', content: CSV })],
    ['ESSAI.ZIP', zipped({ name: 'dossier/ESSAI.CSV', content: CSV, stored: true })],
  ])('%s', async (name, bytes) => {
    const plain = await readTable(CSV);
    const table = await readAs(name, bytes);
    expect(figures(table)).toEqual(figures(plain));
    expect(table.codes).toHaveLength(9000);
    expect(table.print.size).toBe(bytes.length);
    expect(table.print.sha256).toBe(sha256(bytes));
  });

  it('en windows-1252 aussi', async () => {
    const latin = Buffer.from('CODGEO;LIBGEO;P22_POP\n01001;Clé;5\n', 'latin1');
    expect((await readAs('essai.zip', zipped({ name: 'a.csv', content: latin }))).print.encoding).toBe('windows-1252');
    expect((await readAs('essai.csv.gz', gzipSync(latin))).print.encoding).toBe('windows-1252');
  });
});

describe('le bon membre d’un zip', () => {
  it('n’est pas celui qui décrit les colonnes, même plus gros', async () => {
    const meta = `COD_VAR;LIB_VAR\n${'P22_POP;Population\n'.repeat(100)}`;
    const small = 'CODGEO;P22_POP\n01001;5\n';
    for (const name of ['meta_base.CSV', 'dossier/META_base.csv', 'DS_RP_2023_metadata.csv', '__MACOSX/._base.csv', 'lisezmoi.txt']) {
      const table = await readAs('base.zip', zipped({ name, content: meta }, { name: 'base-cc.CSV', content: small }));
      expect(table.file).toBe('base.zip:base-cc.CSV');
      expect(cells(table, 'P22_POP')).toEqual({ '01001': 5 });
    }
  });

  it('est le plus gros quand l’autre est dix fois plus petit', async () => {
    const table = await readAs('filo.zip', zipped({ name: 'FILO_REG.csv', content: 'CODGEO;P22_POP\n84;1\n' }, { name: 'FILO_COM.csv', content: CSV }));
    expect(table.file).toBe('filo.zip:FILO_COM.csv');
  });

  const both = zipped({ name: 'cc_filosofi_2021_ARM.csv', content: 'CODGEO;P22_POP\n69381;1\n' }, { name: 'cc_filosofi_2021_COM.csv', content: CSV });

  it('est à nommer quand deux peuvent convenir', async () => {
    expect(await refusalAs('filo.zip', both)).toBe(
      'filo.zip : plusieurs fichiers de l\'archive peuvent convenir : cc_filosofi_2021_COM.csv, cc_filosofi_2021_ARM.csv.\nNommez celui qu\'il faut lire : --insee filo.zip:cc_filosofi_2021_COM.csv',
    );
    const near = zipped({ name: 'a.csv', content: CSV }, { name: 'b.csv', content: CSV.slice(0, CSV.length / 2) });
    expect(await refusalAs('x.zip', near)).toContain('peuvent convenir : a.csv, b.csv');
  });

  it('est celui qui est nommé, avec ou sans son dossier', async () => {
    const arm = await readAs('filo.zip', both, 'filo.zip:cc_filosofi_2021_ARM.csv');
    expect([arm.file, arm.codes]).toEqual(['filo.zip:cc_filosofi_2021_ARM.csv', ['69381']]);
    expect([arm.print.size, arm.print.sha256]).toEqual([both.length, sha256(both)]);
    const deep = zipped({ name: 'x/y/a.csv', content: CSV }, { name: 'x/b.csv', content: CSV });
    expect((await readAs('x.zip', deep, 'x.zip:a.csv')).file).toBe('x.zip:x/y/a.csv');
    expect((await readAs('x.zip', deep, 'x.zip:x/y/a.csv')).file).toBe('x.zip:x/y/a.csv');
  });

  it('n’est pas un autre que celui qui est nommé', async () => {
    expect(await refusalAs('filo.zip', both, 'filo.zip:cc_filosofi_2021_CM.csv')).toMatch(/^filo\.zip : pas de fichier cc_filosofi_2021_CM\.csv dans l'archive ; vouliez-vous dire cc_filosofi_2021_[A-Z]+\.csv \?\nElle contient /);
    const twice = zipped({ name: 'x/a.csv', content: CSV }, { name: 'y/a.csv', content: CSV });
    expect(await refusalAs('x.zip', twice, 'x.zip:a.csv')).toContain('plusieurs fichiers de l\'archive s\'appellent a.csv : x/a.csv, y/a.csv');
  });

  it('n’est pas là', async () => {
    expect(await refusalAs('x.zip', zipped({ name: 'a.xlsx', content: 'x' }))).toBe('x.zip : aucun fichier .csv dans l\'archive (elle contient a.xlsx).\nDonnez l\'archive des données au format CSV.');
    expect(await refusalAs('x.zip', zipped())).toContain('(elle contient rien)');
  });

  it('ne dépend pas de l’ordre de l’archive', () => {
    const members = [['a_COM.csv', 100], ['a_DEP.csv', 5], ['meta_a.csv', 900]].map(([fileName, uncompressedSize]) => ({ fileName: String(fileName), uncompressedSize: Number(uncompressedSize) }));
    for (const order of [members, members.toReversed()]) expect(chooseMember(order, null, 'x.zip').fileName).toBe('a_COM.csv');
  });

  it.each([
    ['a.zip', 'a.zip', null], ['a.ZIP:b.csv', 'a.ZIP', 'b.csv'], ['C:\\x\\a.zip:d/b.csv', 'C:\\x\\a.zip', 'd/b.csv'], ['a.csv', 'a.csv', null], ['a:b.csv', 'a:b.csv', null],
  ])('%s se lit %s et %s', (path, file, member) => expect(splitMember(path)).toEqual({ file, member }));
});

describe('une archive inutilisable (code 3), dite clairement', () => {
  const gz = gzipSync(CSV);
  const zip = zipped({ name: 'essai.csv', content: CSV });

  it.each([
    ['essai.csv.gz', gz.subarray(0, gz.length / 2), 'essai.csv.gz : l\'archive gzip est coupée avant sa fin. Téléchargez-la à nouveau.'],
    ['essai.csv.gz', gz.subarray(0, -4), 'essai.csv.gz : l\'archive gzip est coupée avant sa fin. Téléchargez-la à nouveau.'],
    ['essai.csv.gz', Buffer.from(CSV), 'essai.csv.gz : ce n\'est pas une archive gzip, malgré son nom. Renommez le fichier, ou téléchargez-le à nouveau.'],
    ['essai.csv.gz', spoiled(gz, gz.length - 6), 'essai.csv.gz : l\'archive gzip est abîmée. Téléchargez-la à nouveau.'],
    ['essai.csv.gz', Buffer.alloc(0), 'essai.csv.gz : le fichier est vide (0 octet). Téléchargez-le à nouveau.'],
    ['essai.csv.gz', gzipSync(zip), 'essai.csv.gz : ce n\'est pas un CSV mais une archive ZIP (ou un classeur Excel).\nDécompressez-la, ou enregistrez la feuille en CSV.'],
    ['essai.zip', zip.subarray(0, zip.length / 2), 'essai.zip : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', zip.subarray(0, -10), 'essai.zip : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', spoiled(zip, 20_000), 'essai.zip:essai.csv : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', zip.subarray(200), 'essai.zip : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', Buffer.from(CSV), 'essai.zip : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', zipped({ name: 'a.csv', content: CSV, declaredCrc: 1 }), 'essai.zip:a.csv : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', zipped({ name: 'a.csv', content: CSV, declaredSize: CSV.length * 2 }), 'essai.zip:a.csv : l\'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.'],
    ['essai.zip', zipped({ name: 'a.csv', content: CSV, encrypted: true }), 'essai.zip:a.csv : l\'archive est chiffrée. Décompressez-la avec son mot de passe et donnez le CSV.'],
    ['essai.zip', zipped({ name: 'a.csv', content: CSV, method: 9 }), 'essai.zip:a.csv : compression inconnue (méthode 9). Décompressez l\'archive et donnez le CSV.'],
    ['essai.zip', zipped({ name: 'a.csv', content: '' }), 'essai.zip:a.csv : le fichier est vide (0 octet). Téléchargez-le à nouveau.'],
  ])('%s (%#)', async (name, bytes, message) => expect(await refusalAs(name, bytes)).toBe(message));

  it('un membre plus long que l’archive ne le dit : arrêté aussitôt', async () => {
    const bomb = zipped({ name: 'a.csv', content: `CODGEO;P22_POP\n${'01001;1\n'.repeat(2_000_000)}`, declaredSize: 1000 });
    expect(await refusalAs('bombe.zip', bomb)).toBe('bombe.zip:a.csv : le fichier décompressé est plus long que l\'archive ne le dit. Téléchargez-la à nouveau.');
  });

  const TIMES = "plus de 250 fois sa taille une fois décompressé. Ce n'est pas un fichier de l'Insee ; s'il est bien le bon, décompressez-le et donnez le CSV.";

  it('une bombe gzip : arrêtée après quelques centaines de Mo, sans les garder', async () => {
    // 4 GB unpacked: members of 8 MB, each some kilobytes.
    const member = gzipSync(`01001;${'A'.repeat(1 << 16)};1\n`.repeat(128));
    const bomb = Buffer.concat([gzipSync('CODGEO;LIBGEO;P22_POP\n'), ...Array.from({ length: 512 }, () => member)]);
    const before = process.resourceUsage().maxRSS;
    expect(await refusalAs('bombe.csv.gz', bomb)).toBe(`bombe.csv.gz : ${TIMES}`);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(300);
  });

  it('une bombe zip : refusée sur ce qu’elle annonce, avant de rien décompresser', async () => {
    const announced = { name: 'a.csv', content: 'CODGEO;P22_POP\n01001;1\n', declaredSize: 0xfffffff0 };
    expect(await refusalAs('bombe.zip', zipped(announced))).toBe(`bombe.zip:a.csv : ${TIMES}`);
  });

  it.each([
    [300 * 2 ** 20, 2 ** 20, TIMES], [21 * 2 ** 30, 2 ** 30, "plus de 20 Go une fois décompressé. Ce n'est pas un fichier de l'Insee ; s'il est bien le bon, décompressez-le et donnez le CSV."],
    [200 * 2 ** 20, 1000, null], [7 * 2 ** 30, 100 * 2 ** 20, null],
  ])('%d octets faits de %d : %s', (unpacked, packed, message) => {
    const run = (): void => refuseBomb(unpacked, packed, 'x.zip');
    if (message === null) expect(run).not.toThrow();
    else expect(run).toThrow(`x.zip : ${message}`);
  });

  it('un fichier absent est dit sous le nom de l’archive', async () => {
    expect(await inputErrorOf(() => readFile('rien.zip:a.csv', 'rien.zip:a.csv'))).toBe('rien.zip : fichier introuvable. Vérifiez le chemin.');
  });

  it('une erreur dans la table dit l’archive, le membre et la ligne', async () => {
    const bad = zipped({ name: 'd/a.csv', content: `${CSV}01001;Clé;5\n` });
    expect(await refusalAs('essai.zip', bad)).toMatch(/^essai\.zip:d\/a\.csv, ligne 9002 : 3 champs au lieu de 4\./);
  });

  it('le texte d’essai est bien celui de l’archive', () => expect(gunzipSync(gz).toString()).toBe(CSV));
});

/** The same bytes with one of them wrong. */
function spoiled(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
