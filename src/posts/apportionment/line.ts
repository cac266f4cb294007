import { inputError, usageError } from '../../errors.js';

/** One line to which posts are given: a commune, an EPCI, a grouping or a sub-territory. */
export interface Line {
  readonly code: string;
  /** The weight that posts are shared by, in any unit: only its proportions matter. */
  readonly weight: number;
  /** Inhabitants: it settles ties, nothing else. */
  readonly population: number;
  /** Least number of posts. */
  readonly minimum?: number;
  /** Greatest number of posts. */
  readonly maximum?: number;
  /** Posts that exist already. */
  readonly existing?: number;
}

/** The methods, in the order in which they are printed. */
export const METHODS = [
  'sainte-lague',
  'plus-fort-reste',
  'dhondt',
  'huntington-hill',
  'adams',
] as const;

export type Method = (typeof METHODS)[number];

/** The methods that give the posts one by one, each to the largest weight / divisor. */
export type DivisorMethod = Exclude<Method, 'plus-fort-reste'>;

/** The names that a person reads (French). */
export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  'sainte-lague': 'Sainte-Laguë',
  'plus-fort-reste': 'plus fort reste',
  dhondt: "D'Hondt",
  'huntington-hill': 'Huntington-Hill',
  adams: 'Adams',
};

/**
 * The largest total that is shared. Posts are given one by one, so a total mistyped by three
 * zeros would run for hours; France as a whole has had some 4,000 of these posts.
 */
export const LARGEST_TOTAL = 100_000;

/**
 * Checks a number of posts to share.
 *
 * @param total posts, a whole number from 0 to `LARGEST_TOTAL`
 * @param name what the number is, for the message (French)
 * @throws a usage error (exit 2) that quotes the number
 */
export function checkTotal(total: number, name = "L'enveloppe"): void {
  if (!Number.isInteger(total) || total < 0 || total > LARGEST_TOTAL) {
    throw usageError(
      `${name} doit être un nombre entier de postes entre 0 et ${String(LARGEST_TOTAL)} ` +
        `(reçu : ${String(total)}).`,
    );
  }
}

/**
 * Checks the lines: at least one, each code once, weights and populations finite and not
 * negative, minima, maxima and existing posts whole.
 *
 * @throws an input error (exit 3) that names the line and quotes the value
 */
export function checkLines(lines: readonly Line[]): void {
  if (lines.length === 0) throw inputError('Aucune ligne entre lesquelles répartir les postes.');
  const codes = new Set<string>();
  for (const line of lines) {
    if (codes.has(line.code)) {
      throw inputError(`La ligne ${line.code} est donnée deux fois : chaque code ne sert qu'une fois.`);
    }
    codes.add(line.code);
    checkMeasure(line.code, 'le poids', line.weight);
    checkMeasure(line.code, 'la population', line.population);
    checkPosts(line.code, 'le minimum', line.minimum);
    checkPosts(line.code, 'le maximum', line.maximum);
    checkPosts(line.code, 'le nombre de postes existants', line.existing);
  }
}

function checkMeasure(code: string, name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) {
    throw inputError(
      `Ligne ${code} : ${name} doit être un nombre positif ou nul (reçu : ${String(value)}).\n` +
        "Une ligne sans valeur n'a pas de poids : retirez-la de la répartition et citez-la à part.",
    );
  }
}

function checkPosts(code: string, name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
    throw inputError(
      `Ligne ${code} : ${name} doit être un nombre entier de postes (reçu : ${String(value)}).`,
    );
  }
}
