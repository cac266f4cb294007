import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insidePoint, isInside } from '../../src/geometry/inside.js';
import { packMillionths, PackedMap } from '../../src/geometry/packed.js';
import { bordersOf, drawZone } from '../../src/geometry/picture.js';
import { ringArea } from '../../src/geometry/rings.js';
import type { Ring } from '../../src/geometry/rings.js';
import { byZone, zoneOf } from '../../src/geometry/zones.js';

const FRAME = { x: 10, y: 20, width: 600, height: 400 };

/** A grid of cells with wavy common borders, in degrees; `c-r` is column c, row r. */
function wavyGrid(columns: number, rows: number, west: number, south: number, step = 0.1): PackedMap {
  const round = (v: number): number => Math.round(v * 1e6) / 1e6;
  const wave = (t: number, phase: number): number => 0.15 * step * Math.sin(9 * t + phase) * Math.sin(Math.PI * t);
  const side = (c: number, r: number, across: boolean): Ring =>
    Array.from({ length: 40 }, (_, i) => {
      const t = i / 40;
      const off = wave(t, c * 3 + r * 7 + (across ? 1 : 0));
      return across ? [round(west + (c + t) * step), round(south + r * step + off)] : [round(west + c * step + off), round(south + (r + t) * step)];
    });
  const cells = new Map();
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < rows; r++) {
      const end = (ring: Ring, cc: number, rr: number): Ring => [...ring.slice(1), [round(west + cc * step), round(south + rr * step)]].reverse();
      const ring = [...side(c, r, true), ...side(c + 1, r, false), ...end(side(c, r + 1, true), c + 1, r + 1), ...end(side(c, r, false), c, r + 1)];
      cells.set(`${String(c)}-${String(r)}`, packMillionths({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] }));
    }
  }
  return new PackedMap(cells);
}

const edges = (ring: Ring): string[] => ring.slice(1).map((to, i) => [ring[i]!.join(), to.join()].sort().join(' '));

describe('drawZone', () => {
  const drawn = drawZone(wavyGrid(4, 3, 4.5, 45.5), zoneOf('69123'), FRAME);

  it('fits the units into the frame and fills it one way', () => {
    const positions = [...drawn.shapes.values()].flat(2).flat();
    const [xs, ys] = [positions.map((p) => p[0]!), positions.map((p) => p[1]!)];
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(FRAME.x - 0.05);
    expect(Math.max(...xs)).toBeLessThanOrEqual(FRAME.x + FRAME.width + 0.05);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(FRAME.y - 0.05);
    expect(Math.max(...ys)).toBeLessThanOrEqual(FRAME.y + FRAME.height + 0.05);
    expect(Math.min(FRAME.width - drawn.box.width, FRAME.height - drawn.box.height)).toBeCloseTo(0, 6);
  });

  it('draws north upwards', () => {
    const middle = (code: string): number => insidePoint(drawn.shapes.get(code)!).y;
    expect(middle('1-2')).toBeLessThan(middle('1-0'));
  });

  it('keeps common borders common once simplified: each edge is of two units or of the outline', () => {
    expect(drawn.positions.after).toBeLessThan(drawn.positions.before);
    const owners = new Map<string, number>();
    for (const [ring] of [...drawn.shapes.values()].flat()) for (const edge of edges(ring!)) owners.set(edge, (owners.get(edge) ?? 0) + 1);
    expect(Math.max(...owners.values())).toBe(2);
    const { outline } = bordersOf(drawn, () => '');
    const outer = outline.flatMap((line) => edges(line.map((p) => [...p])));
    expect([...owners].filter(([, n]) => n === 1).map(([edge]) => edge).sort()).toEqual([...outer].sort());
  });

  it('has the borders between groups once, and none within one group', () => {
    expect(bordersOf(drawn, () => 'same').between).toEqual([]);
    const { between } = bordersOf(drawn, (code) => code.startsWith('0') ? 'west' : 'east');
    const common = between.flatMap((line) => edges(line.map((p) => [...p])));
    expect(new Set(common).size).toBe(common.length);
    expect(common.length).toBeGreaterThan(3);
  });

  it.each([
    ['69123', 4.8, 45.7],
    ['97411', 55.4, -21],
    ['97302', -53, 4],
    ['97105', -61.6, 16.2],
  ])('has a scale that is true on the ground (%s)', (code, west, south) => {
    const flat = new PackedMap(new Map([['a', packMillionths({ type: 'Polygon', coordinates: [[[west, south], [west + 0.2, south], [west + 0.2, south + 0.2], [west, south + 0.2], [west, south]]] })]]));
    const { shapes, metresPerUnit } = drawZone(flat, zoneOf(code), FRAME);
    const ring = shapes.get('a')![0]![0]!;
    // The sphere of the same authalic area is good to 0.5 % here.
    const squareMetres = 6371007 ** 2 * ((0.2 * Math.PI) / 180) * (Math.sin(((south + 0.2) * Math.PI) / 180) - Math.sin((south * Math.PI) / 180));
    expect((Math.abs(ringArea(ring)) * metresPerUnit ** 2) / squareMetres).toBeCloseTo(1, 2);
  });

  it('leans true north by the convergence of Lambert-93: (λ − 3°) × 0.7256', () => {
    const east = drawZone(wavyGrid(1, 1, 6.95, 46), zoneOf('74010'), FRAME);
    expect(east.north).toBeCloseTo(-(7 - 3) * 0.7256, 1);
  });
});

describe('zones', () => {
  it('are told by the code: métropole, then each département d’outre-mer', () => {
    expect([...byZone(['97611', '2A004', '97105', '01001']).entries()].map(([z, codes]) => [z.id, codes])).toEqual([
      ['metropole', ['2A004', '01001']],
      ['971', ['97105']],
      ['976', ['97611']],
    ]);
    expect(['97209', '97302', '97411'].map((c) => zoneOf(c).epsg)).toEqual(['EPSG:5490', 'EPSG:2972', 'EPSG:2975']);
  });
});

describe('insidePoint', () => {
  it('is in the middle of a square, and in the body of a shape with an arm', () => {
    const square: Ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
    expect(insidePoint([[square]])).toMatchObject({ x: 5, y: 5, distance: 5 });
    const armed: Ring = [[0, 0], [10, 0], [10, 4.5], [60, 4.5], [60, 5.5], [10, 5.5], [10, 10], [0, 10], [0, 0]];
    expect(insidePoint([[armed]]).x).toBeLessThan(10);
  });

  it('lies inside any star, out of its hole, in the largest of several', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 2, max: 10, noNaN: true }), { minLength: 3, maxLength: 24 }), (radii) => {
        const ring = radii.map((r, i) => [r * Math.cos((2 * Math.PI * i) / radii.length), r * Math.sin((2 * Math.PI * i) / radii.length)]);
        const star: Ring = [...ring, ring[0]!];
        const far: Ring = [[100, 100], [100.1, 100], [100.1, 100.1], [100, 100]];
        const hole: Ring = [[-0.2, -0.2], [0.2, -0.2], [0.2, 0.2], [-0.2, 0.2], [-0.2, -0.2]];
        const { x, y } = insidePoint([[far], [star, hole]]);
        expect(isInside(x, y, [[star, hole]])).toBe(true);
      }),
    );
  });

  it('of a shape without area is its first position', () => {
    expect(insidePoint([[[[1, 2], [3, 2], [1, 2], [1, 2]]]])).toEqual({ x: 1, y: 2, distance: 0 });
  });
});
