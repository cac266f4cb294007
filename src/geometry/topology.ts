import type { GeometryCollection as GeoGeometryCollection, Polygon } from 'geojson';
import { topology } from 'topojson-server';
import type { GeometryCollection, MultiPolygon as TopoMultiPolygon, Polygon as TopoPolygon } from 'topojson-specification';
import type { Millionths } from './packed.js';

/** The arcs of a ring in their order, ~i for arc i backwards. */
type RingArcs = readonly number[];

/** Contours as borders told once, in whole millionths of a degree. */
export interface SharedBorders {
  /** Positions of each border. */
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  /** The rings of each polygon of each contour, in the order in which contours came; null for a null contour. */
  readonly units: readonly (readonly (readonly RingArcs[])[] | null)[];
}

/**
 * Cuts contours into the borders that they share. Positions are common when they are the same
 * millionths, exactly, so that no position moves; a ring may start elsewhere than it did.
 */
export function sharedBorders(contours: Iterable<Millionths | null>): SharedBorders {
  // Whole numbers all along: the library compares positions, and adds nothing to them.
  const geometries = [...contours].map((contour) => (contour === null ? null : { type: 'MultiPolygon' as const, coordinates: ringsOf(contour) }));
  const known: GeoGeometryCollection = { type: 'GeometryCollection', geometries: geometries.filter((geometry) => geometry !== null) };
  const cut = topology({ known });
  const shapes = (cut.objects['known'] as GeometryCollection).geometries as (TopoPolygon | TopoMultiPolygon)[];
  let next = 0;
  const units = geometries.map((geometry) => (geometry === null ? null : ((shapes[next++]?.arcs ?? []) as RingArcs[][])));
  return { arcs: cut.arcs as unknown as SharedBorders['arcs'], units };
}

function ringsOf({ coordinates, polygons }: Millionths): Polygon['coordinates'][] {
  let at = 0;
  return polygons.map((sizes) =>
    sizes.map((size) => {
      const ring = new Array<[number, number]>(size);
      for (let i = 0; i < size; i++, at += 2) ring[i] = [coordinates[at]!, coordinates[at + 1]!];
      return ring;
    }),
  );
}
