/** A score taken apart for each of some units; arrays are parallel, NaN in `score` where none is published. */
export interface TakenApart {
  readonly score: Float64Array;
  /** What each variable contributes to score − centre; 0 where it has no points. */
  readonly variables: ReadonlyMap<string, Float64Array>;
  /** What rules that are no weighted sum add. */
  readonly residual: Float64Array;
}

/**
 * The difference of two scores taken apart: B's contributions minus A's, variable by variable, a variable
 * that one of them lacks contributing 0 there. The parts and the residual add up to `score` (B − A) exactly,
 * but for the rounding errors of their sums. NaN where one of the scores is not published.
 */
export function shiftOf(a: TakenApart, b: TakenApart): TakenApart {
  const score = a.score.map((own, i) => (b.score[i] ?? Number.NaN) - own);
  const minus = (after: Float64Array | undefined, before: Float64Array | undefined): Float64Array =>
    score.map((total, i) => (Number.isNaN(total) ? Number.NaN : (after?.[i] ?? 0) - (before?.[i] ?? 0)));
  const ids = new Set([...a.variables.keys(), ...b.variables.keys()]);
  return {
    score,
    variables: new Map([...ids].map((id) => [id, minus(b.variables.get(id), a.variables.get(id))])),
    residual: minus(b.residual, a.residual),
  };
}

/**
 * The same scores counted in standard deviations from their mean, over the units whose scores are known
 * (divided by n): each part is counted from its own mean, so that they add up still. This is what two
 * scores of different bases have in common.
 *
 * @returns null when the scores do not vary
 */
export function standardised({ score, variables, residual }: TakenApart): TakenApart | null {
  const known = [...score.keys()].filter((i) => !Number.isNaN(score[i]));
  const mean = (values: Float64Array): number => known.reduce((sum, i) => sum + (values[i] ?? 0), 0) / known.length;
  const centre = mean(score);
  const first = score[known[0] ?? -1];
  if (known.every((i) => score[i] === first)) return null;
  const deviation = Math.sqrt(known.reduce((sum, i) => sum + ((score[i] ?? 0) - centre) ** 2, 0) / known.length);
  const scaled = (values: Float64Array): Float64Array => {
    const own = mean(values);
    return values.map((value, i) => (Number.isNaN(score[i]) ? Number.NaN : (value - own) / deviation));
  };
  return { score: scaled(score), variables: new Map([...variables].map(([id, values]) => [id, scaled(values)])), residual: scaled(residual) };
}

/** The place of a rank among n, 100 for the most fragile and 0 for the least; NaN with fewer than two. */
export const percentRank = (rank: number, n: number): number => (n < 2 ? Number.NaN : (100 * (n - rank)) / (n - 1));
