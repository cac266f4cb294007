import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { cells, readFile, readTable } from '../support/tables.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const fixture = (name: string): ReturnType<typeof readFile> => readFile(join(FIXTURES, 'lecture', name), name);

const RP = 'CODGEO;LIBGEO;P22_POP;TP6021\n01001;L\'Abergement;771.5;11,0\n2A004;Ajaccio;74000;s\n';
const EXPECTED = { population: { '01001': 771.5, '2A004': 74000 }, pauvrete: { '01001': 11, '2A004': 'secret' } };

describe('readInseeTable : les formes d’un même fichier', () => {
  it.each([
    ['point-virgule, LF', RP],
    ['CRLF', RP.replaceAll('\n', '\r\n')],
    ['sans fin de ligne au bout', RP.trimEnd()],
    ['tabulation', RP.replaceAll(';', '\t')],
    ['virgule, décimales entre guillemets', RP.replaceAll('11,0', '"11,0"').replaceAll(';', ',')],
    ['barre verticale', RP.replaceAll(';', '|')],
    ['BOM', `\ufeff${RP}`],
    ['tout entre guillemets', RP.replaceAll(/[^;\n]+/g, '"$&"')],
    ['BOM et guillemets', `\ufeff${RP.replaceAll(/[^;\n]+/g, '"$&"')}`],
    ['espaces autour des noms de colonnes', RP.replace('P22_POP;TP6021', ' P22_POP ; TP6021')],
    ['lignes vides', RP.replaceAll('\n', '\n\n')],
    ['lignes en désordre', RP.replace(/(01001.*\n)(2A004.*\n)/, '$2$1')],
    ['colonnes vides au bout', RP.replaceAll('\n', ';;;\n')],
    ['colonnes vides au bout des données seulement', RP.replaceAll('11,0', '11,0;;').replaceAll('s\n', 's;;\n')],
    ['une phrase avant l’en-tête', `Données au 1er janvier, source : Insee\n${RP}`],
    ['trois lignes avant l’en-tête', `Titre\nSource ; Insee\nMise en ligne ; 2025\n${RP}`],
  ])('%s', async (_, text) => {
    const table = await readTable(text);
    expect(table.codes).toEqual(['01001', '2A004']);
    expect(table.columns.map((c) => c.name)).toEqual(['P22_POP', 'TP6021']);
    expect(cells(table, 'P22_POP')).toEqual(EXPECTED.population);
    expect(cells(table, 'TP6021')).toEqual(EXPECTED.pauvrete);
  });

  it('reconnaît windows-1252 à ses octets, y compris « œ » et l’apostrophe courbe', async () => {
    const table = await readTable(iconv.encode(RP.replace('LIBGEO', 'Libellé d’œuvre'), 'windows-1252'));
    expect(table.print.encoding).toBe('windows-1252');
    expect(table.header[1]).toBe('Libellé d’œuvre');
    expect(cells(table, 'P22_POP')).toEqual(EXPECTED.population);
  });

  it('reconnaît l’UTF-8 sans BOM, et le BOM quand il y est', async () => {
    const plain = await readTable(RP.replace('LIBGEO', 'Libellé'));
    const marked = await readTable(`\ufeff${RP.replace('LIBGEO', 'Libellé')}`);
    expect([plain.print.encoding, plain.print.bom, plain.header[1]]).toEqual(['utf8', false, 'Libellé']);
    expect([marked.print.encoding, marked.print.bom, marked.header[1], marked.keyColumn]).toEqual(['utf8', true, 'Libellé', 'CODGEO']);
  });

  it('tient pour UTF-8 un fichier dont un caractère est à cheval sur deux blocs de lecture', async () => {
    const head = 'CODGEO;LIBGEO;P22_POP\n01001;';
    const text = `${head}${'a'.repeat((1 << 20) - head.length - 1)}é;5\n`;
    const table = await readTable(text);
    expect(table.print.encoding).toBe('utf8');
    expect(cells(table, 'P22_POP')).toEqual({ '01001': 5 });
  });

  it('lit en windows-1252 un fichier UTF-8 coupé au milieu d’un caractère de la fin', async () => {
    const bytes = Buffer.from('CODGEO;P22_POP;LIBGEO\n01001;5;Clé');
    expect((await readTable(bytes.subarray(0, -1))).print.encoding).toBe('windows-1252');
  });

  it.each(['codgeo', 'COM', 'DEPCOM', 'code_insee', 'INSEE_COM', 'Code'])('prend %s pour colonne de code', async (name) => {
    const table = await readTable(RP.replace('CODGEO', name));
    expect(table.keyColumn).toBe(name);
    expect(cells(table, 'P22_POP')).toEqual(EXPECTED.population);
  });

  it('préfère CODGEO à un autre nom de code, et IRIS à la commune', async () => {
    expect((await readTable('COM;CODGEO;P22_POP\n99;01001;5\n')).keyColumn).toBe('CODGEO');
    const iris = await readTable('COM;IRIS;P22_POP\n69381;693810101;5\n');
    expect([iris.keyColumn, iris.iris]).toEqual(['IRIS', true]);
  });
});

