import { interpolatePuOr, interpolateYlGnBu } from 'd3-scale-chromatic';
import { neutralClass, partsAtPivot } from '../../geometry/classes.js';
import type { Breaks } from '../../geometry/classes.js';

/**
 * Where each arm of the diverging palette runs on ColorBrewer's PuOr, purple at 0 and brown at 1.
 * People with colour-blindness tell its ends apart. The fragile arm goes to the darkest brown and
 * the other stops before its own: the end that matters stays the darkest in black and white too.
 */
const FRAGILE_ARM = { near: 0.62, far: 1 } as const;
const OTHER_ARM = { near: 0.4, far: 0.22 } as const;
const NEUTRAL = '#f2efea';

/** ColorBrewer's YlGnBu, whose hues say neither fragile nor safe; it darkens with the value. */
const SEQUENTIAL = { near: 0.1, far: 0.95 } as const;

/** What is not a value is hatched, so that it differs by more than its colour. */
export const NO_DATA = { ground: '#ffffff', line: '#8a8a8a' } as const;

export type PaletteKind = 'divergente' | 'sequentielle';

export interface Palette {
  readonly kind: PaletteKind;
  /** A colour `#rrggbb` per class, from the lowest values. */
  readonly colours: readonly string[];
}

/**
 * The colours of classes: diverging around the pivot when classes part there (high values on the fragile
 * arm), else sequential.
 *
 * @param highIsFragile false for a rank, where 1 is the most fragile: the sequence then runs backwards
 */
export function paletteOf(breaks: Breaks | null, highIsFragile = true): Palette {
  if (breaks === null) return { kind: 'sequentielle', colours: [] };
  const n = breaks.limits.length + 1;
  if (partsAtPivot(breaks)) return { kind: 'divergente', colours: diverging(breaks, n) };
  const colours = Array.from({ length: n }, (_, i) => hex(interpolateYlGnBu(along(SEQUENTIAL, i, n))));
  return { kind: 'sequentielle', colours: highIsFragile ? colours : colours.reverse() };
}

function diverging(breaks: Breaks, n: number): string[] {
  const { pivot } = breaks;
  const neutral = neutralClass(breaks);
  const below = neutral ?? breaks.limits.filter((limit) => limit <= (pivot ?? 0)).length;
  // Without a limit at the pivot, all classes lie on one side of it.
  const allBelow = breaks.ends !== null && breaks.ends[1] <= (pivot ?? 0) && neutral === null;
  const lower = allBelow ? n : below;
  const upper = n - lower - (neutral === null ? 0 : 1);
  return [
    ...Array.from({ length: lower }, (_, i) => hex(interpolatePuOr(along(OTHER_ARM, lower - 1 - i, lower)))),
    ...(neutral === null ? [] : [NEUTRAL]),
    ...Array.from({ length: upper }, (_, i) => hex(interpolatePuOr(along(FRAGILE_ARM, i, upper)))),
  ];
}

/** The place of step i of n on an arm; one step alone stands in the middle. */
const along = ({ near, far }: { readonly near: number; readonly far: number }, i: number, n: number): number =>
  n === 1 ? (near + far) / 2 : near + ((far - near) * i) / (n - 1);

/** `rgb(1, 2, 3)` as `#010203`. */
const hex = (rgb: string): string => `#${(rgb.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;

/**
 * Relative luminance of `#rrggbb`, 0 black to 1 white.
 * Source: WCAG 2.2, « relative luminance ».
 */
export function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
