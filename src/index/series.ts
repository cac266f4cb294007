import type { Choice } from './choose.js';
import type { Frame } from './frame.js';
import { columnName } from './quantity.js';
import type { Alternative } from './quantity.js';
import { STATE, isKnown, strongestMissing } from './state.js';
import type { Table } from './table.js';

/** Numbers by unit of the frame with why each is there or not. */
export interface Cells {
  readonly values: Float64Array;
  readonly states: Uint8Array;
}

/** The observed figures of one variable, by unit of the frame. */
export interface Series {
  readonly choice: Choice;
  /** Numerator, or the published rate in %. */
  readonly numerator: Cells;
  /** Denominator, or the weight of the rate; null where no file has a weight. */
  readonly denominator: Cells | null;
  /** The variable in %; NaN where it is not observed. */
  readonly rate: Cells;
  readonly predictor: Cells | null;
}

/** The value of an alternative (a column, a sum or a difference of columns) for every unit. */
export function evaluate(table: Table, alternative: Alternative, vintage: number | null): Cells {
  const length = table.codes.length;
  const values = new Float64Array(length);
  const states = new Uint8Array(length).fill(STATE.observed);
  for (const { template, sign } of alternative.terms) {
    const column = table.columns.get(columnName(template, vintage));
    for (let row = 0; row < length; row += 1) {
      const state = column?.states[row] ?? STATE.absent;
      const before = states[row] ?? STATE.absent;
      if (isKnown(state) && isKnown(before)) {
        values[row] = (values[row] ?? 0) + sign * (column?.values[row] ?? Number.NaN);
        states[row] = Math.max(before, state);
      } else {
        values[row] = Number.NaN;
        states[row] = isKnown(before) ? state : isKnown(state) ? before : strongestMissing(before, state);
      }
    }
  }
  return { values, states };
}

/**
 * The series of a chosen variable. A share is 100 × numerator / denominator where both are known; a
 * zero denominator gives a missing rate, `absent`.
 */
export function buildSeries(frame: Frame, choice: Choice): Series {
  const numerator = evaluate(frame, choice.numerator, choice.vintage);
  const denominator = choice.denominator === null ? null : evaluate(frame, choice.denominator, choice.vintage);
  const predictor = choice.predictor === null ? null : evaluate(frame, choice.predictor, choice.vintage);
  const rate = choice.definition.kind === 'taux' || denominator === null ? numerator : shareOf(numerator, denominator);
  return { choice, numerator, denominator, rate, predictor };
}

/** 100 × numerator / denominator where both are known; a zero denominator gives a missing rate, `absent`. */
export function shareOf(numerator: Cells, denominator: Cells): Cells {
  const length = numerator.values.length;
  const values = new Float64Array(length).fill(Number.NaN);
  const states = new Uint8Array(length);
  for (let row = 0; row < length; row += 1) {
    const top = numerator.states[row] ?? STATE.absent;
    const bottom = denominator.states[row] ?? STATE.absent;
    if (isKnown(top) && isKnown(bottom)) {
      const divisor = denominator.values[row] ?? 0;
      if (divisor === 0) {
        states[row] = STATE.absent;
      } else {
        values[row] = (100 * (numerator.values[row] ?? Number.NaN)) / divisor;
        states[row] = Math.max(top, bottom);
      }
    } else {
      states[row] = isKnown(top) ? bottom : isKnown(bottom) ? top : strongestMissing(top, bottom);
    }
  }
  return { values, states };
}
