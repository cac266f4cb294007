import { arrondissementsOf, isSplitCommune, unitOf } from '../territory/cog.js';
import type { Geography } from '../territory/cog.js';
import type { CrossedTerritory } from './crossing.js';
import type { ScoredUnit } from './scored.js';

/**
 * The territories that the scored units make whole: each EPCI and département of which every unit is
 * scored, and the scored territory itself when it is none of them.
 *
 * @param name what the scored territory is called
 */
export function territoriesOf(units: readonly ScoredUnit[], geography: Geography, name: string): CrossedTerritory[] {
  const scored = new Set(units.map((u) => u.code));
  const { cog } = geography;
  const whole = (codes: readonly string[]): boolean => codes.length > 0 && codes.every((code) => scored.has(code));
  const expand = (codes: readonly string[]): string[] =>
    codes.flatMap((code) =>
      geography.plm === 'arrondissements' && isSplitCommune(cog, code) ? arrondissementsOf(cog, code).map((a) => a.code) : [code],
    );
  const territories: CrossedTerritory[] = [];
  for (const code of distinct(units.map((u) => u.epci))) {
    const epci = cog.epci.get(code);
    const members = expand(epci?.membres ?? []);
    if (epci !== undefined && whole(members)) territories.push({ level: 'epci', code, nom: epci.nom, units: members });
  }
  for (const code of distinct(units.map((u) => u.departement))) {
    const members = expand([...cog.communes.values()].filter((c) => c.departement === code).map((c) => c.code));
    if (whole(members)) territories.push({ level: 'departement', code, nom: cog.departements.get(code)?.nom ?? code, units: members });
  }
  const codes = units.map((u) => u.code).filter((code) => unitOf(geography, code) !== undefined);
  if (!territories.some((t) => t.units.length === codes.length)) {
    territories.push({ level: 'territoire', code: 'territoire', nom: name, units: codes });
  }
  return territories;
}

const distinct = (codes: readonly (string | null)[]): string[] => [...new Set(codes.filter((c) => c !== null))].sort();
