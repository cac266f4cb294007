/** Which units make the distribution that a unit is placed in. */
export type Population = 'france' | 'fichiers' | 'reference' | 'territoire';

export const POPULATIONS: readonly Population[] = ['france', 'fichiers', 'reference', 'territoire'];

/** Which rank equal values share: the lowest of theirs, the middle, the highest. */
export type Ties = 'bas' | 'milieu' | 'haut';

/** A class by position: values whose rank is at most this share of the units. */
export interface PositionClass {
  readonly upTo: number;
  readonly value: number;
}

interface Ranked {
  readonly population: Population;
  readonly ties: Ties;
}

/** How a variable becomes points, larger where it is more fragile. */
export type Normalisation = { readonly truncated: boolean } & (
  | { readonly method: 'rapport' }
  | ({ readonly method: 'rang-centile' | 'decile' } & Ranked)
  | ({ readonly method: 'classes'; readonly classes: readonly PositionClass[] } & Ranked)
  | { readonly method: 'minmax'; readonly population: Population; readonly low: number; readonly high: number }
  | { readonly method: 'z'; readonly population: Population; readonly centre: number; readonly deviation: number }
);

export type NormalisationMethod = Normalisation['method'];

/** A normalisation that places a unit in a distribution, and needs no reference value. */
export type Placing = Exclude<Normalisation, { readonly method: 'rapport' }>;

export const RATIO: Normalisation = { method: 'rapport', truncated: false };

/** True where points are a ratio to the reference, which then must have a value. */
export const needsReference = ({ method }: Normalisation): boolean => method === 'rapport';

/** True where units outside territory and reference have a part in the points. */
export const ranksAllFiles = (n: Normalisation): boolean => n.method !== 'rapport' && (n.population === 'france' || n.population === 'fichiers');
