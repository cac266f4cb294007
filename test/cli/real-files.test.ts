import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, fragilite, recordsOf, textOf } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { shuffledShapefile, shuffledText } from '../support/shuffle.js';
import { put } from '../support/six-communes.js';
import { faultsOf } from '../support/validity.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const REAL = process.env['FRAGILITE_REAL'];
const skipped = REAL === undefined || REAL === '';
const name = (text: string): string => `${text}${skipped ? " (sauté : FRAGILITE_REAL n'est pas défini)" : ''}`;
const real = (path: string): string => resolve(REAL ?? '', path);

const FILES = {
  'dossier_complet.csv': 'insee/dossier_complet_RP2022_metropole_lyon_extrait.csv',
  'filosofi.csv': 'insee/cc_filosofi_2021_COM_69.csv',
  'diplomes.csv': 'insee/rp2018_diplomes_69_extrait.csv',
  'COMMUNE.shp': 'contours/communes-69-lambert93/COMMUNE.shp',
  'COMMUNE.dbf': 'contours/communes-69-lambert93/COMMUNE.dbf',
  'COMMUNE.prj': 'contours/communes-69-lambert93/COMMUNE.prj',
  'COMMUNE.cpg': 'contours/communes-69-lambert93/COMMUNE.cpg',
} as const;
const INSEE = ['dossier_complet.csv', 'filosofi.csv', 'diplomes.csv'] as const;

/** The command of the main job: the three files, the Métropole de Lyon. */
const command = (boundaries: string, ...more: readonly string[]): string[] =>
  ['compute', ...INSEE.flatMap((file) => ['--insee', real(FILES[file])]), '--boundaries', boundaries, '--territory', 'epci:200046977', ...more];

interface Ran extends Outcome {
  readonly folder: string;
}

async function run(argv: readonly string[]): Promise<Ran> {
  const folder = await temporaryFolder();
  return { folder, ...(await fragilite(folder, [...argv, '--out', '.', '--verbose'])) };
}

type Collection = FeatureCollection<Polygon | MultiPolygon | null, Record<string, unknown>>;
const geojsonOf = (folder: string): Collection => JSON.parse(textOf(folder, 'ifn.geojson')) as Collection;
const LYON: readonly [number, number, number, number] = [4.6, 45.5, 5.1, 46.0];

