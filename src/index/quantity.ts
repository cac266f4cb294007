import type { LongName } from './long-name.js';

/**
 * Quantities and their column names. A model speaks of quantities; only this file and the readers
 * know that a quantity has names in files.
 */

/** `effectif` counts are summed; `taux` are published rates in %, averaged with a weight; `mediane` are never combined. */
export type Nature = 'effectif' | 'taux' | 'mediane';

/** One column name of an alternative, as a template: `P{rp}_POP`. */
export interface Term {
  readonly template: string;
  readonly sign: 1 | -1;
}

/** One way to find a quantity in a wide file. */
export interface Alternative {
  readonly terms: readonly Term[];
  /** `near`: nearly the same quantity; its values get the status `repli`. */
  readonly kind: 'exact' | 'near';
  readonly note: string | null;
  /** First and last vintage at which these names have this meaning. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface Quantity {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** `rp`, `filosofi`, or null for a column of the user's own. */
  readonly family: string | null;
  readonly nature: Nature;
  /** For a rate: the quantity that weights it. */
  readonly weight: string | null;
  /** For a column of the user's own: the vintage that the model declares. */
  readonly vintage: number | null;
  /** Last vintage at which an empty cell of the family's files is a secret one. */
  readonly emptyIsSecretUntil: number | null;
  /** What to multiply the file's values by to have percents: 100 where a rate is given as a fraction. */
  readonly scale: number;
  /** For a column of the user's own: several rows of one code are parts to be summed. */
  readonly rowsSummed?: true;
  /** For a rate: the value at which it is published for « this or less ». */
  readonly publishedFloor?: number;
  readonly alternatives: readonly Alternative[];
  /** Where it is found in the long forms (one row per unit, measure and year). */
  readonly longNames: readonly LongName[];
  /** From a vintage on, the family's figures are a new series that does not compare with the older one. */
  readonly newSeries: { readonly from: number; readonly note: string } | null;
}

export type Quantities = ReadonlyMap<string, Quantity>;

/** Full year of the two digits of a column name; 68 is 1968, 22 is 2022. */
export const yearOf = (digits: string): number => {
  const yy = Number(digits);
  return yy >= 60 ? 1900 + yy : 2000 + yy;
};

/** The two digits that stand for a year in a column name. */
export const digitsOf = (year: number): string => String(year % 100).padStart(2, '0');

const PLACEHOLDER = /\{[a-z]+\}/;

/** True when a template names a vintage. */
export const hasVintage = (template: string): boolean => PLACEHOLDER.test(template);

/** The column name of a template at a vintage; a template without a vintage is its own name. */
export const columnName = (template: string, vintage: number | null): string =>
  vintage === null ? template : template.replace(PLACEHOLDER, digitsOf(vintage));

/** The name that a person reads when no vintage is known: `P22_POP` → `P{aa}_POP`. */
export const openName = (template: string): string => template.replace(PLACEHOLDER, '{aa}');

/** True when a name has its meaning at this vintage. */
export const validAt = (name: Pick<Alternative, 'from' | 'to'>, vintage: number | null): boolean =>
  vintage === null || ((name.from === null || vintage >= name.from) && (name.to === null || vintage <= name.to));

/**
 * The name under which a quantity read from a long form joins the columns of the wide ones:
 * `population_65_plus@{rp}`. No wide column has such a name.
 */
export const longTemplate = (id: string, family: string, kind: Alternative['kind']): string =>
  `${id}${kind === 'near' ? '≈' : ''}@{${family}}`;

/** True for a column, or its template, that a long form gave. */
export const isLong = (name: string): boolean => name.includes('@');

/** True for an alternative that only the long forms give. */
export const isLongAlternative = (alternative: Alternative): boolean => alternative.terms.some((t) => isLong(t.template));

/** A column name, or a template, as a person reads it: `population_65_plus@23` → `population_65_plus (forme longue, 2023)`. */
export function shownColumn(name: string): string {
  const long = /^([a-z0-9_]+)(≈?)@(?:(\d\d)|\{[a-z]+\})$/.exec(name);
  if (long === null) return openName(name);
  const [, id = '', near, digits] = long;
  const said = ['forme longue', ...(near === '' ? [] : ['à peu près']), ...(digits === undefined ? [] : [String(yearOf(digits))])];
  return `${id} (${said.join(', ')})`;
}

/** The terms of `P{rp}_POP - P{rp}_POP0014`. */
export function parseTerms(text: string): Term[] {
  const terms: Term[] = [];
  let sign: 1 | -1 = 1;
  for (const word of text.trim().split(/\s+/)) {
    if (word === '+') sign = 1;
    else if (word === '-') sign = -1;
    else terms.push({ template: word, sign });
  }
  return terms;
}

/** An alternative as a person reads it: `P22_POP7589 + P22_POP90P`. */
export function describeAlternative(alternative: Alternative, vintage: number | null): string {
  return alternative.terms
    .map((term, i) => {
      const name = shownColumn(columnName(term.template, vintage));
      if (i === 0) return term.sign === 1 ? name : `- ${name}`;
      return `${term.sign === 1 ? '+' : '-'} ${name}`;
    })
    .join(' ');
}

/** What a reader must know of one column of a file. */
export interface ColumnSpec {
  readonly name: string;
  readonly nature: Nature;
  readonly family: string | null;
  readonly vintage: number | null;
  readonly emptyIsSecret: boolean;
  readonly scale: number;
  /** Several rows of one code are parts to be summed. */
  readonly rowsSummed?: true;
  /** For a rate: the columns that can weight it at this vintage, best first. */
  readonly weights: readonly string[];
}

/**
 * A function that tells, of a header's column name, whether one of the quantities wants it.
 *
 * @param wanted the quantities that the run needs
 * @param all every quantity known, to find the weights of rates
 */
export function columnMatcher(
  wanted: Iterable<Quantity>,
  all: Quantities,
): (name: string) => ColumnSpec | null {
  const patterns: { readonly quantity: Quantity; readonly pattern: RegExp }[] = [];
  for (const quantity of wanted) {
    for (const alternative of quantity.alternatives) {
      for (const { template } of alternative.terms) {
        if (isLong(template)) continue;
        const [before = '', after = ''] = template.split(PLACEHOLDER);
        const source = hasVintage(template) ? `${escape(before)}(\\d{2})${escape(after)}` : escape(template);
        patterns.push({ quantity, pattern: new RegExp(`^${source}$`) });
      }
    }
  }
  return (name) => {
    for (const { quantity, pattern } of patterns) {
      const match = pattern.exec(name);
      if (match === null) continue;
      const vintage = match[1] === undefined ? quantity.vintage : yearOf(match[1]);
      return {
        name,
        nature: quantity.nature,
        family: quantity.family,
        vintage,
        emptyIsSecret:
          quantity.emptyIsSecretUntil !== null && vintage !== null && vintage <= quantity.emptyIsSecretUntil,
        scale: quantity.scale,
        ...(quantity.rowsSummed === true ? { rowsSummed: true } : {}),
        weights: weightColumns(quantity, all, vintage),
      };
    }
    return null;
  };
}

/** For a rate: the columns that can weight it at a vintage, best first. */
export function weightColumns(quantity: Quantity, all: Quantities, vintage: number | null): string[] {
  const weight = quantity.weight === null ? undefined : all.get(quantity.weight);
  if (weight === undefined) return [];
  return weight.alternatives
    .filter((a) => validAt(a, vintage) && a.terms.length === 1)
    .flatMap((a) => a.terms.map((t) => columnName(t.template, vintage)));
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
