import { quantileSorted } from 'd3-array';
import { ckmeans } from 'simple-statistics';

/** How values are cut into classes, besides limits that are given. */
export const CLASS_METHODS = ['base100', 'quantiles', 'jenks', 'amplitudes-egales', 'ecart-type', 'q6'] as const;
export type ClassMethod = (typeof CLASS_METHODS)[number];

/** The fixed limits of what is in base 100; [95 ; 105[ is neutral. */
export const BASE_100_LIMITS: readonly number[] = [70, 85, 95, 105, 115, 130];

/** The shares of q6: the extreme twentieths apart, quarters between. */
const Q6_SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Limits stand at most this many standard deviations from the centre. */
const MOST_DEVIATIONS = 3;

/** Limits are rounded to as few decimals as keep them apart, up to this many. */
const MOST_DECIMALS = 6;

export interface ClassRequest {
  readonly method: ClassMethod | { readonly limits: readonly number[] };
  /** How many classes for quantiles, jenks and equal widths; the other methods set their number. */
  readonly classes: number;
  /** The value that must part two classes, 100 in base 100; null: none. */
  readonly pivot: number | null;
  /** Decimals of limits that are computed, more when they would become equal. */
  readonly decimals: number;
}

/**
 * Where values are cut. Class i holds `limits[i-1] ≤ value < limits[i]`; the first has no lower limit
 * and the last no upper one among `limits`: `lowest` and `highest` say where they end.
 */
export interface Breaks {
  /** Inner limits, strictly increasing, rounded as they are shown; one class more than limits. */
  readonly limits: readonly number[];
  /** Where the first class begins and the last one, closed, ends; null when they are open. */
  readonly ends: readonly [number, number] | null;
  /** Decimals that show every limit exactly. */
  readonly decimals: number;
  readonly pivot: number | null;
}

/**
 * Cuts values into classes `[a ; b[`, the last one closed.
 *
 * - `base100`: the fixed limits, ends open.
 * - `quantiles`: as many values in each class, `q6`: 0-5-25-50-75-95-100 %; quantiles of type 7
 *   (linear interpolation, R's default; Hyndman and Fan 1996).
 * - `jenks`: least squares within classes, exactly (ckmeans; Wang and Song 2011), each limit the
 *   smallest value of its class.
 * - `amplitudes-egales`: equal widths between the extremes.
 * - `ecart-type`: limits at the mean and every standard deviation (of the population, divided by n) from it.
 *
 * A pivot that lies between the extremes becomes a limit: the nearest quantile gives way to it; jenks
 * takes the best cut among those that have it; equal widths and standard deviations are counted
 * from it (so that equal widths may make one class more). Computed limits are rounded before they serve,
 * so that a legend shows the limits in use. Limits that would leave an end without any value go.
 *
 * @param values NaN is a missing value
 * @returns null when there is no value to cut, unless limits are fixed or given
 */
export function classBreaks(values: Iterable<number>, request: ClassRequest): Breaks | null {
  const { method, pivot } = request;
  const fixed = method === 'base100' ? BASE_100_LIMITS : typeof method === 'object' ? method.limits : null;
  if (fixed !== null) {
    const limits = [...new Set(fixed)].sort((a, b) => a - b);
    return { limits, ends: null, decimals: decimalsOf(limits), pivot };
  }
  const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  if (low === undefined || high === undefined) return null;
  const inside = pivot !== null && pivot > low && pivot < high ? pivot : null;
  const exact = COMPUTED[method as Exclude<ClassMethod, 'base100'>](sorted, Math.max(1, request.classes), inside);
  // The limits of jenks are already as short as they may be.
  return rounded(exact, low, high, inside, method === 'jenks' ? { ...request, decimals: Math.max(request.decimals, decimalsOf(exact)) } : request);
}

type Cut = (sorted: number[], classes: number, pivot: number | null) => readonly number[];

const COMPUTED: Readonly<Record<Exclude<ClassMethod, 'base100'>, Cut>> = {
  quantiles: (sorted, classes, pivot) => withPivot(quantiles(sorted, Array.from({ length: classes - 1 }, (_, i) => (i + 1) / classes)), pivot),
  q6: (sorted, _classes, pivot) => withPivot(quantiles(sorted, Q6_SHARES), pivot),
  jenks: (sorted, classes, pivot) => (pivot === null ? jenks(sorted, classes) : jenksAround(sorted, classes, pivot)),
  'amplitudes-egales': (sorted, classes, pivot) => {
    const low = sorted[0]!;
    const high = sorted[sorted.length - 1]!;
    const width = (high - low) / classes;
    return width === 0 ? [] : pivot === null ? Array.from({ length: classes - 1 }, (_, i) => low + (i + 1) * width) : steps(pivot, width, classes);
  },
  'ecart-type': (sorted, _classes, pivot) => {
    const mean = meanOf(sorted);
    const deviation = Math.sqrt(squaresOf(sorted) / sorted.length);
    return deviation === 0 ? [] : steps(pivot ?? mean, deviation, MOST_DEVIATIONS);
  },
};

/** `centre`, and every step from it, `most` each way. */
const steps = (centre: number, step: number, most: number): number[] => Array.from({ length: 2 * most + 1 }, (_, i) => centre + (i - most) * step);

const quantiles = (sorted: number[], shares: readonly number[]): number[] => shares.map((share) => quantileSorted(sorted, share)!);

