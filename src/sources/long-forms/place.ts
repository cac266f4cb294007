import { inputError } from '../../errors.js';
import type { TerritoryRow } from '../../index/table.js';
import { parseCode } from '../../territory/codes.js';
import { ByteIndex } from '../columns/byte-index.js';
import { KnownTexts } from '../columns/known-texts.js';
import type { TableRecord } from '../columns/table-record.js';
import type { LongColumns } from './columns.js';
import { LEVELS, otherLevel } from './levels.js';

/** The unit or the territory of a row. */
export interface Place {
  readonly level: 'commune' | 'iris' | TerritoryRow['level'];
  readonly code: string;
  /** Why the text of the file differs from `code` (French), or null. */
  readonly repaired: string | null;
}

/** Of the levels that serve, those where communes are the units. */
const WITHOUT_IRIS: ReadonlyMap<string, Place['level']> = new Map([...LEVELS].filter(([, level]) => level !== 'iris'));

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

/** A place met in GEO, or the GEO_OBJECT of a level that is left aside. */
type Met = Place | string;

/**
 * Reads GEO and GEO_OBJECT together: a bare code means nothing without its level, the same code
 * recurs at several. Each pair is read once, then known again by its bytes.
 *
 * @param shown the file as messages name it
 */
export class PlaceReader {
  readonly #shown: string;
  readonly #geo: number;
  readonly #object: number;
  readonly #levels: ReadonlyMap<string, Place['level']>;
  /** The levels that may serve, and none, where GEO says it. */
  readonly #objects: ByteIndex;
  readonly #aside = new KnownTexts();
  #lastAside = '';
  readonly #unknownLevels = new Set<string>();
  /** By number of the level: the codes, and by their numbers what they are. */
  readonly #codes: { readonly index: ByteIndex; readonly met: Met[] }[] = [];

  /** @param iris true where IRIS are the units: elsewhere their rows are left aside, their communes having their own */
  constructor(shown: string, { geo, geoObject }: Pick<LongColumns, 'geo' | 'geoObject'>, iris: boolean) {
    this.#shown = shown;
    this.#geo = geo;
    this.#object = geoObject;
    this.#levels = iris ? LEVELS : WITHOUT_IRIS;
    this.#objects = new ByteIndex(['', ...this.#levels.keys()]);
  }

  /**
   * The place of a row, or the GEO_OBJECT of a level that is left aside.
   *
   * @throws inputError on a code without a level, or that is not of its level, or on a level that is
   *   unknown and nearly one that serves
   */
  read(record: TableRecord, text: (column: number) => string): Met {
    const object = this.#object < 0 ? 0 : record.wordIn(this.#objects, this.#object);
    // Levels that no one wants are most of a national file: their codes are not looked up.
    if (object < 0) return this.#leaveAside(this.#aside.of(record, this.#object, text), record.line);
    const codes = (this.#codes[object] ??= { index: new ByteIndex(), met: [] });
    const known = codes.met[record.wordIn(codes.index, this.#geo)];
    if (known !== undefined) return known;
    const found = this.#parse(text(this.#geo), object === 0 ? '' : text(this.#object), record.line);
    const bytes = record.field(this.#geo);
    codes.index.add(bytes, 0, bytes.length);
    codes.met.push(found);
    return found;
  }

  #parse(text: string, object: string, line: number): Met {
    const api = API_FORM.exec(text);
    const said = api?.[1] ?? object;
    const code = api?.[2] ?? text;
    if (said === '') {
      throw this.#fault(
        line,
        `GEO « ${text} » sans ${this.#object >= 0 ? 'GEO_OBJECT' : 'colonne GEO_OBJECT'} : un même code vaut à plusieurs niveaux`,
        "Reprenez le fichier avec GEO_OBJECT, ou avec des codes de la forme « 2025-COM-44109 ».",
      );
    }
    if (object !== '' && said !== object) {
      throw this.#fault(line, `GEO « ${text} » et GEO_OBJECT « ${object} » se contredisent`, 'Corrigez la ligne.');
    }
    const level = this.#levels.get(said);
    if (level === undefined) return this.#leaveAside(said, line);
    if (level === 'france') return WHOLE_FRANCE.has(code) ? { level, code: 'FRANCE', repaired: null } : `${said} ${code}`;
    if (level !== 'commune') return FORMS[level].test(code) ? { level, code, repaired: null } : `${said} ${code}`;
    const parsed = parseCode(code);
    if (parsed.level !== 'commune') {
      throw this.#fault(line, `GEO « ${text} » n'est pas un code de commune (GEO_OBJECT ${said})`, 'Corrigez le code ou retirez la ligne.');
    }
    return { level, code: parsed.code, repaired: parsed.repaired };
  }

  /** The levels left aside that INSEE is not known to have. */
  get unknownLevels(): ReadonlySet<string> {
    return this.#unknownLevels;
  }

  #leaveAside(level: string, line: number): string {
    // Rows of one level mostly follow each other: it is judged where it begins.
    if (level === this.#lastAside) return level;
    const other = otherLevel(level);
    if (other.kind === 'misspelt') {
      throw this.#fault(
        line,
        `${this.#object >= 0 ? 'GEO_OBJECT' : 'niveau'} « ${level} » inconnu (vouliez-vous dire ${other.near.join(' ou ')} ?)`,
        'Corrigez le niveau, ou retirez les lignes qui ont cette valeur.',
      );
    }
    if (other.kind === 'unknown') this.#unknownLevels.add(level);
    this.#lastAside = level;
    return level;
  }

  #fault(line: number, what: string, advice: string): Error {
    return inputError(`${this.#shown}, ligne ${String(line)} : ${what}.\n${advice}`);
  }
}
