/** Means of units' values by territory, in the order of the territories asked for. */
export interface RolledUp {
  readonly values: Float64Array;
  /** Share of the territory's weight whose value is known; NaN where no weight is. */
  readonly knownShare: Float64Array;
}

/**
 * The value of territories made of smaller units, where a model says that it is the weighted mean of
 * theirs: Σ w·x / Σ w over the units whose value and weight are known. A missing value leaves its weight
 * to the others, and lowers `knownShare`.
 *
 * Bringing IRIS to communes and those communes to their EPCI gives what bringing the IRIS straight to
 * the EPCI does, where every value is known.
 *
 * @param values by unit, NaN where missing
 * @param weights by unit, in general a population
 * @param territoryOf for each unit, the position of its territory, or -1
 * @param count number of territories
 * @returns NaN for a territory none of whose units has both a value and a positive weight
 */
export function rollUp(values: ArrayLike<number>, weights: ArrayLike<number>, territoryOf: ArrayLike<number>, count: number): RolledUp {
  const sums = new Float64Array(count);
  const known = new Float64Array(count);
  const all = new Float64Array(count);
  for (let unit = 0; unit < values.length; unit += 1) {
    const territory = territoryOf[unit] ?? -1;
    const weight = weights[unit] ?? Number.NaN;
    if (territory < 0 || !(weight > 0)) continue;
    all[territory] = (all[territory] ?? 0) + weight;
    const value = values[unit] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sums[territory] = (sums[territory] ?? 0) + weight * value;
    known[territory] = (known[territory] ?? 0) + weight;
  }
  return { values: sums.map((sum, i) => sum / (known[i] ?? 0)), knownShare: known.map((weight, i) => weight / (all[i] ?? 0)) };
}
