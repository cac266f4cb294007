// Draws the schematic boundaries of the demonstration: the Voronoï cell of one point per commune,
// clipped to a plain outline around the points. They are nobody's official boundaries, and say so.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Delaunay } from 'd3-delaunay';

type Point = [number, number];

const FOLDER = new URL('../data/demo/', import.meta.url);
/** How far the outline stands off the outermost points, in degrees of latitude (about 2 km). */
const MARGIN = 0.018;
/** A degree of longitude is shorter than one of latitude by this factor at 45.75° N. */
const SQUEEZE = Math.cos((45.75 * Math.PI) / 180);

function readPoints(csv: string): { code: string; point: Point }[] {
  const lines = csv.trim().split('\n').slice(1);
  return lines.map((line) => {
    const [code = '', lon = '', lat = ''] = line.split(';');
    return { code, point: [Number(lon) * SQUEEZE, Number(lat)] };
  });
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of list) {
      for (;;) {
        const b = chain.at(-1);
        const a = chain.at(-2);
        if (a === undefined || b === undefined || side(a, b, p) > 0) break;
        chain.pop();
      }
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** Positive when p lies to the left of the line from a to b. */
const side = (a: Point, b: Point, p: Point): number => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

/** Clips a convex polygon to a convex one, both counter-clockwise (Sutherland and Hodgman, 1974). */
function clip(subject: readonly Point[], by: readonly Point[]): Point[] {
  let result = [...subject];
  for (const [i, a] of by.entries()) {
    const b = by[(i + 1) % by.length] ?? a;
    const input = result;
    result = [];
    for (const [j, p] of input.entries()) {
      const q = input[(j + 1) % input.length] ?? p;
      const sp = side(a, b, p);
      const sq = side(a, b, q);
      if (sp >= 0) result.push(p);
      if (sp >= 0 !== sq >= 0) {
        const t = sp / (sp - sq);
        result.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
      }
    }
  }
  return result;
}

/** The GeoJSON of the schematic boundaries, from the CSV of the points. */
export function drawBoundaries(csv: string): string {
  const communes = readPoints(csv);
  const disc = Array.from({ length: 12 }, (_, k): Point => [Math.cos((k * Math.PI) / 6) * MARGIN, Math.sin((k * Math.PI) / 6) * MARGIN]);
  const outline = convexHull(communes.flatMap(({ point }) => disc.map(([dx, dy]): Point => [point[0] + dx, point[1] + dy])));
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const voronoi = Delaunay.from(communes.map((c) => c.point)).voronoi([
    Math.min(...xs) - 1,
    Math.min(...ys) - 1,
    Math.max(...xs) + 1,
    Math.max(...ys) + 1,
  ]);

  const features = communes.map(({ code }, i) => {
    const cell = voronoi.cellPolygon(i).slice(0, -1) as Point[];
    const [a, b, c] = cell;
    const counterClockwise = a && b && c && side(a, b, c) < 0 ? cell.reverse() : cell;
    const ring = clip(counterClockwise, outline).map(([x, y]): Point => [Number((x / SQUEEZE).toFixed(6)), Number(y.toFixed(6))]);
    const first = ring[0];
    return `{"type":"Feature","properties":{"code":"${code}"},"geometry":{"type":"Polygon","coordinates":${JSON.stringify([first ? [...ring, first] : ring])}}}`;
  });

  return `{"type":"FeatureCollection","schematique":true,"description":"Contours schématiques : cellules de Voronoï autour d'un point par commune ; ce ne sont pas les limites des communes.","features":[\n${features.join(',\n')}\n]}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const csv = readFileSync(new URL('points_metropole_lyon.csv', FOLDER), 'utf8');
  writeFileSync(new URL('contours_schematiques.geojson', FOLDER), drawBoundaries(csv));
}
