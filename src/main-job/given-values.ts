import { inputError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import type { Choice } from '../index/choose.js';
import type { Journal } from '../journal.js';
import type { GivenValue } from '../sources/reference-values.js';
import type { Territory } from '../territory/selector.js';
import type { Inputs } from './inputs.js';

/**
 * The value in % that the user gives for a variable in the reference, at the vintage of the data; null
 * where there is none.
 *
 * @throws inputError when several differ
 */
export function givenValue({ given, reference }: Inputs, choice: Choice, journal: Journal): number | null {
  const own = given.filter((g) => g.variable === choice.variable.id && namesReference(g.territory, reference));
  const same = givenAtVintage({ given, reference }, choice);
  const [first] = same;
  if (first !== undefined) {
    if (same.some((g) => g.value !== first.value)) {
      throw inputError(
        `--reference-values : ${choice.variable.id} a plusieurs valeurs pour ${reference.selector} en ${String(first.vintage)} (${same.map((g) => String(g.value)).join(', ')}). Gardez-en une.`,
      );
    }
    return first.value;
  }
  if (own.length > 0) {
    journal.warn(
      `${choice.variable.id} : la valeur de référence donnée est du millésime ${own.map((g) => String(g.vintage)).join(', ')}, les données de ${String(choice.vintage ?? '?')} ; elle ne sert pas.`,
    );
  }
  return null;
}

/** The values that the user gives for a variable in the reference, at the vintage of the data. */
export const givenAtVintage = ({ given, reference }: Pick<Inputs, 'given' | 'reference'>, choice: Choice): GivenValue[] =>
  given.filter((g) => g.variable === choice.variable.id && g.vintage === choice.vintage && namesReference(g.territory, reference));

/** That given values are of another territory than the reference (French), or null where none is; of one variable, or of all. */
export function givenElsewhere({ given, reference }: Pick<Inputs, 'given' | 'reference'>, variable: string | null): string | null {
  const others = given.filter((g) => (variable === null || g.variable === variable) && !namesReference(g.territory, reference));
  if (others.length === 0) return null;
  const territories = [...new Set(others.map((g) => g.territory))];
  const [lines, serve] = [counted(others.length, "ligne d'un autre territoire", "lignes d'un autre territoire"), others.length > 1 ? 'elles ne servent pas' : 'elle ne sert pas'];
  return `--reference-values : ${lines} (${firstOf(territories)}) ; la référence est ${reference.selector} : ${serve}.`;
}

const LEVELS = { commune: 'communes', epci: 'epci', departement: 'dep', region: 'reg', france: 'france' } as const;

function namesReference(text: string, { selector, key }: Territory): boolean {
  if (text === selector) return true;
  if (key === null) return false;
  const { level, code } = key;
  return level === 'france' ? text.toLowerCase() === 'france' : text === `${LEVELS[level]}:${code}` || text === code;
}
