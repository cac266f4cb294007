import { STATE } from '../index/state.js';
import type { State } from '../index/state.js';

/** INSEE's marks of a missing value, in small letters, and why the value is missing. */
const MISSING: ReadonlyMap<string, State> = new Map<string, State>([
  ['s', STATE.secret],
  ['nd', STATE.unavailable],
  ['n.d.', STATE.unavailable],
  ['n.d', STATE.unavailable],
  ['ns', STATE.unavailable],
  ['na', STATE.unavailable],
  ['n/a', STATE.unavailable],
  ['nan', STATE.unavailable],
  ['null', STATE.unavailable],
]);

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const SPACES = /[\s\u00a0\u202f]/g;
const GROUPED = /^-?\d{1,3}(?:[\s\u00a0\u202f]\d{3})+(?:[.,]\d+)?$/;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number of a cell: decimal point or comma, thousands set apart by a space (also U+00A0 and
 * U+202F). NaN for a mark of a missing value, undefined for a text that is neither.
 */
export function readNumber(text: string): number | undefined {
  if (PLAIN.test(text)) return Number(text);
  const trimmed = text.trim();
  const compact = GROUPED.test(trimmed) ? trimmed.replace(SPACES, '') : trimmed;
  if (NUMBER.test(compact)) {
    const value = Number(compact.replace(',', '.'));
    return Number.isFinite(value) ? value : undefined;
  }
  if (compact === '' || MISSING.has(compact.toLowerCase())) return Number.NaN;
  return undefined;
}

/** Why a cell without a number has none; an empty cell is secret where the file's producer writes secrets so. */
export function missingState(text: string, emptyIsSecret: boolean): State {
  const trimmed = text.trim();
  if (trimmed === '') return emptyIsSecret ? STATE.secret : STATE.blank;
  return MISSING.get(trimmed.toLowerCase()) ?? STATE.unavailable;
}
