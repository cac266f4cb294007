import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fragilite, recordsOf, textOf } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { DEMANDS, POSTS } from '../support/post-files.js';
import { readXlsx } from '../support/read-xlsx.js';
import { GOOD, INSEE, put, sixCommunes } from '../support/six-communes.js';

const ALL = ['ifn-excel.csv', 'ifn.xlsx', 'ifn.topojson', 'ifn.qml', 'ifn.sld'];

interface Manifest {
  readonly options: { readonly format: string[] };
  readonly sorties: { readonly chemin: string; readonly sha256: string }[];
}
const manifestOf = (folder: string): Manifest => JSON.parse(textOf(join(folder, 'sortie'), 'manifest.json')) as Manifest;
const sha256 = (folder: string, name: string): string => createHash('sha256').update(readFileSync(join(folder, 'sortie', name))).digest('hex');

async function computed(folder: string, ...options: readonly string[]): Promise<Outcome> {
  const outcome = await fragilite(folder, [...GOOD, ...options]);
  expect({ code: outcome.code, stderr: outcome.code === 0 ? '' : outcome.stderr }).toEqual({ code: 0, stderr: '' });
  return outcome;
}

describe('--format', () => {
  it('écrit chaque fichier, le dit, et le manifeste en tient l’empreinte', async () => {
    const folder = await sixCommunes();
    const { stderr } = await computed(folder, '--format', 'sld,qml', '--format', 'xlsx,topojson,csv-excel');
    const { options, sorties } = manifestOf(folder);
    expect(options.format).toEqual(['csv-excel', 'qml', 'sld', 'topojson', 'xlsx']);
    expect(sorties.map((s) => s.chemin)).toEqual(expect.arrayContaining(ALL));
    for (const { chemin, sha256: told } of sorties) expect(told, chemin).toBe(sha256(folder, chemin));
    for (const name of ALL) expect(stderr).toContain(name);
  });

  it('retire ceux d’un calcul précédent qui ne sont plus demandés', async () => {
    const folder = await sixCommunes();
    await computed(folder, '--format', 'xlsx,qml');
    const { stderr } = await computed(folder, '--format', 'sld');
    expect(stderr).toContain("Retiré de sortie, d'un calcul précédent : ifn.qml, ifn.xlsx.");
    expect(ALL.filter((name) => existsSync(join(folder, 'sortie', name)))).toEqual(['ifn.sld']);
  });

  it('se donne dans fragilite.yaml, en texte ou en liste', async () => {
    for (const format of ['xlsx,sld', '[xlsx, sld]']) {
      const folder = await sixCommunes();
      await put(folder, { 'fragilite.yaml': `insee: [rp2022.csv, filosofi2021.csv]\nboundaries: contours.geojson\nformat: ${format}\n` });
      expect((await fragilite(folder, ['compute'])).code).toBe(0);
      expect(manifestOf(folder).options.format).toEqual(['sld', 'xlsx']);
      expect(ALL.filter((name) => existsSync(join(folder, 'sortie', name)))).toEqual(['ifn.xlsx', 'ifn.sld']);
    }
  });

  it.each([['xls', 'xlsx'], ['topo-json', 'topojson'], ['qlm', 'qml'], ['slds', 'sld']])('%s : vouliez-vous dire %s', async (wrong, right) => {
    const outcome = await fragilite(await sixCommunes(), [...GOOD, '--format', wrong]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(`--format ${wrong} : format inconnu. Vouliez-vous dire ${right} ?`);
    expect(outcome.stderr).toContain('Formats : csv-excel, xlsx, topojson, qml, sld.');
  });

  it('demande des contours pour les formats qui les montrent', async () => {
    const folder = await sixCommunes();
    const { code, stderr } = await fragilite(folder, ['compute', ...INSEE, '--out', 'sortie', '--format', 'xlsx,qml,topojson']);
    expect(code).toBe(2);
    expect(stderr).toContain("--format qml,topojson : il n'y a pas de contours à écrire. Donnez-les par --boundaries.");
    expect(existsSync(join(folder, 'sortie'))).toBe(false);
    expect((await fragilite(folder, ['compute', ...INSEE, '--out', 'sortie', '--format', 'xlsx'])).code).toBe(0);
  });

  it('ne gêne pas --out -', async () => {
    const { code, stdout } = await fragilite(await sixCommunes(), ['compute', ...INSEE, '--out', '-', '--format', 'xlsx']);
    expect([code, stdout.split('\n').length]).toEqual([0, 8]);
  });

  it('garde les zéros des codes, et la Corse', async () => {
    const folder = await sixCommunes();
    await computed(folder, '--format', 'xlsx');
    const { sheets } = await readXlsx(readFileSync(join(folder, 'sortie', 'ifn.xlsx')));
    const codes = sheets.find((s) => s.name === 'variables')!.rows.slice(1).map((row) => row[0]);
    expect(codes.map((cell) => [cell?.type, cell?.value])).toEqual(recordsOf(textOf(join(folder, 'sortie'), 'ifn.csv')).map((r) => ['text', r['code']]));
    expect(codes.map((cell) => cell?.value)).toEqual(expect.arrayContaining(['01001', '2A004']));
  });
});

describe('--format et les postes', () => {
  it('ajoute ce qui est croisé à tous les fichiers', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'postes.csv': POSTS, 'demandes.csv': DEMANDS });
    await computed(folder, '--posts', 'postes.csv', '--demands', 'demandes.csv', '--format', 'csv-excel,topojson,xlsx');
    const out = join(folder, 'sortie');
    const columns = textOf(out, 'ifn.csv').split('\n')[0]!;
    expect(columns).toContain(';postes_portes;');
    expect(textOf(out, 'ifn-excel.csv').slice(1).split('\r\n')[0]).toBe(columns);
    const { objects } = JSON.parse(textOf(out, 'ifn.topojson')) as { objects: { ifn: { geometries: { properties: object }[] } } };
    expect(Object.keys(objects.ifn.geometries[0]!.properties).join(';')).toBe(columns);
    const { sheets } = await readXlsx(readFileSync(join(out, 'ifn.xlsx')));
    expect(sheets.map((s) => s.name)).toContain('croisement');
  });

  it('cross, plus tard, laisse ces fichiers et le dit', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'postes.csv': POSTS });
    await computed(folder, '--format', 'xlsx,sld');
    const before = sha256(folder, 'ifn.xlsx');
    const { code, stderr } = await fragilite(folder, ['cross', '--posts', 'postes.csv']);
    expect(code).toBe(0);
    expect(stderr).toContain("Attention : Sans ce croisement : ifn.xlsx. Pour l'y mettre : fragilite compute … --posts ou --demands, avec --format (posts et demands au premier niveau de fragilite.yaml).");
    expect(sha256(folder, 'ifn.xlsx')).toBe(before);
    expect(manifestOf(folder).sorties.find((s) => s.chemin === 'ifn.xlsx')?.sha256).toBe(before);
  });
});
