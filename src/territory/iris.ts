import { settled, STATE } from '../index/state.js';
import type { Column, FileTable } from '../index/table.js';
import { carryCode } from './carry.js';
import type { CarriedTable } from './carry-table.js';
import { isIrisCode } from './codes.js';
import type { Geography } from './cog.js';

/** The commune of today, or the arrondissement where those are kept, that an IRIS is in; null when the COG knows none. */
export const communeOfIris = (geography: Geography, iris: string): string | null => carryCode(geography, iris.slice(0, 5)).unit;

/** INSEE gives a commune that is not divided into IRIS its own code and `0000`. */
export const isUndivided = (iris: string): boolean => iris.endsWith('0000');

/**
 * The rows of IRIS of a file as units. Nothing is summed and no code changes: an IRIS of a former
 * commune keeps the code that its file gives it. Those of a commune that the COG does not know are
 * left aside and told.
 */
export function irisTable(source: FileTable, geography: Geography): CarriedTable {
  const rows: number[] = [];
  const unknown: string[] = [];
  for (const [row, code] of source.codes.entries()) {
    if (!isIrisCode(code)) continue;
    if (communeOfIris(geography, code) === null) unknown.push(code);
    else rows.push(row);
  }
  const columns = source.columns.map((spec, i): [string, Column] => [
    spec.name,
    {
      spec,
      values: Float64Array.from(rows, (row) => source.values[i]?.[row] ?? Number.NaN),
      states: Uint8Array.from(rows, (row) => settled(source.states[i]?.[row] ?? STATE.absent)),
    },
  ]);
  return {
    file: source.file,
    codes: rows.map((row) => source.codes[row] ?? ''),
    columns: new Map(columns),
    report: { ...NOTHING_CARRIED, unknown },
  };
}

const NOTHING_CARRIED: CarriedTable['report'] = {
  joined: new Map(),
  fromArrondissements: new Map(),
  partsBesideWhole: [],
  wholesLeftAside: [],
  incompleteWholes: [],
  unknown: [],
  emptyFormer: [],
  notSummed: [],
  unweighted: [],
  split: new Map(),
  notShared: [],
  later: [],
  unshared: [],
  doubtful: [],
};

/** A file's rows without its IRIS: what is left to carry to communes. */
export function withoutIris(source: FileTable): FileTable {
  const rows = [...source.codes.keys()].filter((row) => !isIrisCode(source.codes[row] ?? ''));
  return {
    ...source,
    iris: false,
    codes: rows.map((row) => source.codes[row] ?? ''),
    values: source.values.map((column) => Float64Array.from(rows, (row) => column[row] ?? Number.NaN)),
    states: source.states.map((column) => Uint8Array.from(rows, (row) => column[row] ?? STATE.absent)),
  };
}

/** The IRIS of each commune, or arrondissement where those are kept. */
export function irisByCommune(codes: readonly string[], geography: Geography): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const iris of codes) {
    const commune = communeOfIris(geography, iris);
    if (commune === null) continue;
    const list = found.get(commune);
    if (list === undefined) found.set(commune, [iris]);
    else list.push(iris);
  }
  return found;
}
