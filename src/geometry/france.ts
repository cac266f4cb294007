import type { MultiPolygon, Polygon } from 'geojson';

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
 * The first position of a geometry that lies in no French territory, or null when all of its first
 * positions do: a wrong projection, or longitude and latitude the wrong way round.
 */
export function outsideFrance(geometry: Polygon | MultiPolygon): readonly [number, number] | null {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const polygon of polygons) {
    const [x, y] = polygon[0]?.[0] ?? [];
    if (x === undefined || y === undefined) continue;
    if (!TERRITORIES.some(([west, south, east, north]) => x >= west && x <= east && y >= south && y <= north)) return [x, y];
  }
  return null;
}
