import { inputError } from '../errors.js';
import type { ComputeContext } from './compute.js';
import type { FilledVariable } from './fill.js';
import { needsReference } from './normalisation.js';
import type { Placing } from './normalisation.js';
import { placing, sampleOf } from './place.js';
import { points } from './points.js';
import { truncated } from './truncate.js';

/** The points of a variable by unit of the frame. */
export interface UnitPoints {
  readonly points: Float64Array;
  /** How many units make the distribution that points are a place in; null for a ratio. */
  readonly sampleSize: number | null;
}

/**
 * Turns the values of a variable into points by its normalisation. Observed and estimated values make
 * the distribution that a unit is placed in; imputed ones are placed in it, and never make it. A variable
 * that no file publishes for the units has no points.
 *
 * @throws inputError where no value makes points: a reference of zero, values that do not vary
 */
export function pointsOfUnits(filled: FilledVariable, reference: number, context: ComputeContext): UnitPoints {
  const { variable } = filled.series.choice;
  const { direction, inversion, normalisation } = variable;
  const unpublished = context.unpublished?.has(variable.id) === true;
  let own: Float64Array;
  let sampleSize: number | null = null;
  if (normalisation.method === 'rapport') {
    if (!(unpublished && Number.isNaN(reference))) requireReference(variable.id, reference, context);
    own = Float64Array.from(filled.used, (rate) => points(rate, reference, direction, inversion));
  } else {
    const sample = sampleOf(distribution(filled, normalisation, context), direction);
    const place = placing(normalisation, direction, sample);
    if (place === null && !(unpublished && sample.length === 0)) throw noDistribution(variable.id, sample.length, normalisation);
    own = place === null ? new Float64Array(filled.used.length).fill(Number.NaN) : Float64Array.from(filled.used, place);
    sampleSize = sample.length;
  }
  return { points: normalisation.truncated ? own.map(truncated) : own, sampleSize };
}

function requireReference(id: string, reference: number, context: ComputeContext): void {
  if (reference > 0) return;
  throw inputError(
    `${id} : la valeur de la référence (${context.reference.nom}) est nulle ; un rapport à zéro n'a pas de sens.\n` +
      'Choisissez une autre référence par --reference, ou retirez la variable du modèle.',
  );
}

function* distribution(filled: FilledVariable, { population }: Placing, { frame }: ComputeContext): Generator<number> {
  const rows = population === 'territoire' ? frame.territory : population === 'reference' ? frame.reference : frame.codes.keys();
  for (const row of rows) if (filled.statuses[row] !== 'impute') yield filled.used[row] ?? Number.NaN;
}

const noDistribution = (id: string, size: number, { method }: Placing): Error =>
  inputError(
    size === 0
      ? `${id} : aucune unité n'a de valeur à laquelle comparer les autres (normalisation ${method}).`
      : `${id} : les ${String(size)} unités ont toutes la même valeur ; la normalisation ${method} n'y a pas de sens.\nAjoutez des unités par --insee, ou retirez la variable du modèle.`,
  );

/** True where the reference's value has a part in the points, or in what fills them. */
export const referenceCounts = ({ series, policy }: Pick<FilledVariable, 'series' | 'policy'>): boolean =>
  needsReference(series.choice.variable.normalisation) || policy === 'reference';
