import fc from 'fast-check';
import { presimplify } from 'topojson-simplify';
import type { Objects, Topology } from 'topojson-specification';
import { describe, expect, it } from 'vitest';
import { effectiveAreas } from '../../src/geometry/visvalingam.js';

const position = fc.tuple(fc.integer({ min: 4_000_000, max: 6_000_000 }), fc.integer({ min: 45_000_000, max: 47_000_000 }));
const borders = fc.array(fc.array(position, { minLength: 2, maxLength: 40 }), { minLength: 1, maxLength: 5 });

const packed = (lines: readonly (readonly (readonly number[])[])[]): { coordinates: Int32Array; starts: Int32Array } => ({
  coordinates: Int32Array.from(lines.flat(2)),
  starts: Int32Array.from([0, ...lines.keys()], (_, i) => lines.slice(0, i).reduce((sum, line) => sum + line.length, 0)),
});

/** By the definition: at each turn all triangles are measured, and the least goes. */
function areasByDefinition(line: readonly (readonly number[])[]): number[] {
  const degrees = line.map((p) => p.map((v) => v / 1e6));
  const weights = line.map(() => Infinity);
  const left = [...line.keys()];
  for (let most = 0; left.length > 2; ) {
    const areas = left.slice(1, -1).map((i, k) => triangle(degrees[left[k]!]!, degrees[i]!, degrees[left[k + 2]!]!));
    const least = areas.indexOf(Math.min(...areas));
    most = Math.max(most, areas[least]!);
    weights[left[least + 1]!] = most;
    left.splice(least + 1, 1);
  }
  return weights;
}

function triangle([ax = 0, ay = 0]: readonly number[], [bx = 0, by = 0]: readonly number[], [cx = 0, cy = 0]: readonly number[]): number {
  const doubled = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  return (Math.abs(doubled) / 2) * 111_320 ** 2 * Math.cos(((ay + by + cy) / 3) * (Math.PI / 180));
}

describe('effectiveAreas', () => {
  it('are those of the definition, the first going first among equals', () => {
    fc.assert(
      fc.property(borders, (lines) => {
        expect([...effectiveAreas(packed(lines))]).toEqual(lines.flatMap(areasByDefinition));
      }),
    );
  });

  it('are those of topojson-simplify where no two triangles are equal', () => {
    fc.assert(
      fc.property(borders, (lines) => {
        const degrees = lines.map((line) => line.map((p) => p.map((v) => v / 1e6)));
        const theirs = presimplify({ type: 'Topology', objects: {}, arcs: degrees } as unknown as Topology<Objects<object>>, ([a, b, c]) => triangle(a, b, c));
        const ours = [...effectiveAreas(packed(lines))];
        const expected = theirs.arcs.flatMap((arc) => arc.map((p) => p[2]!));
        fc.pre(new Set(expected.filter(Number.isFinite)).size === expected.filter(Number.isFinite).length);
        expect(ours).toEqual(expected);
      }),
    );
  });
});
