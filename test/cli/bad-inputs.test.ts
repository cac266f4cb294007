import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { bytesOf, fragilite, textOf } from '../support/command-line.js';
import { GOOD, INSEE, put, SIX_COMMUNES, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';
import { dbfBytes, LAMBERT93_PRJ, shpBytes, square, temporaryFolder } from '../support/write-shapefile.js';
import type { ShapefileSpec } from '../support/write-shapefile.js';

const RP = textOf(SIX_COMMUNES, 'rp2022.csv');
const FILOSOFI = textOf(SIX_COMMUNES, 'filosofi2021.csv');
const CONTOURS = textOf(SIX_COMMUNES, 'contours.geojson');
const MODEL = readFileSync(fileURLToPath(new URL('../../data/models/lyon-2021.yaml', import.meta.url)), 'utf8');
const shapefile: ShapefileSpec = {
  columns: [{ name: 'INSEE_COM', length: 5 }],
  records: ['01001', '69003'].map((code, i) => ({ rings: [square(842000 + 9000 * i, 6519000, 3000)], values: [code] })),
};
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

interface Bad {
  readonly name: string;
  readonly files?: Readonly<Record<string, Buffer | string>>;
  readonly argv?: readonly string[];
  readonly code: number;
  readonly says: readonly string[];
}

const withBoundaries = (file: string): string[] => ['compute', ...INSEE, '--boundaries', file, '--out', 'sortie'];
const unknownQuantity = MODEL.replace('denominateur: actifs_15_64', 'denominateur: actifs_15_65');
const cycle = `${MODEL}    repli: autre\n  autre:\n    libelle: Autre repli\n    numerateur: population_75_plus\n    denominateur: population\n    repli: ages_75_plus\n`;

const BAD: readonly Bad[] = [
  {
    name: 'un shapefile tronqué',
    files: { 'C.shp': shpBytes(shapefile).subarray(0, -20), 'C.dbf': dbfBytes(shapefile), 'C.prj': LAMBERT93_PRJ },
    argv: withBoundaries('C.shp'), code: 3, says: ['C.shp', 'tronqué'],
  },
  {
    name: 'un shapefile sans .dbf',
    files: { 'C.shp': shpBytes(shapefile), 'C.prj': LAMBERT93_PRJ },
    argv: withBoundaries('C.shp'), code: 3, says: ['.dbf'],
  },
  { name: 'un GeoJSON coupé', files: { 'contours.geojson': CONTOURS.slice(0, 400) }, code: 3, says: ['contours.geojson'] },
  { name: 'un GeoJSON en mètres sans projection', files: { 'contours.geojson': CONTOURS.replaceAll('[4.', '[8424.') }, code: 3, says: ['contours.geojson', '--crs EPSG:2154'] },
  { name: 'une projection inconnue', argv: [...GOOD, '--crs', 'EPSG:9999'], code: 2, says: ['--crs EPSG:9999', 'inconnue'] },
  { name: 'des contours absents', argv: withBoundaries('rien.shp'), code: 3, says: ['Erreur : rien.shp : fichier introuvable'] },
  { name: 'deux colonnes CODGEO', files: { 'rp2022.csv': RP.replace('LIBGEO', 'CODGEO') }, code: 3, says: ['rp2022.csv : deux colonnes s\'appellent CODGEO (colonnes 1 et 2).'] },
  {
    name: 'deux lignes différentes d’un même code',
    files: { 'filosofi2021.csv': `${FILOSOFI}69003;2910;22200;25,0\n` },
    code: 3, says: ['filosofi2021.csv : deux lignes différentes pour le code 69003 (lignes 6 et 8, colonne TP6021)'],
  },
  { name: 'un fichier en UTF-16', files: { 'rp2022.csv': iconv.encode(RP, 'utf-16le', { addBOM: true }) }, code: 3, says: ['rp2022.csv : le fichier est en UTF-16', 'UTF-8'] },
  { name: 'un fichier vide', files: { 'rp2022.csv': '' }, code: 3, says: ['rp2022.csv : le fichier est vide'] },
  { name: 'un fichier coupé', files: { 'rp2022.csv': RP.slice(0, -40) }, code: 3, says: ['rp2022.csv, ligne 7 : ', 'champs au lieu de 16'] },
  { name: 'une page HTML téléchargée à la place', files: { 'rp2022.csv': '<!DOCTYPE html>\n<html></html>' }, code: 3, says: ['rp2022.csv', 'HTML'] },
  { name: 'un fichier absent', argv: [...GOOD, '--insee', 'rien.csv'], code: 3, says: ['rien.csv : fichier introuvable'] },
  { name: 'du texte dans une colonne de nombres', files: { 'filosofi2021.csv': FILOSOFI.replace('17,0', 'env. 17') }, code: 3, says: ['filosofi2021.csv, ligne 5, colonne TP6021 : « env. 17 »'] },
  { name: 'un effectif négatif', files: { 'rp2022.csv': RP.replace(';800;', ';-800;') }, code: 3, says: ['rp2022.csv, ligne 2, colonne P22_POP : « -800 » est négatif'] },
  {
    name: 'une colonne qui a d’autres valeurs dans un autre fichier',
    files: { 'autre.csv': 'CODGEO;P22_POP\n69003;3000\n69149;38001\n' },
    argv: [...GOOD, '--insee', 'autre.csv'], code: 3, says: ['P22_POP, commune 69149 : 38001 dans autre.csv, 38000 dans rp2022.csv'],
  },
  {
    name: 'un modèle à quantité inconnue',
    files: { 'fiche.yaml': unknownQuantity }, argv: [...GOOD, '--model', 'fiche.yaml'],
    code: 3, says: [`fiche.yaml, ligne ${lineOf(unknownQuantity, 'actifs_15_65')}, champ themes[1].axes[0].variables[0].denominateur`, '« actifs_15_65 »', 'vouliez-vous dire « actifs_15_64 »'],
  },
  {
    name: 'un modèle dont les replis tournent en rond',
    files: { 'fiche.yaml': cycle }, argv: [...GOOD, '--model', 'fiche.yaml'],
    code: 3, says: ['fiche.yaml', `ligne ${lineOf(cycle, 'repli: autre')}`, 'tournent en rond (ages_75_plus → autre → ages_75_plus)'],
  },
  { name: 'un modèle qui n’est pas du YAML', files: { 'fiche.yaml': 'id: [\n' }, argv: [...GOOD, '--model', 'fiche.yaml'], code: 3, says: ['fiche.yaml, ligne ', 'YAML illisible'] },
  { name: 'un modèle inconnu', argv: [...GOOD, '--model', 'lyon-2012'], code: 2, says: ['« lyon-2012 » inconnu', 'Vouliez-vous dire lyon-2021'] },
  { name: 'un territoire inconnu', argv: [...GOOD, '--territory', 'epci:1'], code: 2, says: ['« epci:1 »', 'aucun EPCI'] },
  { name: 'une référence inconnue', argv: [...GOOD, '--reference', 'dep:99'], code: 2, says: ['« dep:99 »'] },
  { name: 'un territoire absent des fichiers', argv: [...GOOD, '--territory', 'epci:200043081'], code: 3, says: ['0 % de la population de la référence (CC Chinon, Vienne et Loire)'] },
  { name: 'un millésime mal écrit', argv: [...GOOD, '--vintage', '2022'], code: 2, says: ['--vintage 2022', 'rp=2022'] },
  { name: 'un millésime absent des fichiers', argv: [...GOOD, '--vintage', 'rp=2015'], code: 3, says: ['chomeurs', 'millésime 2015', 'P15_CHOM1564'] },
  { name: 'un millésime d’une variable inconnue', argv: [...GOOD, '--vintage', 'chomeur=2022'], code: 2, says: ['« chomeur »', 'vouliez-vous dire chomeurs'] },
  { name: 'une politique inconnue', argv: [...GOOD, '--missing', 'ignore'], code: 2, says: ['« ignore » inconnue', 'Vouliez-vous dire ignorer'] },
  { name: 'un niveau inconnu', argv: [...GOOD, '--plm', 'quartier'], code: 2, says: ['--plm quartier'] },
  { name: 'une géographie qui n’est pas installée', argv: [...GOOD, '--cog', '2023'], code: 2, says: ['2023', 'npm install cog-2023@'] },
  { name: 'un format inconnu', argv: [...GOOD, '--format', 'csv-exel'], code: 2, says: ['--format csv-exel', 'Vouliez-vous dire csv-excel'] },
  { name: 'une part qui n’en est pas une', argv: [...GOOD, '--require-join', '150%'], code: 2, says: ['--require-join 150%'] },
  {
    name: 'une valeur de référence d’une variable inconnue',
    files: { 'ref.csv': 'territoire;variable;valeur;millesime;source\ndep:69;pauvretes;14;2021;Insee\n' },
    argv: [...GOOD, '--reference-values', 'ref.csv'], code: 3, says: ['ref.csv, ligne 2', '« pauvretes »', 'vouliez-vous dire « pauvrete »'],
  },
  { name: 'trop peu de contours pour le seuil', argv: [...GOOD, '--require-join', '99%'], files: { 'contours.geojson': CONTOURS.replace('"69149"', '"69266"') }, code: 4, says: ['--require-join', '83,3'] },
  { name: 'trop peu de communes complètes pour le seuil', argv: [...GOOD, '--require-complete', '0.9'], files: { 'filosofi2021.csv': FILOSOFI.replace('11,0', 's') }, code: 4, says: ['--require-complete', '83,3'] },
  { name: 'un fichier de projet absent', argv: ['compute', '--config', 'rien.yaml', '--out', 'sortie'], code: 3, says: ['rien.yaml : fichier introuvable'] },
  { name: 'un fichier de projet au champ inconnu', files: { 'projet.yaml': 'insee: rp2022.csv\nteritory: dep:69\n' }, argv: ['compute', '--config', 'projet.yaml', '--out', 'sortie'], code: 3, says: ['projet.yaml, ligne 2, champ teritory', '« territory »'] },
];

describe('une mauvaise entrée : son message, son code, et les sorties précédentes intactes', () => {
  it.each(BAD)('$name (code $code)', async ({ files = {}, argv = GOOD, code, says }) => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    await put(folder, files);
    const outcome = await fragilite(folder, argv);
    expect(outcome.stderr).toContain('Erreur : ');
    const message = outcome.stderr.slice(outcome.stderr.indexOf('Erreur : '));
    for (const text of says) expect(message.replaceAll('\u202f', ' ')).toContain(text);
    expect(message).not.toMatch(/\n {4}at |Erreur interne/);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });
});

