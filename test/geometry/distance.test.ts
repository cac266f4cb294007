import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contourDistance, contourOf, prepareContour } from '../../src/geometry/distance.js';
import type { Contour } from '../../src/geometry/distance.js';
import { unitsNear } from '../../src/geometry/near.js';
import { packMillionths, PackedMap } from '../../src/geometry/packed.js';
import type { Ring } from '../../src/geometry/rings.js';
import { square } from '../support/write-shapefile.js';

/** Rings of a plane, in metres small enough for the curve of the Earth to be nothing. */
function plane(...rings: readonly Ring[]): Contour {
  const points = rings.flat();
  return prepareContour(
    Float64Array.from(points.flatMap(([x = 0, y = 0]) => [x, y])),
    Float64Array.from(points.flatMap(([x = 0, y = 0]) => [x, y, 0])),
    rings.map((ring) => ring.length),
  );
}

const box = (x: number, y: number, width: number, height: number): Ring => [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]];

/** A star-shaped ring: simple whatever the radii. More positions than a run has segments. */
const star = fc
  .tuple(fc.double({ min: -60, max: 60, noNaN: true }), fc.double({ min: -60, max: 60, noNaN: true }), fc.array(fc.double({ min: 5, max: 30, noNaN: true }), { minLength: 3, maxLength: 80 }))
  .map(([x, y, radii]): Ring => {
    const ring = radii.map((radius, i): [number, number] => [x + radius * Math.cos((2 * Math.PI * i) / radii.length), y + radius * Math.sin((2 * Math.PI * i) / radii.length)]);
    return [...ring, ring[0]!];
  });

/** By the definition, each pair of segments and each position: slow, and written otherwise. */
function bruteForce(a: Ring, b: Ring): number {
  const segments = (ring: Ring) => ring.slice(1).map((to, i) => [ring[i]!, to] as const);
  const within = ([x, y]: readonly number[], ring: Ring): boolean => {
    // The angles under which a point sees a ring add up to a whole turn when it is inside.
    const turn = segments(ring).reduce((sum, [p, q]) => {
      const [ax, ay, bx, by] = [p[0]! - x!, p[1]! - y!, q[0]! - x!, q[1]! - y!];
      return sum + Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    }, 0);
    return Math.abs(turn) > Math.PI;
  };
  if (within(a[0]!, b) || within(b[0]!, a)) return 0;
  let least = Infinity;
  for (const [p, q] of segments(a)) {
    for (const [r, s] of segments(b)) {
      const [ux, uy, vx, vy] = [q[0]! - p[0]!, q[1]! - p[1]!, s[0]! - r[0]!, s[1]! - r[1]!];
      const determinant = ux * vy - uy * vx;
      const t = ((r[0]! - p[0]!) * vy - (r[1]! - p[1]!) * vx) / determinant;
      const w = ((r[0]! - p[0]!) * uy - (r[1]! - p[1]!) * ux) / determinant;
      if (determinant !== 0 && t >= 0 && t <= 1 && w >= 0 && w <= 1) return 0;
      for (const [point, from, to] of [[p, r, s], [q, r, s], [r, p, q], [s, p, q]] as const) {
        const [dx, dy] = [to[0]! - from[0]!, to[1]! - from[1]!];
        const along = Math.min(1, Math.max(0, ((point[0]! - from[0]!) * dx + (point[1]! - from[1]!) * dy) / (dx * dx + dy * dy)));
        least = Math.min(least, Math.hypot(point[0]! - from[0]! - along * dx, point[1]! - from[1]! - along * dy));
      }
    }
  }
  return least;
}

