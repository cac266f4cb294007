import fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { groupRings } from '../../src/geometry/group-rings.js';
import { boundingBox, closeRing, geometryArea, locateInRing, orient, pointInRing, polygonsOf, type Ring, ringArea, startAtWest } from '../../src/geometry/rings.js';
import { square } from '../support/write-shapefile.js';

/** A star-shaped ring around a centre: simple whatever the radii. */
const star = fc.tuple(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 }),
  fc.boolean(),
).map(([x, y, radii, reverse]): Ring => {
  const ring = radii.map((radius, i): [number, number] => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  const closed = closeRing(ring);
  return reverse ? closed.toReversed() : closed;
});

describe('ringArea', () => {
  it('est positive dans le sens direct', () => {
    expect(ringArea(square(0, 0, 1, 'ccw'))).toBe(1);
    expect(ringArea(square(0, 0, 2, 'cw'))).toBe(-4);
    expect(ringArea([])).toBe(0);
  });
  it('ne perd rien loin de l\'origine', () => {
    expect(ringArea(square(842000.25, 6519000.5, 0.5, 'ccw'))).toBe(0.25);
  });
});

describe('locateInRing', () => {
  const ring = square(0, 0, 4);
  it.each([[2, 2, 1], [0, 2, 0], [4, 4, 0], [5, 2, -1], [-1, 0, -1], [2, 4, 0], [-1, 4, -1], [5, 4, -1]])('(%f, %f) → %i', (x, y, place) => {
    expect(locateInRing(x, y, ring)).toBe(place);
    expect(locateInRing(x, y, ring.toReversed())).toBe(place);
    expect(pointInRing(x, y, ring)).toBe(place === 1);
  });
  it('passe par les sommets sans se tromper', () => {
    const diamond: Ring = [[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]];
    expect(locateInRing(0, 0, diamond)).toBe(1);
    expect(locateInRing(-2, 0, diamond)).toBe(-1);
    expect(locateInRing(-2, 1, diamond)).toBe(-1);
  });
});

describe('orient', () => {
  it('tourne les contours dans le sens direct, les trous à l\'envers, sans changer les aires ni l\'argument', () => {
    fc.assert(fc.property(fc.array(fc.array(star, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (coordinates) => {
      const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates };
      const before = JSON.stringify(geometry);
      const oriented = orient(geometry);
      expect(JSON.stringify(geometry)).toBe(before);
      expect(geometryArea(oriented)).toBeCloseTo(geometryArea(geometry), 6);
      oriented.coordinates.forEach((rings, p) => rings.forEach((ring, r) => {
        expect(Math.sign(ringArea(ring))).toBe(r === 0 ? 1 : -1);
        expect(Math.abs(ringArea(ring))).toBeCloseTo(Math.abs(ringArea(coordinates[p]?.[r] ?? [])), 6);
      }));
    }));
  });
  it('garde un Polygon et partage les anneaux déjà bons', () => {
    const polygon: Polygon = { type: 'Polygon', coordinates: [square(0, 0, 4, 'ccw'), square(1, 1, 1, 'ccw')] };
    const oriented = orient(polygon);
    expect(oriented.type).toBe('Polygon');
    expect(oriented.coordinates[0]).toBe(polygon.coordinates[0]);
    expect(oriented.coordinates[1]).toEqual(square(1, 1, 1, 'cw'));
  });
});

describe('groupRings', () => {
  it('donne un trou au plus petit contour qui le contient', () => {
    const big = square(0, 0, 100);
    const bigHole = square(10, 10, 50, 'ccw');
    const island = square(20, 20, 20);
    const islandHole = square(25, 25, 5, 'ccw');
    const { polygons, orphans, reversed } = groupRings([islandHole, big, bigHole, island]);
    expect(polygons).toEqual([[big, bigHole], [island, islandHole]]);
    expect(orphans).toBe(0);
    expect(reversed).toBe(false);
  });
  it('donne un trou qui touche son contour', () => {
    const outer = square(0, 0, 10);
    const hole: Ring = [[0, 0], [4, 1], [4, 4], [1, 4], [0, 0]];
    expect(ringArea(hole)).toBeGreaterThan(0);
    expect(groupRings([outer, hole]).polygons).toEqual([[outer, hole]]);
    const diagonal: Ring = [[0, 0], [10, 0], [10, 10], [0, 0]];
    expect(groupRings([outer, diagonal]).polygons).toEqual([[outer, diagonal]]);
  });
  it('fait un contour d\'un trou sans propriétaire, et le compte', () => {
    const outer = square(0, 0, 10);
    const lost = square(50, 50, 2, 'ccw');
    expect(groupRings([outer, lost])).toEqual({ polygons: [[outer], [lost]], orphans: 1, reversed: false });
  });
  it('lit une forme écrite à l\'envers', () => {
    const outer = square(0, 0, 10, 'ccw');
    const hole = square(2, 2, 2, 'cw');
    expect(groupRings([hole, outer])).toEqual({ polygons: [[outer, hole]], orphans: 0, reversed: true });
    expect(groupRings([outer])).toEqual({ polygons: [[outer]], orphans: 0, reversed: true });
    expect(groupRings([])).toEqual({ polygons: [], orphans: 0, reversed: false });
  });
  it('garde tous les anneaux, quel que soit leur ordre', () => {
    const rings = [square(0, 0, 100), square(10, 10, 30, 'ccw'), square(15, 15, 10), square(200, 0, 10), square(60, 60, 5, 'ccw')];
    const expected = groupRings(rings).polygons.map((polygon) => JSON.stringify(polygon[0])).sort();
    fc.assert(fc.property(fc.shuffledSubarray(rings, { minLength: rings.length }), (shuffled) => {
      const { polygons, orphans } = groupRings(shuffled);
      expect(orphans).toBe(0);
      expect(polygons.flat()).toHaveLength(rings.length);
      expect(polygons.map((polygon) => JSON.stringify(polygon[0])).sort()).toEqual(expected);
    }));
  });
});

describe('startAtWest', () => {
  it('rend égaux deux anneaux qui commencent ailleurs', () => {
    fc.assert(fc.property(star, fc.nat(), (ring, shift) => {
      const open = ring.slice(0, -1);
      const at = shift % open.length;
      expect(startAtWest(closeRing([...open.slice(at), ...open.slice(0, at)]))).toEqual(startAtWest(ring));
    }));
  });
  it('tranche quand l\'anneau passe deux fois par son point le plus à l\'ouest', () => {
    const ring: Ring = [[0, 0], [2, -1], [2, 0], [0, 0], [2, 1], [2, 2], [0, 0]];
    const turned: Ring = [[0, 0], [2, 1], [2, 2], [0, 0], [2, -1], [2, 0], [0, 0]];
    expect(startAtWest(turned)).toEqual(startAtWest(ring));
  });
});

describe('boundingBox', () => {
  it('tient toutes les géométries', () => {
    expect(boundingBox([{ type: 'Polygon', coordinates: [square(0, 0, 1)] }, null, { type: 'MultiPolygon', coordinates: [[square(5, -3, 1)]] }])).toEqual([0, -3, 6, 1]);
    expect(boundingBox([null])).toBeNull();
    expect(polygonsOf({ type: 'Polygon', coordinates: [] })).toEqual([[]]);
  });
});
