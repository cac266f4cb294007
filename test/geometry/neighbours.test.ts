import type { Position } from 'geojson';
import { expect, it } from 'vitest';
import { neighboursOf } from '../../src/geometry/neighbours.js';

const square = (x: number, y: number): Position[][][] => [[[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]];

it('finds the units across a border, and not across a corner', () => {
  // a b
  // c d   e apart
  const shapes = new Map([
    ['a', square(0, 1)],
    ['b', square(1, 1)],
    ['c', square(0, 0)],
    ['d', square(1, 0)],
    ['e', square(5, 5)],
  ]);
  expect([...neighboursOf(shapes)]).toEqual([
    ['a', ['b', 'c']],
    ['b', ['a', 'd']],
    ['c', ['a', 'd']],
    ['d', ['b', 'c']],
    ['e', []],
  ]);
});
