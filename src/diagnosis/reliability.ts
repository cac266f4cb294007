import { isObserved } from '../index/statuses.js';
import type { DiagnosedUnits } from './units.js';

/** How far the score of a unit may be relied on. */
export type Reliability = 'bonne' | 'moyenne' | 'faible';

/** Why a score is less sure: see `reliabilityOf`. */
export type Weakness = 'petits-effectifs' | 'petite-population' | 'valeurs-non-observees';

export interface UnitReliability {
  readonly level: Reliability;
  readonly weaknesses: readonly Weakness[];
}

/** INSEE asks for care with the census counts under it. */
export const SMALL_COUNT = 200;
/** INSEE asks not to use the detailed results of the census for a commune under it. */
export const SMALL_POPULATION = 2000;
/** Share of the nominal weight that rests on counts under `SMALL_COUNT`. */
export const MOST_SMALL_COUNTS = 0.25;
/** Share of the nominal weight that is estimated, imputed or without a value. */
export const MOST_UNOBSERVED = 0.2;

/** A sum of weights such as 0.1 + 0.1 may miss a limit by a rounding error. */
const ROUNDING = 1e-9;

/**
 * The reliability of each score. Three weaknesses: at least a quarter of the nominal weight rests on
 * census counts under 200; fewer than 2,000 inhabitants; at least a fifth of the nominal weight is not
 * observed. Without any, `bonne`; with one, `moyenne`; with two or three, `faible`.
 *
 * @returns null for a unit without a score
 */
export const reliabilities = (units: DiagnosedUnits): (UnitReliability | null)[] =>
  units.codes.map((_, place) => (Number.isNaN(units.score[place] ?? Number.NaN) ? null : reliabilityAt(units, place)));

function reliabilityAt({ variables, population }: DiagnosedUnits, place: number): UnitReliability {
  let small = 0;
  let unobserved = 0;
  for (const { nominalWeight, statuses, counts } of variables) {
    if (!isObserved(statuses[place] ?? 'absent')) unobserved += nominalWeight;
    else if ((counts?.[place] ?? Number.POSITIVE_INFINITY) < SMALL_COUNT) small += nominalWeight;
  }
  const weaknesses: Weakness[] = [
    ...(small >= MOST_SMALL_COUNTS - ROUNDING ? (['petits-effectifs'] as const) : []),
    ...((population[place] ?? Number.NaN) < SMALL_POPULATION ? (['petite-population'] as const) : []),
    ...(unobserved >= MOST_UNOBSERVED - ROUNDING ? (['valeurs-non-observees'] as const) : []),
  ];
  return { level: weaknesses.length === 0 ? 'bonne' : weaknesses.length === 1 ? 'moyenne' : 'faible', weaknesses };
}
