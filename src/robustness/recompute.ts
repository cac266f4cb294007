import { estimateRate } from '../index/estimate.js';
import { nominalWeights } from '../index/model.js';
import type { Placing } from '../index/normalisation.js';
import { placing, sampleOf } from '../index/place.js';
import { points } from '../index/points.js';
import { ranks } from '../index/ranks.js';
import { isObserved } from '../index/statuses.js';
import { truncated } from '../index/truncate.js';
import { ColumnTree } from './column-tree.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';

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
export function recompute(index: StoredIndex): Recomputed {
  const used = new Map<string, Float64Array>();
  const pointsOf = new Map<string, Float64Array>();
  const inTerritory = (values: Float64Array): Float64Array => Float64Array.from(index.territory, (row) => values[row]!);
  for (const variable of index.variables) {
    const values = usedValues(variable, index);
    const own = inTerritory(values);
    used.set(variable.id, own);
    pointsOf.set(variable.id, pointsOfValues(variable, values, own, index));
  }
  return { used, points: pointsOf, ...rescore(index, pointsOf) };
}

/**
 * Axes, themes, score and ranks from given points (by variable id, by unit of the territory), by the
 * rules of the index: for leaving out a variable or an axis (points all NaN; `threshold` 0 so that no
 * unit loses its score by it).
 */
export function rescore(
  { tree, threshold }: Pick<StoredIndex, 'tree' | 'threshold'>,
  points: ReadonlyMap<string, Float64Array>,
): Pick<Recomputed, 'axes' | 'themes' | 'score' | 'rank'> {
  const units = points.values().next().value?.length ?? 0;
  const columns = new ColumnTree(tree, units);
  for (const [id, values] of points) columns.put(id, values);
  columns.bringUp();
  const { axes, themes, score } = columns;
  const weights = [...nominalWeights(tree)];
  for (let unit = 0; unit < units; unit += 1) {
    if (knownShare(weights, (id) => points.get(id)?.[unit] ?? Number.NaN) < threshold - 1e-9) score[unit] = Number.NaN;
  }
  return { axes, themes, score, rank: ranks(score) };
}

/** Share of the nominal weight that has points, in the order in which the index adds it up. */
function knownShare(weights: readonly (readonly [string, number])[], pointsOf: (id: string) => number): number {
  let share = 0;
  for (const [id, weight] of weights) if (!Number.isNaN(pointsOf(id))) share += weight;
  return share;
}

/** The observed value of a unit in the unit of the variable; NaN where it is not observed. */
export function observedValue({ kind, statuses, numerators, denominators }: QuantityVariable, row: number): number {
  if (!isObserved(statuses[row] ?? 'absent')) return Number.NaN;
  return kind === 'taux' ? numerators[row]! : (100 * numerators[row]!) / denominators[row]!;
}

/** The value of each unit of the quantities: observed, estimated or imputed; NaN where there is none. */
export function usedValues(variable: QuantityVariable, index: Pick<StoredIndex, 'epci' | 'departements'>): Float64Array {
  const { statuses } = variable;
  const values = new Float64Array(statuses.length);
  for (let row = 0; row < values.length; row += 1) {
    const status = statuses[row];
    values[row] = status === 'estime' ? estimatedValue(variable, row) : status === 'impute' ? imputedValue(variable, row, index) : observedValue(variable, row);
  }
  return values;
}

/** What the fit of a variable gives a unit, under its ceiling; NaN without a fit or a predictor. */
export function estimatedValue({ fit, predictors, denominators, uncapped, ceiling }: QuantityVariable, row: number): number {
  if (fit === null || predictors === null) return Number.NaN;
  return estimateRate(fit, predictors[row]!, denominators[row]!, uncapped.has(row) ? null : ceiling);
}

function imputedValue({ policy, reference, imputed }: QuantityVariable, row: number, { epci, departements }: Pick<StoredIndex, 'epci' | 'departements'>): number {
  if (policy === 'reference') return reference.value;
  return imputed.get((policy === 'epci' ? epci : departements)[row] ?? '') ?? Number.NaN;
}

/**
 * Points of the units of the territory.
 *
 * @param all values by unit of the quantities, which make the distribution of a placing
 * @param own those of the territory
 */
export function pointsOfValues({ normalisation, direction, inversion, reference, statuses }: QuantityVariable, all: Float64Array, own: Float64Array, index: StoredIndex): Float64Array {
  let made: Float64Array;
  if (normalisation.method === 'rapport') {
    made = own.map((value) => points(value, reference.value, direction, inversion));
  } else {
    const sample = sampleOf([...rowsOfPopulation(normalisation, index)].flatMap((row) => (statuses[row] === 'impute' ? [] : [all[row]!])), direction);
    const place = placing(normalisation, direction, sample);
    made = place === null ? own.map(() => Number.NaN) : own.map(place);
  }
  return normalisation.truncated ? made.map(truncated) : made;
}

/** Positions of the units that a unit is placed among. */
export function rowsOfPopulation({ population }: Placing, { codes, territory, reference }: StoredIndex): Int32Array {
  if (population === 'territoire') return territory;
  return population === 'reference' ? reference : Int32Array.from(codes.keys());
}
