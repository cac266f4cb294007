import type { Polygon, MultiPolygon } from 'geojson';
import { mesh } from 'topojson-client';
import { topology } from 'topojson-server';
import type { GeometryCollection, Objects, Topology } from 'topojson-specification';
import type { PackedMap } from './packed.js';
import { fromWgs84 } from './projection.js';
import { type BoundingBox, geometryOf, polygonsOf, type Ring } from './rings.js';
import { simplifyContours } from './simplify.js';
import type { Zone } from './zones.js';

/** A rectangle of the picture, in its units, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The units of a zone, projected and fitted into a box of the picture. */
export interface DrawnZone {
  readonly zone: Zone;
  /** The place that the units take up in the picture. */
  readonly box: Box;
  /** Polygons by code, in units of the picture; neighbours have their common positions in common. */
  readonly shapes: ReadonlyMap<string, readonly (readonly Ring[])[]>;
  /** Metres on the ground that one unit of the picture is worth, along a parallel through the middle. */
  readonly metresPerUnit: number;
  /** Degrees by which true north leans to the right of the top of the picture, in the middle. */
  readonly north: number;
  /** Positions of the contours before and after they were simplified for the picture. */
  readonly positions: { readonly before: number; readonly after: number };
}

/** Details smaller than this, in units of the picture, are not drawn. */
const DETAIL = 0.5;

/** Positions are rounded to this share of a unit. */
const GRID = 20;

/**
 * Projects the units of a zone and fits them into a box, in the middle of it, north upwards as its
 * projection has it. Contours are simplified together to what the picture can show.
 *
 * @param contours in WGS 84; at least one
 * @param extent of the contours, where it is known already
 */
export function drawZone(contours: PackedMap, zone: Zone, within: Box, extent: BoundingBox = extentOf(contours, zone)): DrawnZone {
  const project = fromWgs84(zone.epsg);
  const [west, south, east, north] = extent;
  // A unit that is a point or a line in one direction still has a size.
  const scale = Math.min(within.width / Math.max(east - west, 1), within.height / Math.max(north - south, 1));
  const x0 = within.x + (within.width - (east - west) * scale) / 2;
  const y0 = within.y + (within.height - (north - south) * scale) / 2;
  const simplified = simplifyContours(contours, { kind: 'metres', value: DETAIL / scale });
  const grid = (value: number): number => Math.round(value * GRID) / GRID + 0;
  const place = ([longitude = 0, latitude = 0]: readonly number[]): [number, number] => {
    const [x, y] = project(longitude, latitude);
    return [grid(x0 + (x - west) * scale), grid(y0 + (north - y) * scale)];
  };
  const shapes = new Map<string, Ring[][]>();
  for (const [code, geometry] of simplified.geometries) {
    shapes.set(code, polygonsOf(geometry).map((rings) => rings.map((ring) => withoutRepeats(ring.map(place)))));
  }
  return {
    zone,
    box: { x: x0, y: y0, width: (east - west) * scale, height: (north - south) * scale },
    shapes,
    positions: { before: simplified.before, after: simplified.after },
    ...groundOf(contours, project, scale),
  };
}

/** Height over width of an extent. */
export const aspectOf = ([west, south, east, north]: BoundingBox): number => Math.max(north - south, 1) / Math.max(east - west, 1);

type Project = (longitude: number, latitude: number) => [number, number];

/** The box of the units of a zone in its projection, in metres. */
export function extentOf(contours: PackedMap, zone: Zone): BoundingBox {
  const project = fromWgs84(zone.epsg);
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const code of contours.keys()) {
    const coordinates = contours.packed(code)?.coordinates ?? new Int32Array();
    for (let i = 0; i < coordinates.length; i += 2) {
      const [x, y] = project(coordinates[i]! / 1e6, coordinates[i + 1]! / 1e6);
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  return box;
}

/** Positions that the grid made equal are drawn once; a ring keeps four at least. */
function withoutRepeats(ring: Ring): Ring {
  const kept = ring.filter((position, i) => i === 0 || position[0] !== ring[i - 1]![0] || position[1] !== ring[i - 1]![1]);
  return kept.length >= 4 ? kept : ring;
}

const RADIANS = Math.PI / 180;
/** GRS 80, which WGS 84 is to a tenth of a millimetre. */
const SEMI_MAJOR = 6378137;
const ECCENTRICITY_SQUARED = 0.00669438002290;

/** Metres per unit and the direction of north in the middle of contours. */
function groundOf(contours: PackedMap, project: Project, scale: number): Pick<DrawnZone, 'metresPerUnit' | 'north'> {
  const [west, south, east, north] = contours.boxOf(contours.keys()) ?? [0, 0, 0, 0];
  const longitude = (west / 1e6 + east / 1e6) / 2;
  const latitude = (south / 1e6 + north / 1e6) / 2;
  const step = 0.001;
  const [westX, westY] = project(longitude - step, latitude);
  const [eastX, eastY] = project(longitude + step, latitude);
  const sine = Math.sin(latitude * RADIANS);
  // Length of an arc of parallel on the ellipsoid.
  const ground = (SEMI_MAJOR / Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)) * Math.cos(latitude * RADIANS) * 2 * step * RADIANS;
  const drawn = Math.hypot(eastX - westX, eastY - westY) * scale;
  const [southX, southY] = project(longitude, latitude - step);
  const [northX, northY] = project(longitude, latitude + step);
  return { metresPerUnit: ground / drawn, north: Math.atan2(northX - southX, northY - southY) / RADIANS };
}

/** Lines of a picture: each a list of positions. */
export type Lines = readonly (readonly (readonly number[])[])[];

/**
 * The borders of drawn units: those between groups (départements) once each, and the outline around
 * them all.
 */
export function bordersOf({ shapes }: DrawnZone, groupOf: (code: string) => string): { readonly between: Lines; readonly outline: Lines } {
  const codes = [...shapes.keys()];
  const units: { type: 'GeometryCollection'; geometries: (Polygon | MultiPolygon)[] } = {
    type: 'GeometryCollection',
    geometries: codes.map((code) => geometryOf(shapes.get(code)!.map((rings) => [...rings]))),
  };
  const whole = topology({ units }) as Topology<Objects<object>>;
  const collection = whole.objects['units'] as GeometryCollection;
  const group = new Map(collection.geometries.map((geometry, i) => [geometry as object, groupOf(codes[i]!)]));
  return {
    between: mesh(whole, collection, (a, b) => group.get(a) !== group.get(b)).coordinates,
    outline: mesh(whole, collection, (a, b) => a === b).coordinates,
  };
}
