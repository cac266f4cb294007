import { insidePoint } from '../../geometry/inside.js';
import type { InsidePoint } from '../../geometry/inside.js';
import { PackedMap } from '../../geometry/packed.js';
import type { Millionths } from '../../geometry/packed.js';
import { aspectOf, drawZone, extentOf } from '../../geometry/picture.js';
import type { Box, DrawnZone } from '../../geometry/picture.js';
import { ringArea } from '../../geometry/rings.js';
import type { BoundingBox } from '../../geometry/rings.js';
import { byZone } from '../../geometry/zones.js';
import type { Zone } from '../../geometry/zones.js';

/** The units of a result as a picture shows them: one part in the large frame, others in boxes below. */
export interface Land {
  readonly main: DrawnZone;
  readonly frame: Box;
  readonly insets: readonly Inset[];
  /** Where the land ends, boxes included. */
  readonly bottom: number;
  /** Square units of the picture. */
  readonly area: number;
  /** The place of a name or a circle in a unit; null without a contour. */
  readonly placeOf: (code: string) => InsidePoint | null;
}

export interface Inset {
  readonly box: Box;
  readonly drawn: DrawnZone;
}

/** The frame is at least and at most this high. */
const LEAST_HEIGHT = 380;
const MOST_HEIGHT = 800;

const INSETS_A_ROW = 5;
const INSET_GAP = 8;
/** What a box keeps free for its name above and its scale below. */
const INSET_HEAD = 22;
const INSET_FOOT = 26;

/**
 * Draws the units of a result: in one frame when they lie in one zone; else métropole, or the zone
 * with the most units, in the frame and each other zone in a box of its own, at its own scale.
 *
 * @param contours at least one
 * @param at the corner and the width of the frame
 * @param least height of the frame at least
 */
export function drawLand(contours: PackedMap, at: { readonly x: number; readonly y: number; readonly width: number }, least = LEAST_HEIGHT): Land {
  const zones = [...byZone(contours.keys())].map(([zone, codes]) => ({ zone, contours: only(contours, codes) })).map((part) => ({ ...part, extent: extentOf(part.contours, part.zone) }));
  const largest = zones.reduce((best, z) => (best.zone.id !== 'metropole' && z.contours.size > best.contours.size ? z : best));
  const height = Math.min(MOST_HEIGHT, Math.max(least, at.width * aspectOf(largest.extent)));
  const frame = { ...at, height };
  const main = drawZone(largest.contours, largest.zone, inner(frame, 2, 2), largest.extent);
  const insets = insetsBelow(frame, zones.filter((z) => z !== largest));
  const shapes = new Map([...insets.map((inset) => inset.drawn), main].flatMap((drawn) => [...drawn.shapes]));
  const area = [...shapes.values()].reduce((sum, polygons) => sum + polygons.reduce((n, [outer = []]) => n + Math.abs(ringArea(outer)), 0), 0);
  const places = new Map<string, InsidePoint>();
  return {
    main,
    frame,
    insets,
    bottom: Math.max(frame.y + height, ...insets.map(({ box }) => box.y + box.height)),
    area,
    placeOf: (code) => {
      const polygons = shapes.get(code);
      if (polygons === undefined) return null;
      const place = places.get(code) ?? insidePoint(polygons);
      places.set(code, place);
      return place;
    },
  };
}

function insetsBelow(frame: Box, zones: readonly { readonly zone: Zone; readonly contours: PackedMap; readonly extent: BoundingBox }[]): Inset[] {
  const width = (frame.width - INSET_GAP * (INSETS_A_ROW - 1)) / INSETS_A_ROW;
  const height = width + INSET_HEAD + INSET_FOOT;
  return zones.map(({ zone, contours, extent }, i) => {
    const box = { x: frame.x + i * (width + INSET_GAP), y: frame.y + frame.height + 14, width, height };
    const land = { x: box.x + 6, y: box.y + INSET_HEAD, width: width - 12, height: height - INSET_HEAD - INSET_FOOT };
    return { box, drawn: drawZone(contours, zone, land, extent) };
  });
}

const inner = (box: Box, x: number, y: number): Box => ({ x: box.x + x, y: box.y + y, width: box.width - 2 * x, height: box.height - 2 * y });

const only = (contours: PackedMap, codes: readonly string[]): PackedMap =>
  new PackedMap(new Map(codes.map((code): [string, Millionths] => [code, contours.packed(code) ?? { coordinates: new Int32Array(), polygons: [] }])));
