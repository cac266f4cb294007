import { inputError } from '../errors.js';
import type { ColumnSpec } from '../index/quantity.js';
import { STATE } from '../index/state.js';
import type { FileTable, TerritoryRow } from '../index/table.js';
import { byCode, parseCode } from '../territory/codes.js';
import { csvRecords, csvShape } from './csv.js';
import { fingerprint } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';
import { findKeyColumn, isKeyName } from './key-column.js';
import { longFormOf } from './long-forms/form.js';
import { readLongTable } from './long-forms/read-long-table.js';
import type { LongFacts, LongWanted } from './long-forms/read-long-table.js';
import { missingState, readNumber } from './numbers.js';

/** A code that the file writes otherwise than INSEE does. */
export interface Repair {
  readonly text: string;
  readonly code: string;
  readonly why: string;
  readonly line: number;
}

/** One INSEE file: the wanted columns of its rows, sorted by code, before any geography. */
export interface SourceTable extends FileTable {
  readonly print: Fingerprint;
  readonly keyColumn: string;
  readonly delimiter: string;
  /** Every column name of the file, for « vouliez-vous dire … ». */
  readonly header: readonly string[];
  readonly territoryRows: readonly TerritoryRow[];
  readonly repairs: readonly Repair[];
  /** Rows of one code whose wanted cells are the same. */
  readonly identicalDuplicates: readonly string[];
  /** Rows of a level that is neither commune nor territory, with the first codes met. */
  readonly otherLevels: readonly string[];
  readonly otherLevelCount: number;
  /** Two-character codes that could be a département or a région, taken for a département. */
  readonly ambiguousTerritories: readonly string[];
  /** For a long form: what it is. */
  readonly long?: LongFacts;
}

/** Names of territories, to tell a département from a région of the same code. */
export interface TerritoryNames {
  readonly regions: ReadonlyMap<string, string>;
  readonly departements: ReadonlyMap<string, string>;
}

/**
 * Reads one INSEE file: a long form (long-forms/), or a wide one (bases communales and infra-communales, dossier complet, Filosofi, or any
 * CSV with a commune code), keeping in memory only the columns that `match` wants.
 *
 * @throws inputError on a file that is not CSV, a missing or doubled key column, a doubled wanted
 *   column, a cell that is neither a number nor a mark of a missing value, a count or rate that
 *   cannot be, or two differing rows of one code
 */
export async function readInseeTable(
  path: string,
  shown: string,
  match: (name: string) => ColumnSpec | null,
  names: TerritoryNames,
  long: LongWanted,
): Promise<SourceTable> {
  const print = await fingerprint(path, shown);
  const shape = csvShape(shown, print, isKeyName);
  const form = longFormOf(shape.header);
  if (form !== null) return readLongTable({ path, shown, print, shape }, form, long);
  const key = findKeyColumn(shown, shape.header);
  const wanted = wantedColumns(shown, shape.header, key.index, match);
  const typecom = shape.header.indexOf('TYPECOM');
  const label = shape.header.findIndex((name) => /^(LIBGEO|LIB|LIBELLE)$/i.test(name));
  const rows = new RowCollector(shown, wanted);
  const repairs: Repair[] = [];
  const otherLevels: string[] = [];
  let otherLevelCount = 0;
  const ambiguous = new Set<string>();

  for await (const { fields, line } of csvRecords(path, shown, print, shape)) {
    const text = fields[key.index] ?? '';
    const parsed = parseCode(text, key.iris);
    const type = typecom < 0 ? 'COM' : (fields[typecom] ?? '');
    const isUnit = parsed.level === 'commune' || parsed.level === 'iris';
    if (isUnit && (type === 'COM' || type === 'ARM')) {
      if (parsed.repaired !== null) repairs.push({ text, code: parsed.code, why: parsed.repaired, line });
      rows.unit(parsed.code, fields, line);
    } else if (parsed.level === 'autre' || isUnit) {
      otherLevelCount += 1;
      if (otherLevels.length < 5) otherLevels.push(isUnit ? `${parsed.code} (${type})` : text);
    } else {
      const level = parsed.level;
      const isRegion =
        level === 'departement' && regionByLabel(parsed.code, fields[label] ?? '', names, shown, ambiguous);
      rows.territory(isRegion ? 'region' : level, parsed.code, fields, line);
    }
  }
  const sorted = rows.sorted();
  if (sorted.codes.length === 0 && rows.territoryRows.length === 0) {
    throw inputError(
      `${shown} : aucune ligne dont ${key.name} soit un code de commune (${otherLevels.length > 0 ? `premiers : ${otherLevels.join(', ')}` : 'le fichier n’a que son en-tête'}).`,
    );
  }
  return {
    file: shown,
    print,
    keyColumn: key.name,
    delimiter: shape.delimiter,
    iris: key.iris,
    header: shape.header,
    columns: wanted.map((w) => w.spec),
    ...sorted,
    territoryRows: rows.territoryRows,
    repairs,
    identicalDuplicates: [...rows.identical].sort(byCode),
    otherLevels,
    otherLevelCount,
    ambiguousTerritories: [...ambiguous].sort(byCode),
  };
}

interface WantedColumn {
  readonly index: number;
  readonly spec: ColumnSpec;
}

function wantedColumns(
  shown: string,
  header: readonly string[],
  key: number,
  match: (name: string) => ColumnSpec | null,
): WantedColumn[] {
  const wanted: WantedColumn[] = [];
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (index === key || name === '') continue;
    const spec = match(name);
    if (spec === null) continue;
    const first = seen.get(name);
    if (first !== undefined) {
      throw inputError(
        `${shown} : deux colonnes s'appellent ${name} (colonnes ${String(first + 1)} et ${String(index + 1)}).\nGardez-en une seule.`,
      );
    }
    seen.set(name, index);
    wanted.push({ index, spec });
  }
  return wanted;
}

