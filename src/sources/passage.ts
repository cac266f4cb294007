import { inputError } from '../errors.js';
import { isCommuneCode, parseCode } from '../territory/codes.js';
import type { PassageLine, PassageTable } from '../territory/passage.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';
import { columnKey, optional, readSmallCsv, requireColumns, required } from './small-csv.js';
import type { Row, SmallCsv } from './small-csv.js';

const SIMPLE = {
  from: required('ancien', 'ancien_code', 'code_ancien', 'code_avant', 'avant', 'codgeo_ancien', 'depcom_ancien'),
  to: required('nouveau', 'nouveau_code', 'code_nouveau', 'code_apres', 'apres', 'codgeo_nouveau', 'depcom_nouveau'),
  part: optional('part', 'poids', 'ratio', 'coefficient'),
  population: optional('population', 'pop'),
  name: optional('nom', 'nom_nouveau', 'libelle', 'libgeo'),
};

/** A column of Insee's « table de passage annuelle »: `CODGEO_2003`, `CODGEO_INI`. */
const YEARLY = /^codgeo (\d{4}|ini)$/;

const FIRST_COLUMNS = new Set([...[SIMPLE.from.name, ...SIMPLE.from.also].map(columnKey), 'codgeo ini']);
const isKey = (name: string): boolean => FIRST_COLUMNS.has(columnKey(name)) || YEARLY.test(columnKey(name));

/**
 * Reads `--passage`: a CSV `ancien;nouveau` with `part` or `population` where a commune was split, or
 * Insee's « table de passage annuelle » saved as CSV, of which the column of `year`, else the newest,
 * holds the new codes, and every other one former codes of its year.
 *
 * @param year the year of the run's geography
 * @throws inputError on a file of another form, or a cell that is no code, no share or no count
 */
export async function readPassage(path: string, shown: string, year: number | null): Promise<{ readonly table: PassageTable; readonly print: Fingerprint }> {
  const csv = await readSmallCsv(path, shown, isKey);
  const columns = csv.header.filter((name) => YEARLY.test(columnKey(name)));
  const table = columns.length >= 2 ? yearlyTable(csv, columns, year) : simpleTable(csv);
  if (table.lines.length === 0) throw inputError(`${shown} : aucune ligne ; une table de passage a une ligne par ancien code.`);
  return { table, print: csv.print };
}

function simpleTable(csv: SmallCsv): PassageTable {
  requireColumns(csv, SIMPLE);
  const lines = csv.rows(SIMPLE).map((row): PassageLine => {
    const part = numberOf(row, 'part');
    if (part !== null && part > 1) throw row.error('part', "c'est une part de 0 à 1, pas un pourcentage.");
    return {
      line: row.line,
      from: codeOf(row, 'from'),
      to: codeOf(row, 'to'),
      part,
      population: numberOf(row, 'population'),
      year: null,
      name: row.text('name'),
    };
  });
  return { file: csv.shown, lines, year: null };
}

function yearlyTable(csv: SmallCsv, columns: readonly string[], wanted: number | null): PassageTable {
  const yearOf = (column: string): number | null => Number(/\d{4}/.exec(column)?.[0] ?? '') || null;
  const years = columns.map(yearOf).filter((y) => y !== null);
  const newest = wanted !== null && years.includes(wanted) ? wanted : Math.max(...years);
  const named: Record<string, ReturnType<typeof optional>> = Object.fromEntries(columns.map((column) => [column, optional(column)]));
  const name = optional(`libgeo_${String(newest)}`, 'libgeo');
  const target = columns.find((column) => yearOf(column) === newest) ?? '';
  const rows = csv.rows<string>({ ...named, name }).filter((row) => row.text(target) !== '');
  const others = columns.filter((column) => column !== target);
  const cells = (row: Row<string>): readonly (readonly [column: string, from: string])[] =>
    others.flatMap((column) => (row.text(column) === '' ? [] : [[column, codeOf(row, column)] as const]));
  // A code that is itself in every year needs no line: of 35,000, a few thousand are left.
  const moved = new Set(rows.flatMap((row) => cells(row).flatMap(([, from]) => (from === codeOf(row, target) ? [] : [from]))));
  const lines = new Map<string, PassageLine>();
  for (const row of rows) {
    for (const [column, from] of cells(row)) {
      const to = codeOf(row, target);
      const year = yearOf(column);
      const id = `${String(year)} ${from} ${to}`;
      if (moved.has(from) && !lines.has(id)) lines.set(id, { line: row.line, from, to, part: null, population: null, year, name: row.text('name') });
    }
  }
  return { file: csv.shown, lines: [...lines.values()], year: newest };
}

function codeOf<K extends string>(row: Row<K>, column: K): string {
  const { code } = parseCode(row.text(column));
  if (!isCommuneCode(code)) throw row.error(column, "ce n'est pas un code de commune à cinq caractères.");
  return code;
}

function numberOf<K extends string>(row: Row<K>, column: K): number | null {
  const value = readNumber(row.text(column));
  if (value === undefined || value < 0) throw row.error(column, 'il faut un nombre positif, ou rien.');
  return Number.isNaN(value) ? null : value;
}