describe('une option de données sans données (code 2)', () => {
  it.each([
    ['--territory', 'dep:69'], ['--boundaries', 'c.shp'], ['--crs', 'EPSG:2154'], ['--reference', 'dep:69'],
    ['--reference-values', 'r.csv'], ['--vintage', 'rp=2022'], ['--plm', 'commune'], ['--cog', '2026'],
  ])('%s sans --insee : rien à lire', async (option, value) => {
    const folder = await temporaryFolder();
    const { code, stderr } = await fragilite(folder, ['compute', option, value]);
    expect(code).toBe(2);
    expect(stderr).toBe(`Erreur : ${option} sans --insee : il n'y a pas de fichier à lire.\nDonnez les fichiers de l'Insee par --insee, ou rien de tout cela pour la démonstration.\n`);
    expect(bytesOf(folder)).toEqual({});
  });

  it('les cite toutes à la fois', async () => {
    const { stderr } = await fragilite(await temporaryFolder(), ['check', '--plm', 'commune', '--territory', 'dep:69']);
    expect(stderr).toMatch(/^Erreur : --territory, --plm sans --insee/);
  });
});

describe('les codes abîmés sont réparés, et c’est dit', () => {
  it.each([
    ['1001 pour 01001', /^01001;/m, '1001;', 'rp2022.csv : 1 code réparé (« 1001 » lu 01001, ligne 2, zéro initial rétabli)'],
    ['2a004 pour 2A004', /^2A004;/m, '2a004;', 'rp2022.csv : 1 code réparé (« 2a004 » lu 2A004, ligne 4, lettre mise en majuscule)'],
    ['69003.0 pour 69003', /^69003;/m, '69003.0;', 'rp2022.csv : 1 code réparé (« 69003.0 » lu 69003, ligne 6, décimales retirées)'],
  ])('%s', async (_, code, spoiled, message) => {
    const folder = await sixCommunesComputed();
    const before = textOf(join(folder, 'sortie'), 'ifn.csv');
    await put(folder, { 'rp2022.csv': RP.replace(code, spoiled) });
    const { code: exit, stderr } = await fragilite(folder, GOOD);
    expect(exit).toBe(0);
    expect(stderr).toContain(`Attention : ${message}`);
    expect(textOf(join(folder, 'sortie'), 'ifn.csv')).toBe(before);
  });

  it('la Corse garde ses lettres, triée entre 29 et 30', async () => {
    const folder = await sixCommunesComputed();
    const codes = textOf(join(folder, 'sortie'), 'ifn.csv').trimEnd().split('\n').slice(1).map((line) => line.split(';').slice(0, 3).join(' '));
    expect(codes).toEqual(['01001 L\'Abergement-Clémenciat 01', '01002 L\'Abergement-de-Varey 01', '2A004 Ajaccio 2A', '2B033 Bastia 2B', '69003 Albigny-sur-Saône 69', '69149 Oullins-Pierre-Bénite 69']);
  });
});

