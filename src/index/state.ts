/**
 * Why a cell has a value or has none; kept beside every number, because missing is never zero.
 * The order is that of precedence between kinds of missing: a smaller code wins.
 */
export const STATE = {
  observed: 0,
  /** A published rate averaged over merged parts, or a count with a share of a commune that was split. */
  recalculated: 1,
  secret: 2,
  unavailable: 3,
  /** No row, or a zero denominator. */
  absent: 4,
  /** An empty cell of a file, before its meaning is settled; never leaves the harmonising stage. */
  blank: 5,
} as const;

export type State = (typeof STATE)[keyof typeof STATE];

/** True when the state goes with a value. */
export const isKnown = (state: number): boolean => state <= STATE.recalculated;

/** Of two kinds of missing, the one to keep: secret, then not available, then absent. */
export const strongestMissing = (a: number, b: number): State =>
  Math.min(settled(a), settled(b)) as State;

/** The state that outputs know: an empty cell of a row that is there is « not available ». */
export const settled = (state: number): State =>
  state === STATE.blank ? STATE.unavailable : (state as State);
