import { FEW_UNITS } from '../../diagnosis/diagnose.js';
import { counted, frenchList, frenchNumber } from '../../french.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis, StoredUnit } from '../../sources/stored-diagnosis.js';
import { unitNames } from '../map/about-map.js';

/** The names of what a diagnosis speaks of. */
export interface Words {
  /** The label of a variable, an axis or a theme; « Indice » for the score. */
  readonly labelOf: (id: string) => string;
  /** The name of a unit. */
  readonly nameOf: (code: string) => string;
  /** `3 communes` */
  readonly units: (n: number) => string;
  /** `communes` */
  readonly many: string;
  /** `commune` */
  readonly one: string;
}

export function wordsOf(diagnosis: StoredDiagnosis, manifest: StoredManifest): Words {
  const labels = new Map([...diagnosis.variables, ...diagnosis.noeuds].map(({ id, libelle }) => [id, libelle]));
  const names = new Map(diagnosis.unites.map(({ code, nom }) => [code, nom]));
  const [one, many] = unitNames(manifest);
  return {
    labelOf: (id) => (id === 'score' ? 'Indice' : (labels.get(id) ?? id)),
    nameOf: (code) => names.get(code) ?? code,
    units: (n) => counted(n, one, many),
    one,
    many,
  };
}

/**
 * `a, b, c et 12 autres`
 *
 * @param all how many there are, where not all are named
 */
export function someOf(names: readonly string[], most: number, all = names.length): string {
  if (all <= most + 1 && all === names.length) return frenchList(names);
  return `${names.slice(0, most).join(', ')} et ${frenchNumber(all - most)} autres`;
}

/** A unit that has a rank and its interval. */
export type RankedStoredUnit = StoredUnit & { readonly score: number; readonly rang: number; readonly rang_p5: number; readonly rang_median: number; readonly rang_p95: number };

/** The units that have a rank, in its order. */
export const rankedOf = ({ unites }: StoredDiagnosis): RankedStoredUnit[] =>
  unites.filter((u): u is RankedStoredUnit => u.rang !== null && u.rang_p5 !== null && u.rang_p95 !== null).sort((a, b) => a.rang - b.rang || (a.code < b.code ? -1 : 1));

/** A shift of rank in places: from ten on, a decimal would say nothing. */
export const shiftText = (n: number, decimals: number): string => frenchNumber(n, decimalsOfShift(n, decimals));

const decimalsOfShift = (n: number, decimals: number): number => (Math.abs(n) < 10 ? decimals : 0);

/** `2,5 places`, `1 place`, `0 place`. */
export const places = (n: number, decimals = 0): string => `${shiftText(n, decimals)} ${Number(Math.abs(n).toFixed(decimalsOfShift(n, decimals))) < 2 ? 'place' : 'places'}`;

/** How few units have a score, where correlations rest on one or two of them; null elsewhere. */
export const fewUnitsText = ({ unites_classees: n }: StoredDiagnosis, words: Words): string | null =>
  n < FEW_UNITS ? `${words.units(n)} ont un indice, moins de ${frenchNumber(FEW_UNITS)}. Corrélations, alpha et distributions y tiennent à une ou deux d'entre elles.` : null;

/** How many places an interval of ranks covers, from one to the other. */
export const widthOf = ({ rang_p5: low, rang_p95: high }: RankedStoredUnit): number => high - low;

/** `1 à 3`, `4`: quantiles of ranks are rounded outwards to whole ranks. */
export function intervalText({ rang_p5: low, rang_p95: high }: RankedStoredUnit): string {
  const [first, last] = [Math.floor(low), Math.ceil(high)];
  return first === last ? frenchNumber(first) : `${frenchNumber(first)} à ${frenchNumber(last)}`;
}

/** What the draws say of the rank of one unit. */
export interface RankInterval {
  readonly p5: number;
  readonly p95: number;
  readonly sentence: string;
}

/** @returns null for a unit without a rank */
export function rankInterval(diagnosis: StoredDiagnosis, code: string): RankInterval | null {
  const unit = rankedOf(diagnosis).find((u) => u.code === code);
  if (unit === undefined) return null;
  const reliability = unit.fiabilite === null ? '' : ` ; fiabilité des chiffres : ${unit.fiabilite}`;
  return {
    p5: unit.rang_p5,
    p95: unit.rang_p95,
    sentence: `Intervalle de rang : ${intervalText(unit)}, du 5e au 95e centile de ${frenchNumber(diagnosis.simulation.tirages)} tirages, sous les hypothèses du diagnostic${reliability}`,
  };
}
