import { frenchNumber } from '../../french.js';
import type { InsidePoint } from '../../geometry/inside.js';
import type { MapColumn } from './columns.js';
import type { ColumnValues } from './layer.js';

/** A count of a unit as a circle, whose area is in proportion to it. */
export interface Circle {
  readonly code: string;
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** `1 poste`, `2 postes`, `1 234 habitants`, `12,5 %` */
export function countText(value: number, { unit, decimals }: MapColumn): string {
  const one = Math.abs(value) < 2 && /^(postes|structures|habitants)$/.test(unit);
  return `${frenchNumber(value, Number.isInteger(value) ? 0 : decimals)} ${one ? unit.slice(0, -1) : unit}`;
}

/** How large circles are, for all the counts of a picture. */
export interface CircleScale {
  readonly radius: (value: number) => number;
  /** Values that a legend shows, largest first. */
  readonly shown: readonly number[];
}

/** A column of counts as circles. */
export interface CircleLayer {
  readonly column: MapColumn;
  /** Largest first, so that the small ones stay on top. */
  readonly circles: readonly Circle[];
  readonly total: number;
  /** Units whose cell is empty. */
  readonly missing: number;
  /** Units that have a count but no contour to draw it on. */
  readonly unplaced: number;
}

/** The largest circle of a picture, in its units. */
const MOST_RADIUS = 44;
/** Even where the land is a few scattered specks, the largest circle is no smaller. */
const LEAST_RADIUS = 12;
/** The circles of one column take at most this share of the land, unless the largest is that small. */
const MOST_LAND = 0.18;

/**
 * One scale for the counts of a picture, so that its layers compare: the area of a circle is in
 * proportion to its count, whatever the sign.
 *
 * @param land area of the units, in square units of the picture
 * @param decimals of the counts that the legend shows
 */
export function circleScale(layers: readonly ColumnValues[], land: number, decimals: number): CircleScale {
  const counts = layers.map((values) => [...values.values()].filter((v) => !Number.isNaN(v)).map(Math.abs));
  const largest = counts.flat().reduce((most, count) => Math.max(most, count), 0);
  if (largest === 0) return { radius: () => 0, shown: [] };
  const relative = Math.max(...counts.map((layer) => layer.reduce((sum, count) => sum + count / largest, 0)));
  const most = Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, Math.sqrt((MOST_LAND * land) / (Math.PI * relative))));
  return { radius: (value) => most * Math.sqrt(Math.abs(value) / largest), shown: legendCounts(largest, decimals) };
}

/**
 * The circles of a column of counts.
 *
 * @param placeOf where the circle of a unit stands; null: it has no contour
 */
export function circleLayer(column: MapColumn, values: ColumnValues, { radius }: CircleScale, placeOf: (code: string) => InsidePoint | null): CircleLayer {
  const known = [...values].filter(([, value]) => !Number.isNaN(value));
  const counted = known.filter(([, value]) => value !== 0);
  const circles = counted.flatMap(([code, value]): Circle[] => {
    const place = placeOf(code);
    return place === null ? [] : [{ code, value, x: place.x, y: place.y, radius: radius(value) }];
  });
  circles.sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || (a.code < b.code ? -1 : 1));
  return {
    column,
    circles,
    total: known.reduce((sum, [, value]) => sum + value, 0),
    missing: values.size - known.length,
    unplaced: counted.length - circles.length,
  };
}

/**
 * Round counts for a legend, at most three: the largest of 1, 2 or 5 tens that the data reach, then
 * about a quarter and a twentieth of it. Example: 27 gives 20, 5, 1.
 */
export function legendCounts(largest: number, decimals: number): number[] {
  const least = 10 ** -decimals;
  const counts = [1, 0.25, 0.05].map((share) => roundDown(largest * share)).filter((count) => count >= least);
  return [...new Set(counts)];
}

/** The largest 1, 2 or 5 times a power of ten that is not above a value. */
export function roundDown(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [5, 2, 1].find((s) => s * power <= value * (1 + 1e-12)) ?? 1;
  return Number((step * power).toPrecision(3));
}
