import { promisify } from 'node:util';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { elementsOf, onlyElement, parseXml } from './xml.js';
import type { XmlElement } from './xml.js';

/** A cell as Excel would hold it. */
export interface XlsxCell {
  readonly type: 'text' | 'number' | 'formula' | 'error' | 'boolean';
  readonly value: string | number;
  readonly format: string;
}

export interface XlsxSheet {
  readonly name: string;
  readonly xml: XmlElement;
  /** Rows of cells; null is an empty cell. */
  readonly rows: readonly (readonly (XlsxCell | null)[])[];
}

export interface Xlsx {
  /** The text of each part of the archive. */
  readonly parts: ReadonlyMap<string, string>;
  /** Date and time of each member, as the zip tells them. */
  readonly dates: readonly (readonly [date: number, time: number])[];
  readonly sheets: readonly XlsxSheet[];
}

const openZip = promisify<Buffer, { lazyEntries: boolean }, ZipFile>(yauzl.fromBuffer.bind(yauzl));

/** Reads a workbook with nothing of what wrote it: every part must be well-formed XML. */
export async function readXlsx(bytes: Buffer): Promise<Xlsx> {
  const { parts, dates } = await unzipped(bytes);
  const xml = new Map([...parts].map(([name, text]) => [name, parseXml(text)]));
  const part = (name: string): XmlElement => {
    const found = xml.get(name);
    if (found === undefined) throw new Error(`no ${name} in the workbook`);
    return found;
  };
  const strings = elementsOf(part('xl/sharedStrings.xml'), 'si').map((si) => unescaped(elementsOf(si, 't').map((t) => t.text).join('')));
  const formats = formatsOf(part('xl/styles.xml'));
  const targets = new Map(part('xl/_rels/workbook.xml.rels').children.map((r) => [r.attributes.get('Id'), r.attributes.get('Target') ?? '']));
  const sheets = elementsOf(part('xl/workbook.xml'), 'sheet').map((sheet): XlsxSheet => {
    const body = part(`xl/${targets.get(sheet.attributes.get('r:id')) ?? ''}`);
    return { name: sheet.attributes.get('name') ?? '', xml: body, rows: rowsOf(body, strings, formats) };
  });
  return { parts, dates, sheets };
}

async function unzipped(bytes: Buffer): Promise<Pick<Xlsx, 'parts' | 'dates'>> {
  const zip = await openZip(bytes, { lazyEntries: true });
  const parts = new Map<string, string>();
  const dates: [number, number][] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      dates.push([entry.lastModFileDate, entry.lastModFileTime]);
      zip.openReadStream(entry, (error, stream) => {
        if (error !== null) {
          reject(error);
          return;
        }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () => {
          parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
          zip.readEntry();
        });
      });
    });
    zip.readEntry();
  });
  return { parts, dates };
}

/** `_x0041_` stands for a character (ECMA-376, ST_Xstring). */
const unescaped = (text: string): string => text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Formats that a file need not define. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([['0', 'General'], ['1', '0'], ['3', '#,##0'], ['4', '#,##0.00'], ['9', '0%'], ['10', '0.00%'], ['49', '@']]);

function formatsOf(styles: XmlElement): string[] {
  const own = new Map(elementsOf(styles, 'numFmt').map((f) => [f.attributes.get('numFmtId'), f.attributes.get('formatCode') ?? '']));
  return elementsOf(onlyElement(styles, 'cellXfs'), 'xf').map((xf) => {
    const id = xf.attributes.get('numFmtId') ?? '0';
    return own.get(id) ?? BUILT_IN.get(id) ?? `? ${id}`;
  });
}

function rowsOf(sheet: XmlElement, strings: readonly string[], formats: readonly string[]): (XlsxCell | null)[][] {
  const rows: (XlsxCell | null)[][] = [];
  for (const row of elementsOf(onlyElement(sheet, 'sheetData'), 'row')) {
    const cells: (XlsxCell | null)[] = [];
    for (const cell of row.children) {
      const column = columnOf(cell.attributes.get('r') ?? '');
      while (cells.length < column) cells.push(null);
      cells.push(cellOf(cell, strings, formats));
    }
    while (rows.length < Number(row.attributes.get('r')) - 1) rows.push([]);
    rows.push(cells);
  }
  return rows;
}

function cellOf(cell: XmlElement, strings: readonly string[], formats: readonly string[]): XlsxCell | null {
  const format = formats[Number(cell.attributes.get('s') ?? 0)] ?? '';
  const text = (name: string): string => elementsOf(cell, name).map((e) => e.text).join('');
  if (elementsOf(cell, 'f').length > 0) return { type: 'formula', value: text('f'), format };
  switch (cell.attributes.get('t')) {
    case 's':
      return { type: 'text', value: strings[Number(text('v'))] ?? '', format };
    case 'inlineStr':
      return { type: 'text', value: unescaped(text('t')), format };
    case 'e':
      return { type: 'error', value: text('v'), format };
    case 'b':
      return { type: 'boolean', value: text('v'), format };
    default:
      return cell.children.length === 0 ? null : { type: 'number', value: Number(text('v')), format };
  }
}

/** `AB12` → 27 */
const columnOf = (ref: string): number => Array.from(ref.replace(/\d+/, '')).reduce((n, letter) => 26 * n + letter.charCodeAt(0) - 64, 0) - 1;
