import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import type { Grouping } from '../posts/grouping.js';
import { isCommuneCode, parseCode } from '../territory/codes.js';
import { fingerprint } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';

interface KeyedRow {
  readonly code: string;
  readonly line: number;
  readonly cell: (column: string) => string;
}

/** The rows of a small CSV with one row per commune code and the columns asked for. */
async function keyedRows(path: string, shown: string, columns: readonly string[]): Promise<{ rows: KeyedRow[]; print: Fingerprint }> {
  const print = await fingerprint(path, shown);
  const text = iconv.decode(await readFile(path), print.encoding);
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  let records: string[][];
  try {
    records = parse(text, { delimiter: firstLine.includes(';') ? ';' : ',', bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw inputError(`${shown} : ce n'est pas un CSV lisible. Colonnes attendues : ${columns.join(';')}.`, { cause });
  }
  const header = (records[0] ?? []).map((name) => name.toLowerCase());
  const missing = columns.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw inputError(`${shown} : il manque ${missing.length > 1 ? 'les colonnes' : 'la colonne'} ${missing.join(', ')}. Colonnes attendues : ${columns.join(';')}.`);
  }
  const seen = new Map<string, number>();
  const rows = records.slice(1).map((record, i): KeyedRow => {
    const line = i + 2;
    const raw = record[header.indexOf('code')] ?? '';
    const { code } = parseCode(raw);
    if (!isCommuneCode(code)) throw inputError(`${shown}, ligne ${String(line)}, colonne code : « ${raw} » n'est pas un code de commune.`);
    const earlier = seen.get(code);
    if (earlier !== undefined) throw inputError(`${shown} : le code ${code} est aux lignes ${String(earlier)} et ${String(line)}. Gardez-en une.`);
    seen.set(code, line);
    return { code, line, cell: (column) => record[header.indexOf(column)] ?? '' };
  });
  return { rows, print };
}

/** Estimated rates of illectronisme and where they come from. */
export interface IllectronismRates {
  readonly rates: ReadonlyMap<string, number>;
  readonly sources: readonly string[];
  readonly print: Fingerprint;
}

/**
 * Reads `--illectronisme`: a CSV `code;taux;source`, rates in %.
 *
 * @throws inputError on a rate that is no share, or a row without a source
 */
export async function readIllectronism(path: string, shown: string): Promise<IllectronismRates> {
  const { rows, print } = await keyedRows(path, shown, ['code', 'taux', 'source']);
  const rates = new Map<string, number>();
  const sources = new Set<string>();
  for (const { code, line, cell } of rows) {
    const value = readNumber(cell('taux'));
    if (value === undefined || value < 0 || value > 100) {
      throw inputError(`${shown}, ligne ${String(line)}, colonne taux : « ${cell('taux')} » ; il faut un nombre de 0 à 100, en %.`);
    }
    if (cell('source') === '') throw inputError(`${shown}, ligne ${String(line)}, colonne source : elle est vide ; dites d'où vient l'estimation.`);
    if (!Number.isNaN(value)) rates.set(code, value);
    sources.add(cell('source'));
  }
  return { rates, sources: [...sources].sort(), print };
}

/**
 * Reads groupings of the user's: a CSV `code;groupe`, one row per commune.
 *
 * @throws inputError on a commune twice or a row without a group
 */
export async function readGrouping(path: string, shown: string): Promise<{ readonly grouping: Grouping; readonly print: Fingerprint }> {
  const { rows, print } = await keyedRows(path, shown, ['code', 'groupe']);
  const groups = new Map<string, string>();
  for (const { code, line, cell } of rows) {
    if (cell('groupe') === '') throw inputError(`${shown}, ligne ${String(line)}, colonne groupe : elle est vide.`);
    groups.set(code, cell('groupe'));
  }
  return { grouping: { kind: shown, lineOf: (unit) => groups.get(unit.code) ?? null, nameOf: (line) => line }, print };
}
