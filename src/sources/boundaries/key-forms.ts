import { parseCode } from '../../territory/codes.js';
import type { ParsedCode } from '../../territory/codes.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import type { UnitLevel, WholeLevel } from '../../territory/unit-level.js';

/** What the codes of a contour file may be, and the columns that may hold them. */
export interface KeyForm {
  readonly level: UnitLevel;
  /** Names of columns that are accepted, compared without case, in order of preference. */
  readonly names: readonly string[];
  /** Names of the column of names, likewise. */
  readonly nameNames: readonly string[];
  /** The code of a cell, or null when it is none of this level. */
  readonly parse: (text: string, column: string) => ParsedCode | null;
  /** True for the codes that the geography knows. */
  readonly isKnown: (code: string) => boolean;
  /** What to give instead, in messages. */
  readonly advice: string;
}

const COMMUNE_NAMES = ['code', 'code_insee', 'insee', 'insee_com', 'insee_arm', 'codgeo', 'depcom', 'dcomiris', 'code_iris'] as const;
const IRIS_NAMES: ReadonlySet<string> = new Set(['dcomiris', 'code_iris']);
const NAMES = ['nom', 'nom_officiel', 'nom_com', 'libelle', 'libgeo'] as const;

/** Communes and arrondissements, also by the first five characters of their IRIS; former ones are known too. */
export const communeKey = (isKnown: KeyForm['isKnown']): KeyForm => ({
  level: 'commune',
  names: COMMUNE_NAMES,
  nameNames: NAMES,
  parse: (text, column) => {
    const iris = IRIS_NAMES.has(column);
    const parsed = parseCode(text, iris);
    if (parsed.level !== (iris ? 'iris' : 'commune')) return null;
    return iris ? { ...parsed, code: parsed.code.slice(0, 5) } : parsed;
  },
  isKnown,
  advice: "Donnez un fichier de contours de communes, d'arrondissements municipaux ou d'Iris.",
});

export const irisKey = (isKnown: KeyForm['isKnown']): KeyForm => ({
  level: 'iris',
  names: ['code_iris', 'dcomiris', 'codiris', 'iris', 'code', 'codgeo'],
  nameNames: ['nom_iris', 'lib_iris', 'libiris', 'nom', 'libelle'],
  parse: (text) => {
    const parsed = parseCode(text, true);
    return parsed.level === 'iris' ? parsed : null;
  },
  isKnown,
  advice: "Avec --unit iris, il faut des contours d'IRIS, à neuf caractères (IGN : CONTOURS-IRIS ou IRIS GE).",
});

const WHOLE_NAMES: Readonly<Record<WholeLevel, readonly string[]>> = {
  epci: ['code', 'code_epci', 'siren_epci', 'epci', 'siren', 'code_siren', 'codgeo'],
  departement: ['code', 'code_insee', 'code_dep', 'insee_dep', 'dep', 'code_departement', 'codgeo'],
  region: ['code', 'code_insee', 'code_reg', 'insee_reg', 'reg', 'code_region', 'codgeo'],
};

/** EPCI, départements or régions as contours of their own. */
export const wholeKey = (level: WholeLevel, isKnown: KeyForm['isKnown']): KeyForm => ({
  level,
  names: WHOLE_NAMES[level],
  nameNames: NAMES,
  parse: (text) => {
    const trimmed = text.trim().toUpperCase();
    const code = level !== 'epci' && /^\d$/.test(trimmed) ? `0${trimmed}` : trimmed;
    if (!FORMS[level].test(code)) return null;
    return { level, code, repaired: code === trimmed ? null : 'zéro initial rétabli' };
  },
  isKnown,
  advice: `Donnez un fichier de contours ${level === 'epci' ? "d'EPCI" : `de ${UNIT_WORDS[level].many}`}, ou de communes : elles seront réunies.`,
});

const FORMS: Readonly<Record<WholeLevel, RegExp>> = {
  epci: /^[1-9]\d{8}$/,
  departement: /^(?:\d{2}|2[AB]|97\d|98\d)$/,
  region: /^(?:\d{2}|97\d|98\d)$/,
};

const USEFUL: ReadonlySet<string> = new Set([
  ...[communeKey, irisKey].map((form) => form(() => true)).flatMap(({ names, nameNames }) => [...names, ...nameNames]),
  ...Object.values(WHOLE_NAMES).flat(),
]);

/** True when a column has a name that a key or a name is looked for under, at some level. */
export const isUsefulColumn = (column: string): boolean => USEFUL.has(column.toLowerCase());
