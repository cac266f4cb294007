import { usageError } from '../errors.js';
import type { Scale } from '../index/scale.js';
import { DEFAULT_THRESHOLDS } from '../posts/classes.js';
import type { Thresholds } from '../posts/classes.js';
import type { WeightFunction } from '../posts/weight.js';

/** @throws usageError where a weight counts from 100, or from zero, and the scores do not */
export function requireWeighable(scale: Scale, weight: WeightFunction): void {
  if (scale.base100) return;
  if (weight === 'excedent') {
    throw usageError(`--weight excedent compte ce qui dépasse 100, et cet indice n'est pas en base 100 (${scale.label}).\nPrenez --weight score ou population.`);
  }
  if (!(scale.minimum !== null && scale.minimum >= 0)) {
    throw usageError(`Cet indice peut être négatif (${scale.label}) : il ne pèse pas une population, et rien ne se répartit par lui.`);
  }
}

/**
 * The thresholds of need: those given, else the usual ones of base 100.
 *
 * @throws usageError without thresholds for scores of another scale
 */
export function thresholdsFor(scale: Scale, given: Thresholds | null): Thresholds {
  if (given !== null) return given;
  if (scale.base100) return DEFAULT_THRESHOLDS;
  const { low, high } = DEFAULT_THRESHOLDS;
  throw usageError(
    `Cet indice n'est pas en base 100 (${scale.label}) : les seuils de besoin ${String(low)} et ${String(high)} n'y ont pas de sens.\nDonnez --thresholds BAS,HAUT sur son échelle.`,
  );
}
