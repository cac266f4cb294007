/** A numerator and a denominator at one date. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** The parts of a change that come of each factor; they add up to the change. */
export interface FactorParts {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * The change of f(N, D) between two dates, shared between its two factors: each has the mean of its effect
 * when it moves first and when it moves last, so that neither order is favoured and nothing is left over
 * (the Shapley value of two factors; for a ratio, the decomposition of Das Gupta, 1978).
 */
export function twoFactors(f: (ratio: Ratio) => number, before: Ratio, after: Ratio): FactorParts {
  const [start, end] = [f(before), f(after)];
  const numeratorMoved = f({ numerator: after.numerator, denominator: before.denominator });
  const denominatorMoved = f({ numerator: before.numerator, denominator: after.denominator });
  return {
    numerator: (numeratorMoved - start + (end - denominatorMoved)) / 2,
    denominator: (denominatorMoved - start + (end - numeratorMoved)) / 2,
  };
}
