import { inputError } from '../../errors.js';
import { parseCode } from '../../territory/codes.js';

/** Names of the column of codes that are accepted, compared without case, in order of preference. */
export const KEY_NAMES = [
  'code', 'code_insee', 'insee', 'insee_com', 'insee_arm', 'codgeo', 'depcom', 'dcomiris', 'code_iris',
] as const;

const NAME_NAMES = ['nom', 'nom_officiel', 'nom_com', 'libelle', 'libgeo'] as const;
const IRIS_NAMES: ReadonlySet<string> = new Set(['dcomiris', 'code_iris']);

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
  /** The commune or arrondissement of each row, or null when its value is not such a code. */
  readonly codes: readonly (string | null)[];
  readonly repaired: readonly Repair[];
  /** Values that are not codes of communes, each once, sorted. */
  readonly rejected: readonly string[];
}

/**
 * Chooses the column of codes: among those with an accepted name, the one with the most distinct
 * codes that the geography knows; the order of {@link KEY_NAMES} breaks ties.
 *
 * @throws an input error when no column has an accepted name, or none holds a known code
 */
export function chooseKey(table: KeyColumns, isUnit: (code: string) => boolean, file: string): Key {
  const candidates = columnsNamed(table.columns, KEY_NAMES);
  if (candidates.length === 0) {
    const present = table.columns.length === 0 ? 'aucune' : table.columns.join(', ');
    throw inputError(`${file} : aucune colonne de codes Insee. Colonnes présentes : ${present}.\nNoms acceptés (sans égard aux majuscules) : ${KEY_NAMES.join(', ')}.`);
  }
  const { key } = bestKey(table, isUnit);
  if (key !== null) return key;
  const tried = candidates.map(({ position }) => table.columns[position]).join(', ');
  const [first] = candidates;
  const example = first === undefined ? undefined : table.values(first.position)[0];
  const quoted = example === undefined ? 'le fichier n\'a aucun contour' : `première valeur : « ${example} »`;
  throw inputError(`${file} : pas de code de commune connu dans ${tried} (${quoted}).\nDonnez un fichier de contours de communes, d'arrondissements municipaux ou d'Iris.`);
}

/** How many distinct codes that the geography knows are in the best column of codes. */
export const knownCodes = (table: KeyColumns, isUnit: (code: string) => boolean): number => bestKey(table, isUnit).count;

function bestKey(table: KeyColumns, isUnit: (code: string) => boolean): { key: Key | null; count: number } {
  let best: Key | null = null;
  let bestCount = 0;
  for (const { position, name } of columnsNamed(table.columns, KEY_NAMES)) {
    const key = readKey(table.columns[position] ?? name, table.values(position), IRIS_NAMES.has(name));
    const count = new Set(key.codes.filter((code) => code !== null && isUnit(code))).size;
    if (count > bestCount) {
      best = key;
      bestCount = count;
    }
  }
  return { key: best, count: bestCount };
}

/** True when a column has a name that a key or a name is looked for under. */
export const isUsefulColumn = (column: string): boolean =>
  ([...KEY_NAMES, ...NAME_NAMES] as readonly string[]).includes(column.toLowerCase());

/** The column of names, one per row, or null when the file has none under a usual name. */
export function chooseNames(table: KeyColumns): readonly string[] | null {
  const [first] = columnsNamed(table.columns, NAME_NAMES);
  return first === undefined ? null : table.values(first.position);
}

/** Positions of the columns with these names, in the order of the names, then of the file. */
const columnsNamed = (columns: readonly string[], names: readonly string[]): { position: number; name: string }[] =>
  names.flatMap((name) =>
    columns.flatMap((column, position) => (column.toLowerCase() === name ? [{ position, name }] : [])),
  );

function readKey(column: string, values: readonly string[], iris: boolean): Key {
  const repaired = new Map<string, Repair>();
  const rejected = new Set<string>();
  const codes = values.map((text) => {
    const parsed = parseCode(text, iris);
    if (parsed.level !== (iris ? 'iris' : 'commune')) {
      rejected.add(text === '' ? '(vide)' : text);
      return null;
    }
    if (parsed.repaired !== null) repaired.set(text, { text, code: parsed.code, why: parsed.repaired });
    // The first five characters of an IRIS are its commune or arrondissement.
    return iris ? parsed.code.slice(0, 5) : parsed.code;
  });
  return { column, codes, repaired: [...repaired.values()], rejected: [...rejected].sort() };
}
