import { STATUSES } from '../index/statuses.js';
import type { Status } from '../index/statuses.js';
import type { DiagnosedUnits } from './units.js';

/** How complete the units of one territory are. */
export interface TerritoryCompleteness {
  readonly level: 'epci' | 'departement';
  readonly code: string;
  readonly units: number;
  /** Units where all the nominal weight is observed. */
  readonly complete: number;
  /** Mean of the shares of the nominal weight that are observed. */
  readonly mean: number;
}

export interface Completeness {
  /** By variable, how many units have which status; statuses that no unit has are left out. */
  readonly variables: readonly { readonly id: string; readonly statuses: ReadonlyMap<Status, number> }[];
  readonly units: number;
  readonly complete: number;
  readonly mean: number;
  /** By EPCI, then by département, the least complete first; a level whose units are in one territory only is left out. */
  readonly territories: readonly TerritoryCompleteness[];
}

/** A sum of weights such as 0.1 + 0.2 may miss 1 by a rounding error. */
const COMPLETE = 1 - 1e-9;

/** Who has a value, observed or not, by variable, over the units and by territory. */
export function completenessOf(units: DiagnosedUnits): Completeness {
  const everywhere = [...units.codes.keys()];
  const levels = [
    ['epci', units.epci],
    ['departement', units.departements],
  ] as const;
  return {
    variables: units.variables.map(({ id, statuses }) => ({ id, statuses: counted(statuses) })),
    ...summary(units.completeness, everywhere),
    territories: levels.flatMap(([level, codes]) => territories(level, codes, units.completeness)),
  };
}

function counted(statuses: readonly Status[]): ReadonlyMap<Status, number> {
  const counts = new Map<Status, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return new Map(STATUSES.flatMap((status) => (counts.has(status) ? [[status, counts.get(status) ?? 0]] : [])));
}

function territories(level: TerritoryCompleteness['level'], codes: readonly string[], completeness: Float64Array): TerritoryCompleteness[] {
  const byCode = new Map<string, number[]>();
  for (const [place, code] of codes.entries()) {
    if (code === '') continue;
    const places = byCode.get(code) ?? [];
    places.push(place);
    byCode.set(code, places);
  }
  if (byCode.size < 2) return [];
  const all = [...byCode].map(([code, places]) => ({ level, code, ...summary(completeness, places) }));
  return all.sort((a, b) => a.mean - b.mean || (a.code < b.code ? -1 : 1));
}

function summary(completeness: Float64Array, places: readonly number[]): Pick<Completeness, 'units' | 'complete' | 'mean'> {
  let sum = 0;
  let complete = 0;
  for (const place of places) {
    const share = completeness[place] ?? 0;
    sum += share;
    if (share >= COMPLETE) complete += 1;
  }
  return { units: places.length, complete, mean: sum / places.length };
}
