import { inputError } from '../../errors.js';
import type { TerritoryRow } from '../../index/table.js';
import { parseCode } from '../../territory/codes.js';

/** The unit or the territory of a row. */
export interface Place {
  readonly level: 'commune' | 'iris' | TerritoryRow['level'];
  readonly code: string;
  /** Why the text of the file differs from `code` (French), or null. */
  readonly repaired: string | null;
}

/** What GEO_OBJECT must be for a row to serve; all others are levels that the index does not know. */
const LEVELS: ReadonlyMap<string, Place['level']> = new Map([
  ['COM', 'commune'],
  ['ARM', 'commune'],
  ['IRIS', 'iris'],
  ['EPCI', 'epci'],
  ['DEP', 'departement'],
  ['REG', 'region'],
  ['FRANCE', 'france'],
]);

const WITHOUT_IRIS: typeof LEVELS = new Map([...LEVELS].filter(([, level]) => level !== 'iris'));

/** The code that stands for the whole country, mainland France (FM) being another territory. */
const WHOLE_FRANCE: ReadonlySet<string> = new Set(['F', 'FR', 'FE', 'FRANCE']);

const FORMS: Readonly<Record<'iris' | 'epci' | 'departement' | 'region', RegExp>> = {
  iris: /^(?:\d{2}|2[AB])\d{7}$/,
  epci: /^[1-9]\d{8}$/,
  departement: /^(?:\d{2}|2[AB]|97\d)$/,
  region: /^\d{2}$/,
};

/** In the API's answers GEO reads `2025-COM-44109`: year of the geography, level, code. */
const API_FORM = /^\d{4}-([A-Z0-9_]+)-(.+)$/;

/**
 * Reads GEO and GEO_OBJECT together: a bare code means nothing without its level, the same code
 * recurs at several.
 *
 * @param shown the file as messages name it
 */
export class PlaceReader {
  readonly #shown: string;
  readonly #hasObject: boolean;
  readonly #levels: ReadonlyMap<string, Place['level']>;
  readonly #known = new Map<string, Place | string>();

  /** @param iris true where IRIS are the units: elsewhere their rows are left aside, their communes having their own */
  constructor(shown: string, hasObject: boolean, iris: boolean) {
    this.#shown = shown;
    this.#hasObject = hasObject;
    this.#levels = iris ? LEVELS : WITHOUT_IRIS;
  }

  /**
   * The place of a row, or the GEO_OBJECT of a level that is left aside.
   *
   * @throws inputError on a code without a level, or that is not of its level
   */
  read(geo: string, object: string, line: number): Place | string {
    // Levels that no one wants are most of a national file: they are not looked up.
    if (object !== '' && !this.#levels.has(object)) return object;
    const key = `${object} ${geo}`;
    let place = this.#known.get(key);
    if (place === undefined) {
      place = this.#parse(geo, object, line);
      this.#known.set(key, place);
    }
    return place;
  }

  #parse(text: string, object: string, line: number): Place | string {
    const api = API_FORM.exec(text);
    const said = api?.[1] ?? object;
    const code = api?.[2] ?? text;
    if (said === '') {
      throw this.#fault(
        line,
        `GEO « ${text} » sans ${this.#hasObject ? 'GEO_OBJECT' : 'colonne GEO_OBJECT'} : un même code vaut à plusieurs niveaux`,
        "Reprenez le fichier avec GEO_OBJECT, ou avec des codes de la forme « 2025-COM-44109 ».",
      );
    }
    if (object !== '' && said !== object) {
      throw this.#fault(line, `GEO « ${text} » et GEO_OBJECT « ${object} » se contredisent`, 'Corrigez la ligne.');
    }
    const level = this.#levels.get(said);
    if (level === undefined) return said;
    if (level === 'france') return WHOLE_FRANCE.has(code) ? { level, code: 'FRANCE', repaired: null } : `${said} ${code}`;
    if (level !== 'commune') return FORMS[level].test(code) ? { level, code, repaired: null } : `${said} ${code}`;
    const parsed = parseCode(code);
    if (parsed.level !== 'commune') {
      throw this.#fault(line, `GEO « ${text} » n'est pas un code de commune (GEO_OBJECT ${said})`, 'Corrigez le code ou retirez la ligne.');
    }
    return { level, code: parsed.code, repaired: parsed.repaired };
  }

  #fault(line: number, what: string, advice: string): Error {
    return inputError(`${this.#shown}, ligne ${String(line)} : ${what}.\n${advice}`);
  }
}
