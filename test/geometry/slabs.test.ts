import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slabs } from '../../src/geometry/slabs.js';

describe('Slabs', () => {
  it('gives rooms of zeros that are no other\'s', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 20_000, max: 140_000 })), { maxLength: 30 }), (lengths) => {
        const slabs = new Slabs((length) => new Int32Array(length));
        const rooms = lengths.map((length) => slabs.take(length));
        expect(rooms.map((room) => room.length)).toEqual(lengths);
        expect(rooms.every((room) => room.every((value) => value === 0))).toBe(true);
        rooms.forEach((room, i) => room.fill(i + 1));
        expect(rooms.every((room, i) => room.every((value) => value === i + 1))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('puts short lists side by side', () => {
    const slabs = new Slabs((length) => new Float64Array(length));
    const [first, second] = [slabs.take(10), slabs.take(4)];
    expect(second.buffer).toBe(first.buffer);
    expect(second.byteOffset).toBe(first.byteOffset + 80);
  });
});
