import { counted, firstOf } from '../french.js';
import { byCode } from '../territory/codes.js';
import { unitOf } from '../territory/cog.js';
import type { Geography } from '../territory/cog.js';

/**
 * What a file of contours lacks of the land around a territory: France in Europe for a territory there,
 * its own département for one overseas. Null when every commune has a contour.
 *
 * @param drawn codes of the communes and arrondissements that have a contour
 * @param units the communes and arrondissements of the territory
 */
export function lackingAround(file: string, drawn: Iterable<string>, units: readonly string[], geography: Geography): string | null {
  const { cog } = geography;
  const withContour = new Set([...drawn].map((code) => cog.arrondissements.get(code)?.commune ?? code));
  const land = new Set(units.map((code) => landOf(unitOf(geography, code)?.departement ?? '')));
  const around = [...cog.communes.values()].filter(({ departement }) => land.has(landOf(departement)));
  const held = new Set(around.filter(({ code }) => withContour.has(code)).map(({ departement }) => departement));
  const missing = around.filter(({ code, departement }) => held.has(departement) && !withContour.has(code)).map(({ code }) => code).sort(byCode);
  const absent = [...new Set(around.map(({ departement }) => departement))].filter((departement) => !held.has(departement)).sort(byCode);
  if (absent.length === 0 && missing.length === 0) return null;
  const also = missing.length === 0 ? '' : ` ; ${counted(missing.length, 'commune y manque', 'communes y manquent')} (${firstOf(missing)})`;
  if (absent.length === 0) return `${file} : ${counted(missing.length, 'commune')} sans contour (${firstOf(missing)}) ; rien n'y est mesuré.`;
  if (absent.length < held.size) return `${file} : aucun contour des communes ${ofDepartements(absent)}${also === '' ? '' : ` ni de ${counted(missing.length, 'autre')} (${firstOf(missing)})`} ; rien n'y est mesuré.`;
  return `${file} : contours des seules communes ${ofDepartements([...held].sort(byCode))}${also} ; celles d'ailleurs, même voisines, ne sont pas mesurées.`;
}

/** Départements overseas are each a land of their own. */
const landOf = (departement: string): string => (departement.length === 3 ? departement : 'Europe');

const ofDepartements = (codes: readonly string[]): string => `${codes.length > 1 ? 'des départements' : 'du département'} ${firstOf(codes)}`;
