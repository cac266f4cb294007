import { inputError } from '../errors.js';
import { byCode } from '../territory/codes.js';
import { crossingRings } from './crossings.js';
import { dissolve } from './dissolve.js';
import { type Cleaned, toMillionths } from './millionths.js';
import { type Millionths, pack, type PackedGeometry, packMillionths, PackedMap, unpack, unpackMillionths } from './packed.js';
import { type PositionsToWgs84, positionsToWgs84, type Projection } from './projection.js';
import { type BoundingBox, compareRings, geometryArea, geometryOf, polygonsOf, startAtWest } from './rings.js';
import { strayHoles } from './stray-holes.js';

/** A contour as its file gives it, in the projection of the file. */
export interface RawFeature {
  /** The code of a commune, an arrondissement or another unit, in its official form. */
  readonly code: string;
  readonly name: string | null;
  readonly geometry: PackedGeometry | null;
}

/**
 * Where a code of a file goes today: its unit, or null when the reference geography does not know
 * it or it is dropped (the whole of Lyon when arrondissements are wanted).
 */
export type CarryCode = (code: string) => string | null;

export interface FaultyRings {
  readonly rings: number;
  readonly codes: readonly string[];
}

/** Contours by unit, in WGS 84; all lists are sorted by code. */
export interface HarmonisedBoundaries {
  readonly geometries: PackedMap;
  /** Unit → codes of the file that were merged into it, when there were several. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  /** Codes of the file that have several different contours, put together. */
  readonly assembled: readonly string[];
  /** Those of them whose features do not have one name: perhaps not of one commune. */
  readonly severalNames: readonly string[];
  /** Codes of the file that have the same contour several times, counted once. */
  readonly repeated: readonly string[];
  /** Units whose parts overlap: set side by side, not merged. */
  readonly overlapping: readonly string[];
  /** Codes of the file that are carried nowhere. */
  readonly unknown: readonly string[];
  /** Units without any geometry in the file. */
  readonly empty: readonly string[];
  /** Rings that cross themselves and enclose something all the same, left as they are, with the codes of the file that have them. */
  readonly crossing: FaultyRings;
  /** Holes that are not inside their outer ring, left as they are, with the codes of the file that have them. */
  readonly stray: FaultyRings;
  /** Rings of fewer than four positions or without area, left out, with their units. */
  readonly collapsed: FaultyRings;
}

/** What a contour is by itself, before it is known where it goes. */
export interface DrawnContour {
  /** Rings that cross themselves; not those that enclose nothing, which are left out. */
  readonly crossings: number;
  /** Holes that are not inside their outer ring. */
  readonly strayHoles: number;
  readonly cleaned: Cleaned;
}

/** Draws the contours of a file one by one. @throws inputError on a position out of the projection's domain */
export function contourDrawer(projection: Projection): (geometry: PackedGeometry) => DrawnContour {
  const project = checked(projection);
  return (geometry) => {
    const cleaned = toMillionths(geometry, project);
    return { crossings: keptCrossings(geometry, () => cleaned), strayHoles: strayHoles(geometry), cleaned };
  };
}

/** How many rings cross themselves and are not left out; few contours have to be cleaned to know. */
function keptCrossings(geometry: PackedGeometry, cleaned: () => Cleaned): number {
  const crossing = crossingRings(geometry);
  if (crossing.length === 0) return 0;
  const lost = new Set(cleaned().lost);
  return crossing.filter((ring) => !lost.has(ring)).length;
}

/**
 * Parts whose merged area differs from their sum by more than this share overlap. Slivers along
 * badly drawn borders stay far below; one part inside another is far above.
 */
const AREA_TOLERANCE = 1e-6;

/**
 * Brings the contours of a file to the units of today: carries former communes, merges parts while
 * their borders are still exactly common, then projects, rounds to 6 decimals and orients.
 *
 * When a file holds both a whole and its arrondissements, the whole is used alone. The result does
 * not depend on the order of the features.
 *
 * @param wanted only these units are merged, projected and reported
 * @param wholeOf the commune of an arrondissement of Paris, Lyon or Marseille; null for all other codes
 * @param ready contours that are drawn already
 */
export function harmoniseBoundaries(
  features: readonly RawFeature[],
  carry: CarryCode,
  projection: Projection,
  wanted: (unit: string) => boolean,
  wholeOf: (code: string) => string | null,
  ready: ReadonlyMap<RawFeature, DrawnContour> = new Map(),
): HarmonisedBoundaries {
  const geometries = new Map<string, Millionths>();
  const boxes = new Map<string, BoundingBox>();
  const joined = new Map<string, readonly string[]>();
  const assembled: string[] = [];
  const severalNames: string[] = [];
  const repeated: string[] = [];
  const overlapping: string[] = [];
  const empty: string[] = [];
  const crossing = { rings: 0, codes: [] as string[] };
  const stray = { rings: 0, codes: [] as string[] };
  const collapsed = { rings: 0, codes: [] as string[] };
  const { units, unknown } = partsByUnit(features, carry, wanted);
  const project = checked(projection);

  for (const [unit, all] of units) {
    const parts = wholeOrParts(all, wholeOf);
    const drawn = parts.filter(({ geometry }) => geometry !== null);
    for (const part of drawn) {
      const { code, geometry } = part;
      if (geometry === null) continue;
      count(crossing, code, ready.get(part)?.crossings ?? keptCrossings(geometry, () => toMillionths(geometry, project)));
      count(stray, code, ready.get(part)?.strayHoles ?? strayHoles(geometry));
    }
    if (drawn.length > 1) {
      for (const { code, different, same, names } of contoursByCode(drawn)) {
        if (different > 1) assembled.push(code);
        if (different > 1 && names > 1) severalNames.push(code);
        if (same) repeated.push(code);
      }
    }
    const merged = mergeParts(drawn.flatMap(({ geometry }) => geometry ?? []));
    const [only] = drawn;
    const own = drawn.length === 1 && only !== undefined ? ready.get(only)?.cleaned : undefined;
    const kept = merged === null ? null : (own ?? toMillionths(merged.geometry, project));
    const geometry = kept?.geometry ?? null;
    const box = kept?.box ?? null;
    count(collapsed, unit, kept?.lost.length ?? 0);
    if (merged === null || geometry === null || box === null) {
      empty.push(unit);
      continue;
    }
    geometries.set(unit, drawn.length > 1 ? canonical(geometry) : geometry);
    boxes.set(unit, box);
    if (!merged.clean) overlapping.push(unit);
    const codes = [...new Set(parts.map(({ code }) => code))];
    if (codes.length > 1) joined.set(unit, codes);
  }
  return { geometries: new PackedMap(geometries, boxes), joined, assembled: assembled.sort(byCode), severalNames: severalNames.sort(byCode), repeated: repeated.sort(byCode), overlapping, unknown, empty, crossing, stray, collapsed };
}

