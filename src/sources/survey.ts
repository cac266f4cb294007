import { inputError } from '../errors.js';
import { counted } from '../french.js';
import { isCommuneCode, parseCode } from '../territory/codes.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';
import { columnKey, holds, optional, readSmallCsv, requireColumns, required } from './small-csv.js';
import type { Row } from './small-csv.js';

/** A row of a survey: so many persons asked in a commune, of whom so many count. */
export interface SurveyRow {
  readonly code: string;
  readonly n: number;
  /** n × share where the file gives a share. */
  readonly count: number;
}

export interface Survey {
  readonly rows: readonly SurveyRow[];
  /** Rows without a value. */
  readonly empty: number;
  /** What was repaired or left aside, in French; never a value of the file. */
  readonly notes: readonly string[];
  readonly print: Fingerprint;
}

const COLUMNS = {
  code: required('code', 'code_insee', 'codgeo', 'code commune', 'insee', 'commune'),
  n: required('n', 'repondants', 'nb_repondants', 'enquetes', 'effectif_total'),
  share: optional('taux', 'valeur', 'part', 'pourcentage'),
  count: optional('effectif', 'nombre'),
};

type SurveyColumn = keyof typeof COLUMNS;

/** A share and a count of one row may differ by the rounding of a whole percent. */
const ROUNDING = 0.5 + 1e-9;

/**
 * Reads a survey or a field count: a CSV `code;n;taux` (share in %) or `code;n;effectif`, one row per
 * commune. No other column is looked at: names, telephones and addresses stay in the file.
 *
 * @throws inputError on a column that lacks, a commune twice, or a number that cannot be
 */
export async function readSurvey(path: string, shown: string): Promise<Survey> {
  const known = new Set(Object.values(COLUMNS).flatMap(({ name, also }) => [name, ...also]).map(columnKey));
  const csv = await readSmallCsv(path, shown, (name) => known.has(columnKey(name)));
  requireColumns(csv, COLUMNS);
  const keys = new Set(csv.header.map(columnKey));
  if (!holds(keys, COLUMNS.share) && !holds(keys, COLUMNS.count)) {
    throw inputError(`${shown} : il manque la colonne taux (une part en %) ou la colonne effectif (un nombre parmi n).\nColonnes attendues : code;n;taux ou code;n;effectif.`);
  }
  const lines = new Map<string, number>();
  const rows: SurveyRow[] = [];
  const notes: string[] = [];
  let repaired = 0;
  let empty = 0;
  let largest = 0;
  for (const row of csv.rows(COLUMNS)) {
    const parsed = parseCode(row.text('code'));
    if (!isCommuneCode(parsed.code)) throw row.error('code', "ce n'est pas un code Insee de commune.");
    if (parsed.repaired !== null) repaired += 1;
    const earlier = lines.get(parsed.code);
    if (earlier !== undefined) {
      throw inputError(`${shown} : le code ${parsed.code} est aux lignes ${String(earlier)} et ${String(row.line)}.\nIl faut une ligne par commune : regroupez les réponses avant (n, et taux ou effectif).`);
    }
    lines.set(parsed.code, row.line);
    const value = valueOf(row);
    if (value === null) empty += 1;
    else {
      rows.push({ code: parsed.code, ...value });
      largest = Math.max(largest, value.count / Math.max(value.n, 1));
    }
  }
  if (repaired > 0) notes.push(`${shown} : ${counted(repaired, 'code réparé', 'codes réparés')} (zéro initial, espaces, décimales).`);
  if (rows.length > 0 && largest > 0 && largest <= 0.01 && !holds(keys, COLUMNS.count)) {
    notes.push(`${shown} : tous les taux sont de 1 ou moins ; ils sont lus en %. S'ils sont en parts de 1, multipliez-les par 100.`);
  }
  return { rows, empty, notes, print: csv.print };
}

/** What a row says, null where it has no value. */
function valueOf(row: Row<SurveyColumn>): { readonly n: number; readonly count: number } | null {
  const n = readNumber(row.text('n'));
  const [share, count] = [readNumber(row.text('share')), readNumber(row.text('count'))];
  if (share === undefined || share < 0 || share > 100) throw row.error('share', 'il faut un nombre de 0 à 100, en %.');
  if (count === undefined || count < 0) throw row.error('count', 'il faut un nombre positif.');
  if (Number.isNaN(share) && Number.isNaN(count)) return null;
  if (n === undefined || Number.isNaN(n) || n < 0 || !Number.isInteger(n)) throw row.error('n', 'il faut le nombre entier de personnes interrogées.');
  if (n === 0) return null;
  if (count > n) throw row.error('count', `il y en a plus que de personnes interrogées (${String(n)}).`);
  if (!Number.isNaN(share) && !Number.isNaN(count) && Math.abs((100 * count) / n - share) > ROUNDING) {
    throw row.error('share', `l'effectif sur n en fait un autre. Gardez l'une des deux colonnes.`);
  }
  return { n, count: Number.isNaN(count) ? (n * share) / 100 : count };
}
