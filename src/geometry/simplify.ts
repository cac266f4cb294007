import type { MultiPolygon, Polygon } from 'geojson';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify as removePositions } from 'topojson-simplify';
import type { GeometryCollection, MultiPolygon as TopoMultiPolygon, Objects, Polygon as TopoPolygon, Topology } from 'topojson-specification';
import { crossesItself } from './crossings.js';
import { type Millionths, packMillionths, PackedMap } from './packed.js';
import { geometryOf, orient, type Ring, ringArea } from './rings.js';

/** How far contours are simplified: details smaller than a size go, or a share of positions stays. */
export type SimplifyTarget =
  | { readonly kind: 'metres'; readonly value: number }
  | { readonly kind: 'share'; readonly value: number };

export interface Simplified {
  readonly geometries: PackedMap;
  /** Positions before and after. */
  readonly before: number;
  readonly after: number;
}

type Arc = readonly (readonly number[])[];
/** The arcs of a ring, ~i for arc i backwards. */
type RingArcs = readonly number[];

/** An arc that would spoil a ring is simplified four times less at each level, then not at all. */
const LEVELS = 12;

/** Metres in a degree of latitude, near enough to weigh details. */
const DEGREE = 111_320;

/**
 * Simplifies contours together (Visvalingam-Whyatt on the borders that they share): a position goes
 * when the triangle that it makes with its neighbours is the smallest left, and smaller than the
 * square of the size that is asked. Common borders stay common, each ring stays a ring that encloses
 * an area, turns as before and does not cross itself, and no geometry is lost: borders that would
 * break this keep more detail.
 *
 * Crossings between two rings are not looked for; they take a strip narrower than the size asked.
 *
 * @param contours in degrees rounded to 6 decimals, as harmonised
 */
export function simplifyContours(contours: PackedMap, target: SimplifyTarget): Simplified {
  const codes = [...contours.keys()];
  const units: { type: 'GeometryCollection'; geometries: (Polygon | MultiPolygon)[] } = { type: 'GeometryCollection', geometries: [...contours.values()] };
  const weighted = presimplify(topology({ units }) as Topology<Objects<object>>, squareMetres);
  const weight = target.kind === 'metres' ? target.value ** 2 : quantile(weighted, target.value);
  const geometries = (weighted.objects['units'] as GeometryCollection).geometries as (TopoPolygon | TopoMultiPolygon)[];
  const polygons = geometries.map((geometry): RingArcs[][] => (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs));

  const exact: Arc[] = weighted.arcs;
  const levels = new Uint8Array(exact.length);
  const drawn: Arc[] = removePositions(weighted, weight).arcs;
  const unitsOf = exact.map((): number[] => []);
  polygons.forEach((rings, unit) => rings.flat(2).forEach((arc) => unitsOf[arc < 0 ? ~arc : arc]!.push(unit)));

  // Borders gain detail until every ring is sound: each round only visits what the last one changed.
  for (let dirty = new Set(polygons.keys()); dirty.size > 0; ) {
    const spoiling = new Set<number>();
    for (const unit of dirty) {
      for (const arcs of polygons[unit]!.flat()) {
        if (isSound(ringOf(arcs, drawn), () => ringOf(arcs, exact))) continue;
        for (const arc of arcs) spoiling.add(arc < 0 ? ~arc : arc);
      }
    }
    dirty = new Set();
    for (const arc of spoiling) {
      if (levels[arc] === LEVELS) continue;
      const level = ++levels[arc]!;
      const least = level === LEVELS ? 0 : weight / 4 ** level;
      drawn[arc] = exact[arc]!.filter(([, , own]) => own! >= least);
      for (const unit of unitsOf[arc]!) dirty.add(unit);
    }
  }

  const simplified = new Map<string, Millionths>();
  let after = 0;
  codes.forEach((code, unit) => {
    const rings = polygons[unit]!.map((polygon) => polygon.map((arcs) => ringOf(arcs, drawn)));
    const packed = packMillionths(orient(geometryOf(rings)));
    after += packed.coordinates.length / 2;
    simplified.set(code, packed);
  });
  return { geometries: new PackedMap(simplified), before: positionsOf(contours), after };
}

function ringOf(arcs: RingArcs, drawn: readonly Arc[]): Ring {
  const ring: Ring = [];
  for (const arc of arcs) {
    const positions = drawn[arc < 0 ? ~arc : arc]!;
    for (let i = 0; i < positions.length; i++) {
      const [x, y] = positions[arc < 0 ? positions.length - 1 - i : i]!;
      // An arc starts where the one before it ends.
      if (i > 0 || ring.length === 0) ring.push([x!, y!]);
    }
  }
  return ring;
}

/** A ring that crossed itself before cannot be asked not to. */
function isSound(ring: Ring, exactly: () => Ring): boolean {
  if (ring.length < 4) return false;
  const area = ringArea(ring);
  const exact = exactly();
  if (area === 0 || area > 0 !== ringArea(exact) > 0) return false;
  return !crossesItself(ring) || crossesItself(exact);
}

/** The area of a triangle of degrees, in square metres. */
function squareMetres([a, b, c]: [number[], number[], number[]]): number {
  const latitude = ((a[1]! + b[1]! + c[1]!) / 3) * (Math.PI / 180);
  const doubled = (b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!);
  return (Math.abs(doubled) / 2) * DEGREE ** 2 * Math.cos(latitude);
}

function positionsOf(contours: PackedMap): number {
  let positions = 0;
  for (const code of contours.keys()) positions += (contours.packed(code)?.coordinates.length ?? 0) / 2;
  return positions;
}
