import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../src/journal.js';
import { ifnTopoJson } from '../../src/outputs/ifn-topojson.js';
import { PackedMap, packMillionths } from '../../src/geometry/packed.js';
import type { JobResult } from '../../src/main-job/run.js';
import { communeKey } from '../../src/sources/boundaries/key-forms.js';
import { readBoundaries } from '../../src/sources/boundaries.js';
import { HOSTILE_NAMES } from '../support/hostile-names.js';
import { jobResultOf } from '../support/job-sketch.js';
import { runCli, useFolder } from '../support/run-cli.js';
import { modelOf } from '../support/sketch.js';
import type { Units } from '../support/sketch.js';

type Shape = Polygon | MultiPolygon;
type Ifn = Topology<{ ifn: GeometryCollection<Record<string, unknown>> }> & { contours?: string };

const folder = useFolder();
beforeAll(async () => {
  expect((await runCli(['compute', '--out', 'lyon', '--format', 'topojson'], folder.path)).code).toBe(0);
});
const path = (name: string): string => join(folder.path, 'lyon', name);
const json = (name: string): unknown => JSON.parse(readFileSync(path(name), 'utf8'));
const topology = (): Ifn => json('ifn.topojson') as Ifn;
const geojson = (): FeatureCollection<Shape> => json('ifn.geojson') as FeatureCollection<Shape>;

const polygonsOf = (shape: Shape): Position[][][] => (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates);
/** A ring in millionths, from its smallest position on. */
function millionths(ring: Position[]): string[] {
  const open = ring.slice(0, -1).map((p) => p.map((n) => Math.round(n * 1e6)).join(' '));
  const start = open.indexOf([...open].sort()[0]!);
  return [...open.slice(start), ...open.slice(0, start)];
}
const rings = (shape: Shape): string[][][] => polygonsOf(shape).map((polygon) => polygon.map(millionths));

describe('ifn.topojson of the demonstration', () => {
  it('has the features of ifn.geojson: properties, order and every position, to the 6th decimal', () => {
    const decoded = feature(topology(), topology().objects.ifn) as FeatureCollection<Shape>;
    expect(decoded.features.map((f) => f.properties)).toEqual(geojson().features.map((f) => f.properties));
    expect(decoded.features.map((f) => rings(f.geometry))).toEqual(geojson().features.map((f) => rings(f.geometry)));
    const codes = decoded.features.map((f) => String(f.properties?.['code']));
    expect(codes).toEqual([...codes].sort());
  });

  it('is a grid of millionths of a degree from the corner of its box, and says that contours are schematic', () => {
    const { bbox, transform, contours } = topology();
    expect(bbox).toEqual(geojson().bbox);
    expect(transform).toEqual({ scale: [1e-6, 1e-6], translate: bbox!.slice(0, 2) });
    expect(contours).toBe((geojson() as { contours?: string }).contours);
    expect(topology().arcs.flat(2).every(Number.isInteger)).toBe(true);
  });

  it('tells each border once', () => {
    const ends = topology().arcs.map((arc) => {
      let [x, y] = [0, 0];
      const positions = arc.map(([dx = 0, dy = 0]) => [(x += dx), (y += dy)].join(' '));
      return [positions.join(), [...positions].reverse().join()].sort().join(' | ');
    });
    expect(new Set(ends).size).toBe(ends.length);
    const told = topology().arcs.reduce((n, arc) => n + arc.length - 1, 0);
    const edges = geojson().features.flatMap((f) => polygonsOf(f.geometry).flat()).reduce((n, ring) => n + ring.length - 1, 0);
    expect(told).toBeLessThan(0.7 * edges);
  });

  it('is read by fragilite as contours', async () => {
    const { features, format, keyColumn } = await readBoundaries(path('ifn.topojson'), { keys: [communeKey((code) => code.startsWith('69'))] }, new Journal());
    expect([format, keyColumn, features.length]).toEqual(['topojson', 'code', 58]);
  });

  it('is the same bytes when it is made again', async () => {
    expect((await runCli(['compute', '--out', 'encore', '--format', 'topojson'], folder.path)).code).toBe(0);
    expect(readFileSync(join(folder.path, 'encore', 'ifn.topojson')).equals(readFileSync(path('ifn.topojson')))).toBe(true);
  });
});

describe('units without a contour, and names', () => {
  const names = [...HOSTILE_NAMES, 'un\u0001deux'];
  const codes = names.map((_, i) => `01${String(i + 1).padStart(3, '0')}`);
  const units: Units = Object.fromEntries(codes.map((code) => [code, { v: 1, v_base: 2 }]));
  const communes = Object.fromEntries(codes.map((code, i) => [code, { nom: names[i]! }]));

  /** A result whose only contour is a square of the second unit, or with no contour at all. */
  function withContours(contoured: boolean): JobResult {
    const plain = jobResultOf(modelOf({ t: { a: ['v'] } }), units, { communes });
    const square = packMillionths({ type: 'Polygon', coordinates: [[[4, 45], [5, 45], [5, 46], [4, 46], [4, 45]]] });
    const geometries = new PackedMap(new Map(contoured ? [[codes[1]!, square]] : []));
    // Of the contours, this writer only reads these two.
    const contours = { harmonised: { geometries }, source: { schematic: false } } as unknown as JobResult['inputs']['contours'];
    return { ...plain, inputs: { ...plain.inputs, contours } };
  }
  const written = (result: JobResult): Ifn => JSON.parse(Buffer.concat([...ifnTopoJson(result)!.chunks()].map((piece) => Buffer.from(piece))).toString('utf8')) as Ifn;
  const shapes = (root: Ifn): Feature<Shape | null>[] => (feature(root, root.objects.ifn) as FeatureCollection<Shape | null>).features;

  it('keep their feature with a null geometry, and names come back as they are', () => {
    const decoded = shapes(written(withContours(true)));
    expect(decoded.map((f) => f.properties?.['nom'] as string)).toEqual(names);
    expect(decoded.map((f) => f.geometry?.type ?? null)).toEqual(names.map((_, i) => (i === 1 ? 'Polygon' : null)));
  });

  it('make a topology without borders when none has a contour', () => {
    const root = written(withContours(false));
    expect([root.arcs, root.transform, root.bbox]).toEqual([[], undefined, undefined]);
    expect(shapes(root)).toHaveLength(names.length);
  });

  it('make no file when no boundaries were given', () => {
    expect(ifnTopoJson(jobResultOf(modelOf({ t: { a: ['v'] } }), units))).toBeNull();
  });
});
