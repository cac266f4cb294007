import type { Box } from '../../geometry/picture.js';

/** A name that may be written one way, with the places where it may stand, best first. */
export interface LabelCandidate {
  readonly code: string;
  readonly lines: readonly string[];
  readonly places: readonly Box[];
  readonly stands: LabelPlace;
}

/** Where a name stands: in its unit, beside the circle of its unit, or beside a dot that marks it. */
export type LabelPlace = 'inside' | 'circle' | 'dot';

export interface PlacedLabel {
  readonly code: string;
  readonly lines: readonly string[];
  readonly box: Box;
  readonly stands: LabelPlace;
}

/** Room kept between two names. */
const MARGIN = 1.5;

/**
 * Places names in the order in which they come, each at its first place that stays within the frame
 * and overlaps neither another name nor an obstacle; the others are not written. A unit whose name
 * is written is not written again: its next candidates are other ways to write it.
 *
 * @param obstacles circles and the like, that no name may cover
 * @param most how many names at most
 */
export function placeLabels(candidates: Iterable<LabelCandidate>, frame: Box, obstacles: readonly Box[], most: number): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const written = new Set<string>();
  for (const { code, lines, places, stands } of candidates) {
    if (placed.length >= most) break;
    if (written.has(code)) continue;
    const box = places.find((place) => within(place, frame) && !obstacles.some((o) => overlap(place, o, 0)) && !placed.some((p) => overlap(place, p.box, MARGIN)));
    if (box === undefined) continue;
    placed.push({ code, lines, box, stands });
    written.add(code);
  }
  return placed;
}

const within = (a: Box, frame: Box): boolean =>
  a.x >= frame.x && a.y >= frame.y && a.x + a.width <= frame.x + frame.width && a.y + a.height <= frame.y + frame.height;

/** True when two boxes come nearer than a margin. */
export const overlap = (a: Box, b: Box, margin: number): boolean =>
  a.x < b.x + b.width + margin && b.x < a.x + a.width + margin && a.y < b.y + b.height + margin && b.y < a.y + a.height + margin;
