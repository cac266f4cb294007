import { isSplitCommune } from './cog.js';
import type { Geography } from './cog.js';

/**
 * Where a commune code of a file goes in the geography of the run.
 *
 * - `same`: it is a unit of today;
 * - `former`: a former commune, now part of `unit`;
 * - `part`: an arrondissement, part of the whole commune `unit`;
 * - `whole`: Paris, Lyon or Marseille as one, where arrondissements are the units: dropped;
 * - `unknown`: a code that this geography does not know.
 */
export type Carried =
  | { readonly how: 'same' | 'former' | 'part'; readonly unit: string }
  | { readonly how: 'whole' | 'unknown'; readonly unit: null };

/**
 * Carries a commune or arrondissement code to the geography of the run.
 * A code that is in use today stays what it is, whatever it named before (69114 was another commune
 * until 2017, and its territory is part of today's 69114).
 */
export function carryCode(geography: Geography, code: string): Carried {
  const { cog, plm } = geography;
  const arrondissement = cog.arrondissements.get(code);
  if (arrondissement !== undefined) {
    return plm === 'arrondissements'
      ? { how: 'same', unit: code }
      : { how: 'part', unit: arrondissement.commune };
  }
  const today = cog.communes.has(code) ? code : cog.formerCodes.get(code);
  if (today === undefined) return { how: 'unknown', unit: null };
  if (plm === 'arrondissements' && isSplitCommune(cog, today)) return { how: 'whole', unit: null };
  return { how: today === code ? 'same' : 'former', unit: today };
}
