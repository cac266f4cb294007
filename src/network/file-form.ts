import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FileForm } from '../catalogue/source.js';

const NAMES: Readonly<Record<FileForm, string>> = {
  zip: 'une archive zip',
  gzip: 'un fichier gzip',
  '7z': 'une archive 7z',
  parquet: 'un fichier Parquet',
  csv: 'un CSV',
  json: 'un JSON',
  xlsx: 'un classeur Excel',
};

/** What the first bytes of each form are. */
const MAGIC: Readonly<Partial<Record<FileForm, Buffer>>> = {
  zip: Buffer.from('PK\x03\x04', 'latin1'),
  xlsx: Buffer.from('PK\x03\x04', 'latin1'),
  gzip: Buffer.from([0x1f, 0x8b]),
  '7z': Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  parquet: Buffer.from('PAR1'),
};

const HTML = /^\s*(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<(?:!doctype )?html)/i;

/** Enough of the end of a zip to hold its directory's end record, whatever its comment. */
const ZIP_TAIL = 65_557;
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');

/**
 * What is wrong with a file that should have a form, as a French clause; null when nothing is: its first
 * bytes, its size, and its end where the form has one, so that a server that lied about the length is seen.
 *
 * @param least the smallest size that can be the file, in bytes
 */
export async function formFault(path: string, form: FileForm, least: number): Promise<string | null> {
  const { size } = await stat(path);
  if (size === 0) return 'le serveur a donné un fichier vide';
  const file = await open(path, 'r');
  try {
    const head = await bytesAt(file, 0, Math.min(size, 1024));
    const start = head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
    if (HTML.test(start)) return `le serveur a répondu une page HTML au lieu d'${NAMES[form]}`;
    const magic = MAGIC[form];
    if (magic !== undefined && !head.subarray(0, magic.length).equals(magic)) {
      return `les premiers octets (${head.subarray(0, 4).toString('hex')}) ne sont pas ceux d'${NAMES[form]}`;
    }
    if (form === 'json' && !/^\s*[[{]/.test(start)) return `le fichier n'est pas ${NAMES.json}`;
    if (form === 'csv' && (head.includes(0) || !/[;,\t]/.test(start))) return `le fichier n'est pas ${NAMES.csv}`;
    if (size < least) return `${String(size)} octets : trop petit pour être ce fichier (au moins ${String(least)})`;
    return (await isWhole(path, file, form, size)) ? null : `le fichier est tronqué (${String(size)} octets)`;
  } finally {
    await file.close();
  }
}

/** False where the end shows that bytes are missing. */
async function isWhole(path: string, file: FileHandle, form: FileForm, size: number): Promise<boolean> {
  switch (form) {
    case 'zip':
    case 'xlsx':
      return (await bytesAt(file, Math.max(0, size - ZIP_TAIL), Math.min(size, ZIP_TAIL))).includes(ZIP_END);
    case 'parquet':
      return (await bytesAt(file, size - 4, 4)).equals(MAGIC.parquet ?? Buffer.alloc(0));
    case '7z': {
      // Offset and size of the closing header, counted from the end of the first 32 bytes.
      const header = await bytesAt(file, 0, 32);
      return header.length === 32 && BigInt(size) >= 32n + header.readBigUInt64LE(12) + header.readBigUInt64LE(20);
    }
    case 'gzip':
      return expands(path);
    case 'json':
      return /[\]}]\s*$/.test((await bytesAt(file, Math.max(0, size - 64), Math.min(size, 64))).toString('latin1'));
    case 'csv':
      return endsInARow(await bytesAt(file, 0, Math.min(size, LONGEST_ROW)), await bytesAt(file, Math.max(0, size - LONGEST_ROW), Math.min(size, LONGEST_ROW)));
  }
}

/** Longer than a row of the widest of INSEE's tables. */
const LONGEST_ROW = 1 << 16;

/**
 * False for a CSV whose last row has no end and fewer cells than its header: it was cut in the middle of
 * it. Nothing tells of one cut between two rows, nor in a last cell; quotes may hold separators and ends of
 * rows, and are not judged.
 */
function endsInARow(head: Buffer, tail: Buffer): boolean {
  const [header = ''] = head.toString('latin1').split(/\r?\n/, 1);
  const last = tail.toString('latin1').split('\n').at(-1) ?? '';
  if (last === '' || header.includes('"') || last.includes('"')) return true;
  const separator = [';', ',', '\t'].reduce((best, mark) => (cells(header, mark) > cells(header, best) ? mark : best));
  return cells(last, separator) >= cells(header, separator);
}

const cells = (row: string, separator: string): number => row.split(separator).length;

async function expands(path: string): Promise<boolean> {
  try {
    await pipeline(createReadStream(path), createGunzip(), new Writable({ write: (_bytes, _encoding, done) => done() }));
    return true;
  } catch {
    // Its checksum or its end is missing.
    return false;
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0 || length <= 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
