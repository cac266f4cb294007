import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputError } from '../errors.js';
import { STATUSES } from '../index/statuses.js';
import type { Status } from '../index/statuses.js';
import type { StoredManifest } from './result-folder.js';

/** The quantities of one variable, by unit of `codes`. */
export interface StoredColumns {
  /** Numerator, or the observed rate; NaN where missing. */
  readonly numerators: Float64Array;
  /** Denominator, or the weight of the rate; NaN where missing. */
  readonly denominators: Float64Array;
  readonly statuses: readonly Status[];
  /** NaN where missing; null where the file has no row of a predictor. */
  readonly predictors: Float64Array | null;
}

export interface StoredQuantities {
  /** Units, sorted. */
  readonly codes: readonly string[];
  /** By variable id, in the order of the manifest. */
  readonly columns: ReadonlyMap<string, StoredColumns>;
}

const FILE = 'quantites.csv';
const HEADER = 'code;variable;numerateur;denominateur;source;millesime;statut';
const AGAIN = 'Recalculez le résultat (fragilite compute).';
const STATUS: ReadonlyMap<string, Status> = new Map(STATUSES.map((status) => [status, status]));

/**
 * Reads `quantites.csv` of a result folder into columns.
 *
 * @param shown the folder as the user named it
 * @throws inputError when it is missing, is no longer what the manifest says, or does not have one row per
 *   unit and variable of the manifest
 */
export function readStoredQuantities(folder: string, shown: string, manifest: StoredManifest): StoredQuantities {
  const path = join(folder, FILE);
  if (!existsSync(path)) throw inputError(`« ${shown} » : ${FILE} n'y est plus. ${AGAIN}`);
  const bytes = readFileSync(path);
  const stored = manifest.sorties.find((s) => s.chemin === FILE)?.sha256;
  if (stored !== createHash('sha256').update(bytes).digest('hex')) {
    throw inputError(`« ${shown} » : ${FILE} a changé depuis le calcul (son sha256 n'est plus celui de manifest.json).\n${AGAIN}`);
  }
  // Codes, ids and numbers: every byte is a character, and the text takes no more room than the file.
  return columnsOf(bytes.toString('latin1'), manifest.variables.map((v) => v.id), `${shown}/${FILE}`);
}

/** A column while it is read. */
interface Filling extends StoredColumns {
  readonly statuses: Status[];
  predictors: Float64Array | null;
}

/**
 * The columns of the text of `quantites.csv`.
 *
 * @param ids the variables that it must hold
 * @throws inputError with the line, when it does not
 */
export function columnsOf(text: string, ids: readonly string[], shown: string): StoredQuantities {
  const fault = (line: number, what: string): Error => inputError(`${shown}, ligne ${String(line)} : ${what}\n${AGAIN}`);
  const end = text.indexOf('\n');
  if (text.slice(0, end) !== HEADER) throw fault(1, `l'en-tête n'est pas « ${HEADER} ».`);
  const room = unitsAtMost(text, end, ids.length);
  const blank = (): Float64Array => new Float64Array(room).fill(Number.NaN);
  const columns = new Map<string, Filling>(ids.map((id) => [id, { numerators: blank(), denominators: blank(), statuses: [], predictors: null }]));
  const codes: string[] = [];
  let code = '';
  let line = 1;
  for (let from = end + 1; from < text.length; ) {
    line += 1;
    const rowEnd = text.indexOf('\n', from);
    const stop = rowEnd < 0 ? text.length : rowEnd;
    const cells = text.slice(from, stop).split(';');
    from = stop + 1;
    const [first = '', name = '', top = '', bottom = '', , , status = ''] = cells;
    if (cells.length !== 7) throw fault(line, `${String(cells.length)} champs au lieu de 7.`);
    if (first !== code) {
      requireAll(codes, columns, fault, line);
      if (first <= code) throw fault(line, `le code ${first} vient après ${code}.`);
      code = first;
      codes.push(first);
    }
    const unit = codes.length - 1;
    if (name.endsWith('.predicteur')) {
      const owner = columns.get(name.slice(0, -'.predicteur'.length));
      if (owner === undefined) throw fault(line, `« ${name} » n'est le prédicteur d'aucune variable de manifest.json.`);
      owner.predictors ??= blank();
      owner.predictors[unit] = numberOf(top, (value) => fault(line, `« ${value} » n'est pas un nombre.`));
      continue;
    }
    const column = columns.get(name);
    const known = STATUS.get(status);
    if (column === undefined) throw fault(line, `« ${name} » n'est pas une variable de manifest.json.`);
    if (column.statuses.length !== unit) throw fault(line, `une deuxième ligne de ${name} pour ${code}.`);
    if (known === undefined) throw fault(line, `« ${status} » n'est pas un statut.`);
    const wrong = (value: string): Error => fault(line, `« ${value} » n'est pas un nombre.`);
    column.numerators[unit] = numberOf(top, wrong);
    column.denominators[unit] = numberOf(bottom, wrong);
    column.statuses.push(known);
  }
  requireAll(codes, columns, fault, line);
  if (codes.length === 0) throw fault(line, 'aucune unité.');
  const cut = (values: Float64Array): Float64Array => values.subarray(0, codes.length);
  return {
    codes,
    columns: new Map([...columns].map(([id, c]) => [id, { ...c, numerators: cut(c.numerators), denominators: cut(c.denominators), predictors: c.predictors === null ? null : cut(c.predictors) }])),
  };
}

/** @throws when the unit just read lacks a variable */
function requireAll(codes: readonly string[], columns: ReadonlyMap<string, StoredColumns>, fault: (line: number, what: string) => Error, line: number): void {
  for (const [id, { statuses }] of columns) {
    if (statuses.length !== codes.length) throw fault(line, `la ligne de ${id} manque pour ${codes.at(-1) ?? ''}.`);
  }
}

/** How many units a text of one row per unit and variable can hold. */
function unitsAtMost(text: string, from: number, variables: number): number {
  let lines = 0;
  for (let at = from; at >= 0 && at < text.length; at = text.indexOf('\n', at + 1)) lines += 1;
  return Math.ceil(lines / Math.max(1, variables));
}

function numberOf(text: string, wrong: (text: string) => Error): number {
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw wrong(text);
  return value;
}
