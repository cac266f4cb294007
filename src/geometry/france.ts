import type { BoundingBox } from './rings.js';

/** Boxes in WGS84 (west, south, east, north) that hold the communes of France, with a margin. */
const TERRITORIES: readonly (readonly [number, number, number, number])[] = [
  [-5.6, 41.1, 10, 51.5], // métropole
  [-63.5, 14.1, -60.5, 18.4], // Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy
  [-55, 1.8, -51.2, 6.2], // Guyane
  [54.9, -21.7, 56.1, -20.6], // La Réunion
  [44.8, -13.3, 45.5, -12.4], // Mayotte
  [-56.8, 46.5, -55.9, 47.4], // Saint-Pierre-et-Miquelon
  [-180, -28.5, -133, -7], // Polynésie française, Wallis-et-Futuna
  [157, -24, 173, -17], // Nouvelle-Calédonie
];

/**
 * A corner of a contour's box when that box lies in no French territory, in degrees; null when it
 * lies in one: otherwise the projection is wrong, or longitude and latitude are the wrong way round.
 *
 * @param box in millionths of a degree
 */
export function outsideFrance(box: Readonly<BoundingBox>): readonly [number, number] | null {
  const [west, south, east, north] = box.map((millionths) => millionths / 1e6) as BoundingBox;
  const inside = TERRITORIES.some(([w, s, e, n]) => west >= w && east <= e && south >= s && north <= n);
  return inside ? null : [west, south];
}
