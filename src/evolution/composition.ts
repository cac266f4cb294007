/** A rate and what it weighs, for one unit at one date. */
export interface WeightedRate {
  readonly rate: number;
  readonly weight: number;
}

/** The change of the mean rate of a set of units, in the unit of the rate. */
export interface CompositionChange {
  readonly before: number;
  readonly after: number;
  /** What the rates of the units moved, at weights of both dates. */
  readonly rates: number;
  /** What their weights moved: people living more in some units than in others, at rates of both dates. */
  readonly composition: number;
}

/**
 * Takes apart the change of Σ w·r / Σ w over the same units at two dates:
 * Σ (s₁+s₂)/2 · (r₂−r₁) for the rates, Σ (r₁+r₂)/2 · (s₂−s₁) for the composition, s = w / Σ w.
 * They add up to the change. Source: E. M. Kitagawa, « Components of a difference between two rates »,
 * JASA 50 (1955).
 *
 * @param units the same at both dates; one without a rate or a weight at some date is passed over
 * @returns null where nothing is left
 */
export function compositionChange(units: Iterable<readonly [WeightedRate, WeightedRate]>): CompositionChange | null {
  const known = [...units].filter((pair) => pair.every(({ rate, weight }) => !Number.isNaN(rate) && weight >= 0));
  const total = (date: 0 | 1): number => known.reduce((sum, pair) => sum + pair[date].weight, 0);
  const [all, allAfter] = [total(0), total(1)];
  if (!(all > 0 && allAfter > 0)) return null;
  const change = { before: 0, after: 0, rates: 0, composition: 0 };
  for (const [a, b] of known) {
    const [s, t] = [a.weight / all, b.weight / allAfter];
    change.before += s * a.rate;
    change.after += t * b.rate;
    change.rates += ((s + t) / 2) * (b.rate - a.rate);
    change.composition += ((a.rate + b.rate) / 2) * (t - s);
  }
  return change;
}
