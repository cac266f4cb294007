/**
 * Posts of conseillers numériques, their places of intervention, demands and envelopes, as plain
 * records. Three things are kept apart: the employer (porteur) and its seat, the département that a
 * post is allocated to, and the places where it works. No record holds a person's name, phone or
 * e-mail.
 */

/** What is known of a post. `valide`: validated, which is neither occupied nor still funded. */
export type PostState = 'valide' | 'occupe' | 'vacant' | 'rendu';

export const POST_STATES: readonly PostState[] = ['valide', 'occupe', 'vacant', 'rendu'];

/** One post, or several of one employer that the source does not tell apart. */
export interface Post {
  /** Identifier of the post, or of the group. */
  readonly id: string;
  /** How many posts the record stands for; 1 for a post that interventions can name. */
  readonly count: number;
  /** Name of the employer. */
  readonly structure: string;
  readonly siret: string | null;
  /** Type of the employer as the source gives it (COMMUNE, EPCI, PRIVATE, publique, privée…). */
  readonly type: string | null;
  /** INSEE code of the seat as the source gives it, repaired; null when the source has none. */
  readonly seat: string | null;
  /** Name of the seat's commune as the source gives it. */
  readonly seatName: string | null;
  /** Département that the post is allocated to; null when the source does not say. */
  readonly allocation: string | null;
  readonly state: PostState;
  readonly coordinator: boolean;
  /** Dates as AAAA-MM-JJ: validation, start and end of the convention; null when not given. */
  readonly validated: string | null;
  readonly start: string | null;
  readonly end: string | null;
  /** Amount of the State over the convention, in euros; null when not given. */
  readonly amount: number | null;
}

/** A share of a post's time in a commune; the shares of a post add up to 1. */
export interface Intervention {
  readonly post: string;
  readonly commune: string;
  readonly share: number;
}

/** States of the platform, and what each means for a demand. */
export const DEMAND_STATES = [
  'CREEE',
  'EXAMEN_COMPLEMENTAIRE_COSELEC',
  'VALIDATION_COSELEC',
  'REFUS_COSELEC',
  'REFUS_COORDINATEUR',
  'ABANDON',
  'ANNULEE',
  'DOUBLON',
  'en_cours',
  'validee',
  'refusee',
] as const;
export type DemandState = (typeof DEMAND_STATES)[number];

/** `structure`: a structure asks; `ajout` and `retrait`: an amendment to what it has. */
export type DemandKind = 'structure' | 'ajout' | 'retrait';

export interface Demand {
  readonly id: string;
  readonly kind: DemandKind;
  readonly structure: string;
  readonly siret: string | null;
  readonly type: string | null;
  readonly seat: string | null;
  readonly seatName: string | null;
  /** Département of the demand; null when the source does not say. */
  readonly departement: string | null;
  /** Posts wished (or, for an amendment, added or withdrawn). */
  readonly posts: number;
  readonly state: DemandState;
  /** AAAA-MM-JJ, null when not given. */
  readonly date: string | null;
}

/** A part of an envelope: a territory and the posts agreed for it. */
export interface EnvelopePart {
  /** A territory selector: `epci:200046977`. */
  readonly territory: string;
  readonly name: string;
  /** Posts agreed; they serve as the key of sharing for another total. */
  readonly agreed: number;
}

/** What the ANCT allocates to a territory: a low and a high number, and the parts agreed. */
export interface Envelope {
  readonly territory: string;
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly parts: readonly EnvelopePart[];
  readonly source: string;
  /** AAAA-MM-JJ, null when not given. */
  readonly date: string | null;
}

/** An oddity of a row that a reader must know of, in French. */
export interface RowNote {
  readonly line: number;
  readonly text: string;
}
