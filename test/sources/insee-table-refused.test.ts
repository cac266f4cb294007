import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { inputErrorOf, readFile, refusal } from '../support/tables.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const GOOD = 'CODGEO;P22_POP\n69003;1\n';

describe('readInseeTable refuse ce qui n’est pas un CSV', () => {
  it.each([
    ['vide', Buffer.alloc(0), 'essai.csv : le fichier est vide (0 octet). Téléchargez-le à nouveau.'],
    ['un BOM seul', Buffer.from('\ufeff'), 'essai.csv : aucune ligne de texte. Est-ce bien un fichier CSV ?'],
    ['des lignes vides', Buffer.from('\r\n\r\n'), 'essai.csv : aucune ligne de texte. Est-ce bien un fichier CSV ?'],
    ['un ZIP', Buffer.from('PK\u0003\u0004suite'), 'essai.csv : ce n\'est pas un CSV mais une archive ZIP (ou un classeur Excel).\nDécompressez-la, ou enregistrez la feuille en CSV.'],
    ['un gzip', gzipSync(GOOD), 'essai.csv : ce n\'est pas un CSV mais un fichier compressé (gzip).\nDécompressez-le.'],
    ['un Parquet', Buffer.from('PAR1suite'), 'essai.csv : ce n\'est pas un CSV mais un fichier Parquet.\nDonnez-le hors archive, sous un nom en .parquet.'],
    ['un PDF', Buffer.from('%PDF-1.7\n'), 'essai.csv : ce n\'est pas un CSV mais un PDF.\nDonnez un fichier CSV.'],
    ['un vieux classeur', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'essai.csv : ce n\'est pas un CSV mais un ancien classeur Excel.\nEnregistrez la feuille en CSV.'],
    ['une page HTML', Buffer.from('\ufeff\n<!DOCTYPE html><html>…'), 'essai.csv : ce n\'est pas un CSV mais une page HTML ou XML ; le téléchargement a sans doute échoué.'],
    ['du XML', Buffer.from('<?xml version="1.0"?>'), 'essai.csv : ce n\'est pas un CSV mais une page HTML ou XML ; le téléchargement a sans doute échoué.'],
    ['du JSON', Buffer.from('{"type":"FeatureCollection"}'), 'essai.csv : ce n\'est pas un CSV mais du JSON. Un contour se donne par --boundaries.'],
    ['un binaire', Buffer.from('CODGEO;P22_POP\n\u0000\u0001\u0002\u0003abcdef'), 'essai.csv : ce n\'est pas un CSV (le fichier contient des octets nuls).'],
  ])('%s', async (_, bytes, message) => expect(await refusal(bytes)).toBe(message));

  it.each([
    ['UTF-16 LE avec BOM', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(GOOD, 'utf-16le')])],
    ['UTF-16 BE avec BOM', Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(GOOD, 'utf-16be')])],
    ['UTF-16 LE sans BOM', iconv.encode(GOOD, 'utf-16le')],
    ['UTF-16 BE sans BOM', iconv.encode(GOOD, 'utf-16be')],
  ])('%s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('essai.csv : le fichier est en UTF-16. Enregistrez-le en UTF-8 (« CSV UTF-8 » dans Excel).');
  });

  it('un fichier absent, ou un dossier', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'sous'));
    expect(await inputErrorOf(() => readFile(join(folder, 'rien.csv'), 'rien.csv'))).toBe('rien.csv : fichier introuvable. Vérifiez le chemin.');
    expect(await inputErrorOf(() => readFile(join(folder, 'sous'), 'sous'))).toBe('sous : ce n\'est pas un fichier mais un dossier. Nommez le fichier lui-même.');
  });
});

describe('readInseeTable refuse un en-tête', () => {
  it('sans colonne de code, en citant ce qu’il a et ce qu’il faut', async () => {
    const message = await refusal('A;B;C;D;E;F;G;H;I\n1;2;3;4;5;6;7;8;9\n');
    expect(message).toMatch(/^essai\.csv : aucune colonne de code de commune\. Colonnes trouvées : A, B, C, D, E, F, G, H, …\.\n/);
    expect(message).toContain('Il faut l\'une de : CODGEO, COM, DEPCOM');
    expect(message).toContain('ou pour des IRIS : IRIS, CODE_IRIS');
  });

  it.each([
    ['CODGEO;P22_POP;CODGEO\n69003;1;69003\n', 'essai.csv : deux colonnes s\'appellent CODGEO (colonnes 1 et 3).\nGardez-en une seule.'],
    ['CODGEO;codgeo;P22_POP\n69003;69003;1\n', 'essai.csv : deux colonnes s\'appellent CODGEO (colonnes 1 et 2).\nGardez-en une seule.'],
    ['CODGEO;P22_POP;LIBGEO;P22_POP\n69003;1;x;1\n', 'essai.csv : deux colonnes s\'appellent P22_POP (colonnes 2 et 4).\nGardez-en une seule.'],
  ])('à colonne double : %j', async (text, message) => expect(await refusal(text)).toBe(message));

  it('seul', async () => {
    expect(await refusal('CODGEO;P22_POP\n')).toBe('essai.csv : aucune ligne dont CODGEO soit un code de commune (le fichier n’a que son en-tête).');
  });
});

