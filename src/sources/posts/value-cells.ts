import { readNumber } from '../numbers.js';
import type { Row } from '../small-csv.js';

/** What these files write where there is nothing. */
const NOTHING = /^(?:|-+|\/|n\/?a|nr|null|non renseignée?|sans objet|non définie?)$/i;

export const isBlank = (text: string): boolean => NOTHING.test(text);

/** The text of a cell, null where it is empty. */
export function readText<K extends string>(row: Row<K>, column: K): string | null {
  const text = row.text(column);
  return text === '' ? null : text;
}

/** @throws inputError when the cell is empty */
export function readName<K extends string>(row: Row<K>, column: K): string {
  const text = row.text(column);
  if (text === '') throw row.error(column, 'la case est vide ; remplissez-la.');
  return text;
}

/** A whole number, 0 or more; null when the cell is empty. */
export function readOptionalCount<K extends string>(row: Row<K>, column: K): number | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const value = readNumber(text);
  if (value === undefined || !Number.isSafeInteger(value) || value < 0) {
    throw row.error(column, 'il faut un nombre entier de postes, 0 ou plus.');
  }
  return value;
}

/** @throws inputError when it is not a whole number, or the cell is empty */
export function readCount<K extends string>(row: Row<K>, column: K): number {
  const count = readOptionalCount(row, column);
  if (count === null) throw row.error(column, 'il faut un nombre entier de postes, 0 ou plus.');
  return count;
}

/** An amount in euros as French files write it (`112 286,48`, `37429 €`); null when the cell is empty. */
export function readAmount<K extends string>(row: Row<K>, column: K): number | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const value = readNumber(text.replace(/\s*(?:€|euros?)$/i, ''));
  if (value === undefined || !Number.isFinite(value) || value < 0) {
    throw row.error(column, 'il faut un montant en euros, par exemple 112 286,48.');
  }
  return value;
}

const FRENCH_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;

/** The date of a text as AAAA-MM-JJ; undefined when it is no date of the calendar. */
export function parseDate(text: string): string | undefined {
  const french = FRENCH_DATE.exec(text);
  const iso = ISO_DATE.exec(text);
  const [year, month, day] = french !== null ? [french[3], french[2], french[1]] : [iso?.[1], iso?.[2], iso?.[3]];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes 31 February for a day of March: the text must come back the same.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : date;
}

/** A date as AAAA-MM-JJ; null when the cell is empty. */
export function readDate<K extends string>(row: Row<K>, column: K): string | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const date = parseDate(text);
  if (date === undefined) throw row.error(column, 'il faut une date du calendrier, jj/mm/aaaa ou aaaa-mm-jj.');
  return date;
}

const YES = /^(?:oui|o|true|vrai|1|x)$/i;
const NO = /^(?:non|n|false|faux|0|)$/i;

/** Oui or non; an empty cell is non. */
export function readYesNo<K extends string>(row: Row<K>, column: K): boolean {
  const text = row.text(column);
  if (YES.test(text)) return true;
  if (NO.test(text) || isBlank(text)) return false;
  throw row.error(column, 'il faut oui ou non.');
}
