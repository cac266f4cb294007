/** What one row of a result can be (`--unit`). */
export const UNIT_LEVELS = ['commune', 'iris', 'epci', 'departement', 'region'] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];

/** The levels that are made of whole communes. */
export type WholeLevel = Exclude<UnitLevel, 'commune' | 'iris'>;

export const isWholeLevel = (level: UnitLevel): level is WholeLevel => level !== 'commune' && level !== 'iris';

/** How a level is called in a sentence. */
export interface UnitWords {
  readonly one: string;
  readonly many: string;
  /** At the head of a column. */
  readonly title: string;
  /** `de cette commune`, `de cet IRIS` */
  readonly ofThis: string;
  /** `cette commune`, `cet IRIS` */
  readonly this: string;
}

export const UNIT_WORDS: Readonly<Record<UnitLevel, UnitWords>> = {
  commune: { one: 'commune', many: 'communes', title: 'Commune', ofThis: 'de cette commune', this: 'cette commune' },
  iris: { one: 'IRIS', many: 'IRIS', title: 'IRIS', ofThis: 'de cet IRIS', this: 'cet IRIS' },
  epci: { one: 'EPCI', many: 'EPCI', title: 'EPCI', ofThis: 'de cet EPCI', this: 'cet EPCI' },
  departement: { one: 'département', many: 'départements', title: 'Département', ofThis: 'de ce département', this: 'ce département' },
  region: { one: 'région', many: 'régions', title: 'Région', ofThis: 'de cette région', this: 'cette région' },
};
