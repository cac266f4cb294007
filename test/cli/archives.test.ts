import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOf, fragilite, textOf } from '../support/command-line.js';
import { put, SIX_COMMUNES, sixCommunesComputed } from '../support/six-communes.js';
import { zipBytes } from '../support/write-zip.js';

const RP = textOf(SIX_COMMUNES, 'rp2022.csv');
const FILOSOFI = textOf(SIX_COMMUNES, 'filosofi2021.csv');
const META = { name: 'meta_rp2022.CSV', content: 'COD_VAR;LIB_VAR\nP22_POP;Population\n'.repeat(400) };
const compute = (...insee: readonly string[]): string[] => ['compute', ...insee.flatMap((file) => ['--insee', file]), '--boundaries', 'contours.geojson', '--out', 'depuis-archives'];

interface Manifest {
  readonly entrees: readonly { readonly chemin: string; readonly taille: number; readonly sha256: string }[];
}

describe('compute depuis des archives', () => {
  it('donne les mêmes fichiers, et le manifeste nomme l’archive et son membre', async () => {
    const folder = await sixCommunesComputed();
    const archives = { 'rp.zip': zipBytes([META, { name: 'rp2022.csv', content: RP }]), 'filosofi2021.csv.gz': gzipSync(FILOSOFI) };
    await put(folder, archives);
    const { code, stderr } = await fragilite(folder, compute('rp.zip', 'filosofi2021.csv.gz'));
    expect({ code, stderr: stderr.includes('Erreur') }).toEqual({ code: 0, stderr: false });
    for (const name of ['ifn.csv', 'ifn.geojson']) expect(textOf(join(folder, 'depuis-archives'), name)).toBe(textOf(join(folder, 'sortie'), name));
    const { entrees } = JSON.parse(textOf(join(folder, 'depuis-archives'), 'manifest.json')) as Manifest;
    expect(entrees.map((e) => e.chemin)).toEqual(['contours.geojson', 'filosofi2021.csv.gz', 'rp.zip:rp2022.csv']);
    expect(entrees[2]?.taille).toBe(archives['rp.zip'].length);
    expect(entrees[1]?.taille).toBe(archives['filosofi2021.csv.gz'].length);
  });

  it.each([
    ['un zip ambigu', { 'x.zip': zipBytes([{ name: 'rp_COM.csv', content: RP }, { name: 'rp_ARM.csv', content: RP }]) }, 'x.zip', ['x.zip : plusieurs fichiers de l\'archive peuvent convenir : ', '--insee x.zip:rp_']],
    ['un zip coupé', { 'x.zip': zipBytes([{ name: 'rp.csv', content: RP }]).subarray(0, 300) }, 'x.zip', ['x.zip : l\'archive ZIP est coupée ou abîmée']],
    ['un gzip coupé', { 'x.csv.gz': gzipSync(RP).subarray(0, 200) }, 'x.csv.gz', ['x.csv.gz : l\'archive gzip est coupée']],
    ['un membre qui n’y est pas', { 'x.zip': zipBytes([{ name: 'rp.csv', content: RP }]) }, 'x.zip:rp2.csv', ['x.zip : pas de fichier rp2.csv', 'vouliez-vous dire rp.csv']],
  ])('%s : le code 3, et les sorties précédentes intactes', async (_, files, named, says) => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, files);
    const { code, stderr, stdout } = await fragilite(folder, ['compute', '--insee', named, '--insee', 'filosofi2021.csv', '--out', 'sortie']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    for (const text of says) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/\n {4}at |Erreur interne/);
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });
});