describe.skipIf(skipped)(name('les fichiers réels, la Métropole de Lyon'), () => {
  it('donnent les scores de la démonstration embarquée', async () => {
    const [ours, demonstration] = await Promise.all([run(command(real(FILES['COMMUNE.shp']))), run(['compute'])]);
    expect([ours.code, demonstration.code]).toEqual([0, 0]);
    expect(textOf(ours.folder, 'ifn.csv')).toBe(textOf(demonstration.folder, 'ifn.csv'));
    const scores = new Map(recordsOf(textOf(ours.folder, 'ifn.csv')).map((r) => [r['nom'], Number(r['score']).toFixed(1)]));
    expect(scores.size).toBe(58);
    expect([scores.get('Vénissieux'), scores.get('Lyon'), scores.get('Cailloux-sur-Fontaines')]).toEqual(['141.6', '98.3', '44.0']);
    expect(ours.stderr).toContain('Part des 75 ans et plus (à défaut des 65 ans et plus)');
  });

  it('--missing ignorer donne 140,7, 97,8 et 43,7', async () => {
    const { folder, code } = await run(command(real(FILES['COMMUNE.shp']), '--missing', 'ignorer'));
    expect(code).toBe(0);
    const scores = new Map(recordsOf(textOf(folder, 'ifn.csv')).map((r) => [r['nom'], Number(r['score']).toFixed(1)]));
    expect([scores.get('Vénissieux'), scores.get('Lyon'), scores.get('Cailloux-sur-Fontaines')]).toEqual(['140.7', '97.8', '43.7']);
  });

  it.each([
    ['shapefile en Lambert-93', FILES['COMMUNE.shp'], ['69381 + 69382 + 69383 + 69384 + 69385 + 69386 + 69387 + 69388 + 69389 réunis en 69123 (Lyon)', '69149 + 69152 réunis en 69149 (Oullins-Pierre-Bénite)']],
    ['GeoJSON en WGS 84', 'contours/communes-69-wgs84.geojson', ['69149 + 69152 réunis en 69149 (Oullins-Pierre-Bénite)']],
  ])('%s : 58 contours valides, à leur place, et ce qui est réuni est dit', async (_, contours, joined) => {
    const { folder, code, stderr } = await run(command(real(contours)));
    expect(code).toBe(0);
    for (const text of joined) expect(stderr).toContain(text);
    const { features, bbox, ...rest } = geojsonOf(folder);
    expect(features).toHaveLength(58);
    expect('crs' in rest).toBe(false);
    expect(features.flatMap((f) => (f.geometry === null ? [`${String(f.properties['code'])} null`] : faultsOf(f.geometry, LYON)))).toEqual([]);
    expect(bbox?.every((side, i) => (i < 2 ? side >= (LYON[i] ?? 0) : side <= (LYON[i] ?? 0)))).toBe(true);
    const codes = features.map((f) => f.properties['code']);
    expect(codes).toEqual([...codes].sort());
    expect(codes).toContain('69149');
    expect(codes).not.toContain('69152');
  });

  it('deux calculs donnent les mêmes octets', async () => {
    const [one, two] = await Promise.all([run(command(real(FILES['COMMUNE.shp']))), run(command(real(FILES['COMMUNE.shp'])))]);
    expect(bytesOf(two.folder)).toEqual(bytesOf(one.folder));
  });

  it('par arrondissements : 57 communes et 9 arrondissements, sans score là où le recensement ne les a pas', async () => {
    const { folder, code, stderr } = await run(command(real(FILES['COMMUNE.shp']), '--plm', 'arrondissements'));
    expect(code).toBe(0);
    const records = recordsOf(textOf(folder, 'ifn.csv'));
    const lyon = records.filter((r) => /^6938\d$/.test(r['code'] ?? ''));
    expect([records.length, lyon.length]).toEqual([66, 9]);
    // The census extract has Lyon as one commune: only income and diplomas know the arrondissements.
    expect(lyon.map((r) => [r['score'], r['rang'], r['pauvrete_statut'], r['chomeurs_statut'], r['peu_diplomes_statut']])).toEqual(lyon.map(() => ['', '', 'observe', 'absent', 'observe']));
    expect(records.filter((r) => r['score'] !== '')).toHaveLength(57);
    expect(stderr).toContain('9 unités sans score');
    expect(geojsonOf(folder).features.every((f) => f.geometry !== null)).toBe(true);
  });
});

