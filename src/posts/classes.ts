/** Need by the score: `fort` from the high threshold on, `modere` from the low one on, else `faible`. */
export type NeedClass = 'fort' | 'modere' | 'faible';

/** What there is: a post, a post seated here whose place is not known, an open demand and no post, or neither. */
export type SupplyClass = 'pourvu' | 'lieu_inconnu' | 'demande_en_attente' | 'sans_poste_ni_demande';

export interface Thresholds {
  readonly low: number;
  readonly high: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { low: 90, high: 110 };

/** Above this share of posts that no commune can be given, supply classes would mislead. */
export const LARGEST_UNPLACED_SHARE = 0.2;

export const needClass = (score: number, { low, high }: Thresholds): NeedClass =>
  score >= high ? 'fort' : score >= low ? 'modere' : 'faible';

export const supplyClass = (posts: number, withoutPlace: number, openDemands: number): SupplyClass =>
  posts > 0 ? 'pourvu' : withoutPlace > 0 ? 'lieu_inconnu' : openDemands > 0 ? 'demande_en_attente' : 'sans_poste_ni_demande';

export const NEED_TEXTS: Readonly<Record<NeedClass, string>> = {
  fort: 'besoin fort',
  modere: 'besoin modéré',
  faible: 'besoin faible',
};

/**
 * What may be said of supply: without places of intervention, only where employers have their seat;
 * without a file of demands, nothing of demands.
 */
export function supplyText(supply: SupplyClass, placesKnown: boolean, demandsKnown: boolean): string {
  const noPost = placesKnown
    ? "aucun poste n'intervient dans la commune"
    : "aucun poste porté dans la commune (lieux d'intervention non connus)";
  switch (supply) {
    case 'pourvu':
      return placesKnown ? 'pourvu' : "poste porté dans la commune (lieux d'intervention non connus)";
    case 'lieu_inconnu':
      return "poste porté dans la commune, lieu d'intervention inconnu";
    case 'demande_en_attente':
      return `${noPost}, demande en attente`;
    case 'sans_poste_ni_demande':
      return demandsKnown ? `${noPost}, aucune demande` : noPost;
  }
}
