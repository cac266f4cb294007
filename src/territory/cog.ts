/** The code officiel géographique of one year, as plain data. */

export interface Commune {
  readonly code: string;
  readonly nom: string;
  readonly departement: string;
  readonly region: string;
  /** SIREN of the EPCI that it belongs to, null for the few that have none. */
  readonly epci: string | null;
  /** Code of its arrondissement départemental (`691`), null where the COG gives none. */
  readonly sousPrefecture: string | null;
  /** Population municipale of the COG's file, null where it gives none. */
  readonly population: number | null;
}

/** An arrondissement municipal of Paris, Lyon or Marseille. */
export interface Arrondissement extends Commune {
  /** Code of the whole commune. */
  readonly commune: string;
}

export interface Epci {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly membres: readonly string[];
}

export interface Departement {
  readonly code: string;
  readonly nom: string;
  readonly region: string;
}

export interface Region {
  readonly code: string;
  readonly nom: string;
}

export interface Cog {
  /** Year of the geography: 1 January of that year. */
  readonly year: number;
  /** Package and version that it was read from. */
  readonly source: string;
  readonly communes: ReadonlyMap<string, Commune>;
  readonly arrondissements: ReadonlyMap<string, Arrondissement>;
  /** Former code → the commune of today that holds its territory. */
  readonly formerCodes: ReadonlyMap<string, string>;
  readonly epci: ReadonlyMap<string, Epci>;
  /** Arrondissements départementaux: code → name. */
  readonly sousPrefectures: ReadonlyMap<string, string>;
  readonly departements: ReadonlyMap<string, Departement>;
  readonly regions: ReadonlyMap<string, Region>;
}

/** How Paris, Lyon and Marseille are counted: as one commune each, or by arrondissement. */
export type PlmLevel = 'commune' | 'arrondissements';

/** The geography of a run: a COG and one level for Paris, Lyon and Marseille. */
export interface Geography {
  readonly cog: Cog;
  readonly plm: PlmLevel;
}

/** The départements of France in the sense of INSEE's national figures: 975 to 989 are not among them. */
export const isFrenchDepartement = (code: string): boolean =>
  !(code.length === 3 && code >= '975' && code <= '989' && code !== '976');

/** Arrondissements of one commune, in the order of their codes; empty outside Paris, Lyon, Marseille. */
export function arrondissementsOf(cog: Cog, commune: string): Arrondissement[] {
  return [...cog.arrondissements.values()].filter((a) => a.commune === commune);
}

/** The commune or arrondissement of a code that is a unit of this geography, else undefined. */
export function unitOf(geography: Geography, code: string): Commune | undefined {
  if (geography.plm === 'arrondissements') {
    const arrondissement = geography.cog.arrondissements.get(code);
    if (arrondissement !== undefined) return arrondissement;
    if (isSplitCommune(geography.cog, code)) return undefined;
  }
  return geography.cog.communes.get(code);
}

/** Population of the communes of an EPCI or a département; null where the COG gives none. */
export function populationOf(cog: Cog, level: 'epci' | 'departement', code: string): number | null {
  let sum = 0;
  for (const commune of cog.communes.values()) if (commune[level] === code) sum += commune.population ?? 0;
  return sum === 0 ? null : sum;
}

const splitCommunes = new WeakMap<Cog, ReadonlySet<string>>();

/** True for the communes that have arrondissements: 75056, 69123, 13055. */
export function isSplitCommune(cog: Cog, code: string): boolean {
  let codes = splitCommunes.get(cog);
  if (codes === undefined) {
    codes = new Set([...cog.arrondissements.values()].map((a) => a.commune));
    splitCommunes.set(cog, codes);
  }
  return codes.has(code);
}
