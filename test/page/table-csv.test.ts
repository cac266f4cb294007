import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tableCsv } from '../../src/page/table-csv.js';

it('writes what is shown for French Excel', () => {
  expect(tableCsv(['Rang', 'Commune', 'Code', 'Écart'], ['rang', 'nom', 'code', 'ecart'], [['1', "=cmd|'/C calc'!A0", '01001', '−1\u202f234,5'], ['–', 'Le "Bourg" ; haut', '2A004', '+3']])).toBe(
    '\ufeffRang;Commune;Code;Écart\r\n1;\'=cmd|\'/C calc\'!A0;"=""01001""";-1234,5\r\n;"Le ""Bourg"" ; haut";"=""2A004""";\'+3\r\n',
  );
});

it('has as many rows and cells as the table, and no cell that is a formula', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', '@x', '-a', '+b', '"', ';', '\n'));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const read = parse(tableCsv(['a', 'b'], ['a', 'b'], rows), { delimiter: ';', bom: true });
      expect(read).toHaveLength(rows.length + 1);
      for (const cells of read.slice(1)) for (const text of cells) expect(/^[=+@]/.test(text) || (text.startsWith('-') && Number.isNaN(Number(text.replace(',', '.'))))).toBe(false);
    }),
  );
});
