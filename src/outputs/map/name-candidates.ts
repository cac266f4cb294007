import { isInside } from '../../geometry/inside.js';
import type { Box } from '../../geometry/picture.js';
import type { CircleLayer } from './circles.js';
import { shortened } from './font.js';
import type { Fonts } from './font.js';
import type { LabelCandidate } from './labels.js';
import type { Land } from './land.js';

export const LABEL_SIZE = 10.5;
export const LABEL_LEADING = 12;

export const DOT_RADIUS = 1.6;

/** A longer name is cut, with « … ». */
const MOST_WIDTH = 150;

/** So many of the largest units are named beside a dot when their name does not fit in them. */
const DOTTED = 15;

/** Only so many of the largest are named at all: of many, those that fit would be those with short names. */
const NAMED = 60;

/** A unit that may be named. */
export interface NamedUnit {
  readonly code: string;
  readonly nom: string;
  readonly population: number;
}

/**
 * The ways to write the names of units in the large frame, the most populated first: in the unit on
 * one line or two, when it fits; beside its circle; for the largest, beside a dot.
 *
 * @param most how many names are wanted; at least 60 units are tried
 */
export function* nameCandidates(units: readonly NamedUnit[], land: Land, circles: readonly CircleLayer[], fonts: Fonts, most: number): Generator<LabelCandidate> {
  const inFrame = units.filter(({ code }) => land.main.shapes.has(code));
  const ranked = [...inFrame].sort((a, b) => b.population - a.population || (a.code < b.code ? -1 : 1));
  const radii = new Map(circles.flatMap((layer) => layer.circles.map((c) => [c.code, c.radius] as const)).sort(([, a], [, b]) => a - b));
  for (const [rank, { code, nom }] of ranked.slice(0, Math.max(NAMED, most)).entries()) {
    const place = land.placeOf(code);
    const polygons = land.main.shapes.get(code);
    if (place === null || polygons === undefined) continue;
    const name = shortened(fonts.regular, nom, LABEL_SIZE, MOST_WIDTH);
    const radius = radii.get(code) ?? 0;
    const sizeOf = (lines: readonly string[]): { width: number; height: number } => ({
      width: Math.max(...lines.map((line) => fonts.regular.width(line, LABEL_SIZE))),
      height: lines.length * LABEL_LEADING,
    });
    if (radius === 0) {
      for (const lines of [[name], ...twoLines(name)]) {
        const { width, height } = sizeOf(lines);
        const box = { x: place.x - width / 2, y: place.y - height / 2, width, height };
        if (samples(box).every(([x, y]) => isInside(x, y, polygons))) yield { code, lines, places: [box], stands: 'inside' };
      }
    }
    if (radius > 0 || rank < DOTTED) {
      const { width, height } = sizeOf([name]);
      const places = beside(place.x, place.y, Math.max(radius, DOT_RADIUS) + 2.5, width, height);
      const own = new Map(places.map((box) => [box, samples(box).filter(([x, y]) => isInside(x, y, polygons)).length]));
      // A name that lies over a neighbour could be taken for the neighbour's.
      places.sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0));
      yield { code, lines: [name], places, stands: radius === 0 ? 'dot' : 'circle' };
    }
  }
}

/** A name in two lines, cut at the hyphen or space that makes them the most even; none without one. */
function twoLines(name: string): string[][] {
  const cuts = Array.from(name.matchAll(/[- ]/g), (match) => match.index + 1).filter((at) => at < name.length);
  const [best] = cuts.sort((a, b) => Math.abs(name.length - 2 * a) - Math.abs(name.length - 2 * b));
  return best === undefined ? [] : [[name.slice(0, best).trimEnd(), name.slice(best)]];
}

/** Points of a box that must lie in a unit for a name to fit there: most of it, not its very corners. */
const samples = ({ x, y, width, height }: Box): (readonly [number, number])[] =>
  [0.06, 0.5, 0.94].flatMap((across) => [0.2, 0.8].map((down) => [x + across * width, y + down * height] as const));

/** Right, left, above, below of a point. */
const beside = (x: number, y: number, gap: number, width: number, height: number): Box[] => [
  { x: x + gap, y: y - height / 2, width, height },
  { x: x - gap - width, y: y - height / 2, width, height },
  { x: x - width / 2, y: y - gap - height, width, height },
  { x: x - width / 2, y: y + gap, width, height },
];
