import fc from 'fast-check';
import type { GeometryCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { topology } from 'topojson-server';
import { describe, expect, it } from 'vitest';
import { packMillionths, PackedMap } from '../../src/geometry/packed.js';
import { geometryArea, polygonsOf } from '../../src/geometry/rings.js';
import { crossesItself } from '../../src/geometry/crossings.js';
import { simplifyContours } from '../../src/geometry/simplify.js';
import { faultsOf } from '../support/validity.js';

const STEPS = 12;
const SIZE = 0.01;
const round = (n: number): number => Math.round(n * 1e6) / 1e6;

/** A grid of cells whose jagged edges are shared, around 4.8° E, 45.7° N. */
function grid(columns: number, rows: number, noise: (key: string) => number): PackedMap {
  const at = (column: number, row: number, direction: 0 | 1, step: number): Position => {
    const along = (SIZE * step) / STEPS;
    const across = step === 0 ? 0 : (noise(`${column} ${row} ${direction} ${step}`) - 0.5) * SIZE * 0.3;
    return [round(4.8 + column * SIZE + (direction === 0 ? along : across)), round(45.7 + row * SIZE + (direction === 0 ? across : along))];
  };
  const steps = Array.from({ length: STEPS }, (_, s) => s);
  const cells = new Map<string, Polygon>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const back = (c: number, r: number, direction: 0 | 1): Position[] =>
        steps.map((s) => (s === 0 ? at(direction === 0 ? c + 1 : c, direction === 0 ? r : r + 1, 0, 0) : at(c, r, direction, STEPS - s)));
      const ring = [...steps.map((s) => at(column, row, 0, s)), ...steps.map((s) => at(column + 1, row, 1, s)), ...back(column, row + 1, 0), ...back(column, row, 1), at(column, row, 0, 0)];
      cells.set(`690${row}${column}`, { type: 'Polygon', coordinates: [ring] });
    }
  }
  return new PackedMap(new Map([...cells].map(([code, cell]) => [code, packMillionths(cell)])));
}

/** A number from 0 to 1 for each key, from a seed. */
const noiseOf = (seed: number) => (key: string): number => {
  let h = seed;
  for (const letter of key) h = Math.imul(h ^ letter.charCodeAt(0), 0x5bd1e995) ^ (h >>> 13);
  return (h >>> 0) / 2 ** 32;
};

const totalArea = (map: PackedMap): number => [...map.values()].reduce((sum, geometry) => sum + geometryArea(geometry), 0);
/** The arcs that only one cell has: with shared borders kept, those of the outside. */
function lonelyArcs(map: PackedMap): number {
  const collection: GeometryCollection = { type: 'GeometryCollection', geometries: [...map.values()] };
  const { arcs, objects } = topology({ units: collection });
  const uses = new Map<number, number>();
  const units = objects['units'] as unknown as { geometries: { arcs: number[][] }[] };
  for (const arc of units.geometries.flatMap((unit) => unit.arcs.flat())) uses.set(arc < 0 ? ~arc : arc, (uses.get(arc < 0 ? ~arc : arc) ?? 0) + 1);
  return arcs.filter((_, i) => uses.get(i) === 1).length;
}

describe('simplifyContours', () => {
  it('keeps every unit, valid rings, and common borders', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom<{ kind: 'metres' | 'share'; value: number }[]>({ kind: 'metres', value: 20 }, { kind: 'metres', value: 100 }, { kind: 'metres', value: 100_000 }, { kind: 'share', value: 0.1 }, { kind: 'share', value: 0.5 }), (seed, target) => {
        const before = grid(3, 3, noiseOf(seed));
        const { geometries, before: positions, after } = simplifyContours(before, target);
        expect([...geometries.keys()]).toEqual([...before.keys()]);
        for (const [code, geometry] of geometries) {
          expect(faultsOf(geometry)).toEqual([]);
          const wasCrossing = polygonsOf(before.get(code)!).flat().some(crossesItself);
          if (!wasCrossing) expect(polygonsOf(geometry).flat().some(crossesItself)).toBe(false);
        }
        expect(positions).toBe(9 * (4 * STEPS + 1));
        expect(after).toBeLessThan(positions);
        // Borders between cells are still on both sides: only those of the outside are alone.
        expect(lonelyArcs(geometries)).toBeLessThanOrEqual(12);
        expect(Math.abs(totalArea(geometries) / totalArea(before) - 1)).toBeLessThan(target.value === 100_000 ? 0.5 : 0.1);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps about the share that is asked, and more detail for a smaller size', () => {
    const before = grid(5, 5, noiseOf(7));
    const share = simplifyContours(before, { kind: 'share', value: 0.5 });
    expect(share.after / share.before).toBeGreaterThan(0.45);
    expect(share.after / share.before).toBeLessThan(0.6);
    const sizes = [1, 20, 50, 200].map((value) => simplifyContours(before, { kind: 'metres', value }).after);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(simplifyContours(before, { kind: 'share', value: 1 }).after).toBe(share.before);
  });

  it('keeps islets and holes smaller than what is asked', () => {
    const circle = (x: number, y: number, radius: number, turn: 1 | -1): Position[] =>
      Array.from({ length: 25 }, (_, i) => [round(x + radius * Math.cos((turn * (i % 24) * Math.PI) / 12)), round(y + radius * Math.sin((turn * (i % 24) * Math.PI) / 12))]);
    const island: MultiPolygon = { type: 'MultiPolygon', coordinates: [[circle(0, 45, 0.1, 1), circle(0.02, 45, 0.0002, -1)], [circle(0.3, 45, 0.0002, 1)]] };
    const { geometries, after } = simplifyContours(new PackedMap(new Map([['69001', packMillionths(island)]])), { kind: 'metres', value: 1000 });
    const geometry = geometries.get('69001')!;
    expect(polygonsOf(geometry).map((rings) => rings.length)).toEqual([2, 1]);
    expect(faultsOf(geometry)).toEqual([]);
    expect(after).toBeLessThan(40);
  });
});
