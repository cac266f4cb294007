import { describe, expect, it } from 'vitest';
import { spearmanInterval } from '../../src/statistics/rank-interval.js';
import { weightedPearson } from '../../src/statistics/weighted-pearson.js';

describe('spearmanInterval', () => {
  it("is Fisher's with the variance of Bonett and Wright, worked by hand", () => {
    // r = ½, n = 28: z = 0.5493, variance 1.125/25 = 0.045, half = 1.96·0.2121 = 0.4158.
    const [low, high] = spearmanInterval(0.5, 28)!;
    expect(low).toBeCloseTo(Math.tanh(0.549306 - 0.415769), 5);
    expect(high).toBeCloseTo(Math.tanh(0.549306 + 0.415769), 5);
  });

  it('is none for too few pairs, nor for a perfect correlation', () => {
    expect(spearmanInterval(0.5, 3)).toBeNull();
    expect(spearmanInterval(1, 30)).toBeNull();
  });
});

describe('weightedPearson', () => {
  const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);

  it('counts a pair as many times as its weight', () => {
    // The pair (3, 1) twice: x 1, 2, 3, 3 and y 2, 3, 1, 1: means 9/4 and 7/4, products −1.75, 2.75, 2.75.
    expect(weightedPearson(of(1, 2, 3), of(2, 3, 1), of(1, 1, 2))).toBeCloseTo(-1.75 / 2.75, 12);
  });

  it('is none where a series does not vary', () => {
    expect(weightedPearson(of(1, 1, 1), of(1, 2, 3), of(1, 1, 1))).toBeNull();
    expect(weightedPearson(of(1, 2), of(1, 2), of(1, 1))).toBeNull();
  });
});
