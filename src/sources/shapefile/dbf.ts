import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { inputError } from '../../errors.js';

/** The table of a shapefile. Values are text, always: a code is never a number. */
export interface DbfTable {
  readonly columns: readonly string[];
  /** Rows in the file, deleted ones included: as many as there are shapes. */
  readonly rows: number;
  /** 1 for a deleted row. */
  readonly deleted: Uint8Array;
  readonly encoding: Encoding;
  /** The trimmed values of the column at this position, one per row, deleted rows included. */
  values(column: number): string[];
}

export interface Encoding {
  /** The name that iconv-lite knows. */
  readonly name: string;
  /** Who says so: the `.cpg`, or the bytes themselves. */
  readonly origin: 'cpg' | 'octets';
}

interface Field {
  readonly name: string;
  readonly type: string;
  /** Offset in the record. */
  readonly start: number;
  readonly length: number;
}

const HEADER_BYTES = 32;
const FIELD_BYTES = 32;
const FIELDS_END = 0x0d;
const DELETED = 0x2a;

/**
 * Reads a `.dbf` (dBASE III and later, without memo fields).
 *
 * Encoding: what the `.cpg` says; without one, or when it contradicts the bytes, UTF-8 if the text
 * is valid UTF-8, else windows-1252.
 *
 * @param file the name for the messages
 * @param cpg the text of the `.cpg`, or null
 * @throws an input error when the table is truncated or contradicts itself
 */
export function readDbf(buffer: Buffer, file: string, cpg: string | null): DbfTable {
  if (buffer.length < HEADER_BYTES + 1) throw truncated(file, HEADER_BYTES + 1, buffer.length);
  const rows = buffer.readUInt32LE(4);
  const headerBytes = buffer.readUInt16LE(8);
  const rowBytes = buffer.readUInt16LE(10);
  const expected = headerBytes + rows * rowBytes;
  if (headerBytes <= HEADER_BYTES || rowBytes < 1) {
    throw inputError(`${file} n'est pas une table dBASE : en-tête de ${headerBytes} octets, lignes de ${rowBytes} octets.\nExportez le shapefile de nouveau.`);
  }
  if (expected > buffer.length) throw truncated(file, expected, buffer.length);

  const descriptors = readDescriptors(buffer, headerBytes, rowBytes, file);
  const rowStart = (row: number): number => headerBytes + row * rowBytes;
  const bytes = (row: number, field: Field): Buffer =>
    buffer.subarray(rowStart(row) + field.start, rowStart(row) + field.start + field.length);
  const texts = descriptors.filter(({ type }) => type === 'C');
  const validUtf8 = (): boolean => {
    for (let row = 0; row < rows; row++) {
      for (const field of texts) if (!isUtf8(bytes(row, field))) return false;
    }
    return true;
  };
  const encoding = chooseEncoding(cpg, validUtf8);
  const deleted = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) deleted[row] = buffer[rowStart(row)] === DELETED ? 1 : 0;

  return {
    columns: descriptors.map(({ name }) => name),
    rows,
    deleted,
    encoding,
    values(column) {
      const field = descriptors[column];
      if (field === undefined) throw new RangeError(`no column ${column} in ${file}`);
      return Array.from({ length: rows }, (_, row) => decode(bytes(row, field), encoding.name));
    },
  };
}

function readDescriptors(buffer: Buffer, headerBytes: number, rowBytes: number, file: string): Field[] {
  const fields: Field[] = [];
  let start = 1;
  for (let at = HEADER_BYTES; at + FIELD_BYTES <= headerBytes && buffer[at] !== FIELDS_END; at += FIELD_BYTES) {
    const length = buffer[at + 16] ?? 0;
    const name = decode(buffer.subarray(at, at + 11), 'windows-1252');
    fields.push({ name, type: String.fromCharCode(buffer[at + 11] ?? 0), start, length });
    start += length;
  }
  if (start > rowBytes) {
    throw inputError(`${file} est abîmé : ses colonnes font ${start} octets, ses lignes ${rowBytes}.\nExportez le shapefile de nouveau.`);
  }
  return fields;
}

/** Text up to the first NUL, that some programs use for padding, without the spaces around it. */
function decode(bytes: Buffer, encoding: string): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  return (encoding === 'utf-8' ? text.toString('utf8') : iconv.decode(text, encoding)).trim();
}

function chooseEncoding(cpg: string | null, validUtf8: () => boolean): Encoding {
  const stated = cpg === null ? null : encodingOfCpg(cpg);
  if (stated !== null && (stated !== 'utf-8' || validUtf8())) return { name: stated, origin: 'cpg' };
  const utf8 = stated !== 'utf-8' && validUtf8();
  return { name: utf8 ? 'utf-8' : 'windows-1252', origin: 'octets' };
}

/**
 * The encoding that a `.cpg` names: `UTF-8`, `65001`, `1252`, `ANSI 1252`, `ISO-8859-15`, `88591`,
 * `8859_1`, `OEM 850`, `CP437`…
 *
 * @returns null when the name is not known
 */
export function encodingOfCpg(cpg: string): string | null {
  const name = cpg.replace(/[\ufeff\0]/g, '').trim().toLowerCase();
  if (/^(?:utf-?8|65001)$/.test(name)) return 'utf-8';
  const iso = /^(?:iso)?[-_ ]*8859[-_ ]*(\d{1,2})$/.exec(name);
  // Windows-1252 holds all the letters of Latin 1 and those, like œ, that files named so contain.
  if (iso?.[1] !== undefined) return Number(iso[1]) === 1 ? 'windows-1252' : existing(`iso-8859-${Number(iso[1])}`);
  const page = /^(?:ansi|oem|cp|windows|ibm)?[-_ ]*(\d{3,4})$/.exec(name);
  if (page?.[1] !== undefined) return existing(page[1].startsWith('125') ? `windows-${page[1]}` : `cp${page[1]}`);
  return existing(name);
}

const existing = (name: string): string | null => (name !== '' && iconv.encodingExists(name) ? name : null);

const truncated = (file: string, expected: number, actual: number) =>
  inputError(`${file} est tronqué : ${expected} octets attendus, ${actual} présents.\nCopiez ou téléchargez le fichier de nouveau.`);
