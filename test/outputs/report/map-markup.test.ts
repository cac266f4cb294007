import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ringsData } from '../../../src/outputs/report/map-markup.js';

/** The positions of a path of `M`, `l` and `z`, read by the rules of SVG: steps add up. */
function positionsOf(path: string): number[][] {
  const [start = '', steps = ''] = path.replace(/^M/, '').replace(/z$/, '').split('l');
  const numbers = (text: string): number[] => (text.match(/-?(?:\d+\.\d+|\.\d+|\d+)/g) ?? []).map(Number);
  const positions = [numbers(start)];
  const moves = numbers(steps);
  for (let i = 0; i < moves.length; i += 2) {
    const [x = 0, y = 0] = positions.at(-1) ?? [];
    positions.push([x + moves[i]!, y + moves[i + 1]!].map((n) => Math.round(10 * n) / 10));
  }
  return positions;
}

it('writes steps of a tenth, parted by signs or spaces', () => {
  expect(ringsData([[[10, 20], [10.5, 20], [10.5, 19], [13, 22.26], [10, 20]]])).toBe('M10 20l .5 0 0-1 2.5 3.3z');
});

it('is a place to point at when it is smaller than a tenth', () => {
  expect(ringsData([[[1, 1], [1.01, 1], [1, 1.01], [1, 1]]])).toBe('M1 1h.1z');
});

it('goes through the rounded positions, whatever they are', () => {
  const position = fc.tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0, max: 1000, noNaN: true }));
  fc.assert(
    fc.property(fc.array(position, { minLength: 3, maxLength: 12 }), (ring) => {
      const rounded = ring.map((xy) => xy.map((n) => Math.round(10 * n) / 10));
      const moved = rounded.filter(([x, y], i) => i === 0 || x !== rounded[i - 1]![0] || y !== rounded[i - 1]![1]);
      fc.pre(moved.length > 1);
      expect(positionsOf(ringsData([[...ring, ring[0]!]]))).toEqual(moved);
    }),
  );
});
