import { RATIO } from '../index/normalisation.js';
import type { Normalisation, NormalisationMethod, Population, Ties } from '../index/normalisation.js';

/** A normalisation as a manifest has it, under the names of a model file. */
export interface StoredNormalisation {
  readonly methode: NormalisationMethod;
  readonly troncature?: boolean;
  readonly parmi?: Population;
  readonly ex_aequo?: Ties;
  readonly classes?: readonly { readonly jusqua: number; readonly valeur: number }[];
  readonly bornes?: readonly [number, number];
  readonly centre?: number;
  readonly ecart_type?: number;
}

/** The normalisation that a manifest describes; one without is a ratio. */
export function storedNormalisation(stored: StoredNormalisation | undefined): Normalisation {
  if (stored === undefined) return RATIO;
  const truncated = stored.troncature ?? false;
  const population = stored.parmi ?? 'territoire';
  const ties = stored.ex_aequo ?? 'bas';
  switch (stored.methode) {
    case 'rapport':
      return { method: 'rapport', truncated };
    case 'rang-centile':
    case 'decile':
      return { method: stored.methode, truncated, population, ties };
    case 'classes':
      return { method: 'classes', truncated, population, ties, classes: (stored.classes ?? []).map((c) => ({ upTo: c.jusqua, value: c.valeur })) };
    case 'minmax':
      return { method: 'minmax', truncated, population, low: stored.bornes?.[0] ?? 0, high: stored.bornes?.[1] ?? 100 };
    case 'z':
      return { method: 'z', truncated, population, centre: stored.centre ?? 0, deviation: stored.ecart_type ?? 1 };
  }
}
