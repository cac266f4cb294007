/**
 * INSEE codes as text. A code is never a number: `01001` and `2A004` are words.
 * Source of the forms: code officiel géographique (Insee).
 */

/** The level of the unit that a code names. */
export type CodeLevel = 'commune' | 'iris' | 'epci' | 'departement' | 'region' | 'france' | 'autre';

export interface ParsedCode {
  readonly level: CodeLevel;
  /** The code in its official form. */
  readonly code: string;
  /** Why the text of the file differs from `code` (French), or null when it is the same. */
  readonly repaired: string | null;
}

const COMMUNE = /^(?:\d{2}|2[AB])\d{3}$/;
const IRIS = /^(?:\d{2}|2[AB])\d{7}$/;
const SIREN = /^[1-9]\d{8}$/;
const DEPARTEMENT = /^(?:\d{2}|2[AB]|97\d|98\d)$/;
const FRANCE = new Set(['FRANCE', 'FR', 'FE']);

/** True for a five-character commune or arrondissement code in its official form. */
export const isCommuneCode = (code: string): boolean => COMMUNE.test(code);

/** True for a nine-character IRIS code in its official form; the SIREN of an EPCI has the same one. */
export const isIrisCode = (code: string): boolean => IRIS.test(code);

/**
 * Reads the text of a code cell.
 *
 * Repairs what spreadsheets and data frames do to codes: a lost leading zero (`1001`), a decimal
 * tail (`69123.0`), small letters in Corsica (`2a004`), spaces. Each repair is told in `repaired`.
 *
 * @param text the cell as it stands in the file
 * @param irisColumn true when the column holds IRIS codes: nine characters are then an IRIS, where
 *   elsewhere nine digits are the SIREN of an EPCI
 */
export function parseCode(text: string, irisColumn = false): ParsedCode {
  const reasons: string[] = [];
  let code = text.replace(/[\s\u00a0\u202f]+/g, '');
  if (code !== text) reasons.push('espaces retirés');
  const decimal = /^(\d+)[.,]0+$/.exec(code);
  if (decimal?.[1] !== undefined) {
    code = decimal[1];
    reasons.push('décimales retirées');
  }
  const upper = code.toUpperCase();
  if (upper !== code && /^2[ab]/.test(code)) {
    code = upper;
    reasons.push('lettre mise en majuscule');
  }
  const lostZero = irisColumn ? /^\d{8}$/ : /^\d{4}$/;
  if (lostZero.test(code)) {
    code = `0${code}`;
    reasons.push('zéro initial rétabli');
  }
  const repaired = reasons.length > 0 ? reasons.join(', ') : null;
  return { level: levelOf(code, irisColumn), code: FRANCE.has(upper) ? 'FRANCE' : code, repaired };
}

function levelOf(code: string, irisColumn: boolean): CodeLevel {
  if (irisColumn) return IRIS.test(code) ? 'iris' : 'autre';
  if (COMMUNE.test(code)) return 'commune';
  if (SIREN.test(code)) return 'epci';
  if (DEPARTEMENT.test(code)) return 'departement';
  if (FRANCE.has(code.toUpperCase())) return 'france';
  return 'autre';
}

/** Sorts codes by their characters, the same way on every machine and in every locale. */
export const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A name by its letters alone, to compare names that differ by accents, case or hyphens. */
export const plainName = (name: string): string => name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase();
