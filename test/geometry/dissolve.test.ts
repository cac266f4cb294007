import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { dissolve } from '../../src/geometry/dissolve.js';
import { geometryArea, polygonsOf, ringArea } from '../../src/geometry/rings.js';
import { square } from '../support/write-shapefile.js';

const cell = (x: number, y: number, sense: 'cw' | 'ccw' = 'ccw'): Polygon => ({
  type: 'Polygon',
  coordinates: [square(842000.1 + x, 6519000.7 + y, 1, sense)],
});

describe('dissolve', () => {
  it('les cellules d\'une grille font l\'aire de leur somme, quel que soit le sens de leurs anneaux', () => {
    const cells = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 25, selector: String });
    fc.assert(fc.property(cells, fc.infiniteStream(fc.boolean()), (positions, senses) => {
      const parts = positions.map(([x, y]) => cell(x, y, senses.next().value === true ? 'cw' : 'ccw'));
      const before = JSON.stringify(parts);
      const merged = dissolve(parts);
      expect(geometryArea(merged)).toBeCloseTo(positions.length, 6);
      expect(JSON.stringify(parts)).toBe(before);
      for (const rings of polygonsOf(merged)) {
        rings.forEach((ring, r) => expect(ringArea(ring) > 0).toBe(r === 0));
      }
    }));
  });
  it('efface le bord commun', () => {
    const merged = dissolve([cell(0, 0), cell(1, 0)]);
    expect(merged.type).toBe('Polygon');
    expect(merged.coordinates[0]).toHaveLength(7);
  });
  it('garde le trou d\'un anneau de cellules, et le comble quand le centre vient', () => {
    const around = [[0, 0], [1, 0], [2, 0], [0, 1], [2, 1], [0, 2], [1, 2], [2, 2]].map(([x = 0, y = 0]) => cell(x, y));
    expect(dissolve(around).coordinates).toHaveLength(2);
    const filled = dissolve([...around, cell(1, 1)]);
    expect(filled.coordinates).toHaveLength(1);
    expect(geometryArea(filled)).toBeCloseTo(9, 6);
  });
  it('deux parts qui ne se touchent que par un coin restent deux polygones', () => {
    expect(dissolve([cell(0, 0), cell(1, 1)])).toMatchObject({ type: 'MultiPolygon', coordinates: [[{ length: 5 }], [{ length: 5 }]] });
  });
  it('une part donnée deux fois ne s\'efface pas, même si son anneau commence ailleurs', () => {
    const [first = [], ...rest] = square(0, 0, 1, 'ccw').slice(0, -1);
    const turned: Polygon = { type: 'Polygon', coordinates: [[...rest, first, rest[0] ?? []]] };
    expect(geometryArea(dissolve([{ type: 'Polygon', coordinates: [square(0, 0, 1, 'ccw')] }, turned]))).toBe(1);
  });
});
