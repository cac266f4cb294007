import type { Demand } from './records.js';

/** States of a structure's demand that is still waiting for an answer. */
const OPEN = new Set<Demand['state']>(['CREEE', 'EXAMEN_COMPLEMENTAIRE_COSELEC']);

/**
 * True for an open demand: a structure in `CREEE` or `EXAMEN_COMPLEMENTAIRE_COSELEC`, or an amendment
 * `ajout` that is `en_cours`. Doubles, cancelled and abandoned ones never are.
 */
export const isOpen = (demand: Demand): boolean =>
  demand.kind === 'structure' ? OPEN.has(demand.state) : demand.kind === 'ajout' && demand.state === 'en_cours';

/** True when the demand stood at a date (AAAA-MM-JJ); one without a date always did. */
export const madeBy = (demand: Demand, asOf: string | null): boolean =>
  asOf === null || demand.date === null || demand.date <= asOf;
