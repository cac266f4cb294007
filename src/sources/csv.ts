import { parse as parseSync } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import type { Fingerprint } from './fingerprint.js';

/** The shape of a delimited text file, found from its first bytes. */
export interface CsvShape {
  readonly delimiter: string;
  /** Names of the columns, without spaces around them. */
  readonly header: readonly string[];
  /** Records that stand before the header (ARCEP's files begin with a sentence). */
  readonly skipped: number;
}

const DELIMITERS = [';', ',', '\t', '|'];
/** A header is looked for in the first records only. */
const HEADER_WITHIN = 10;

/**
 * Finds delimiter and header: the first record as wide as the others in which `isKey` knows a column
 * name, else the first record of all (the caller then says what is missing).
 *
 * @throws inputError when the file is some other kind of file
 */
export function csvShape(shown: string, print: Pick<Fingerprint, 'head' | 'encoding'>, isKey: (name: string) => boolean): CsvShape {
  refuseOtherFormats(shown, print.head);
  const text = iconv.decode(print.head, print.encoding);
  let best: (CsvShape & { readonly known: boolean }) | null = null;
  // Those that are nowhere would all read the same: whole lines.
  const present = DELIMITERS.filter((delimiter) => text.includes(delimiter));
  for (const delimiter of present.length > 0 ? present : DELIMITERS.slice(0, 1)) {
    const records = firstRecords(text, delimiter);
    const keyed = headerAt(records, isKey);
    const skipped = Math.max(keyed, 0);
    const header = records[skipped]?.map((f) => f.trim()) ?? [];
    const known = keyed >= 0;
    const better =
      best === null || (known && !best.known) || (known === best.known && header.length > best.header.length);
    if (better) best = { delimiter, header, skipped, known };
  }
  if (best === null || best.header.length === 0) {
    throw inputError(`${shown} : aucune ligne de texte. Est-ce bien un fichier CSV ?`);
  }
  return { delimiter: best.delimiter, header: best.header, skipped: best.skipped };
}

/** A line « Source ; Insee » before the header has a known name too: a header is not narrower than the rows. */
function headerAt(records: readonly string[][], isKey: (name: string) => boolean): number {
  const isKeyed = (fields: readonly string[]): boolean => fields.some((f) => isKey(f.trim()));
  const width = Math.max(0, ...records.map((fields) => fields.findLastIndex((f) => f !== '') + 1));
  const wide = records.findIndex((fields) => fields.length >= width && isKeyed(fields));
  return wide >= 0 ? wide : records.findIndex(isKeyed);
}

function firstRecords(text: string, delimiter: string): string[][] {
  const lines = text.split('\n', HEADER_WITHIN + 1).slice(0, HEADER_WITHIN);
  const whole = recordsOf(lines.join('\n'), delimiter);
  if (whole !== null) return whole;
  // A quote left open within these lines: read them one by one, a header has no newline in it.
  return lines.flatMap((line) => recordsOf(line, delimiter) ?? [line.replace(/^\ufeff/, '').replace(/\r$/, '').split(delimiter)]);
}

/** The records of a text, or null when a quote is left open. */
function recordsOf(text: string, delimiter: string): string[][] | null {
  try {
    return parseSync(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}

const SIGNATURES: readonly (readonly [string, string, string])[] = [
  ['504b0304', 'une archive ZIP (ou un classeur Excel)', 'Décompressez-la, ou enregistrez la feuille en CSV'],
  ['1f8b', 'un fichier compressé (gzip)', 'Décompressez-le'],
  ['377abcaf', 'une archive 7z', 'Décompressez-la'],
  ['d0cf11e0', 'un ancien classeur Excel', 'Enregistrez la feuille en CSV'],
  ['50415231', 'un fichier Parquet', 'Donnez-le hors archive, sous un nom en .parquet'],
  ['25504446', 'un PDF', 'Donnez un fichier CSV'],
  ['53514c69', 'une base SQLite ou un GeoPackage', 'Donnez un fichier CSV'],
];

function refuseOtherFormats(shown: string, head: Buffer): void {
  const start = head.subarray(0, 4).toString('hex');
  const signature = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
  if (signature !== undefined) {
    throw inputError(`${shown} : ce n'est pas un CSV mais ${signature[1]}.\n${signature[2]}.`);
  }
  if (head.includes(0)) throw inputError(`${shown} : ce n'est pas un CSV (le fichier contient des octets nuls).`);
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(text)) {
    throw inputError(`${shown} : ce n'est pas un CSV mais une page HTML ou XML ; le téléchargement a sans doute échoué.`);
  }
  if (/^[{[]/.test(text)) throw inputError(`${shown} : ce n'est pas un CSV mais du JSON. Un contour se donne par --boundaries.`);
}