describe.skipIf(skipped)(name('les fichiers réels, dans un autre ordre'), () => {
  const inTurn: { straight?: Record<string, string>; shuffled?: Record<string, string> } = {};

  beforeAll(async () => {
    if (skipped) return;
    const original = Object.fromEntries(Object.entries(FILES).map(([file, path]) => [file, readFileSync(real(path))]));
    const text = (file: string): string => shuffledText((original[file] ?? Buffer.alloc(0)).toString('utf8'));
    const shapefile = shuffledShapefile(original['COMMUNE.shp'] ?? Buffer.alloc(0), original['COMMUNE.dbf'] ?? Buffer.alloc(0));
    const other = { ...original, ...Object.fromEntries(INSEE.map((file) => [file, text(file)])), 'COMMUNE.shp': shapefile.shp, 'COMMUNE.dbf': shapefile.dbf };
    inTurn.straight = await computed(original, INSEE);
    inTurn.shuffled = await computed(other, INSEE.toReversed());
  });

  async function computed(files: Readonly<Record<string, Buffer | string>>, order: readonly string[]): Promise<Record<string, string>> {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const folder = await mkdtemp(join(tmpdir(), 'fragilite-'));
    try {
      await put(folder, files);
      const argv = ['compute', ...order.flatMap((file) => ['--insee', file]), '--boundaries', 'COMMUNE.shp', '--territory', 'epci:200046977', '--out', 'lyon', '--quiet'];
      expect(await fragilite(folder, argv)).toEqual({ code: 0, stdout: '', stderr: '' });
      return Object.fromEntries(Object.entries(bytesOf(join(folder, 'lyon'))).map(([file, hex]) => [file, Buffer.from(hex, 'hex').toString('utf8')]));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it.each(['ifn.csv', 'ifn.geojson', 'classement.md', 'methode.md', 'quantites.csv'])('%s est le même', (file) => {
    expect(inTurn.straight?.[file]?.length).toBeGreaterThan(1000);
    expect(inTurn.shuffled?.[file]).toBe(inTurn.straight?.[file]);
  });

  it('manifest.json ne diffère que par la taille et l’empreinte des entrées', () => {
    interface Manifest { entrees: { chemin: string; taille: number; sha256: string }[] }
    const [straight, shuffled] = [inTurn.straight, inTurn.shuffled].map((files) => JSON.parse(files?.['manifest.json'] ?? '') as Manifest);
    expect(shuffled).not.toEqual(straight);
    const without = (manifest: Manifest | undefined): unknown => ({ ...manifest, entrees: manifest?.entrees.map((entry) => ({ ...entry, taille: 0, sha256: '' })) });
    expect(without(shuffled)).toEqual(without(straight));
    const changed = straight?.entrees.filter((entry, i) => entry.sha256 !== shuffled?.entrees[i]?.sha256).map((entry) => entry.chemin);
    expect(changed).toEqual(['COMMUNE.dbf', 'COMMUNE.shp', 'diplomes.csv', 'dossier_complet.csv', 'filosofi.csv']);
  });
});

describe.skipIf(skipped)(name('les fichiers réels, ce qui ne suffit pas'), () => {
  it('FILO2016 seul : le code 3, toutes les variables et les colonnes qu’il faut', async () => {
    const { code, stderr, stdout, folder } = await run(['compute', '--insee', real('insee/FILO2016_DISP_COM_69.csv')]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(bytesOf(folder)).toEqual({});
    expect(stderr).toContain('7 variables du modèle lyon-2021 sont sans colonnes utilisables');
    for (const [id, column] of [['pauvrete', 'TP60{aa}'], ['monoparentales', 'C{aa}_FAMMONO'], ['menages_une_personne', 'C{aa}_MENPSEUL'], ['chomeurs', 'P{aa}_CHOM1564'], ['jeunes_15_29', 'P{aa}_POP1529'], ['ages_65_plus', 'P{aa}_POP65P'], ['peu_diplomes', 'P{aa}_NSCOL15P']] as const) {
      expect(stderr).toMatch(new RegExp(`^ {2}${id} \\(.*il faut .*${column.replace(/[{}]/g, '\\$&')}`, 'm'));
    }
  });

  it('l’extrait par EPCI est lu comme des territoires, jamais comme des communes', async () => {
    const path = real('insee/FILO2018_DISP_EPCI_extrait.csv');
    const alone = await run(['compute', '--insee', path]);
    expect(alone.code).toBe(3);
    expect(alone.stderr).toContain('ne contiennent aucune commune');
    const beside = await run(command(real(FILES['COMMUNE.shp']), '--insee', path));
    expect(beside.code).toBe(0);
    expect(beside.stderr).toContain('3 lignes de territoire gardées pour leurs valeurs publiées (epci 200043081, epci 200046977, epci 245400676)');
    expect(recordsOf(textOf(beside.folder, 'ifn.csv'))).toHaveLength(58);
  });

  it('check dit la même chose que compute, sur la sortie standard, et n’écrit rien', async () => {
    const folder = await temporaryFolder();
    const argv = command(real(FILES['COMMUNE.shp'])).slice(1);
    const { code, stdout } = await fragilite(folder, ['check', ...argv]);
    expect(code).toBe(0);
    expect(stdout).toContain('Unités avec un contour : 58 sur 58 (100,0\u202f%)');
    expect(stdout).toContain('69149 + 69152 réunis en 69149');
    expect(bytesOf(folder)).toEqual({});
  });

  it.each(['base-cc-coupl-fam-men-2017-COM.CSV', 'base-cc-diplomes-formation-2017-COM.CSV', 'base-cc-emploi-pop-active-2016-COM.CSV'])('l’en-tête de %s est compris', async (file) => {
    const { code, stdout } = await fragilite(await temporaryFolder(), ['check', '--insee', real(`insee/entetes/${file}`), '--json']);
    expect(code).toBe(3);
    const report = JSON.parse(stdout) as { fichiers: { cle: string; colonnes_lues: string[] }[] };
    expect(report.fichiers[0]?.cle).toBe('CODGEO');
    expect(report.fichiers[0]?.colonnes_lues.length).toBeGreaterThan(1);
  });
});
