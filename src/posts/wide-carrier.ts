import type { Cog } from '../territory/cog.js';

/** A collectivity whose seat lies outside the territory where it acts. */
export interface SeatOutside {
  readonly siren: string;
  readonly name: string;
  /** Name of the commune of its seat. */
  readonly seat: string;
  /** Selector of the territory where it acts: `dep:69,-epci:200046977`. */
  readonly actsIn: string;
  readonly note: string;
}

/** How employers wider than a commune are known; data, printed with the results. */
export interface WideCarrierRules {
  readonly version: number;
  /** Types of structure that settle that an employer is wider than a commune. */
  readonly types: ReadonlySet<string>;
  /** Types that settle that it is not. */
  readonly communalTypes: ReadonlySet<string>;
  /** First two digits of a SIREN → what they stand for. */
  readonly sirenPrefixes: ReadonlyMap<string, string>;
  /** Words of a name, in capitals without accents. */
  readonly names: readonly string[];
  /** SIREN → collectivity seated outside the territory where it acts. */
  readonly seatOutside: ReadonlyMap<string, SeatOutside>;
}

/** What an employer is recognised by. */
export interface Employer {
  readonly structure: string;
  readonly siret: string | null;
  readonly type: string | null;
}

/** The words of a name: capitals, no accents, anything else than letters and digits as one space. */
export const words = (name: string): string =>
  name
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'OE')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();

/** The SIREN of an employer; null when its SIRET is not known. */
export const sirenOf = ({ siret }: Employer): string | null => (siret === null || siret.length < 9 ? null : siret.slice(0, 9));

/**
 * Why the posts of an employer work in more than the commune of its seat, in French; null when
 * nothing says so.
 *
 * In this order: the type of structure where the source gives one of those listed (COMMUNE settles
 * that it is not wider; `publique` and `privée` settle nothing), the SIREN (the code of an EPCI of the
 * COG, then the first two digits), the words of the name (whole words, accents and punctuation
 * ignored).
 *
 * @param cog where the codes of EPCI come from; null when it is not at hand: the SIREN 200… of newer
 *   EPCI are then not recognised
 */
export function widerThanCommune(employer: Employer, rules: WideCarrierRules, cog: Pick<Cog, 'epci'> | null): string | null {
  const type = words(employer.type ?? '');
  if (rules.communalTypes.has(type)) return null;
  if (rules.types.has(type)) return `type ${type}`;
  const siren = sirenOf(employer);
  if (siren !== null) {
    const epci = cog?.epci.get(siren);
    if (epci !== undefined) return `SIREN ${siren} : ${epci.nom}`;
    const prefix = siren.slice(0, 2);
    const meaning = rules.sirenPrefixes.get(prefix);
    if (meaning !== undefined) return `SIREN en ${prefix} : ${meaning}`;
  }
  const name = ` ${words(employer.structure)} `;
  const pattern = rules.names.find((known) => name.includes(` ${known} `));
  return pattern === undefined ? null : `nom : ${pattern}`;
}

/** The entry of an employer whose seat lies outside the territory where it acts; null for others. */
export function seatOutsideTerritory(employer: Employer, rules: WideCarrierRules): SeatOutside | null {
  const siren = sirenOf(employer);
  return siren === null ? null : (rules.seatOutside.get(siren) ?? null);
}
