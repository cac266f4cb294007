/** A unit with its score, as `ifn.csv` gives it. */
export interface ScoredUnit {
  readonly code: string;
  readonly nom: string;
  readonly departement: string;
  readonly epci: string | null;
  /** Total population and population of 15 and over; null when the scores have none. */
  readonly population: number | null;
  readonly population15Plus: number | null;
  /** The index, in general in base 100; null when none is published. */
  readonly score: number | null;
}

/** Which population the weights rest on, for a whole table: never a mixture. */
export type PopulationBase = 'population_15_plus' | 'population';

/** Population 15+ where the scores have it for some unit, else total population (to be said). */
export const populationBase = (units: readonly ScoredUnit[]): PopulationBase =>
  units.some((unit) => unit.population15Plus !== null) ? 'population_15_plus' : 'population';

/** The population of a unit on that base; null when it is missing. */
export const populationOf = (unit: ScoredUnit, base: PopulationBase): number | null =>
  base === 'population_15_plus' ? unit.population15Plus : unit.population;
