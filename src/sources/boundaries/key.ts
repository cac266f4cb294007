import { inputError } from '../../errors.js';
import type { UnitLevel } from '../../territory/unit-level.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import type { KeyForm } from './key-forms.js';

/** Columns of text by position, among which is that of the codes. */
export interface KeyColumns {
  readonly columns: readonly string[];
  values(column: number): readonly string[];
}

export interface Repair {
  readonly text: string;
  readonly code: string;
  readonly why: string;
}

export interface Key {
  /** The name of the column as the file writes it. */
  readonly column: string;
  /** What its codes are. */
  readonly level: UnitLevel;
  /** The code of each row, or null when its value is not one. */
  readonly codes: readonly (string | null)[];
  readonly repaired: readonly Repair[];
  /** Values that are not codes of the level, each once, sorted. */
  readonly rejected: readonly string[];
}

/**
 * Chooses the column of codes: among those with an accepted name, the one with the most distinct
 * codes that the geography knows; the order of the forms, then of their names, breaks ties.
 *
 * @param forms what the codes may be
 * @throws an input error when no column has an accepted name, or none holds a known code
 */
export function chooseKey(table: KeyColumns, forms: readonly KeyForm[], file: string): Key {
  const names = [...new Set(forms.flatMap((form) => form.names))];
  const candidates = columnsNamed(table.columns, names);
  const advice = forms.at(-1)?.advice ?? '';
  if (candidates.length === 0) {
    const present = table.columns.length === 0 ? 'aucune' : table.columns.join(', ');
    throw inputError(`${file} : aucune colonne de codes Insee. Colonnes présentes : ${present}.\nNoms acceptés (sans égard aux majuscules) : ${names.join(', ')}.`);
  }
  const { key } = bestKey(table, forms);
  if (key !== null) return key;
  const tried = candidates.map(({ position }) => table.columns[position]).join(', ');
  const [first] = candidates;
  const example = first === undefined ? '' : (table.values(first.position)[0] ?? '');
  throw inputError(`${file} : pas de code ${levelsOf(forms)} connu dans ${tried} (première valeur : « ${example} »).\n${advice}`);
}

/** `de commune`, `d'IRIS`, `de commune ou d'EPCI` */
const levelsOf = (forms: readonly KeyForm[]): string =>
  forms.map(({ level }) => (/^[EI]/.test(UNIT_WORDS[level].one) ? `d'${UNIT_WORDS[level].one}` : `de ${UNIT_WORDS[level].one}`)).join(' ou ');

/** How many distinct codes that the geography knows are in the best column of codes, and of which form they are. */
export function knownCodes(table: KeyColumns, forms: readonly KeyForm[]): { readonly count: number; readonly level: UnitLevel | null } {
  const { key, count } = bestKey(table, forms);
  return { count, level: key?.level ?? null };
}

function bestKey(table: KeyColumns, forms: readonly KeyForm[]): { key: Key | null; count: number } {
  let best: Key | null = null;
  let bestCount = 0;
  for (const form of forms) {
    for (const { position, name } of columnsNamed(table.columns, form.names)) {
      const key = readKey(table.columns[position] ?? name, name, table.values(position), form);
      const count = new Set(key.codes.filter((code) => code !== null && form.isKnown(code))).size;
      if (count > bestCount) {
        best = key;
        bestCount = count;
      }
    }
  }
  return { key: best, count: bestCount };
}

/** The column of names, one per row, or null when the file has none under a usual name. */
export function chooseNames(table: KeyColumns, form: KeyForm): readonly string[] | null {
  const [first] = columnsNamed(table.columns, form.nameNames);
  return first === undefined ? null : table.values(first.position);
}

/** Positions of the columns with these names, in the order of the names, then of the file. */
const columnsNamed = (columns: readonly string[], names: readonly string[]): { position: number; name: string }[] =>
  names.flatMap((name) =>
    columns.flatMap((column, position) => (column.toLowerCase() === name ? [{ position, name }] : [])),
  );

function readKey(column: string, name: string, values: readonly string[], form: KeyForm): Key {
  const repaired = new Map<string, Repair>();
  const rejected = new Set<string>();
  const codes = values.map((text) => {
    const parsed = form.parse(text, name);
    if (parsed === null) {
      rejected.add(text === '' ? '(vide)' : text);
      return null;
    }
    if (parsed.repaired !== null) repaired.set(text, { text, code: parsed.code, why: parsed.repaired });
    return parsed.code;
  });
  return { column, level: form.level, codes, repaired: [...repaired.values()], rejected: [...rejected].sort() };
}