/** The limits with the one nearest to the pivot replaced by it (the lower of two as near). */
function withPivot(limits: readonly number[], pivot: number | null): readonly number[] {
  if (pivot === null) return limits;
  const nearest = limits.reduce((best, limit, i) => (Math.abs(limit - pivot) < Math.abs(limits[best]! - pivot) ? i : best), 0);
  return limits.length === 0 ? [pivot] : limits.map((limit, i) => (i === nearest ? pivot : limit));
}

const jenks = (sorted: number[], classes: number): number[] => gaps(clusters(sorted, classes));

/** A limit between each cluster and the next. */
const gaps = (found: readonly (readonly number[])[]): number[] =>
  found.slice(1).map((next, i) => limitBetween(found[i]!.at(-1)!, next[0]!));

/** The number of fewest decimals that parts two values: above the first, at most the second. */
function limitBetween(below: number, above: number): number {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const limit = roundTo((below + above) / 2, decimals);
    if (limit > below && limit <= above) return limit;
  }
  return above;
}

/** The best cut on each side of the pivot, for every way of sharing the classes between them. */
function jenksAround(sorted: number[], classes: number, pivot: number): number[] {
  const at = sorted.findIndex((value) => value >= pivot);
  const sides = [sorted.slice(0, at), sorted.slice(at)] as const;
  let best: { readonly limits: number[]; readonly squares: number } | null = null;
  for (let below = 1; below <= Math.max(1, classes - 1); below++) {
    const cut = [clusters(sides[0], below), clusters(sides[1], Math.max(1, classes - below))] as const;
    const squares = cut.flat().reduce((sum, cluster) => sum + squaresOf(cluster), 0);
    if (best !== null && squares >= best.squares) continue;
    best = { limits: [...gaps(cut[0]), pivot, ...gaps(cut[1])], squares };
  }
  return best!.limits;
}

function clusters(sorted: number[], most: number): readonly (readonly number[])[] {
  let distinct = 1;
  for (let i = 1; i < sorted.length && distinct < most; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return ckmeans(sorted, Math.min(most, distinct));
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sum of the squares of what parts values from their mean. */
function squaresOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Rounds limits to the fewest decimals that keep them apart, and drops those beyond the values. */
function rounded(exact: readonly number[], low: number, high: number, pivot: number | null, { decimals: wanted, pivot: asked }: ClassRequest): Breaks {
  const useful = (limits: readonly number[]): number[] => [...new Set(limits)].filter((limit) => limit > low && limit <= high).sort((a, b) => a - b);
  const wantedLimits = useful(exact).length;
  for (let decimals = wanted; ; decimals++) {
    const limits = useful(exact.map((limit) => (limit === pivot ? limit : roundTo(limit, decimals))));
    if (limits.length < wantedLimits && decimals < MOST_DECIMALS) continue;
    const ends = [floorTo(low, decimals), ceilTo(high, decimals)] as const;
    return { limits, ends, decimals: Math.max(decimals, decimalsOf(limits)), pivot: asked };
  }
}

const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals));
/** The nearest number of these decimals that is not above, or not below, the value. */
const floorTo = (value: number, decimals: number): number => (roundTo(value, decimals) <= value ? roundTo(value, decimals) : roundTo(value - 10 ** -decimals, decimals));
const ceilTo = (value: number, decimals: number): number => -floorTo(-value, decimals) + 0;

/** How many decimals write every number in full. */
const decimalsOf = (numbers: readonly number[]): number => Math.max(0, ...numbers.map((n) => (/\.(\d+)$/.exec(String(n))?.[1] ?? '').length));

/** The class of a value, 0 the lowest; -1 when it is missing. */
export function classOf({ limits }: Breaks, value: number): number {
  if (Number.isNaN(value)) return -1;
  let at = 0;
  while (at < limits.length && value >= limits[at]!) at++;
  return at;
}

/** How many values each class holds, and how many are missing: together, all of them. */
export function classCounts(breaks: Breaks | null, values: Iterable<number>): { readonly classes: readonly number[]; readonly missing: number } {
  const classes = new Array<number>(breaks === null ? 0 : breaks.limits.length + 1).fill(0);
  let missing = 0;
  for (const value of values) {
    const at = breaks === null ? -1 : classOf(breaks, value);
    if (at < 0) missing++;
    else classes[at]!++;
  }
  return { classes, missing };
}

/**
 * The class on neither side of the pivot, whose middle it is: [95 ; 105[ around 100. When a limit is the
 * pivot there is none.
 *
 * @returns null when there is no such class, or no pivot
 */
export function neutralClass({ limits, ends, pivot }: Breaks): number | null {
  if (pivot === null) return null;
  const at = limits.findIndex((limit) => limit > pivot);
  const from = limits[at - 1];
  const to = limits[at];
  if (from !== undefined && to !== undefined) return from < pivot && Math.abs(from + to - 2 * pivot) < 1e-9 ? at : null;
  // All values equal to the pivot make one class.
  return limits.length === 0 && ends !== null && ends[0] === pivot && ends[1] === pivot ? 0 : null;
}

/** True when classes lie on one side of the pivot or the other, so that a palette may part there. */
export function partsAtPivot(breaks: Breaks): boolean {
  const { limits, ends, pivot } = breaks;
  if (pivot === null) return false;
  return limits.includes(pivot) || neutralClass(breaks) !== null || (ends !== null && (ends[0] >= pivot || ends[1] <= pivot));
}
