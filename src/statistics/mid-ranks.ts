/**
 * Ranks of the known values in ascending order, 1 for the least; equal values share the mean of the ranks
 * that they cover (mid-ranks), as Spearman's and Kendall's coefficients want them.
 *
 * @returns an array parallel to `values`, NaN where a value is missing
 */
export function midRanks(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  // Sorted once, a value's first and last places are found by halving: no array of objects, no comparator.
  return values.map((value) => (Number.isNaN(value) ? Number.NaN : (firstAt(known, value) + 1 + lastAt(known, value) + 1) / 2));
}

function firstAt(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lastAt(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
