import { readFileSync } from 'node:fs';
import type { FeatureCollection, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { drawBoundaries } from '../../scripts/draw-demo-boundaries.js';
import { pointInRing, ringArea } from '../../src/geometry/rings.js';

const read = (name: string): string => readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), 'utf8');
const drawn = JSON.parse(read('contours_schematiques.geojson')) as FeatureCollection<Polygon, { code: string }> & { schematique: boolean };
const points = read('points_metropole_lyon.csv').trim().split('\n').slice(1).map((line) => line.split(';'));

describe('the schematic boundaries of the demonstration', () => {
  it('are what the script draws, and say that they are schematic', () => {
    expect(drawBoundaries(read('points_metropole_lyon.csv'))).toBe(read('contours_schematiques.geojson'));
    expect(drawn.schematique).toBe(true);
  });

  it('are 58 cells, each around its own point and no other', () => {
    expect(drawn.features).toHaveLength(58);
    for (const { properties, geometry } of drawn.features) {
      const ring = geometry.coordinates[0]!;
      expect(ringArea(ring)).toBeGreaterThan(0);
      const inside = points.filter(([, lon, lat]) => pointInRing(Number(lon), Number(lat), ring)).map(([code]) => code);
      expect(inside).toEqual([properties.code]);
    }
  });
});
