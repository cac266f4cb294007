/**
 * Kendall's rank correlation τ-b, which allows for ties, over the places where both series are known:
 * (concordant − discordant) / √((pairs − ties in x)(pairs − ties in y)) (Kendall 1945). Discordant pairs
 * are counted as the exchanges of a merge sort, in n·log n (Knight 1966).
 *
 * @returns null with fewer than two pairs, or when one series does not vary
 */
export function kendall(x: Float64Array, y: Float64Array): number | null {
  const at = (values: Float64Array, i: number): number => values[i] ?? Number.NaN;
  const both = [...x.keys()].filter((i) => !Number.isNaN(at(x, i)) && !Number.isNaN(at(y, i)));
  both.sort((i, j) => at(x, i) - at(x, j) || at(y, i) - at(y, j));
  const xs = Float64Array.from(both, (i) => at(x, i));
  const ys = Float64Array.from(both, (i) => at(y, i));
  const n = both.length;
  const pairs = (n * (n - 1)) / 2;
  const tiedX = tiedPairs(n, (i) => at(xs, i) === at(xs, i - 1));
  const tiedBoth = tiedPairs(n, (i) => at(xs, i) === at(xs, i - 1) && at(ys, i) === at(ys, i - 1));
  const exchanges = sortCounting(ys);
  const tiedY = tiedPairs(n, (i) => at(ys, i) === at(ys, i - 1));
  const spread = Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY);
  return spread === 0 ? null : Math.max(-1, Math.min(1, (pairs - tiedX - tiedY + tiedBoth - 2 * exchanges) / spread));
}

/** Pairs within the runs of a sorted list, `same` telling if a place continues the run of the one before. */
function tiedPairs(n: number, same: (i: number) => boolean): number {
  let pairs = 0;
  let run = 1;
  for (let i = 1; i <= n; i += 1) {
    if (i < n && same(i)) run += 1;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  return pairs;
}

/** Sorts in place by merging, and counts how many pairs stood in the wrong order. */
function sortCounting(values: Float64Array): number {
  let exchanges = 0;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k += 1) {
        if (left < middle && (right >= end || (from[left] ?? 0) <= (from[right] ?? 0))) {
          to[k] = from[left] ?? 0;
          left += 1;
        } else {
          to[k] = from[right] ?? 0;
          right += 1;
          exchanges += middle - left;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return exchanges;
}
