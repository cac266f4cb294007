import type { Cell as HucreCell, CellStyle, CellValue, ColumnDef, WriteSheet } from 'hucre/xlsx';
import type { ColumnKind, LabelledColumn } from '../column-labels.js';
import type { Cell } from '../ifn-record.js';
import { xmlText } from '../xml-text.js';

/** A table of the workbook: a header, then rows in the order of its columns. */
export interface Table {
  readonly name: string;
  readonly columns: readonly LabelledColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns at the left that stay in sight. */
  readonly frozen: number;
}

/** How each kind is shown; the cell keeps the whole number. `@` keeps text as text even when it is edited. */
const FORMATS: Readonly<Record<ColumnKind, string>> = {
  text: '@',
  code: '@',
  integer: '#,##0',
  decimal: '#,##0.0',
  hundredths: '#,##0.00',
  share: '0.0%',
};

const HEADER: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E8ECEF' } },
  border: { bottom: { style: 'thin', color: { rgb: '5F6B76' } } },
  alignment: { wrapText: true, vertical: 'center' },
};

const WRAPPED: CellStyle = { numFmt: '@', alignment: { wrapText: true, vertical: 'top' } };
const BOLD: CellStyle = { ...WRAPPED, font: { bold: true } };

const LINE_HEIGHT = 15;
const NARROWEST = 11;
const WIDEST = 44;

/** A table as a sheet: header frozen, filters on every column, widths that fit, landscape pages as wide as the table. */
export function tableSheet({ name, columns, rows, frozen }: Table): WriteSheet {
  const widths = columns.map(({ kind, label }, c) => columnWidth(kind, label, rows, c));
  const last = `${columnLetters(columns.length - 1)}${String(rows.length + 1)}`;
  const all: CellValue[][] = [columns.map(({ label }) => workbookText(label)), ...rows.map((row) => row.map(value))];
  const cells = new Map<string, Partial<HucreCell>>(columns.map((_, c) => [`0,${String(c)}`, { style: HEADER }]));
  return {
    name,
    columns: columns.map(({ kind }, c): ColumnDef => ({ width: widths[c] ?? NARROWEST, numFmt: FORMATS[kind] })),
    rows: all,
    cells: keptAsText(all, cells),
    rowDefs: new Map([[0, { height: headerHeight(columns, widths) }]]),
    freezePane: { rows: 1, columns: frozen },
    autoFilter: { range: `A1:${last}` },
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '$1:$1' },
  };
}

/** Sentences, each with what it is of, to be read down the page; a line without text is a title. */
export function textSheet(name: string, lines: readonly { readonly title: string; readonly text: string }[]): WriteSheet {
  const rows = lines.map(({ title, text }): CellValue[] => [workbookText(title), text === '' ? null : workbookText(text)]);
  return {
    name,
    columns: [
      { width: 34, style: BOLD },
      { width: 110, style: WRAPPED },
    ],
    rows,
    cells: keptAsText(rows, new Map()),
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

/** An Excel cell holds no more. */
const LONGEST_TEXT = 32_767;

/** Text as a workbook holds it; `_x0041_`, which Excel would read as `A`, is told as written. */
export function workbookText(text: string): string {
  const escaped = xmlText(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return escaped.length <= LONGEST_TEXT ? escaped : `${escaped.slice(0, LONGEST_TEXT - 1)}…`;
}

const value = (cell: Cell): CellValue => (typeof cell === 'string' ? (cell === '' ? null : workbookText(cell)) : cell);

/** Excel's own words for errors, which hucre would write as errors and not as text. */
const ERROR_WORD = /^#[A-Z_0-9/]+[!?A]?$/;

/** The overrides of cells, with those that must be told to be text. */
function keptAsText(rows: readonly (readonly CellValue[])[], cells: Map<string, Partial<HucreCell>>): Map<string, Partial<HucreCell>> {
  rows.forEach((row, r) => {
    row.forEach((text, c) => {
      if (typeof text !== 'string' || !ERROR_WORD.test(text)) return;
      const key = `${String(r)},${String(c)}`;
      cells.set(key, { ...cells.get(key), richText: [{ text }] });
    });
  });
  return cells;
}

/** Text as wide as its longest cell, numbers as their format needs; a long label is cut into lines. */
function columnWidth(kind: ColumnKind, label: string, rows: Table['rows'], column: number): number {
  const longestWord = Math.max(...label.split(/\s/).map((word) => word.length));
  let longest = kind === 'text' || kind === 'code' ? 0 : NARROWEST - 2;
  if (kind === 'text' || kind === 'code') {
    for (const row of rows) longest = Math.max(longest, String(row[column] ?? '').length);
  }
  return Math.min(Math.max(longest + 2, longestWord + 3, NARROWEST), WIDEST);
}

function headerHeight(columns: Table['columns'], widths: readonly number[]): number {
  const lines = columns.map(({ label }, c) => Math.ceil((1.15 * label.length) / ((widths[c] ?? NARROWEST) - 2)));
  return LINE_HEIGHT * Math.max(2, ...lines.map((n) => n + 1));
}

/** 0 → A, 26 → AA */
function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}
