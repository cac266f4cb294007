import type { StoredIndex } from './stored-index.js';

/** An index made again; arrays are by unit of the territory (as `territory` of the index). */
export interface Recomputed {
  /** By variable id: the value in use (observed, estimated or imputed), in its unit; NaN where there is none. */
  readonly used: ReadonlyMap<string, Float64Array>;
  /** By variable id. */
  readonly points: ReadonlyMap<string, Float64Array>;
  /** By axis or theme id. */
  readonly axes: ReadonlyMap<string, Float64Array>;
  readonly themes: ReadonlyMap<string, Float64Array>;
  /** NaN where none is published. */
  readonly score: Float64Array;
  /** 1 the most fragile, ties share the best; 0 where there is no score. */
  readonly rank: Int32Array;
}

/**
 * Makes the index of a result again from its quantities and manifest: exactly its points and scores.
 */
export function recompute(_index: StoredIndex): Recomputed {
  throw new Error('not yet');
}

/**
 * Axes, themes, score and ranks from given points (by variable id, by unit of the territory), by the
 * rules of the index: for leaving out a variable or an axis (points all NaN; `threshold` 0 so that no
 * unit loses its score by it).
 */
export function rescore(
  _index: Pick<StoredIndex, 'tree' | 'threshold'>,
  _points: ReadonlyMap<string, Float64Array>,
): Pick<Recomputed, 'axes' | 'themes' | 'score' | 'rank'> {
  throw new Error('not yet');
}
