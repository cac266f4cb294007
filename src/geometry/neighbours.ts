import { neighbors } from 'topojson-client';
import { topology } from 'topojson-server';
import type { GeometryCollection, Objects, Topology } from 'topojson-specification';
import { geometryOf } from './rings.js';
import type { Ring } from './rings.js';

/**
 * The units that share a piece of border with each unit: two positions in a row, not a corner alone.
 *
 * @param shapes polygons by code, neighbours having their common positions in common
 * @returns by code, the codes of its neighbours, in the order of `shapes`
 */
export function neighboursOf(shapes: ReadonlyMap<string, readonly (readonly Ring[])[]>): ReadonlyMap<string, readonly string[]> {
  const codes = [...shapes.keys()];
  const units = { type: 'GeometryCollection' as const, geometries: codes.map((code) => geometryOf((shapes.get(code) ?? []).map((rings) => [...rings]))) };
  const whole = topology({ units }) as Topology<Objects<object>>;
  const found = neighbors((whole.objects['units'] as GeometryCollection).geometries);
  return new Map(codes.map((code, i) => [code, [...(found[i] ?? [])].sort((a, b) => a - b).map((j) => codes[j] ?? '')]));
}