describe('une sortie impossible (code 5)', () => {
  it.each([['sortie est un fichier', 'fichier.txt'], ['elle est sous un fichier', 'fichier.txt/lyon']])('%s', async (_, out) => {
    const folder = await sixCommunes();
    writeFileSync(join(folder, 'fichier.txt'), 'à moi');
    const { code, stderr } = await fragilite(folder, ['compute', ...INSEE, '--out', out]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^Erreur : Le dossier de sortie « fichier\.txt.* est un fichier\. Donnez un autre dossier par --out\.\n$/);
    expect(textOf(folder, 'fichier.txt')).toBe('à moi');
  });

  it('un dossier porte le nom d’une sortie : rien d’autre n’est touché', async () => {
    const folder = await sixCommunes();
    mkdirSync(join(folder, 'sortie', 'ifn.csv'), { recursive: true });
    const { code, stderr } = await fragilite(folder, GOOD);
    expect(code).toBe(5);
    expect(stderr).toContain('Impossible d\'écrire dans « sortie »');
    expect(() => bytesOf(join(folder, 'sortie', 'ifn.csv'))).not.toThrow();
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)(`le dossier est interdit d’écriture${root ? ' (sauté : root peut écrire partout)' : ''}`, async () => {
    const folder = await sixCommunesComputed();
    const before = bytesOf(join(folder, 'sortie'));
    chmodSync(join(folder, 'sortie'), 0o500);
    const { code, stderr } = await fragilite(folder, GOOD);
    chmodSync(join(folder, 'sortie'), 0o700);
    expect(code).toBe(5);
    expect(stderr).toContain('droits insuffisants');
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });
});
