import type { Line } from './apportionment/line.js';
import { populationOf } from './scored.js';
import type { PopulationBase, ScoredUnit } from './scored.js';

/** How units become the lines that posts are shared between. */
export interface Grouping {
  /** `commune`, `epci`, `arrondissement`, or the name of the user's file. */
  readonly kind: string;
  /** The line of a unit, or null when it belongs to none. */
  readonly lineOf: (unit: ScoredUnit) => string | null;
  readonly nameOf: (line: string) => string;
}

/** The lines that the units make, sorted by code, and the units that are in none. */
export interface GroupedLines {
  readonly lines: readonly (Line & { readonly nom: string })[];
  /** Units without a weight (no score, no population) and units of no group. */
  readonly withoutWeight: readonly ScoredUnit[];
  readonly ungrouped: readonly ScoredUnit[];
}

/**
 * Sums weights, populations and existing posts of units by line. A unit without a weight brings
 * nothing and is listed; a line all of whose units are without a weight does not exist.
 */
export function groupLines(
  units: readonly ScoredUnit[],
  grouping: Grouping,
  weightOf: (unit: ScoredUnit) => number | null,
  base: PopulationBase,
  existing: ReadonlyMap<string, number> | null,
): GroupedLines {
  const lines = new Map<string, { weight: number; population: number; existing: number }>();
  const withoutWeight: ScoredUnit[] = [];
  const ungrouped: ScoredUnit[] = [];
  for (const unit of units) {
    const code = grouping.lineOf(unit);
    const weight = weightOf(unit);
    if (code === null) {
      ungrouped.push(unit);
      continue;
    }
    if (weight === null) {
      withoutWeight.push(unit);
      continue;
    }
    const line = lines.get(code) ?? { weight: 0, population: 0, existing: 0 };
    line.weight += weight;
    line.population += populationOf(unit, base) ?? 0;
    line.existing += existing?.get(unit.code) ?? 0;
    lines.set(code, line);
  }
  return {
    lines: [...lines]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, line]) => ({ code, nom: grouping.nameOf(code), ...line })),
    withoutWeight,
    ungrouped,
  };
}
