import type * as Fs from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bytesOf, fragilite } from '../support/command-line.js';
import { GOOD, INSEE, put, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';

/** A disk on which so many bytes are left; it writes what still fits, then refuses, as Linux does. */
const disk = vi.hoisted(() => ({ left: Infinity, code: 'ENOSPC', failsAt: null as 'fsync' | 'rename' | null }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const refuse = (): never => {
    throw Object.assign(new Error(`${disk.code}: refused`), { code: disk.code });
  };
  return {
    ...fs,
    writeSync: (file: number, bytes: Uint8Array, at = 0) => {
      const length = Math.min(bytes.length - at, disk.left);
      if (length === 0 && bytes.length > at) refuse();
      disk.left -= length;
      return fs.writeSync(file, bytes, at, length);
    },
    fsyncSync: (file: number) => {
      if (disk.failsAt === 'fsync') refuse();
      fs.fsyncSync(file);
    },
    renameSync: (from: string, to: string) => {
      // The files before it are in place already; to put them back is a rename too.
      if (disk.failsAt === 'rename' && to.endsWith('classement.md') && from.endsWith('.tmp')) refuse();
      fs.renameSync(from, to);
    },
  };
});

beforeEach(() => {
  Object.assign(disk, { left: Infinity, code: 'ENOSPC', failsAt: null });
});

/** Other figures than those of the earlier outputs: a file half replaced would show. */
const OTHER = { 'filosofi2021.csv': 'CODGEO;NBPERSMENFISC21;MED21;TP6021\n01001;700;21000;9,0\n01002;500;22000;8,0\n2A004;70000;20000;21,0\n2B033;47000;19000;20,0\n69003;2900;23000;7,0\n69149;37000;22500;12,0\n' };
/** The bytes of all outputs of that second run. */
async function sizeOfAll(): Promise<number> {
  const folder = await sixCommunes();
  await put(folder, OTHER);
  expect((await fragilite(folder, GOOD)).code).toBe(0);
  return Object.values(bytesOf(join(folder, 'sortie'))).reduce((sum, hex) => sum + hex.length / 2, 0);
}

describe('un disque plein pendant l’écriture (code 5)', () => {
  it('où que ce soit : les sorties précédentes sont intactes et rien ne traîne', async () => {
    const size = await sizeOfAll();
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, OTHER);
    for (const left of [0, 1, 1000, Math.floor(size / 3), Math.floor(size / 2), size - 1]) {
      disk.left = left;
      const { code, stdout, stderr } = await fragilite(folder, GOOD);
      expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
      expect(stderr).toMatch(/Erreur : Impossible d'écrire dans « sortie » : le disque est plein\. Les sorties précédentes sont intactes ; donnez un autre dossier par --out\.\n$/);
      expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
    }
    disk.left = size;
    expect((await fragilite(folder, GOOD)).code).toBe(0);
    expect(bytesOf(join(folder, 'sortie'))).not.toEqual(before);
  });

  it('dans un dossier neuf : il n’en reste rien', async () => {
    const folder = await sixCommunes();
    disk.left = 100;
    expect((await fragilite(folder, ['compute', ...INSEE, '--out', 'neuf/profond'])).code).toBe(5);
    expect(existsSync(join(folder, 'neuf'))).toBe(false);
  });

  it.each([
    ['fsync', 'ENOSPC', 'le disque est plein'],
    ['fsync', 'EDQUOT', 'le quota du disque est atteint'],
    ['fsync', 'EIO', 'erreur du disque'],
    ['rename', 'ENOSPC', 'le disque est plein'],
  ] as const)('au moment de %s (%s) : %s', async (failsAt, code, why) => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, OTHER);
    Object.assign(disk, { failsAt, code });
    const outcome = await fragilite(folder, GOOD);
    expect(outcome.code).toBe(5);
    expect(outcome.stderr).toContain(`« sortie » : ${why}. Les sorties précédentes sont intactes`);
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });

  it('les commandes qui ajoutent à un dossier le laissent comme il était', async () => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, { 'postes.csv': 'poste;nombre;structure;siret;type;commune;departement;statut;coordinateur;date_validation;debut;fin;montant\nP1;2;Structure inventée;;COMMUNE;69149;69;valide;non;2021-05-02;;;50000\n' });
    for (const argv of [
      ['cross', '--scores', 'sortie/ifn.csv', '--posts', 'postes.csv'],
      ['allocate', '--scores', 'sortie/ifn.csv', '--total', '10'],
    ]) {
      disk.left = 50;
      const { code, stderr } = await fragilite(folder, argv);
      expect({ argv, code, stderr }).toMatchObject({ code: 5, stderr: expect.stringContaining('le disque est plein') as string });
      expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
    }
  });
});