describe('contourDistance', () => {
  it.each<[string, Ring[], Ring[], number]>([
    ['côte à côte, à 3 m', [box(0, 0, 10, 10)], [box(13, 2, 5, 5)], 3],
    ['en diagonale : 3, 4, 5', [box(0, 0, 10, 10)], [box(13, 14, 5, 5)], 5],
    ['un sommet commun', [box(0, 0, 10, 10)], [box(10, 10, 5, 5)], 0],
    ['un bord commun', [box(0, 0, 10, 10)], [box(10, 2, 5, 5)], 0],
    ['qui se croisent sans sommet dans l’autre', [box(0, 4, 20, 2)], [box(9, 0, 2, 20)], 0],
    ["l'un dans l'autre", [box(0, 0, 100, 100)], [box(40, 40, 5, 5)], 0],
    ['dans le trou : la distance au bord du trou', [box(0, 0, 100, 100), box(30, 30, 40, 40).toReversed()], [box(35, 36, 5, 5)], 5],
    ['la seconde île est la plus proche', [box(0, 0, 10, 10), box(50, 0, 10, 10)], [box(62, 0, 5, 5)], 2],
  ])('%s', (_, a, b, expected) => {
    expect(contourDistance(plane(...a), plane(...b))).toBeCloseTo(expected, 9);
    expect(contourDistance(plane(...b), plane(...a))).toBeCloseTo(expected, 9);
  });

  it('au-delà de la limite, ne dit pas de combien', () => {
    const [a, b] = [plane(box(0, 0, 10, 10)), plane(box(13, 2, 5, 5))];
    expect([contourDistance(a, b, 2.9), contourDistance(a, b, 3.1)]).toEqual([Infinity, expect.closeTo(3, 9)]);
  });

  it('est celle que donne la définition, dans les deux sens et sous toute limite', () => {
    fc.assert(
      fc.property(star, star, fc.double({ min: 0.1, max: 100, noNaN: true }), (a, b, limit) => {
        const expected = bruteForce(a, b);
        const [one, other] = [plane(a), plane(b)];
        const found = contourDistance(one, other);
        expect(Math.abs(found - expected)).toBeLessThan(1e-7);
        expect(Math.abs(contourDistance(other, one) - found)).toBeLessThan(1e-9);
        if (Math.abs(expected - limit) > 1e-6) expect(contourDistance(one, other, limit) <= limit).toBe(expected <= limit);
      }),
    );
  });

  // A degree of latitude is 111,132.95 − 559.82 cos 2φ + 1.18 cos 4φ metres at the middle latitude φ; one of
  // longitude is 111,319.49 cos φ / √(1 − e² sin² φ).
  it.each([
    ['un degré de latitude à 45°', [3, 45.4], [3, 46.4], 111_149, 10],
    ['un degré de longitude à La Réunion (21° S)', [55, -21], [56, -21], 103_972, 10],
    ['un kilomètre à la Guadeloupe', [-61.5, 16.25], [-61.5, 16.259037], 1000, 0.5],
  ] as const)('%s', (_, [x1, y1], [x2, y2], metres, within) => {
    const dot = (x: number, y: number) => contourOf(packMillionths({ type: 'Polygon', coordinates: [[[x, y], [x + 1e-6, y], [x + 1e-6, y + 1e-6], [x, y]]] }));
    expect(Math.abs(contourDistance(dot(x1, y1), dot(x2, y2)) - metres)).toBeLessThan(within);
  });
});

describe('unitsNear', () => {
  // Squares of 0.1° along the 45th parallel: 0.1° of longitude is 7,884.7 m there.
  const at = (west: number) => packMillionths({ type: 'Polygon', coordinates: [square(west, 45, 0.1, 'ccw')] });
  const row = new PackedMap(new Map([['A', at(3)], ['B', at(3.1)], ['C', at(3.2)], ['D', at(3.4)], ['E', at(-1)]]));

  it('mesure de contour à contour, et laisse les unités du territoire', () => {
    const near = unitsNear(row, new Set(['A']), 8_000);
    expect([...near.keys()]).toEqual(['B', 'C']);
    expect(near.get('B')).toBe(0);
    expect(near.get('C')).toBeGreaterThan(7_800);
    expect(near.get('C')).toBeLessThan(7_885); // the way north of the parallel is shorter
  });

  it('prend la plus proche des unités du territoire', () => {
    expect([...unitsNear(row, new Set(['A', 'C']), 8_000).keys()]).toEqual(['B', 'D']);
    expect([...unitsNear(row, new Set(['A', 'C']), 7_000).keys()]).toEqual(['B']);
    expect([...unitsNear(row, new Set(['E']), 20_000).keys()]).toEqual([]);
  });

  it('grandit avec la distance', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 40_000, noNaN: true }), fc.double({ min: 1, max: 40_000, noNaN: true }), (a, b) => {
        const [few, more] = [Math.min(a, b), Math.max(a, b)].map((metres) => [...unitsNear(row, new Set(['A']), metres)]);
        expect(more).toEqual(expect.arrayContaining(few!));
      }),
    );
  });
});
