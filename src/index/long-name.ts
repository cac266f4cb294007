/**
 * How the long forms name quantities: one row per unit, measure and year, where the wide files have
 * one column. A quantity is a cell (a measure with its dimensions pinned) or a sum of cells.
 */

/** A cell: the measure, and the dimensions that are not `_T`. */
export interface LongCell {
  readonly measure: string;
  readonly pins: ReadonlyMap<string, string>;
}

/** One way to find a quantity in a long file. */
export interface LongName {
  /** `cube`: rows of `RP_MEASURE` or `FILOSOFI_MEASURE`; `dossier`: rows of `TAB_MEASURE`. */
  readonly form: 'cube' | 'dossier';
  /** Name of the data set, for messages only: files do not carry it. */
  readonly dataSet: string | null;
  /** The cells to sum, in this order. */
  readonly cells: readonly LongCell[];
  /** Dimensions that a cube must have for the name to hold. */
  readonly dimensions: readonly string[];
  /** Every dimension that the name speaks of, `_T` included; a cube that has others of the same measure is another data set. */
  readonly named: readonly string[];
  /** For the dossier: the table (`ID_TAB`) in which the measure has this meaning. */
  readonly table: string | null;
  /** `near`: nearly the same quantity; its values get the status `repli`. */
  readonly kind: 'exact' | 'near';
  readonly note: string | null;
  readonly from: number | null;
  readonly to: number | null;
}
