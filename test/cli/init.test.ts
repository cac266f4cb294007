import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bytesOf, fragilite, recordsOf, textOf } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { stepsOf } from '../support/project.js';
import { repositoryFile } from '../support/run-cli.js';
import { temporaryFolder } from '../support/write-shapefile.js';
import { parquetTwin } from '../support/write-parquet.js';
import { zipBytes } from '../support/write-zip.js';

const fixture = (path: string): Buffer => readFileSync(repositoryFile(path));

/** A folder with files by path. */
async function folderOf(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

interface Project {
  readonly insee: string[];
  readonly territory?: string;
  readonly boundaries?: string;
  readonly cross?: { readonly posts?: string[]; readonly demands?: string[] };
  readonly allocate?: { readonly envelope: string };
  readonly 'reference-values'?: string;
  readonly diagnose?: object | null;
  readonly map?: object | null;
  readonly report?: null;
}

async function init(folder: string, ...words: readonly string[]): Promise<Outcome & { readonly project: Project; readonly text: string; readonly leftOut: Record<string, string> }> {
  const outcome = await fragilite(folder, ['init', ...words]);
  expect({ code: outcome.code, stderr: outcome.code === 0 ? '' : outcome.stderr }).toEqual({ code: 0, stderr: '' });
  const text = readFileSync(join(folder, 'fragilite.yaml'), 'utf8');
  const listed = /# Fichiers laissés de côté :\n((?:# - .*\n)*)/.exec(text)?.[1] ?? '';
  const leftOut = Object.fromEntries(listed.split('\n').flatMap((line) => { const [, path, why] = /^# - (.*?) : (.*)$/.exec(line) ?? []; return path === undefined ? [] : [[path, why ?? '']]; }));
  return { ...outcome, text, project: parse(text) as Project, leftOut };
}

/** The files of the demonstration under names that say nothing. */
const demonstration = (): Record<string, Buffer> => ({
  'a/1.csv': fixture('data/demo/filosofi2021_metropole_lyon.csv'),
  'a/2.csv': fixture('data/demo/rp2022_metropole_lyon.csv'),
  'a/3.txt': fixture('data/demo/rp2018_diplomes_metropole_lyon.csv'),
  'b/carte.json': fixture('data/demo/contours_schematiques.geojson'),
  'b/points.csv': fixture('data/demo/points_metropole_lyon.csv'),
  'c/liste.csv': fixture('data/demo/avril-2023/postes.csv'),
  'c/autre.csv': fixture('data/demo/fevrier-2021/demandes.csv'),
  'c/e.yml': fixture('data/demo/fevrier-2021/enveloppe.yaml'),
});

describe('fragilite init', () => {
  it('reconnaît les fichiers à leur contenu, et le projet qu’il écrit se calcule sans retouche, puis rien n’est refait', async () => {
    const folder = await folderOf(demonstration());
    const { project, leftOut, stderr } = await init(folder);
    expect(project).toEqual({
      insee: ['a/2.csv', 'a/1.csv', 'a/3.txt'],
      territory: 'epci:200046977',
      boundaries: 'b/carte.json',
      out: 'sortie',
      cross: { posts: ['c/liste.csv'], demands: ['c/autre.csv'] },
      allocate: { envelope: 'c/e.yml' },
      diagnose: null,
      map: null,
      report: null,
    });
    expect(leftOut).toEqual({ 'b/points.csv': "aucune colonne que l'indice lit" });
    expect(stderr).toMatch(/^Il manque ages_65_plus : .* ; fragilite fetch insee-rp-pop-2022$/m);
    expect(stderr).toContain('Ce que fetch peut en prendre : fragilite fetch insee-rp-pop-2022 && fragilite init --force\n');
    expect(stderr).toMatch(/Écrit : fragilite\.yaml\. Relisez-le, puis : fragilite run\n$/);
    const first = await fragilite(folder, ['run']);
    expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(join(folder, 'sortie'))).toEqual(expect.arrayContaining(['allocation.csv', 'allocation.md', 'carte.png', 'carte.svg', 'classement.md', 'croisement.csv', 'croisement.md', 'diagnostic.json', 'diagnostic.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'methode.md', 'quantites.csv', 'rapport.html']));
    const scores = (csv: string): string[] => recordsOf(csv).map((row) => `${row['code'] ?? ''} ${row['score'] ?? ''}`);
    expect(scores(textOf(join(folder, 'sortie'), 'ifn.csv'))).toEqual(scores(fixture('fixtures/demonstration/ifn.csv').toString('utf8')));
    const again = await fragilite(folder, ['run']);
    expect(new Set(Object.values(stepsOf(again.stderr)))).toEqual(new Set(['inchangé']));
  });

  it('sans demandes, croise sur les postes seuls ; sans enveloppe ni contours, met allocate et map en commentaire', async () => {
    const folder = await folderOf(demonstration());
    for (const path of ['c/autre.csv', 'c/e.yml', 'b/carte.json']) rmSync(join(folder, path));
    const { project, text, stderr } = await init(folder);
    expect(project.cross).toEqual({ posts: ['c/liste.csv'] });
    expect(text).toContain('# Croisement avec les postes et les demandes (sur les postes seuls, faute de demandes).');
    expect(project).not.toHaveProperty('allocate');
    expect(text).toContain('# allocate:\n#   envelope: enveloppe.yaml\n');
    expect(project).not.toHaveProperty('map');
    expect(project).not.toHaveProperty('boundaries');
    for (const what of ['les contours des communes : Admin Express', "les demandes : l'export des structures", "l'enveloppe à répartir : un enveloppe.yaml"]) expect(stderr).toContain(`Il manque ${what}`);
    const run = await fragilite(folder, ['run']);
    expect(run.code).toBe(0);
    expect(stepsOf(run.stderr)).toMatchObject({ cross: 'fait', allocate: 'non demandé', map: 'non demandé', report: 'fait' });
  });

  it('lit les archives et le Parquet, et laisse de côté ce qui n’apporte rien, chaque fois avec la raison', async () => {
    const rp = fixture('fixtures/six-communes/rp2022.csv').toString('utf8');
    const filosofi = fixture('fixtures/six-communes/filosofi2021.csv').toString('utf8');
    const contours = fixture('fixtures/six-communes/contours.geojson').toString('utf8');
    const [header = '', ...rows] = rp.trimEnd().split('\n');
    const folder = await folderOf({
      'base.zip': zipBytes([{ name: 'base-cc-2022.CSV', content: rp }, { name: 'meta_base.CSV', content: 'COD_VAR;LIB_VAR\nP22_POP;Population\n' }]),
      'revenus.parquet': parquetTwin(filosofi, { numbers: ['NBPERSMENFISC21', 'MED21'] }),
      'z/double.csv': rp,
      'z/contraire.csv': rp.replace(';800;', ';801;'),
      'z/ailleurs.csv': `${header}\n${(rows[0] ?? '').replace('01001', '97101')}\n`,
      'z/vieux.csv.gz': gzipSync(rp.replace(/([PC])22_/g, '$116_')),
      'z/page.csv': '<!DOCTYPE html><html><body>Erreur 500</body></html>',
      'z/vide.csv': '',
      'z/classeur.xlsx': Buffer.from('PK\u0003\u0004 rien'),
      'z/note.txt': 'Penser à télécharger la suite.\n',
      'z/taux.csv': 'code;taux;source\n01001;12;essai\n',
      'z/groupes.csv': 'code;groupe\n01001;A\n',
      'z/passage.csv': 'ancien;nouveau\n01003;01001\n',
      'z/scores.csv': 'code;score\n01001;100\n',
      'z/modele.yaml': 'id: mien\nlibelle: Mien\nagregation: {}\n',
      'z/utf16.csv': Buffer.from('\ufeffCODGEO;P22_POP\n', 'utf16le'),
      'contours/b.geojson': contours,
      'contours/a.geojson': contours,
      'contours/0.geojson': contours.replace('"01001"', '"97199"'),
      'contours/points.geojson': '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"01001"},"geometry":{"type":"Point","coordinates":[5,46]}}]}',
      'valeurs.csv': 'territoire;variable;valeur;millesime;source\nepci:200046977;pauvrete;16,0;2021;Insee\n',
      'enveloppe.yaml': 'territoire: dep:33\nnom: Gironde\nbas: 1\nhaut: 2\nsource: essai\n',
      '.cache/rp.csv': rp,
      'node_modules/x/rp.csv': rp,
    });
    const { project, leftOut } = await init(folder);
    expect(project).toMatchObject({ insee: ['base.zip', 'revenus.parquet'], territory: 'communes:01001,01002,2A004,2B033,69003,69149', boundaries: 'contours/a.geojson' });
    expect(project).not.toHaveProperty('cross');
    expect(leftOut).toEqual({
      'contours/0.geojson': 'couvre 5 des 6 communes',
      'contours/b.geojson': 'couvre aussi les 6 communes ; contours/a.geojson vient avant',
      'contours/points.geojson': expect.stringContaining('aucun polygone') as string,
      'enveloppe.yaml': "enveloppe de dep:33, où n'est aucune commune du territoire",
      'valeurs.csv': 'valeurs d’autres territoires que celui du projet',
      'z/ailleurs.csv': 'aucune commune du territoire',
      'z/classeur.xlsx': 'archive ou classeur : enregistrez la feuille en CSV, ou décompressez',
      'z/contraire.csv': expect.stringContaining('800 dans base.zip:base-cc-2022.CSV, 801 dans z/contraire.csv') as string,
      'z/double.csv': "n'apporte rien qui manque",
      'z/groupes.csv': 'regroupement de communes, pour allocate : by',
      'z/modele.yaml': 'modèle, pour model (sans lui, lyon-2021)',
      'z/note.txt': 'ni code de commune, ni liste de postes, ni contours, d’après ses colonnes',
      'z/page.csv': expect.stringContaining('page HTML') as string,
      'z/passage.csv': 'table de passage, pour une autre géographie : passage',
      'z/scores.csv': 'scores déjà calculés, pour cross et allocate : scores',
      'z/taux.csv': "taux d'illectronisme, pour cross et allocate : illectronisme, avec weight: personnes",
      'z/utf16.csv': expect.any(String) as string,
      'z/vide.csv': 'fichier vide',
      'z/vieux.csv.gz': "n'apporte rien qui manque",
    });
    expect((await fragilite(folder, ['run', '--quiet'])).code).toBe(0);
  });

  it('prend pour base le fichier du recensement qui donne le plus, ici le dossier complet long parmi les cubes, et le complète', async () => {
    const folder = await temporaryFolder();
    for (const name of ['cubes', 'dossier', 'large']) cpSync(repositoryFile(`fixtures/formes-longues/${name}`), join(folder, name), { recursive: true });
    rmSync(join(folder, 'large', 'rp.csv'));
    const { project, text } = await init(folder);
    expect(project.insee[0]).toBe('dossier/dossier_complet.csv');
    // One-person households are not in the long dossier: whatever brings them comes beside it.
    expect(text).toMatch(/# apporte .*menages_une_personne/);
    expect((await fragilite(folder, ['check', '--quiet'])).code).toBe(0);
  });

  it('prend les valeurs publiées du territoire, et une seule liste de postes', async () => {
    const files = demonstration();
    const folder = await folderOf({
      ...files,
      'valeurs.csv': 'territoire;variable;valeur;millesime;source\nepci:200046977;pauvrete;16,0;2021;Insee\n',
      'd/postes.csv': fixture('fixtures/posts-canoniques/postes.csv'),
      'd/interventions.csv': fixture('fixtures/posts-canoniques/interventions.csv'),
    });
    const { project, leftOut } = await init(folder);
    expect(project['reference-values']).toBe('valeurs.csv');
    expect([...(project.cross?.posts ?? []), ...Object.keys(leftOut)].filter((path) => /liste|postes|interventions/.test(path)).sort()).toEqual(['c/liste.csv', 'd/interventions.csv', 'd/postes.csv']);
    expect(Object.values(leftOut)).toContainEqual(expect.stringContaining('deux compteraient double'));
    expect((await fragilite(folder, ['run', '--quiet'])).code).toBe(0);
  });

  it('donne le même fichier deux fois, d’où qu’on le lance, et ne prend pas ses propres résultats', async () => {
    const folder = await folderOf(demonstration());
    const { text } = await init(folder);
    expect((await fragilite(folder, ['run', '--quiet'])).code).toBe(0);
    const beside = join(folder, 'a');
    const { code, stderr } = await fragilite(beside, ['init', '..', '--force']);
    expect(code).toBe(0);
    expect(stderr).toContain('Écrit : ../fragilite.yaml. Relisez-le, puis : fragilite run --config ../fragilite.yaml');
    expect(readFileSync(join(folder, 'fragilite.yaml'), 'utf8')).toBe(text.replace(/(# - b\/points\.csv.*\n)/, '$1# - sortie/ : résultat de fragilite\n'));
  });

  it('ne remplace un fragilite.yaml qu’avec --force (code 5)', async () => {
    const folder = await folderOf({ ...demonstration(), 'fragilite.yaml': 'insee: mien.csv\n' });
    const { code, stderr } = await fragilite(folder, ['init']);
    expect({ code, stderr }).toEqual({ code: 5, stderr: 'Erreur : fragilite.yaml est déjà là. Pour le remplacer : fragilite init --force.\n' });
    expect(readFileSync(join(folder, 'fragilite.yaml'), 'utf8')).toBe('insee: mien.csv\n');
    await init(folder, '--force');
  });

  it('sans fichier du recensement, n’écrit rien et dit où en trouver un (code 3)', async () => {
    const folder = await folderOf({ 'contours.geojson': fixture('data/demo/contours_schematiques.geojson') });
    const { code, stderr } = await fragilite(folder, ['init']);
    expect(code).toBe(3);
    expect(stderr).toContain('contours.geojson : contours, sans fichier du recensement auquel les joindre');
    expect(stderr).toContain("Il faut le dossier complet de l'Insee, ou ses bases communales");
    expect(stderr).toMatch(/ ; fragilite fetch insee-\S+( insee-\S+)*\nPour les seules communes d'un territoire : fragilite fetch --territory epci:200046977\n$/);
    const ids = / ; fragilite fetch (.*)\n/.exec(stderr)?.[1]?.split(' ') ?? [];
    expect((await fragilite(folder, ['fetch', ...ids, '--dry-run'])).code).toBe(0);
    expect(existsSync(join(folder, 'fragilite.yaml'))).toBe(false);
    expect(bytesOf(folder)).toHaveProperty(['contours.geojson']);
    const posts = await fragilite(await folderOf({ 'postes.csv': fixture('data/demo/avril-2023/postes.csv') }), ['init']);
    expect(posts.stderr).toMatch(/^Erreur : Aucun fichier du recensement dans « \. » qui donne des quantités de l'indice\.\n/);
    expect((await fragilite(await folderOf({}), ['init'])).stderr).toContain('le dossier est vide');
    expect(await fragilite(folder, ['init', 'nulle-part'])).toMatchObject({ code: 2, stderr: "Erreur : « nulle-part » n'est pas un dossier. Donnez celui où sont les fichiers de l'Insee.\n" });
  });

  it('quand des variables manquent, les nomme avec le fichier qui les a, et run s’arrête là (code 3)', async () => {
    const folder = await folderOf({ 'rp.csv': fixture('data/demo/rp2022_metropole_lyon.csv') });
    const { stderr, text } = await init(folder);
    expect(stderr).toContain("Il manque pauvrete (Taux de pauvreté (seuil 60 %)) : cc_filosofi de l'Insee");
    expect(text).toMatch(/# - peu_diplomes \(.*\) : base-cc-diplomes-formation de l'Insee, ou le dossier complet, ou en forme longue DS_RP_DIPLOMES_PRINC ; fragilite fetch insee-dossier-complet-2025\n/);
    // One file brings all three: the light ones of each are not asked for.
    expect(stderr).toContain('Ce que fetch peut en prendre : fragilite fetch insee-dossier-complet-2025 etalab-communes-100m-2026 && fragilite init --force\n');
    expect((await fragilite(folder, ['run', '--quiet'])).code).toBe(3);
  });
});
