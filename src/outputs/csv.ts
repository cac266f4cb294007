import type { Cell } from './ifn-record.js';

/**
 * A CSV as INSEE's users expect it: `;`, UTF-8, decimal point, LF, a header, quotes only where they
 * are needed. Numbers are written in full (shortest text that reads back the same).
 */
export const csvText = (columns: readonly string[], records: Iterable<readonly Cell[]>): string =>
  [...csvLines(columns, records)].join('');

/** The same line after line, each with its end, for a table that may be long. */
export function* csvLines(columns: readonly string[], records: Iterable<readonly Cell[]>): Generator<string> {
  yield `${columns.join(';')}\n`;
  for (const record of records) yield `${record.map(csvCell).join(';')}\n`;
}

/** One cell as it stands in a CSV. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? numberText(cell) : quoted(cell);
}

/** The shortest text that reads back the same. JSON.stringify gives that of String in half the time, and keeps no copy. */
const numberText = (value: number): string => (Number.isFinite(value) ? JSON.stringify(value) : String(value));

const quoted = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Columns whose cells are codes: Excel must not read a number in them. */
const CODES: ReadonlySet<string> = new Set(['code', 'departement', 'epci']);

/**
 * The same table for a double click in French Excel: BOM, CRLF, decimal comma, codes as text
 * (`="01001"`), and no cell that Excel would take for a formula.
 */
export function* excelCsvLines(columns: readonly string[], records: Iterable<readonly Cell[]>): Generator<string> {
  yield `\ufeff${columns.join(';')}\r\n`;
  for (const record of records) {
    const cells = record.map((cell, i) => {
      if (cell === null) return '';
      if (typeof cell === 'number') return numberText(cell).replace('.', ',');
      if (CODES.has(columns[i] ?? '') && /^[0-9A-Z]+$/.test(cell)) return `"=""${cell}"""`;
      return quoted(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
    });
    yield `${cells.join(';')}\r\n`;
  }
}
