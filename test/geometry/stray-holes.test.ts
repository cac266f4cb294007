import { describe, expect, it } from 'vitest';
import type { Position } from 'geojson';
import { pack } from '../../src/geometry/packed.js';
import { strayHoles } from '../../src/geometry/stray-holes.js';

const box = (west: number, south: number, east: number, north: number): Position[] => [[west, south], [east, south], [east, north], [west, north], [west, south]];
const strays = (...polygons: Position[][][]): number => strayHoles(pack({ type: 'MultiPolygon', coordinates: polygons }));
const outer = box(0, 0, 10, 10);

describe('strayHoles', () => {
  it.each<[string, Position[], number]>([
    ['inside', box(2, 2, 4, 4), 0],
    ['touching a side', [[0, 5], [2, 4], [2, 6], [0, 5]], 0],
    ['touching a corner', [[0, 0], [2, 1], [1, 2], [0, 0]], 0],
    ['beside', box(12, 2, 14, 4), 1],
    ['around', box(-1, -1, 11, 11), 1],
    ['across a side', box(8, 2, 12, 4), 1],
  ])('a hole %s', (_, hole, expected) => {
    expect(strays([outer, hole])).toBe(expected);
  });

  it('counts the holes of every polygon, each against its own outer ring', () => {
    expect(strays([outer], [box(20, 0, 30, 10), box(22, 2, 24, 4), box(2, 2, 4, 4)], [box(40, 0, 50, 10), box(22, 2, 24, 4)])).toBe(2);
  });

  it('sees a corner of the outer ring in a hole whose own corners are inside', () => {
    const notched: Position[] = [[0, 0], [10, 0], [10, 10], [6, 10], [5, 2], [4, 10], [0, 10], [0, 0]];
    expect(strays([notched, box(1, 1, 9, 5)])).toBe(1);
  });
});
