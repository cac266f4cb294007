import { inputError } from '../../errors.js';
import type { TableRecord } from '../columns/table-record.js';

/** The years that two digits can tell apart. */
const FIRST_YEAR = 1960;
const LAST_YEAR = 2059;
const DIGITS = 4;

/** @throws inputError on a period that is no year, or none of these */
export function readYear(shown: string, record: TableRecord, column: number, text: (column: number) => string): number {
  const year = record.decimal(column);
  // Four bytes that make such a number are four digits.
  if (year >= FIRST_YEAR && year <= LAST_YEAR && record.length(column) === DIGITS) return year;
  throw inputError(
    `${shown}, ligne ${String(record.line)}, colonne TIME_PERIOD : « ${text(column).slice(0, 60)} » n'est pas une année.\nCorrigez la cellule.`,
  );
}
