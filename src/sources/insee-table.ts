import { inputError } from '../errors.js';
import type { ColumnSpec } from '../index/quantity.js';
import type { FileTable, TerritoryRow } from '../index/table.js';
import { byCode, parseCode, plainName } from '../territory/codes.js';
import { openSource } from './columns/byte-source.js';
import { readTable } from './columns/read-table.js';
import type { TableReader } from './columns/read-table.js';
import type { TableRecord } from './columns/table-record.js';
import type { CsvShape } from './csv.js';
import { requireFile } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';
import { InseeRows } from './insee-rows.js';
import type { WantedColumn } from './insee-rows.js';
import { findKeyColumn, isKeyName } from './key-column.js';
import { longFormOf } from './long-forms/form.js';
import { longReader } from './long-forms/read-long-table.js';
import type { LongFacts, LongWanted } from './long-forms/read-long-table.js';

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
  /** Codes whose several rows were summed, because the model says that they are parts; none without. */
  readonly summedCodes?: readonly string[];
  /** Rows of a level that is neither commune nor territory, with the first codes met. */
  readonly otherLevels: readonly string[];
  readonly otherLevelCount: number;
  /** Two-character codes that could be a département or a région, taken for a département. */
  readonly ambiguousTerritories: readonly string[];
  /** Names of IRIS by code, where the file has a column of them. */
  readonly irisNames?: ReadonlyMap<string, string>;
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
  const readerOf = (file: string) => (shape: CsvShape): TableReader<Omit<SourceTable, 'print'>> => {
    const form = longFormOf(shape.header);
    return form === null ? inseeReader(file, shape, match, names) : longReader(file, shape, form, long);
  };
  if (/\.parquet$/i.test(path)) {
    requireFile(path, shown);
    const { result, print } = await (await import('./parquet/read-parquet.js')).readParquet(path, shown, readerOf(shown));
    return { ...result, print };
  }
  const source = await openSource(path, shown);
  const { result, print } = await readTable(source, isKeyName, readerOf(source.shown));
  return { ...result, print };
}

const LABEL = /^(LIBGEO|LIB|LIBELLE)$/i;
/** Not LAB_IRIS, which is INSEE's mark of quality. */
const IRIS_LABEL = /^(LIB_?IRIS|NOM_IRIS)$/i;

/** Takes the rows of a file whose header is known. */
function inseeReader(
  shown: string,
  shape: CsvShape,
  match: (name: string) => ColumnSpec | null,
  names: TerritoryNames,
): TableReader<Omit<SourceTable, 'print'>> {
  const key = findKeyColumn(shown, shape.header);
  const columns = wantedColumns(shown, shape.header, key.index, match);
  const typecom = shape.header.indexOf('TYPECOM');
  const label = shape.header.findIndex((name) => (key.iris ? IRIS_LABEL : LABEL).test(name));
  const wanted = [...new Set([key.index, typecom, label, ...columns.map((c) => c.index)])].filter((i) => i >= 0).sort((a, b) => a - b);
  const [keySlot, typecomSlot, labelSlot] = [wanted.indexOf(key.index), wanted.indexOf(typecom), wanted.indexOf(label)];
  const rows = new InseeRows(shown, columns.map(({ index, spec }): WantedColumn => ({ slot: wanted.indexOf(index), spec })));
  const repairs: Repair[] = [];
  const otherLevels: string[] = [];
  let otherLevelCount = 0;
  const ambiguous = new Set<string>();
  const irisNames = new Map<string, string>();

  const row = (record: TableRecord, textOf: (slot: number) => string): void => {
    const text = textOf(keySlot);
    const parsed = parseCode(text, key.iris);
    const type = typecomSlot < 0 ? 'COM' : textOf(typecomSlot);
    const isUnit = parsed.level === 'commune' || parsed.level === 'iris';
    if (isUnit && (type === 'COM' || type === 'ARM')) {
      if (parsed.repaired !== null) repairs.push({ text, code: parsed.code, why: parsed.repaired, line: record.line });
      rows.unit(parsed.code, record, textOf);
      const name = key.iris && labelSlot >= 0 ? textOf(labelSlot).trim() : '';
      if (name !== '') irisNames.set(parsed.code, name);
    } else if (parsed.level === 'autre' || isUnit) {
      otherLevelCount += 1;
      if (otherLevels.length < 5) otherLevels.push(isUnit ? `${parsed.code} (${type})` : text);
    } else {
      const level = parsed.level;
      const isRegion =
        level === 'departement' && regionByLabel(parsed.code, labelSlot < 0 ? '' : textOf(labelSlot), names, shown, ambiguous);
      rows.territory(isRegion ? 'region' : level, parsed.code, record, textOf);
    }
  };

  const end = (): Omit<SourceTable, 'print'> => {
    const sorted = rows.sorted();
    if (sorted.codes.length === 0 && rows.territoryRows.length === 0) {
      throw inputError(
        `${shown} : aucune ligne dont ${key.name} soit un code de commune (${otherLevels.length > 0 ? `premiers : ${otherLevels.join(', ')}` : 'le fichier n’a que son en-tête'}).`,
      );
    }
    return {
      file: shown,
      keyColumn: key.name,
      delimiter: shape.delimiter,
      iris: key.iris,
      header: shape.header,
      columns: columns.map((c) => c.spec),
      ...sorted,
      territoryRows: rows.territoryRows,
      repairs,
      identicalDuplicates: [...rows.identical].sort(byCode),
      ...(rows.summed.size === 0 ? {} : { summedCodes: [...rows.summed].sort(byCode) }),
      otherLevels,
      otherLevelCount,
      ambiguousTerritories: [...ambiguous].sort(byCode),
      irisNames,
    };
  };
  return { wanted, row, end };
}

/** Where the wanted columns stand in the header. */
function wantedColumns(
  shown: string,
  header: readonly string[],
  key: number,
  match: (name: string) => ColumnSpec | null,
): { readonly index: number; readonly spec: ColumnSpec }[] {
  const wanted: { readonly index: number; readonly spec: ColumnSpec }[] = [];
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
