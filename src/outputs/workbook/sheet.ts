import { rangeRef } from 'hucre/xlsx';
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

/** How each kind is shown; the cell keeps the number in full. `@` keeps text as text even when it is edited. */
const FORMATS: Readonly<Record<ColumnKind, string>> = {
  text: '@',
  code: '@',
  integer: '#,##0',
  decimal: '#,##0.0',
  hundredths: '#,##0.00',
  thousandths: '#,##0.000',
  share: '0.0%',
};

/** The font of the workbook; a style that changes one thing of it must name it all. */
export const FONT: NonNullable<CellStyle['font']> = { name: 'Calibri', size: 11 };

const GREY: CellStyle = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E8ECEF' } } };
const HEADER: CellStyle = { ...GREY, font: { ...FONT, bold: true }, border: { bottom: { style: 'thin', color: { rgb: '5F6B76' } } } };

const WRAPPED: CellStyle = { numFmt: '@', alignment: { wrapText: true, vertical: 'top' } };
const BOLD: CellStyle = { ...WRAPPED, font: { ...FONT, bold: true } };
/** A title runs over the cells at its right. */
const TITLE: CellStyle = { ...GREY, numFmt: '@', font: { ...FONT, bold: true } };

const LINE_HEIGHT = 15;
/** Excel has no taller row. */
const TALLEST = 409;
const NARROWEST = 11;
const WIDEST = 60;
/** Columns of a sheet of text, in characters. */
const TEXT_WIDTHS = [34, 110] as const;

const isText = (kind: ColumnKind): boolean => kind === 'text' || kind === 'code';

/** A table as a sheet: header frozen, filters on every column, widths that fit, landscape pages as wide as the table. */
export function tableSheet({ name, columns, rows, frozen }: Table): WriteSheet {
  const widths = columns.map(({ kind, label }, c) => columnWidth(kind, label, rows, c));
  const all: CellValue[][] = [columns.map(({ label }) => workbookText(label)), ...rows.map((row) => row.map(value))];
  const cells = new Map<string, Partial<HucreCell>>(columns.map(({ kind }, c) => [`0,${String(c)}`, { style: headerStyle(kind) }]));
  return {
    name,
    columns: columns.map(({ kind }, c): ColumnDef => ({ width: widths[c] ?? NARROWEST, style: cellStyle(kind) })),
    rows: all,
    cells: keptAsText(all, cells),
    rowDefs: new Map([[0, { height: headerHeight(columns, widths) }]]),
    freezePane: { rows: 1, columns: frozen },
    autoFilter: { range: rangeRef(0, 0, rows.length, columns.length - 1) },
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '$1:$1' },
  };
}

/** Numbers at the right, text a little away from the numbers before it. */
const cellStyle = (kind: ColumnKind): CellStyle => (isText(kind) ? { numFmt: FORMATS[kind], alignment: { horizontal: 'left', indent: 1 } } : { numFmt: FORMATS[kind] });

const headerStyle = (kind: ColumnKind): CellStyle => ({
  ...HEADER,
  alignment: { wrapText: true, vertical: 'center', ...(isText(kind) ? { horizontal: 'left', indent: 1 } : { horizontal: 'right' }) },
});

/** Sentences, each with what it is of, to be read down the page; a line without text is a title. */
export function textSheet(name: string, lines: readonly { readonly title: string; readonly text: string }[]): WriteSheet {
  const rows = lines.map(({ title, text }): CellValue[] => [workbookText(title), text === '' ? null : workbookText(text)]);
  const cells = new Map<string, Partial<HucreCell>>();
  const heights = new Map<number, { height: number }>();
  lines.forEach(({ title, text }, r) => {
    if (text === '') for (const c of [0, 1]) cells.set(`${String(r)},${String(c)}`, { style: TITLE });
    // Not every program fits the height of a row to its text.
    const tall = text === '' ? 1 : Math.max(linesOf(title, TEXT_WIDTHS[0]), linesOf(text, TEXT_WIDTHS[1]));
    heights.set(r, { height: heightOf(tall) });
  });
  return {
    name,
    columns: [
      { width: TEXT_WIDTHS[0], style: BOLD },
      { width: TEXT_WIDTHS[1], style: WRAPPED },
    ],
    rows,
    cells: keptAsText(rows, cells),
    rowDefs: heights,
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

const heightOf = (lines: number): number => Math.min(LINE_HEIGHT * lines, TALLEST);

/** Lines that a text takes in a column, its words kept whole. */
const linesOf = (text: string, width: number): number => Math.max(1, Math.ceil((1.15 * text.length) / width));

/** An Excel cell holds no more characters. */
const LONGEST_TEXT = 32_767;

/** Text as a workbook holds it; `_x0041_`, which Excel would read as `A`, is told as written. */
export function workbookText(text: string): string {
  const cut = text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
  return xmlText(cut).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
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
  let longest = 0;
  if (isText(kind)) for (const row of rows) longest = Math.max(longest, String(row[column] ?? '').length);
  return Math.min(Math.max(longest + 3, longestWord + 4, NARROWEST), WIDEST);
}

function headerHeight(columns: Table['columns'], widths: readonly number[]): number {
  return heightOf(Math.max(2, ...columns.map(({ label }, c) => linesOf(label, (widths[c] ?? NARROWEST) - 3) + 1)));
}