function count(faulty: { rings: number; codes: string[] }, code: string, rings: number): void {
  if (rings === 0) return;
  faulty.rings += rings;
  if (faulty.codes.at(-1) !== code) faulty.codes.push(code);
}

function partsByUnit(
  features: readonly RawFeature[],
  carry: CarryCode,
  wanted: (unit: string) => boolean,
): { units: [string, RawFeature[]][]; unknown: string[] } {
  const units = new Map<string, RawFeature[]>();
  const unknown = new Set<string>();
  for (const feature of features) {
    const unit = carry(feature.code);
    if (unit === null) {
      unknown.add(feature.code);
    } else if (wanted(unit)) {
      const parts = units.get(unit);
      if (parts === undefined) units.set(unit, [feature]);
      else parts.push(feature);
    }
  }
  return {
    units: [...units].sort(([a], [b]) => byCode(a, b)),
    unknown: [...unknown].sort(byCode),
  };
}

/** The parts to draw, in an order that the file cannot change. */
function wholeOrParts(all: readonly RawFeature[], wholeOf: (code: string) => string | null): readonly RawFeature[] {
  if (all.length === 1) return all;
  const drawn = new Set(all.flatMap(({ code, geometry }) => (geometry === null ? [] : [code])));
  const parts = all.filter(({ code }) => !drawn.has(wholeOf(code) ?? ''));
  return parts.length > 1 ? parts.toSorted((a, b) => byCode(a.code, b.code) || byContent(a, b)) : parts;
}

/** What the codes of a unit have of contours: how many different ones, any of them twice, under how many names. */
function contoursByCode(drawn: readonly RawFeature[]): { readonly code: string; readonly different: number; readonly same: boolean; readonly names: number }[] {
  const byItsCode = new Map<string, RawFeature[]>();
  for (const feature of drawn) byItsCode.set(feature.code, [...(byItsCode.get(feature.code) ?? []), feature]);
  return [...byItsCode].filter(([, features]) => features.length > 1).map(([code, features]) => {
    const different = new Set(features.map(({ geometry }) => textOf(geometry))).size;
    return { code, different, same: different < features.length, names: new Set(features.flatMap(({ name }) => name ?? [])).size };
  });
}

const byContent = (a: RawFeature, b: RawFeature): number => byCode(textOf(a.geometry), textOf(b.geometry));

const textOf = (geometry: PackedGeometry | null): string => JSON.stringify(geometry === null ? null : unpack(geometry));

/** `clean` is false when the parts overlap and could only be set side by side. */
function mergeParts(parts: readonly PackedGeometry[]): { geometry: PackedGeometry; clean: boolean } | null {
  const [first] = parts;
  if (first === undefined) return null;
  if (parts.length === 1) return { geometry: first, clean: true };
  const distinct = [...new Map(parts.map((part) => [textOf(part), unpack(part)])).values()];
  const merged = dissolve(distinct);
  const expected = distinct.reduce((sum, part) => sum + geometryArea(part), 0);
  if (Math.abs(geometryArea(merged) - expected) <= AREA_TOLERANCE * expected) return { geometry: pack(merged), clean: true };
  return { geometry: pack(geometryOf(distinct.flatMap(polygonsOf))), clean: false };
}

/** Rings that came out of a merge start where the merge left them: give them one start and one order. */
function canonical(geometry: Millionths): Millionths {
  const polygons = polygonsOf(unpackMillionths(geometry)).map((rings) => {
    const [outer = [], ...holes] = rings.map(startAtWest);
    return [outer, ...holes.sort(compareRings)];
  });
  return packMillionths(geometryOf(polygons.sort(([a = []], [b = []]) => compareRings(a, b))));
}

function checked(projection: Projection): PositionsToWgs84 {
  const project = positionsToWgs84(projection);
  return (positions, into) => {
    project(positions, into);
    // One sum tells whether all are finite: times zero, what is not is no number.
    let none = 0;
    for (let i = 0; i < positions.length; i++) none += into[i]! * 0;
    if (none === 0) return;
    const at = into.subarray(0, positions.length).findIndex((degrees) => !Number.isFinite(degrees)) & ~1;
    throw inputError(`La position (${positions[at]!}, ${positions[at + 1]!}) est hors du domaine de la projection ${projection.label}.\nVérifiez la projection du fichier, ou indiquez-la avec --crs.`);
  };
}
