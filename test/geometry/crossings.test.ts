import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { crossesItself } from '../../src/geometry/crossings.js';
import { harmoniseBoundaries, type RawFeature } from '../../src/geometry/harmonise.js';
import { pack } from '../../src/geometry/packed.js';
import { WGS84 } from '../../src/geometry/projection.js';

/** The same by comparing every side with every other. */
function crossesByPairs(ring: readonly Position[]): boolean {
  const turn = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, [cx = 0, cy = 0]: Position): number => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  for (let i = 1; i < ring.length; i++) {
    for (let j = 1; j < i; j++) {
      const [a, b, c, d] = [ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}

describe('crossesItself', () => {
  it.each<[string, Position[], boolean]>([
    ['a square', [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], false],
    ['a bow-tie', [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], true],
    ['an eight that touches itself at a position', [[0, 0], [1, 1], [2, 0], [2, 2], [1, 1], [0, 2], [0, 0]], false],
    ['a spike that comes back on itself', [[0, 0], [2, 0], [2, 2], [1, 2], [1, 5], [1, 2], [0, 2], [0, 0]], false],
    ['a tall one', [[0, 0], [0.1, 100], [0.2, 0], [0.1, 50], [0, 0]], false],
    ['a point', [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0]], false],
    ['three positions', [[0, 0], [1, 0], [1, 1], [0, 0]], false],
  ])('%s: %s', (_, ring, expected) => {
    expect(crossesItself(ring)).toBe(expected);
  });

  it('finds what comparing all pairs finds', () => {
    const position = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }));
    fc.assert(
      fc.property(fc.array(position, { minLength: 3, maxLength: 12 }), fc.constantFrom(1, 0.01, 1000), (positions, stretch) => {
        const ring = [...positions, positions[0]!].map(([x, y]) => [x * stretch, y]);
        expect(crossesItself(ring)).toBe(crossesByPairs(ring));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds the same on rings long enough for a grid, of short sides, of long ones, and of both', () => {
    const step = fc.integer({ min: -3, max: 3 });
    const leap = fc.integer({ min: -200, max: 200 });
    const ring = fc.array(fc.tuple(fc.oneof({ arbitrary: step, weight: 20 }, leap), fc.oneof({ arbitrary: step, weight: 20 }, leap)), { minLength: 24, maxLength: 80 });
    const bent = fc.tuple(ring, fc.boolean()).map(([moves, round]) =>
      moves.reduce<Position[]>((positions, [dx, dy], i) => {
        // Around a circle few rings cross themselves; without it nearly all do.
        const [x = 0, y = 0] = round ? [1000 * Math.cos((i * 2 * Math.PI) / moves.length), 1000 * Math.sin((i * 2 * Math.PI) / moves.length)] : (positions.at(-1) ?? [0, 0]);
        return [...positions, [x + dx, y + dy]];
      }, []),
    );
    let crossing = 0;
    fc.assert(
      fc.property(bent, (positions) => {
        const closed = [...positions, positions[0]!];
        const expected = crossesByPairs(closed);
        crossing += Number(expected);
        expect(crossesItself(closed)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
    // Both answers were asked for.
    expect(crossing).toBeGreaterThan(300);
    expect(crossing).toBeLessThan(2700);
  });

  it('grows with the ring, and is quick on a long one', () => {
    const circle = Array.from({ length: 100_000 }, (_, i): Position => [Math.cos(i / 15_915.5), Math.sin(i / 15_915.5)]);
    expect(crossesItself([...circle, circle[0]!])).toBe(false);
  });
});

describe('harmoniseBoundaries', () => {
  it('names the codes of rings that cross themselves, and the units of those that vanish', () => {
    const feature = (code: string, ...polygons: Position[][][]): RawFeature => ({ code, name: null, geometry: pack({ type: 'MultiPolygon', coordinates: polygons }) });
    const square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
    const features = [
      feature('69001', [square]),
      feature('69002', [[[0, 0], [3, 3], [2, 0], [0, 1], [0, 0]]], [[[5, 5], [6, 6], [5, 5]]], [[[5, 5], [6, 6], [7, 7], [5, 5]]]),
      feature('69003', [square, [[0.5, 0.5], [0.5 + 1e-8, 0.5], [0.5, 0.5 + 1e-8], [0.5, 0.5]]]),
    ];
    const { crossing, collapsed, geometries } = harmoniseBoundaries(features, (code) => code, WGS84, () => true, () => null);
    expect(crossing).toEqual({ rings: 1, codes: ['69002'] });
    expect(collapsed).toEqual({ rings: 3, codes: ['69002', '69003'] });
    expect(geometries.get('69002')?.type).toBe('Polygon');
  });
});
