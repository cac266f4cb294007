import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { columnMatcher } from '../../src/index/quantity.js';
import type { ColumnSpec, Nature } from '../../src/index/quantity.js';
import { STATE } from '../../src/index/state.js';
import type { FileTable, Table } from '../../src/index/table.js';
import { loadCog } from '../../src/sources/cog.js';
import { readInseeTable } from '../../src/sources/insee-table.js';
import type { SourceTable } from '../../src/sources/insee-table.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { byCode } from '../../src/territory/codes.js';
import { temporaryFolder } from './write-shapefile.js';

const cog = await loadCog();
export const COMMUNES = { cog, plm: 'commune' } as const;
export const ARRONDISSEMENTS = { cog, plm: 'arrondissements' } as const;

const quantities = await loadQuantities();
/** Every column that some quantity names. */
export const anyQuantity = columnMatcher(quantities.values(), quantities);

const territoryNames = {
  regions: new Map([...cog.regions.values()].map((r) => [r.code, r.nom])),
  departements: new Map([...cog.departements.values()].map((d) => [d.code, d.nom])),
};

/** Reads an INSEE file that exists, under the name that messages show. */
export const readFile = (path: string, shown: string): Promise<SourceTable> => readInseeTable(path, shown, anyQuantity, territoryNames, { wanted: [...quantities.values()], all: quantities });

/** Reads these bytes as an INSEE file. */
export async function readTable(content: string | Buffer, shown = 'essai.csv'): Promise<SourceTable> {
  const path = join(await temporaryFolder(), 'essai.csv');
  await writeFile(path, content);
  return readFile(path, shown);
}

/** The message of the input error (exit 3) that reading these bytes throws. */
export const refusal = (content: string | Buffer, shown?: string): Promise<string> => inputErrorOf(() => readTable(content, shown));

/** The message of the input error (exit 3) that `run` throws. */
export const inputErrorOf = (run: () => unknown): Promise<string> => errorOf(run, 3);

/** The message of the error with this exit code that `run` throws. */
export async function errorOf(run: () => unknown, exitCode: number): Promise<string> {
  const error: unknown = await Promise.resolve().then(run).then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FragiliteError);
  const { exitCode: found, message } = error as FragiliteError;
  expect(found).toBe(exitCode);
  return message;
}

const STATE_NAMES: readonly string[] = Object.keys(STATE);

/** A number, or the name of the state that says why there is none; a recalculated value as `≈value`. */
export type Cell = number | string;

const cellOf = (value: number | undefined, state: number | undefined): Cell =>
  state === STATE.observed ? (value ?? Number.NaN) : state === STATE.recalculated ? `≈${String(value)}` : (STATE_NAMES[state ?? -1] ?? '?');

/** A column of a table by code, for comparisons that read well. */
export function cells(table: Table | FileTable, name: string): Record<string, Cell> {
  const column = columnOf(table, name);
  return Object.fromEntries(table.codes.map((code, row) => [code, cellOf(column.values[row], column.states[row])]));
}

function columnOf(table: Table | FileTable, name: string): { readonly values: Float64Array; readonly states: Uint8Array } {
  const column = 'iris' in table ? fileColumn(table, name) : table.columns.get(name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}

function fileColumn({ columns, values, states }: FileTable, name: string): { values: Float64Array; states: Uint8Array } | undefined {
  const at = columns.findIndex((c) => c.name === name);
  const [v, s] = [values[at], states[at]];
  return v === undefined || s === undefined ? undefined : { values: v, states: s };
}

export interface SpecFields {
  readonly nature?: Nature;
  readonly family?: string | null;
  readonly vintage?: number | null;
  readonly weights?: readonly string[];
}

/** A column as a reader describes it. */
export const spec = (name: string, { nature = 'effectif', family = 'rp', vintage = 2022, weights = [] }: SpecFields = {}): ColumnSpec =>
  ({ name, nature, family, vintage, weights, emptyIsSecret: false, scale: 1 });

/**
 * A file's table from rows `[code, cell, cell…]`: a number, or the name of a state (`secret`,
 * `unavailable`, `blank`).
 */
export function fileTable(
  columns: readonly ColumnSpec[],
  rows: readonly (readonly [string, ...(number | keyof typeof STATE)[]])[],
  { file = 'essai.csv', iris = false } = {},
): FileTable {
  const sorted = [...rows].sort(([a], [b]) => byCode(a, b));
  const column = <T>(i: number, of: (cell: number | keyof typeof STATE) => T): T[] => sorted.map(([, ...given]) => of(given[i] ?? 'absent'));
  return {
    file,
    iris,
    codes: sorted.map(([code]) => code),
    columns,
    values: columns.map((_, i) => Float64Array.from(column(i, (cell) => (typeof cell === 'number' ? cell : Number.NaN)))),
    states: columns.map((_, i) => Uint8Array.from(column(i, (cell) => (typeof cell === 'number' ? STATE.observed : STATE[cell])))),
  };
}
