import { populationOf } from './scored.js';
import type { PopulationBase, ScoredUnit } from './scored.js';

/**
 * The function of the score that a weight takes: `score` score/100; `excedent` max(0, score − 100)/100;
 * `personnes` an estimated rate of illectronisme; `population` 1, that is no score at all.
 */
export type WeightFunction = 'score' | 'excedent' | 'personnes' | 'population';

export const WEIGHT_FUNCTIONS: readonly WeightFunction[] = ['score', 'excedent', 'personnes', 'population'];

/** What a reader is told of each function. */
export const WEIGHT_NAMES: Readonly<Record<WeightFunction, string>> = {
  score: 'population × indice / 100',
  excedent: "population × max(0, indice − 100) / 100 : c'est une priorisation, pas une répartition",
  personnes: "population × taux d'illectronisme estimé",
  population: 'population seule, sans indice',
};

/**
 * Weight of a unit for sharing: population × f(score), a weighted population, never a number of
 * persons or of needs.
 *
 * @param rates estimated rates in %, by code, for `personnes`
 * @returns null for a unit without a population, without a published score (whatever f, so that
 *   functions are compared over the same units), or without a rate
 */
export function weightOf(
  unit: ScoredUnit,
  f: WeightFunction,
  base: PopulationBase,
  rates: ReadonlyMap<string, number> | null,
): number | null {
  const population = populationOf(unit, base);
  if (population === null || unit.score === null) return null;
  switch (f) {
    case 'population':
      return population;
    case 'score':
      return (population * unit.score) / 100;
    case 'excedent':
      return (population * Math.max(0, unit.score - 100)) / 100;
    case 'personnes': {
      const rate = rates?.get(unit.code);
      return rate === undefined ? null : (population * rate) / 100;
    }
  }
}