describe('readInseeTable refuse une ligne, en disant laquelle', () => {
  it.each([
    ['trop courte', 'CODGEO;LIBGEO;P22_POP\n69003;Albigny;1\n69029;2\n', 'essai.csv, ligne 3 : 2 champs au lieu de 3.'],
    ['trop longue', 'CODGEO;LIBGEO;P22_POP\n69003;Albigny;1;de trop\n', 'essai.csv, ligne 2 : 4 champs au lieu de 3.'],
    ['coupée à la fin', 'CODGEO;LIBGEO;P22_POP\n69003;Albigny;1\n690', 'essai.csv, ligne 3 : 1 champs au lieu de 3.'],
    ['trop courte, après une ligne de titre', 'Un titre\nCODGEO;LIBGEO;P22_POP\n69003;Albigny;1\n69029;2\n', 'essai.csv, ligne 4 : 2 champs au lieu de 3.'],
    ['trop courte, en CRLF', 'CODGEO;LIBGEO;P22_POP\r\n69003;Albigny;1\r\n69029;2\r\n', 'essai.csv, ligne 3 : 2 champs au lieu de 3.'],
    ['trop courte, après un saut de ligne entre guillemets', 'CODGEO;LIBGEO;P22_POP\n69003;"Albi\ngny";1\n69029;2\n', 'essai.csv, ligne 4 : 2 champs au lieu de 3.'],
  ])('%s', async (_, text, message) => expect((await refusal(text)).split('\n')[0]).toBe(message));

  it('à guillemet jamais fermé', async () => {
    expect(await refusal('CODGEO;LIBGEO;P22_POP\n69003;"Albigny;1\n69029;Bron;2\n')).toMatch(/^essai\.csv, ligne \d+ : ce n'est pas un CSV lisible \(guillemet mal fermé ou fichier coupé\)\.$/);
  });

  it.each([
    ['du texte', 'CODGEO;P22_POP\n69003;1\n69029;environ 12\n', 'essai.csv, ligne 3, colonne P22_POP : « environ 12 » n\'est ni un nombre ni une marque de valeur manquante (vide, s, nd, ns, NA).'],
    ['un effectif négatif', 'CODGEO;P22_POP\n69003;-1\n', 'essai.csv, ligne 2, colonne P22_POP : « -1 » est négatif.'],
    ['un taux négatif', 'CODGEO;TP6021\n69003;-0,1\n', 'essai.csv, ligne 2, colonne TP6021 : « -0,1 » est négatif.'],
    ['un taux au-dessus de 100', 'CODGEO;TP6021\n69003;100,1\n', 'essai.csv, ligne 2, colonne TP6021 : « 100,1 » dépasse 100 %.'],
    ['deux nombres dans une cellule', 'CODGEO;P22_POP\n69003;1 2\n', 'essai.csv, ligne 2, colonne P22_POP : « 1 2 » n\'est ni un nombre ni une marque de valeur manquante (vide, s, nd, ns, NA).'],
    ['une erreur de tableur', 'CODGEO;P22_POP\n69003;#REF!\n', 'essai.csv, ligne 2, colonne P22_POP : « #REF! » n\'est ni un nombre ni une marque de valeur manquante (vide, s, nd, ns, NA).'],
    ['dans une ligne de territoire', 'CODGEO;TP6021\n69003;10\n200046977;250\n', 'essai.csv, ligne 3, colonne TP6021 : « 250 » dépasse 100 %.'],
  ])('%s', async (_, text, message) => {
    const lines = (await refusal(text)).split('\n');
    expect(lines).toEqual([message, 'Corrigez la cellule ou videz-la.']);
  });

  it('ne recopie pas une cellule interminable', async () => {
    const message = await refusal(`CODGEO;P22_POP\n69003;${'x'.repeat(5000)}\n`);
    expect(message).toContain(`« ${'x'.repeat(60)} »`);
    expect(message.length).toBeLessThan(300);
  });

  it('admet un taux de 0 et de 100, et un effectif nul', async () => {
    expect(await refusal('CODGEO;TP6021;P22_POP\n69003;0;0\n69029;100;0\n69033;101;0\n')).toContain('ligne 4, colonne TP6021');
  });
});

describe('readInseeTable refuse deux lignes d’un même code', () => {
  it.each([
    ['des valeurs', 'CODGEO;P22_POP;TP6021\n69003;1;10\n69029;5;11\n69003;1;12\n', 'lignes 2 et 4, colonne TP6021'],
    ['une valeur et un secret', 'CODGEO;TP6021\n69003;10\n69003;s\n', 'lignes 2 et 3, colonne TP6021'],
    ['deux raisons de manquer', 'CODGEO;TP6021\n69003;nd\n69003;s\n', 'lignes 2 et 3, colonne TP6021'],
    ['un code réparé et le code entier', 'CODGEO;P22_POP\n01001;5\n1001;6\n', 'lignes 2 et 3, colonne P22_POP', '01001'],
  ])('qui diffèrent par %s', async (_, text, where, code = '69003') => {
    expect(await refusal(text)).toBe(`essai.csv : deux lignes différentes pour le code ${code} (${where}).\nGardez celle qui convient : fragilite ne choisit pas à votre place.`);
  });

  it('d’un même territoire', async () => {
    expect(await refusal('CODGEO;TP6021\n69003;10\n200046977;17,1\n200046977;17,2\n')).toContain('deux lignes différentes pour le code 200046977 (lignes 3 et 4');
  });
});
