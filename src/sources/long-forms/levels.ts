import type { TerritoryRow } from '../../index/table.js';
import { nearest } from '../../nearest.js';

/** What GEO_OBJECT must be for a row to serve. */
export const LEVELS: ReadonlyMap<string, 'commune' | 'iris' | TerritoryRow['level']> = new Map([
  ['COM', 'commune'],
  ['ARM', 'commune'],
  ['IRIS', 'iris'],
  ['EPCI', 'epci'],
  ['DEP', 'departement'],
  ['REG', 'region'],
  ['FRANCE', 'france'],
]);

/**
 * The other levels of INSEE's data sets: zonings with the year of their outline (`BV2022`, `AAV2020`),
 * administrative ones, and parts of the country. Some are one letter away from a level that serves.
 * The list may lack some: what is neither in it nor nearly a level that serves is only told.
 */
const ASIDE: readonly RegExp[] = [
  /^(?:BV|AAV|AU|UU|ZE|BE|TUU|TDUU|TAAV|TDAAV)\d{4}$/,
  /^(?:COMD|COMA|ARR|CAN|CANOV|CV|CTCD|EPT|PETR|PNR|SCOT|QPV|QP|CIRCO)(?:\d{4})?$/,
  /^(?:METRO|FM|FE|FR|DOM|DROM|FRANCEM)$/,
];

/** A level that is not one of those that serve. */
export type OtherLevel =
  /** INSEE has it, the index does not. */
  | { readonly kind: 'aside' }
  /** No level known, but nearly one that serves. */
  | { readonly kind: 'misspelt'; readonly near: readonly string[] }
  /** No level known. */
  | { readonly kind: 'unknown' };

/** What to think of a GEO_OBJECT that the index does not use. */
export function otherLevel(text: string): OtherLevel {
  if (LEVELS.has(text) || ASIDE.some((form) => form.test(text))) return { kind: 'aside' };
  const near = nearest(text.trim(), LEVELS.keys(), 3, 1);
  return near.length > 0 ? { kind: 'misspelt', near } : { kind: 'unknown' };
}
