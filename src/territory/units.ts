import { byCode } from './codes.js';
import { unitOf } from './cog.js';
import type { Cog, Commune, Geography } from './cog.js';
import { communeOfIris, isUndivided } from './iris.js';
import type { UnitLevel, WholeLevel } from './unit-level.js';

/** What is known of a unit beside its figures. */
export interface Unit {
  readonly code: string;
  readonly nom: string;
  /** Codes of the territories that hold all of it; null where there is none, or several share it. */
  readonly departement: string | null;
  readonly region: string | null;
  readonly epci: string | null;
  /** For an IRIS: its commune, or its arrondissement where those are kept. */
  readonly commune?: string;
  /** Population municipale of the COG; null where it gives none. */
  readonly population: number | null;
}

/** The units of a run: their level, and what the COG says of each. */
export interface Units {
  readonly level: UnitLevel;
  readonly of: (code: string) => Unit | undefined;
}

export const communeUnits = (geography: Geography): Units => ({ level: 'commune', of: (code) => unitOf(geography, code) });

/** @param names what the files call their IRIS, by code */
export function irisUnits(geography: Geography, names: ReadonlyMap<string, string>): Units {
  return {
    level: 'iris',
    of: (code) => {
      const commune = communeOfIris(geography, code);
      const unit = commune === null ? undefined : unitOf(geography, commune);
      if (unit === undefined) return undefined;
      const { departement, region, epci } = unit;
      return { code, nom: irisName(code, names.get(code), unit, geography.cog), departement, region, epci, commune: unit.code, population: null };
    },
  };
}

/** `Vénissieux (Minguettes)`; of an undivided commune, its name; without a name in the files, the number. */
function irisName(code: string, name: string | undefined, unit: Commune, cog: Cog): string {
  const place = (cog.arrondissements.get(code.slice(0, 5)) ?? unit).nom;
  if (isUndivided(code)) return place;
  return `${place} (${name ?? `IRIS ${code.slice(5)}`})`;
}

/** The EPCI, départements or régions of the COG, with what they hold in common. */
export function wholeUnits(cog: Cog, level: WholeLevel): Units {
  const all = new Map([...membersByUnit(cog, level)].map(([code, members]) => [code, wholeUnit(cog, level, code, members)]));
  return { level, of: (code) => all.get(code) };
}

function wholeUnit(cog: Cog, level: WholeLevel, code: string, members: readonly Commune[]): Unit {
  const shared = (key: 'departement' | 'region'): string | null => {
    const codes = new Set(members.map((m) => m[key]));
    return codes.size === 1 ? (members[0]?.[key] ?? null) : null;
  };
  const known = members.flatMap((m) => m.population ?? []);
  return {
    code,
    nom: namesOf(cog, level).get(code)?.nom ?? code,
    departement: level === 'region' ? null : shared('departement'),
    region: shared('region'),
    epci: level === 'epci' ? code : null,
    population: known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0),
  };
}

const namesOf = (cog: Cog, level: WholeLevel): ReadonlyMap<string, { readonly nom: string }> =>
  ({ epci: cog.epci, departement: cog.departements, region: cog.regions })[level];

/** The communes of each EPCI, département or région, both sorted by code. */
export function membersByUnit(cog: Cog, level: WholeLevel): ReadonlyMap<string, readonly Commune[]> {
  const members = new Map<string, Commune[]>();
  for (const commune of cog.communes.values()) {
    const code = commune[level];
    if (code === null || code === '') continue;
    const list = members.get(code);
    if (list === undefined) members.set(code, [commune]);
    else list.push(commune);
  }
  return new Map([...members].sort(([a], [b]) => byCode(a, b)));
}
