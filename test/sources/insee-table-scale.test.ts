import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { cells, readTable, refusal } from '../support/tables.js';

const line = (i: number): string => `${String(10_000 + i)};"Commune ${String(i)}";${String(i)}.5;12,5\n`;
const HEADER = 'CODGEO;LIBGEO;P22_POP;TP6021\n';
const national = (rows: number): string[] => Array.from({ length: rows }, (_, i) => line(i));

describe('readInseeTable sur un fichier de taille nationale', () => {
  it('lit 35 000 lignes, quel que soit leur ordre', async () => {
    const rows = national(35_000);
    const table = await readTable(HEADER + rows.toReversed().join(''));
    expect(table.codes).toHaveLength(35_000);
    expect(table.codes[34_999]).toBe('44999');
    expect(table.values[0]?.[34_999]).toBe(34_999.5);
    expect(table.identicalDuplicates).toEqual([]);
  });

  it.each([
    ['un champ de trop', `39998;"x";1;2;3\n`, '5 champs au lieu de 4'],
    ['un champ de trop, qui pousse dehors une dernière cellule vide', `39998;"x";9;1;\n`, '5 champs au lieu de 4'],
    ['un champ de moins', `39998;"x";1\n`, '3 champs au lieu de 4'],
    ['une ligne coupée en deux', '39998;"x"\n;1;2\n', '2 champs au lieu de 4'],
  ])('%s à la ligne 30 000', async (_, bad, said) => {
    const rows = national(35_000);
    rows[29_998] = bad;
    expect(await refusal(HEADER + rows.join(''))).toMatch(new RegExp(`^essai\\.csv, ligne 30000 : ${said}\\.`));
  });

  it('une cellule de texte, après des noms sur plusieurs lignes', async () => {
    const rows = national(20_000);
    rows[10] = '10010;"Commune\nsur\r\ntrois lignes";1;2\n';
    rows[15_000] = '25000;"x";environ;2\n';
    expect(await refusal(HEADER + rows.join(''))).toContain('essai.csv, ligne 15004, colonne P22_POP : « environ »');
  });

  it('un guillemet jamais fermé : la ligne où il s’ouvre', async () => {
    const rows = national(35_000);
    rows[29_998] = '39998;"x;1;2\n';
    const plain = rows.map((row, i) => (i === 29_998 ? row : row.replaceAll('"', '')));
    for (const text of [rows, plain]) {
      expect(await refusal(HEADER + text.join(''))).toBe('essai.csv, ligne 30000 : ce n\'est pas un CSV lisible (guillemet mal fermé ou fichier coupé).');
    }
  });

  it('coupé n’importe où : une erreur à la dernière ligne, ou les lignes d’avant', async () => {
    const rows = national(40);
    const text = HEADER + rows.join('');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: HEADER.length + line(0).length, max: text.length - 1 }), async (at) => {
        const cut = text.slice(0, at);
        const whole = cut.split('\n').length;
        const last = cut.slice(cut.lastIndexOf('\n') + 1);
        if (last === '' || last.split(';').length === 4) {
          expect((await readTable(cut)).codes).toHaveLength(whole - 1 - Number(last === ''));
        } else {
          expect(await refusal(cut)).toMatch(new RegExp(`^essai\\.csv, ligne ${String(whole)} : `));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('readInseeTable ne se trompe pas d’encodage', () => {
  // The head is UTF-8 by chance: « Ã© » in windows-1252 is « é » in UTF-8. Only the end tells.
  const header = 'CODGEO;LIBGEO;Ã©;P22_POP\n';
  const filler = national(20_000).map((row) => row.replace('12,5', '1')).join('');
  const windows = iconv.encode(`${header}${filler}`, 'windows-1252');
  const end = iconv.encode('69003;Œuilly;1;2\n', 'windows-1252');

  it('relit l’en-tête quand la fin du fichier dit windows-1252', async () => {
    const table = await readTable(Buffer.concat([windows, end]));
    expect([table.print.encoding, table.header[2]]).toEqual(['windows-1252', 'Ã©']);
    expect(table.codes).toHaveLength(20_001);
    expect(cells(table, 'P22_POP')['69003']).toBe(2);
  });

  it('garde l’UTF-8 quand tout le fichier en est', async () => {
    const table = await readTable(windows);
    expect([table.print.encoding, table.header[2]]).toEqual(['utf8', 'é']);
  });

  it('cite une cellule dans l’encodage que dit la fin du fichier', async () => {
    const bad = iconv.encode('69002;Nom;1;Ã©\n', 'windows-1252');
    expect(await refusal(Buffer.concat([windows.subarray(0, header.length), bad, windows.subarray(header.length), end]))).toContain('« Ã© »');
    expect(await refusal(Buffer.concat([windows.subarray(0, header.length), bad, windows.subarray(header.length)]))).toContain('« é »');
  });

  it('lit l’espace insécable d’un nombre dans les deux', async () => {
    const text = 'CODGEO;LIBGEO;P22_POP\n69003;Clé;1\u00a0036\n';
    for (const encoding of ['utf8', 'windows-1252']) expect(cells(await readTable(iconv.encode(text, encoding)), 'P22_POP')).toEqual({ 69003: 1036 });
  });
});

describe('readInseeTable lit les fins de ligne du Macintosh d’autrefois', () => {
  it('CR seul', async () => {
    expect(cells(await readTable('CODGEO;LIBGEO;P22_POP\r69003;"a";1\r69029;b;2\r'), 'P22_POP')).toEqual({ 69003: 1, 69029: 2 });
  });
});
