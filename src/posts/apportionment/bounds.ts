import { inputError, usageError, type FragiliteError } from '../../errors.js';
import type { Line } from './line.js';

/** Bounds common to all lines; a line's own minimum or maximum takes the place of the common one. */
export interface Bounds {
  /** Least number of posts of every line that gives none of its own. */
  readonly minimum?: number;
  /** Greatest number of posts of every line that gives none of its own. */
  readonly maximum?: number;
  /** True when the existing posts of each line are kept: they are then a floor. */
  readonly keepExisting?: boolean;
  /** The name of the territory being shared, for messages (French). */
  readonly place?: string;
}

/** The bounds of one line once everything is taken into account, in posts. */
export interface Limits {
  readonly floor: number;
  /** Infinity when nothing limits the line. */
  readonly ceiling: number;
}

/**
 * The limits of each line, in the order of the lines, once it is sure that `total` fits in them.
 *
 * The floor is the line's minimum, else the common one, else 0; with `keepExisting`, the existing
 * posts when they are more. The ceiling is the line's maximum, else the common one, else none. A
 * line of zero weight has its floor for ceiling: it gets its minimum only.
 *
 * @throws a usage error (exit 2) for a common bound that is not a whole number, an input error
 *   (exit 3) for a floor above its ceiling, or when the floors exceed the total or the ceilings
 *   do not reach it: the message states the gap
 */
export function limitsOf(lines: readonly Line[], total: number, bounds: Bounds = {}): Limits[] {
  checkCommon('--min', bounds.minimum);
  checkCommon('--max', bounds.maximum);
  const limits = lines.map((line) => limitsOfLine(line, bounds));
  const floors = sum(limits.map(({ floor }) => floor));
  if (floors > total) throw floorsTooHigh(lines, floors, total, bounds);
  const ceilings = sum(limits.map(({ ceiling }) => ceiling));
  if (ceilings < total) throw ceilingsTooLow(lines, ceilings, total, bounds);
  return limits;
}

function limitsOfLine(line: Line, bounds: Bounds): Limits {
  const minimum = line.minimum ?? bounds.minimum ?? 0;
  const kept = bounds.keepExisting === true ? (line.existing ?? 0) : 0;
  const floor = Math.max(minimum, kept);
  const maximum = line.maximum ?? bounds.maximum ?? Infinity;
  if (floor > maximum) {
    const what = kept > minimum ? 'les postes existants' : 'le minimum';
    throw inputError(
      `${at(bounds)}Ligne ${line.code} : ${what} (${String(floor)}) dépasse${kept > minimum ? 'nt' : ''} ` +
        `le maximum (${String(maximum)}) de ${posts(floor - maximum)}.`,
    );
  }
  return { floor, ceiling: line.weight > 0 ? maximum : floor };
}

function floorsTooHigh(
  lines: readonly Line[],
  floors: number,
  total: number,
  bounds: Bounds,
): FragiliteError {
  const kept = bounds.keepExisting === true && lines.some(({ existing = 0 }) => existing > 0);
  const what = kept
    ? 'la somme des planchers (minimums et postes existants conservés)'
    : 'la somme des minimums';
  const advice = kept
    ? "Augmentez l'enveloppe, ou retirez --keep-existing pour obtenir l'ordre des retraits."
    : "Augmentez l'enveloppe ou baissez les minimums.";
  return inputError(
    `${at(bounds)}Répartition impossible : ${what} (${String(floors)}) dépasse ` +
      `l'enveloppe (${String(total)}) de ${posts(floors - total)}.\n${advice}`,
  );
}

function ceilingsTooLow(
  lines: readonly Line[],
  ceilings: number,
  total: number,
  bounds: Bounds,
): FragiliteError {
  const gap = total - ceilings;
  if (lines.every(({ weight }) => weight === 0)) {
    return inputError(
      `${at(bounds)}Répartition impossible : aucune ligne n'a de poids, et ${posts(gap)} ` +
        `de l'enveloppe (${String(total)}) ne ${gap === 1 ? 'revient' : 'reviennent'} à personne.`,
    );
  }
  const weightless = lines.some(({ weight }) => weight === 0)
    ? ' (une ligne de poids nul ne reçoit que son minimum)'
    : '';
  return inputError(
    `${at(bounds)}Répartition impossible : la somme des maximums (${String(ceilings)})${weightless} ` +
      `est inférieure à l'enveloppe (${String(total)}) de ${posts(gap)}.\n` +
      "Baissez l'enveloppe ou relevez les maximums.",
  );
}

function checkCommon(option: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
    throw usageError(`${option} doit être un nombre entier de postes (reçu : ${String(value)}).`);
  }
}

const at = ({ place }: Bounds): string => (place === undefined ? '' : `${place} : `);

const posts = (count: number): string => `${String(count)} poste${count > 1 ? 's' : ''}`;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
