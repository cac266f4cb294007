import type { Scale } from '../index/scale.js';
import type { ScoredUnit } from '../posts/scored.js';
import type { Geography } from '../territory/cog.js';
import { unitOf } from '../territory/cog.js';
import type { JobResult } from './run.js';

/** Units with their scores, and what the territory that they make is called. */
export interface ScoredTerritory {
  readonly units: readonly ScoredUnit[];
  readonly geography: Geography;
  readonly name: string;
  readonly notes: readonly string[];
  /** Base 100 where the scores do not say. */
  readonly scale: Scale;
  /** What the index rests on, line by line; empty when the scores come without a manifest. */
  readonly about: readonly string[];
}

/** The scored units of a result of the main job. */
export function scoredTerritory(result: JobResult, about: readonly string[]): ScoredTerritory {
  const { index, inputs } = result;
  const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
  const units = [...index.frame.territory].flatMap((row): ScoredUnit[] => {
    const code = index.frame.codes[row] ?? '';
    const unit = unitOf(inputs.geography, code);
    if (unit === undefined) return [];
    return [
      {
        code,
        nom: unit.nom,
        departement: unit.departement,
        epci: unit.epci,
        population: known(result.population?.values[row]),
        population15Plus: known(result.population15Plus?.values[row]),
        score: known(index.score[row]),
      },
    ];
  });
  return { units, geography: inputs.geography, name: index.territory.nomCourt, notes: [], scale: index.model.scale, about };
}
