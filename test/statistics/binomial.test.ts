import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialLimit } from '../../src/statistics/binomial.js';

/** P(X = k) by its definition, each factor in turn. */
function probability(n: number, share: number, k: number): number {
  let choices = 1;
  for (let i = 0; i < k; i += 1) choices *= (n - i) / (k - i);
  return choices * share ** k * (1 - share) ** (n - k);
}

/** Spiegelhalter's interpolated limit, by the definition of its terms. */
function byDefinition(n: number, share: number, p: number): number {
  let under = 0;
  for (let r = 0; r <= n; r += 1) {
    const own = probability(n, share, r);
    under += own;
    if (under >= p) return Math.max(0, r - (under - p) / own) / n;
  }
  return 1;
}

describe('binomialLimit', () => {
  it('is between whole counts, worked by hand', () => {
    // Two tosses: P(0) = ¼, P(≤ 1) = ¾. For ¼: r = 0, α = 0. For ½: r = 1, α = (¾ − ½)/½ = ½.
    expect(binomialLimit(2, 0.5, 0.25)).toBe(0);
    expect(binomialLimit(2, 0.5, 0.5)).toBeCloseTo(0.25, 14);
    // For 0.9: r = 2, α = (1 − 0.9)/¼ = 0.4, so 1.6 of 2.
    expect(binomialLimit(2, 0.5, 0.9)).toBeCloseTo(0.8, 14);
  });

  it('is its definition for any sample', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.constantFrom(0.001, 0.025, 0.5, 0.975, 0.999), (n, share, p) => {
        expect(binomialLimit(n, share, p)).toBeCloseTo(byDefinition(n, share, p), 9);
      }),
    );
  });

  it('comes near the normal limit for a large sample', () => {
    expect(binomialLimit(100_000, 0.2, 0.975)).toBeCloseTo(0.2 + 1.96 * Math.sqrt((0.2 * 0.8) / 100_000), 4);
  });

  it('is the share itself where it is 0 or 1', () => {
    expect([binomialLimit(20, 0, 0.999), binomialLimit(20, 1, 0.001)]).toEqual([0, 1]);
  });
});
