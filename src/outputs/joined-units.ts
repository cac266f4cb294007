import type { Inputs } from '../main-job/inputs.js';

/** What was put together to make units of the territory or of the reference: `69149 + 69152 → 69149`. */
export interface JoinedUnits {
  /** Rows of former communes or of arrondissements, sorted, each told once. */
  readonly rows: readonly string[];
  readonly contours: readonly string[];
  /** True where contours of communes make those of the larger units, which are then not told one by one. */
  readonly dissolved: boolean;
}

/** Which former communes and arrondissements were put together, in the tables and in the contours. */
export function joinedUnits(inputs: Inputs): JoinedUnits {
  const ours = new Set([...inputs.territoryCommunes, ...inputs.referenceCommunes, ...inputs.territory.units]);
  const told = (joined: Iterable<readonly [string, readonly string[]]>): string[] =>
    [...joined]
      .filter(([unit, codes]) => ours.has(unit) && codes.some((code) => code !== unit))
      .map(([unit, codes]) => `${codes.length > 3 ? `${codes[0] ?? ''} à ${codes.at(-1) ?? ''}` : codes.join(' + ')} → ${unit}`);
  const rows = new Set(inputs.carried.flatMap((c) => (c.columns.size === 0 ? [] : told([...c.report.joined, ...c.report.fromArrondissements]))));
  const dissolved = inputs.contours !== null && inputs.contours.source.keyLevel === 'commune' && inputs.units.level !== 'commune';
  const contours = inputs.contours === null || dissolved ? [] : told(inputs.contours.harmonised.joined);
  return { rows: [...rows].sort(), contours, dissolved };
}
