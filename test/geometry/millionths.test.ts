import type { Position } from 'geojson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMillionths } from '../../src/geometry/millionths.js';
import type { PositionsToWgs84 } from '../../src/geometry/projection.js';
import { pack, unpackMillionths } from '../../src/geometry/packed.js';
import { ringArea } from '../../src/geometry/rings.js';

const asItIs: PositionsToWgs84 = (positions, into) => into.set(positions);
const clean = (rings: Position[][], project = asItIs): { coordinates: unknown; lost: number } => {
  const { geometry, lost } = toMillionths(pack({ type: 'Polygon', coordinates: rings }), project);
  return { coordinates: geometry === null ? null : unpackMillionths(geometry).coordinates, lost: lost.length };
};

describe('toMillionths', () => {
  it('arrondit à 6 décimales, retire les répétitions, ferme', () => {
    expect(clean([[[0, 0], [1.00000049, 0], [1, 0], [1, 1], [-0.00000001, 1]]])).toEqual({ coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]], lost: 0 });
  });
  it('projette', () => {
    expect(clean([[[0, 0], [1, 0], [1, 1], [0, 0]]], (positions, into) => into.set(positions.map((v) => v / 3))).coordinates).toEqual([[[0, 0], [0.333333, 0], [0.333333, 0.333333], [0, 0]]]);
  });
  it.each<[string, Position[]]>([
    ['vide', []], ['un point', [[1, 1], [1, 1]]], ['une ligne', [[0, 0], [1, 1], [0, 0]]],
    ['un aller-retour', [[0, 0], [1, 0], [2, 0], [1, 0], [0, 0]]], ['trop petit', [[0, 0], [1e-7, 0], [1e-7, 1e-7], [0, 0]]],
    ['un aller-retour dont l\'aire en degrés n\'est pas tout à fait nulle', [[4.1, 45.3], [4.4, 45.6], [4.2, 45.4], [4.1, 45.3]]],
  ])('n\'est rien : %s', (_, ring) => {
    expect(clean([ring])).toEqual({ coordinates: null, lost: 1 });
  });
  it('oriente, et retire un trou avec son contour', () => {
    const outer = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]];
    const hole = [[1, 1], [2, 1], [2, 2], [1, 1]];
    expect(clean([outer, hole]).coordinates).toEqual([outer.toReversed(), hole.toReversed()]);
    expect(clean([[[5, 5], [6, 6], [5, 5]], hole])).toEqual({ coordinates: null, lost: 1 });
    expect(clean([outer, [[1, 1], [2, 2], [1, 1]]])).toEqual({ coordinates: [outer.toReversed()], lost: 1 });
  });
  it('tourne chaque anneau dans son sens, de la même aire, quelle que soit la taille', () => {
    const position = fc.tuple(fc.integer({ min: -180_000_000, max: 180_000_000 }), fc.integer({ min: -90_000_000, max: 90_000_000 }));
    fc.assert(fc.property(fc.array(position, { minLength: 3, maxLength: 6000, size: '+1' }), (positions) => {
      const ring = [...positions, positions[0]!].map(([x, y]) => [x / 1e6, y / 1e6]);
      const { geometry } = toMillionths(pack({ type: 'Polygon', coordinates: [ring] }), asItIs);
      if (geometry === null) return;
      const [kept = []] = unpackMillionths(geometry).coordinates as Position[][];
      expect(ringArea(kept)).toBeGreaterThan(0);
      expect(ringArea(kept)).toBeCloseTo(Math.abs(ringArea(ring)), 3);
      expect(kept.at(-1)).toEqual(kept[0]);
    }));
  });
});
