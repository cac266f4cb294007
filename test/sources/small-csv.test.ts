import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { INTERVENTIONS, OPEN_LIST } from '../../src/sources/posts/columns.js';
import { columnKey } from '../../src/sources/small-csv.js';
import { failure, openText } from './posts/support.js';

const TEXT = 'poste;commune;quotite\nP1;69387;0.5\nP1;01053;0.5\n';

describe('readSmallCsv', () => {
  it.each([
    ['point-virgule, LF', TEXT],
    ['virgule', TEXT.replaceAll(';', ',')],
    ['CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['BOM', `\ufeff${TEXT}`],
    ['tout entre guillemets', TEXT.replaceAll(/[^;\n]+/g, '"$&"')],
    ['casse et accents', TEXT.replace('poste;commune;quotite', 'Poste;COMMUNE;Quotité')],
    ['lignes vides et lignes de séparateurs', TEXT.replaceAll('\n', '\n\n') + ';;\n'],
    ['colonnes vides au bout', TEXT.replaceAll('\n', ';;\n')],
    ['une phrase avant l’en-tête', `Extraction du 1er janvier\n${TEXT}`],
  ])('%s', async (_, text) => {
    const rows = (await openText(text)).rows(INTERVENTIONS);
    expect(rows.map((row) => [row.text('post'), row.text('commune'), row.text('share')])).toEqual([
      ['P1', '69387', '0.5'],
      ['P1', '01053', '0.5'],
    ]);
  });

  it('lit windows-1252, apostrophe courbe comprise', async () => {
    const header = 'Raison sociale;Nombre de conseillers validés par le COSELEC;Code département;Code commune INSEE;Investissement financier estimatif total de l’Etat';
    const csv = await openText(iconv.encode(`${header}\nCœur d’Écully;1;69;69081;37429\n`, 'windows-1252'));
    const [row] = csv.rows(OPEN_LIST);
    expect([row?.text('structure'), row?.text('amount')]).toEqual(['Cœur d’Écully', '37429']);
  });

  it.each(["l'Etat", 'l’Etat', 'L’État', 'l`etat'])('tient « %s » pour la même colonne', (name) => {
    expect(columnKey(name)).toBe("l'etat");
  });

  it('donne la ligne où commence chaque enregistrement, malgré les retours à la ligne entre guillemets', async () => {
    const csv = await openText('poste;commune;quotite;adresse\nP1;69387;1;"a\nb\nc"\n\nP2;69387;1;"d\r\ne"\nP3;69387;1;f\n');
    expect(csv.rows(INTERVENTIONS).map(({ line }) => line)).toEqual([2, 6, 8]);
  });

  it.each([
    ['trop court', 'poste;commune;quotite\nP1;69387\n', 'f.csv, ligne 2 : 2 champs au lieu de 3'],
    ['trop long', 'poste;commune;quotite\nP1;69387;1;x\n', 'f.csv, ligne 2 : 4 champs au lieu de 3'],
    ['guillemet ouvert', 'poste;commune;quotite\nP1;69387;"1\n', "ce n'est pas un CSV lisible"],
    ['archive', 'PK\u0003\u0004', 'une archive ZIP'],
  ])('refuse un fichier %s', async (_, text, message) => {
    const failed = await failure(openText(text));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it('refuse deux colonnes de même nom', async () => {
    const csv = await openText('poste;commune;quotite;Quotité\nP1;69387;1;1\n');
    expect(() => csv.rows(INTERVENTIONS)).toThrow("deux colonnes s'appellent « quotite »");
  });
});