/**
 * « 84 » is Vaucluse and Auvergne-Rhône-Alpes: the label of the row decides. Without a label the code
 * is taken for a département, and told.
 */
function regionByLabel(
  code: string,
  label: string,
  names: TerritoryNames,
  shown: string,
  ambiguous: Set<string>,
): boolean {
  const region = names.regions.get(code);
  if (region === undefined) return false;
  const departement = names.departements.get(code);
  if (departement === undefined) return true;
  const said = plainName(label);
  if (said !== '' && said === plainName(region)) return true;
  if (said !== '' && said === plainName(departement)) return false;
  if (/(^|[_-])REG([_.-]|$)/i.test(shown)) return true;
  if (!/(^|[_-])DEP([_.-]|$)/i.test(shown)) ambiguous.add(code);
  return false;
}

const plainName = (name: string): string =>
  name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase();

/** Gathers cells row by row; codes repeat at most as identical rows. */
class RowCollector {
  readonly #shown: string;
  readonly #wanted: readonly WantedColumn[];
  readonly #rowOf = new Map<string, number>();
  readonly #lines: number[] = [];
  readonly #values: number[][];
  readonly #states: number[][];
  readonly #territories = new Map<string, { readonly row: TerritoryRow; readonly line: number }>();
  readonly identical = new Set<string>();

  constructor(shown: string, wanted: readonly WantedColumn[]) {
    this.#shown = shown;
    this.#wanted = wanted;
    this.#values = wanted.map(() => []);
    this.#states = wanted.map(() => []);
  }

  get territoryRows(): TerritoryRow[] {
    return [...this.#territories.values()].map((t) => t.row);
  }

  unit(code: string, fields: readonly string[], line: number): void {
    const earlier = this.#rowOf.get(code);
    const cells = this.#wanted.map((column) => this.#cell(column, fields, line));
    if (earlier !== undefined) {
      this.#compare(code, earlier, cells, line);
      return;
    }
    this.#rowOf.set(code, this.#lines.length);
    this.#lines.push(line);
    for (const [i, cell] of cells.entries()) {
      this.#values[i]?.push(cell.value);
      this.#states[i]?.push(cell.state);
    }
  }

  territory(level: TerritoryRow['level'], code: string, fields: readonly string[], line: number): void {
    const values = new Map<string, number>();
    for (const column of this.#wanted) {
      const { value } = this.#cell(column, fields, line);
      if (!Number.isNaN(value)) values.set(column.spec.name, value);
    }
    const id = `${level}:${code}`;
    const earlier = this.#territories.get(id);
    if (earlier !== undefined) {
      const same = values.size === earlier.row.values.size && [...values].every(([k, v]) => earlier.row.values.get(k) === v);
      if (!same) throw this.#twoRows(code, earlier.line, line);
      this.identical.add(code);
      return;
    }
    this.#territories.set(id, { row: { level, code, values }, line });
  }

  sorted(): { codes: string[]; values: Float64Array[]; states: Uint8Array[] } {
    const codes = [...this.#rowOf.keys()].sort(byCode);
    const order = codes.map((code) => this.#rowOf.get(code) ?? 0);
    return {
      codes,
      values: this.#values.map((column) => Float64Array.from(order, (row) => column[row] ?? Number.NaN)),
      states: this.#states.map((column) => Uint8Array.from(order, (row) => column[row] ?? STATE.absent)),
    };
  }

  #compare(code: string, row: number, cells: readonly { value: number; state: number }[], line: number): void {
    for (const [i, { value, state }] of cells.entries()) {
      if (!Object.is(this.#values[i]?.[row], value) || this.#states[i]?.[row] !== state) {
        throw this.#twoRows(code, this.#lines[row] ?? 0, line, this.#wanted[i]?.spec.name);
      }
    }
    this.identical.add(code);
  }

  #twoRows(code: string, first: number, second: number, column?: string): Error {
    const where = column === undefined ? '' : `, colonne ${column}`;
    return inputError(
      `${this.#shown} : deux lignes différentes pour le code ${code} (lignes ${String(first)} et ${String(second)}${where}).\n` +
        "Gardez celle qui convient : fragilite ne choisit pas à votre place.",
    );
  }

  #cell(column: WantedColumn, fields: readonly string[], line: number): { value: number; state: number } {
    const text = fields[column.index] ?? '';
    const { spec } = column;
    const value = readNumber(text);
    if (value === undefined) {
      throw this.#badCell(line, spec, text, "n'est ni un nombre ni une marque de valeur manquante (vide, s, nd, ns, NA)");
    }
    if (Number.isNaN(value)) return { value, state: missingState(text, spec.emptyIsSecret) };
    const scaled = spec.scale === 1 ? value : value * spec.scale;
    if (scaled < 0) throw this.#badCell(line, spec, text, 'est négatif');
    if (spec.nature === 'taux' && scaled > 100) {
      throw this.#badCell(line, spec, text, `dépasse ${spec.scale === 1 ? '100 %' : '1'}`);
    }
    return { value: scaled, state: STATE.observed };
  }

  #badCell(line: number, spec: ColumnSpec, text: string, why: string): Error {
    return inputError(
      `${this.#shown}, ligne ${String(line)}, colonne ${spec.name} : « ${text.slice(0, 60)} » ${why}.\nCorrigez la cellule ou videz-la.`,
    );
  }
}
