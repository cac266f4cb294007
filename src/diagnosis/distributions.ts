import { fencesOf, isDriven, shapeOf } from '../statistics/shape.js';
import type { Shape } from '../statistics/shape.js';
import type { DiagnosedUnits } from './units.js';

/** How the points of a variable, or the scores, are spread. */
export interface Distribution extends Shape {
  /** Null for the score. */
  readonly id: string | null;
  /** True where a few units drive it: see `isDriven`. */
  readonly driven: boolean;
  /** Places of the units beyond Tukey's fences, the furthest first. */
  readonly outliers: readonly number[];
}

/** Of the points of each variable, then of the score; what has no value at all is left out. */
export const distributionsOf = ({ variables, score }: DiagnosedUnits): Distribution[] =>
  [...variables.map((v) => ({ id: v.id, values: v.points })), { id: null, values: score }].flatMap(({ id, values }) => {
    const shape = shapeOf(values);
    return shape === null ? [] : [{ id, ...shape, driven: isDriven(shape), outliers: outliersOf(values, shape) }];
  });

function outliersOf(values: Float64Array, shape: Shape): number[] {
  const [low, high] = fencesOf(shape);
  const beyond = (i: number): number => Math.max(low - (values[i] ?? Number.NaN), (values[i] ?? Number.NaN) - high);
  return [...values.keys()].filter((i) => beyond(i) > 0).sort((a, b) => beyond(b) - beyond(a) || a - b);
}