describe('readInseeTable : ce qui est gardé', () => {
  it('ne garde que les colonnes voulues, mais tous les noms', async () => {
    const table = await fixture('rp-2022-entete-large.csv');
    expect(table.columns.map((c) => c.name)).toEqual(['P22_POP', 'P16_POP', 'C22_FAMMONO']);
    expect(table.columns.map((c) => c.vintage)).toEqual([2022, 2016, 2022]);
    expect(table.header).toContain('SUPERF');
    expect(table.values).toHaveLength(3);
    expect(table.values[0]?.[0]).toBe(7107.01247632609);
  });

  it('dit quel texte a été réparé, et à quelle ligne', async () => {
    const table = await readTable('CODGEO;P22_POP\n1001;5\n69123;6\n2a004;7\n69003.0;8\n');
    expect(table.codes).toEqual(['01001', '2A004', '69003', '69123']);
    expect(table.repairs).toEqual([
      { text: '1001', code: '01001', why: 'zéro initial rétabli', line: 2 },
      { text: '2a004', code: '2A004', why: 'lettre mise en majuscule', line: 4 },
      { text: '69003.0', code: '69003', why: 'décimales retirées', line: 5 },
    ]);
  });

  it('compte une fois deux lignes identiques, quelle que soit l’écriture des nombres', async () => {
    const table = await readTable('CODGEO;LIBGEO;P22_POP;TP6021\n69003;Albigny;10,0;s\n69003;ALBIGNY;10;s\n69029;Bron;5;\n69029;Bron;5;\n');
    expect(table.identicalDuplicates).toEqual(['69003', '69029']);
    expect(cells(table, 'P22_POP')).toEqual({ 69003: 10, 69029: 5 });
  });

  it('tient 1001 et 01001 pour un même code', async () => {
    expect((await readTable('CODGEO;P22_POP\n1001;5\n01001;5\n')).identicalDuplicates).toEqual(['01001']);
  });

  it('ne garde que les lignes COM et ARM d’un fichier à TYPECOM', async () => {
    const table = await fixture('typecom.csv');
    expect(cells(table, 'P22_POP')).toEqual({ 69114: 4000, 69381: 30000 });
    expect(table.otherLevelCount).toBe(2);
    expect(table.otherLevels).toEqual(['69114 (COMD)', '69101 (COMD)']);
  });

  it('compte et cite les lignes d’un autre niveau', async () => {
    const table = await readTable(`CODGEO;P22_POP\n69003;1\n${'ZZZZZZZZZ;2\n'.repeat(6)}`);
    expect(table.otherLevelCount).toBe(6);
    expect(table.otherLevels).toHaveLength(5);
    expect(table.codes).toEqual(['69003']);
  });

  it('accepte un fichier sans aucune colonne voulue : ses codes sont là', async () => {
    const table = await readTable('CODGEO;AUTRE\n69003;texte\n');
    expect([table.codes, table.columns]).toEqual([['69003'], []]);
  });

  it('ne lit pas les cellules des colonnes dont il n’a que faire', async () => {
    expect((await readTable('CODGEO;AUTRE;P22_POP\n69003;-12 abc;5\n')).codes).toEqual(['69003']);
  });

  it('admet deux colonnes du même nom dont il n’a que faire', async () => {
    expect(cells(await readTable('CODGEO;NOTE;P22_POP;NOTE\n69003;a;5;b\n'), 'P22_POP')).toEqual({ 69003: 5 });
  });

  it('connaît la taille et l’empreinte du fichier', async () => {
    const { print } = await readTable('CODGEO;P22_POP\n69003;1\n');
    expect(print.size).toBe(23);
    expect(print.sha256).toBe('2cff2bc56251ef86f7c37407fb3ca5fb397d27539f928bf962c116535a4f5d5c');
  });
});

describe('readInseeTable : pourquoi une valeur manque', () => {
  it('distingue secret, non disponible et vide', async () => {
    const table = await readTable('CODGEO;TP6021\n69001;s\n69003;nd\n69029;\n69033;ns\n69034;n.d.\n69040;NA\n');
    expect(cells(table, 'TP6021')).toEqual({ 69001: 'secret', 69003: 'unavailable', 69029: 'blank', 69033: 'unavailable', 69034: 'unavailable', 69040: 'unavailable' });
  });

  it('tient pour secrète une cellule vide de Filosofi jusqu’à 2019, pas après', async () => {
    const table = await fixture('filosofi-vide-secret.csv');
    expect(cells(table, 'Q216')).toEqual({ 69001: 21616, 69002: 'secret' });
    expect(cells(table, 'TP6019')).toEqual({ 69001: 'secret', 69002: 12.5 });
    expect(cells(table, 'TP6021')).toEqual({ 69001: 'blank', 69002: 13 });
    // A census column beside them: empty says nothing.
    expect(cells(table, 'P16_POP')).toEqual({ 69001: 'blank', 69002: 240 });
  });

  it('lit les milliers de la CAF à espace fine', async () => {
    expect(cells(await readTable('CODGEO;P22_POP\n69003;1\u202f036\n69029;42\u00a0850,5\n'), 'P22_POP')).toEqual({ 69003: 1036, 69029: 42850.5 });
  });
});
