import { STATE } from './state.js';

/**
 * Why a variable of a unit has the points that it has, or none: `observe`, `repli` (noted or
 * definition-changing fallback), `recalcule` (published rate averaged over merged parts, or count shared from a split commune), `estime`,
 * `impute`, `secret`, `non_disponible` (row there, value missing), `absent` (no row, or a zero
 * denominator).
 */
export type Status =
  | 'observe'
  | 'repli'
  | 'recalcule'
  | 'estime'
  | 'impute'
  | 'secret'
  | 'non_disponible'
  | 'absent';

export const STATUSES: readonly Status[] = [
  'observe',
  'repli',
  'recalcule',
  'estime',
  'impute',
  'secret',
  'non_disponible',
  'absent',
];

/** True for the statuses that count in `completude`: a figure was observed. */
export const isObserved = (status: Status): boolean =>
  status === 'observe' || status === 'repli' || status === 'recalcule';

/** The status of a cell before any policy fills it. */
export function statusOfState(state: number, fallback: boolean): Status {
  switch (state) {
    case STATE.observed:
      return fallback ? 'repli' : 'observe';
    case STATE.recalculated:
      return 'recalcule';
    case STATE.secret:
      return 'secret';
    case STATE.absent:
      return 'absent';
    default:
      return 'non_disponible';
  }
}
