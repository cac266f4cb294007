import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import { csvShape } from './csv.js';
import { fingerprint } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';

/** A column that a reader takes from a file; columns that no reader names are never looked at. */
export interface Column {
  /** Its name in the format. */
  readonly name: string;
  /** Other names of the same column. */
  readonly also: readonly string[];
  readonly required: boolean;
}

export type Columns<K extends string> = Readonly<Record<K, Column>>;

export const required = (name: string, ...also: string[]): Column => ({ name, also, required: true });
export const optional = (name: string, ...also: string[]): Column => ({ name, also, required: false });

/** A row of a small file: the columns that its reader names, and nothing else. */
export interface Row<K extends string> {
  /** Line of the file where the row begins; 1 is the first line. */
  readonly line: number;
  /** The cell without spaces around it, runs of spaces and newlines as one space; empty when there is none. */
  text(column: K): string;
  /** The error for a cell that cannot be used: file, line, column, value, what to do. */
  error(column: K, problem: string): Error;
}

/** A small delimited file, its header read and its rows still to be taken by name. */
export interface SmallCsv {
  readonly shown: string;
  readonly print: Fingerprint;
  readonly header: readonly string[];
  /** @throws inputError when a column stands twice in the file */
  rows<K extends string>(columns: Columns<K>): Row<K>[];
}

interface RawRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/** The name of a column without what editors change: case, accents, kind of apostrophe, spaces. */
export const columnKey = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f\ufeff]/g, '')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase();

/** True when a header holds a column. */
export const holds = (keys: ReadonlySet<string>, column: Column): boolean =>
  [column.name, ...column.also].some((name) => keys.has(columnKey(name)));

/** @throws inputError when a file lacks columns that its format requires */
export function requireColumns<K extends string>({ shown, header }: Pick<SmallCsv, 'shown' | 'header'>, columns: Columns<K>): void {
  const keys = new Set(header.map(columnKey));
  const all = Object.values<Column>(columns);
  const missing = all.filter((column) => column.required && !holds(keys, column)).map((column) => column.name);
  if (missing.length === 0) return;
  throw inputError(
    `${shown} : il manque ${missing.length > 1 ? 'les colonnes' : 'la colonne'} ${missing.join(', ')}. Colonnes attendues : ${all.map((c) => c.name).join(';')}.`,
  );
}

/**
 * Reads a small delimited file: `;` or `,`, UTF-8 with or without BOM, or windows-1252, newlines
 * allowed inside quotes.
 *
 * @param isKey knows the names by which the line of the header is found
 * @throws inputError when it is not a CSV, or a row has too few or too many cells
 */
export async function readSmallCsv(path: string, shown: string, isKey: (name: string) => boolean): Promise<SmallCsv> {
  const print = await fingerprint(path, shown);
  const shape = csvShape(shown, print, isKey);
  const text = iconv.decode(await readFile(path), print.encoding);
  const records = parseRecords(text, shown, shape.delimiter).slice(shape.skipped + 1);
  const width = shape.header.length;
  for (const { fields, line } of records) {
    if (fields.length < width || fields.slice(width).some((cell) => cell.trim() !== '')) {
      throw inputError(
        `${shown}, ligne ${String(line)} : ${String(fields.length)} champs au lieu de ${String(width)}.\n` +
          'Le fichier est coupé ou un séparateur manque : vérifiez cette ligne, ou téléchargez-le à nouveau.',
      );
    }
  }
  // Spreadsheets leave rows of separators at the end: nothing is in them.
  const filled = records.filter(({ fields }) => fields.some((cell) => cell.trim() !== ''));
  return {
    shown,
    print,
    header: shape.header,
    rows: (columns) => {
      const at = positions(columns, shape.header, shown);
      return filled.map((record) => row(record, columns, at, shown));
    },
  };
}

function parseRecords(text: string, shown: string, delimiter: string): RawRecord[] {
  try {
    const bytes = Buffer.from(text, 'utf8');
    const parsed = parse(bytes, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { bytes: number } }[];
    return withLines(parsed, bytes);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `, ligne ${String(error['lines'])}` : '';
    throw inputError(`${shown}${line} : ce n'est pas un CSV lisible (guillemet mal fermé ou fichier coupé).`, { cause: error });
  }
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Gives each record the line where it begins. csv-parse gives the line where a record ends, and counts
 * a CRLF inside quotes as two lines: newlines are counted here, from one end of record to the next.
 */
function withLines(parsed: readonly { readonly record: string[]; readonly info: { readonly bytes: number } }[], bytes: Buffer): RawRecord[] {
  let line = 1;
  let at = 0;
  return parsed.map(({ record, info }) => {
    for (; bytes[at] === LF || bytes[at] === CR; at += 1) if (bytes[at] === LF) line += 1;
    const begins = line;
    for (; at < info.bytes; at += 1) if (bytes[at] === LF) line += 1;
    return { fields: record, line: begins };
  });
}

function positions<K extends string>(columns: Columns<K>, header: readonly string[], shown: string): ReadonlyMap<K, number> {
  const keys = header.map(columnKey);
  const at = new Map<K, number>();
  for (const [id, column] of Object.entries<Column>(columns) as [K, Column][]) {
    for (const name of [column.name, ...column.also]) {
      const key = columnKey(name);
      const first = keys.indexOf(key);
      if (first === -1) continue;
      if (keys.includes(key, first + 1)) {
        throw inputError(`${shown} : deux colonnes s'appellent « ${header[first] ?? name} ». Gardez-en une.`);
      }
      at.set(id, first);
      break;
    }
  }
  return at;
}

function row<K extends string>(record: RawRecord, columns: Columns<K>, at: ReadonlyMap<K, number>, shown: string): Row<K> {
  // Only the cells of the columns named are kept: whatever else the file holds goes no further.
  const cells = new Map<K, string>();
  for (const [id, position] of at) cells.set(id, (record.fields[position] ?? '').replace(/\s+/g, ' ').trim());
  const text = (column: K): string => cells.get(column) ?? '';
  return {
    line: record.line,
    text,
    error: (column, problem) => {
      const value = text(column) === '' ? '' : `« ${text(column)} » ; `;
      return inputError(`${shown}, ligne ${String(record.line)}, colonne ${columns[column].name} : ${value}${problem}`);
    },
  };
}
