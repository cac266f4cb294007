/** Units that the draws do not tell apart. */
export interface RankGroup {
  /** Positions of its units in the arrays given, by central rank then position. */
  readonly members: readonly number[];
}

/**
 * Groups a ranking into runs of units whose intervals overlap: from the best central rank down, a group
 * takes the units whose interval overlaps that of its first one, up to the first that does not, which
 * opens the next group. So each unit of a group may share the rank of the first; two units further down
 * it may not overlap each other. Every ranked unit is in exactly one group, and the order is that of ranks.
 *
 * @param rank central ranks, 0 where there is none
 */
export function overlappingGroups(rank: Int32Array, low: Float64Array, high: Float64Array): readonly RankGroup[] {
  const order = [...rank.keys()].filter((i) => (rank[i] ?? 0) > 0).sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b);
  const groups: number[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const unit of order) {
    const current = groups.at(-1);
    if (current !== undefined && (low[unit] ?? 0) <= reach) {
      current.push(unit);
    } else {
      groups.push([unit]);
      reach = high[unit] ?? Number.NaN;
    }
  }
  return groups.map((members) => ({ members }));
}
