import { inputError } from '../errors.js';
import { isCommuneCode, parseCode } from '../territory/codes.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';
import { columnKey, readSmallCsv, requireColumns, required } from './small-csv.js';
import type { Columns, Row } from './small-csv.js';

/** The rows of a small CSV that has one row per commune, with their codes repaired. */
async function rowsByCode<K extends string>(
  path: string,
  shown: string,
  columns: Columns<K | 'code'>,
): Promise<{ readonly rows: readonly { readonly code: string; readonly row: Row<K | 'code'> }[]; readonly print: Fingerprint }> {
  const csv = await readSmallCsv(path, shown, (name) => columnKey(name) === 'code');
  requireColumns(csv, columns);
  const seen = new Map<string, number>();
  const rows = csv.rows(columns).map((row) => {
    const { code } = parseCode(row.text('code'));
    if (!isCommuneCode(code)) throw row.error('code', "ce n'est pas un code de commune.");
    const earlier = seen.get(code);
    if (earlier !== undefined) throw inputError(`${shown} : le code ${code} est aux lignes ${String(earlier)} et ${String(row.line)}. Gardez-en une.`);
    seen.set(code, row.line);
    return { code, row };
  });
  return { rows, print: csv.print };
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
  const { rows, print } = await rowsByCode(path, shown, { code: required('code'), rate: required('taux'), source: required('source') });
  const rates = new Map<string, number>();
  const sources = new Set<string>();
  for (const { code, row } of rows) {
    const value = readNumber(row.text('rate'));
    if (value === undefined || value < 0 || value > 100) throw row.error('rate', 'il faut un nombre de 0 à 100, en %.');
    if (row.text('source') === '') throw row.error('source', "elle est vide ; dites d'où vient l'estimation.");
    if (!Number.isNaN(value)) rates.set(code, value);
    sources.add(row.text('source'));
  }
  return { rates, sources: [...sources].sort(), print };
}

/**
 * Reads groupings of the user's: a CSV `code;groupe`, one row per commune.
 *
 * @throws inputError on a commune twice or a row without a group
 */
export async function readGrouping(path: string, shown: string): Promise<{ readonly groups: ReadonlyMap<string, string>; readonly print: Fingerprint }> {
  const { rows, print } = await rowsByCode(path, shown, { code: required('code'), group: required('groupe') });
  const groups = new Map<string, string>();
  for (const { code, row } of rows) {
    if (row.text('group') === '') throw row.error('group', 'elle est vide.');
    groups.set(code, row.text('group'));
  }
  return { groups, print };
}
