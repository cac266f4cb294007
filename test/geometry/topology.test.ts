import fc from 'fast-check';
import type { GeometryCollection } from 'geojson';
import { topology } from 'topojson-server';
import { describe, expect, it } from 'vitest';
import { packMillionths } from '../../src/geometry/packed.js';
import type { Millionths } from '../../src/geometry/packed.js';
import { sharedBorders } from '../../src/geometry/topology.js';
import type { SharedBorders } from '../../src/geometry/topology.js';

type Pair = readonly [number, number];

/** A ring as its positions from the smallest on, so that where it starts does not matter. */
function fromSmallest(ring: readonly Pair[]): string {
  const open = ring.slice(0, -1).map((p) => p.join(' '));
  const start = open.indexOf([...open].sort()[0]!);
  return [...open.slice(start), ...open.slice(0, start)].join(', ');
}

function ringsOf({ coordinates, polygons }: Millionths): string[][] {
  let at = 0;
  return polygons.map((sizes) => sizes.map((size) => fromSmallest(Array.from({ length: size }, () => [coordinates[at++]!, coordinates[at++]!] as const))));
}

/** Each border as its positions. */
const arcsOf = ({ coordinates, starts }: SharedBorders): Pair[][] =>
  Array.from({ length: starts.length - 1 }, (_, i) => Array.from({ length: starts[i + 1]! - starts[i]! }, (__, k): Pair => [coordinates[2 * (starts[i]! + k)]!, coordinates[2 * (starts[i]! + k) + 1]!]));

/** The rings that borders make, by the definition of the format: arcs end to end, ~i backwards. */
const drawn = (borders: SharedBorders, arcs = arcsOf(borders)): (string[][] | null)[] =>
  borders.units.map((polygons) =>
    polygons === null
      ? null
      : polygons.map((rings) =>
          rings.map((ring) => {
            const positions: Pair[] = [];
            for (const arc of ring) {
              const line = arc < 0 ? [...arcs[~arc]!].reverse() : arcs[arc]!;
              if (positions.length > 0) expect(line[0]).toEqual(positions.at(-1));
              positions.push(...line.slice(positions.length === 0 ? 0 : 1));
            }
            expect(positions[0]).toEqual(positions.at(-1));
            return fromSmallest(positions);
          }),
        ),
  );

const same = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1];

/** Cells of a grid whose edges have invented positions in between, some left out, some twins joined. */
const grids = fc.record({ columns: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 1, max: 4 }), bends: fc.integer({ min: 0, max: 3 }), absent: fc.array(fc.nat(15), { maxLength: 5 }), seed: fc.nat(1000) });

function cells({ columns, rows, bends, absent, seed }: { columns: number; rows: number; bends: number; absent: number[]; seed: number }): (Millionths | null)[] {
  const step = (bends + 1) * 100;
  const shift = (x: number, y: number): number => ((x * 31 + y * 17 + seed * 7) % 41) - 20;
  const corner = (x: number, y: number): [number, number] => [4 + (x + shift(x, y)) / 1e6, 45 + (y + shift(y, x)) / 1e6];
  return Array.from({ length: columns * rows }, (_, i) => {
    if (absent.includes(i)) return null;
    const [west, south] = [(i % columns) * step, Math.floor(i / columns) * step];
    const side = Array.from({ length: bends + 1 }, (_, k) => k * 100);
    const ring = [
      ...side.map((k) => corner(west + k, south)),
      ...side.map((k) => corner(west + step, south + k)),
      ...side.map((k) => corner(west + step - k, south + step)),
      ...side.map((k) => corner(west, south + step - k)),
    ];
    return packMillionths({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] });
  });
}

describe('shared borders', () => {
  it('draw every contour again, to the millionth, and a null one as null', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const contours = cells(grid);
        expect(drawn(sharedBorders(contours))).toEqual(contours.map((contour) => (contour === null ? null : ringsOf(contour))));
      }),
    );
  });

  it('are those of topojson-server, in its order', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const contours = cells(grid).filter((contour) => contour !== null);
        const all: GeometryCollection = { type: 'GeometryCollection', geometries: contours.map(({ coordinates, polygons }) => ({ type: 'Polygon' as const, coordinates: polygons.flat().map((size) => Array.from({ length: size }, (_, i) => [coordinates[2 * i]!, coordinates[2 * i + 1]!])) })) };
        const theirs = topology({ all });
        const ours = sharedBorders(contours);
        const { geometries } = theirs.objects['all'] as unknown as { geometries: { arcs: number[][] }[] };
        // A ring that meets no other may start elsewhere.
        expect(arcsOf(ours).map((arc) => (same(arc[0]!, arc.at(-1)!) ? fromSmallest(arc) : arc))).toEqual((theirs.arcs as unknown as Pair[][]).map((arc) => (same(arc[0]!, arc.at(-1)!) ? fromSmallest(arc) : arc)));
        expect(ours.units).toEqual(geometries.map(({ arcs }) => [arcs]));
      }),
    );
  });

  it('hold each border once', () => {
    const arcs = arcsOf(sharedBorders(cells({ columns: 2, rows: 1, bends: 3, absent: [], seed: 1 })));
    const steps = arcs.flatMap((arc) => arc.slice(1).map((p, i) => [p.join(' '), arc[i]!.join(' ')].sort().join(' – ')));
    // Two cells of 16 edges, 4 of them common.
    expect(steps).toHaveLength(28);
    expect(new Set(steps).size).toBe(28);
  });

  it('keep holes and parts', () => {
    const square = (x: number, y: number, size: number): [number, number][] => [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];
    const ring = packMillionths({ type: 'MultiPolygon', coordinates: [[square(0, 0, 10), square(4, 4, 2).reverse()], [square(20, 0, 1)]] });
    const enclave = packMillionths({ type: 'Polygon', coordinates: [square(4, 4, 2)] });
    const borders = sharedBorders([ring, enclave]);
    expect(drawn(borders)).toEqual([ringsOf(ring), ringsOf(enclave)]);
    expect(arcsOf(borders)).toHaveLength(3);
  });
});
