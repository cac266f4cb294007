import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendall } from '../../src/statistics/kendall.js';

const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);

/** τ-b by its definition, pair by pair. */
function byPairs(x: readonly number[], y: readonly number[]): number | null {
  let [score, untiedX, untiedY] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      score += dx * dy;
      untiedX += dx ** 2;
      untiedY += dy ** 2;
    }
  }
  return untiedX * untiedY === 0 ? null : score / Math.sqrt(untiedX * untiedY);
}

describe('kendall', () => {
  it('counts concordant and discordant pairs, worked by hand', () => {
    // 1..4 against 1, 3, 2, 4: of 6 pairs one is discordant: (5 − 1) / 6.
    expect(kendall(of(1, 2, 3, 4), of(1, 3, 2, 4))).toBeCloseTo(4 / 6, 14);
    // x tied once: 5 untied pairs in x, 6 in y, all 5 concordant: 5 / √30.
    expect(kendall(of(1, 2, 2, 3), of(1, 2, 3, 4))).toBeCloseTo(5 / Math.sqrt(30), 14);
  });

  it('looks only where both are known, and is none where a series does not vary', () => {
    expect(kendall(of(1, Number.NaN, 2, 3), of(3, 9, 2, 1))).toBeCloseTo(-1, 14);
    expect(kendall(of(1, 1, 1), of(1, 2, 3))).toBeNull();
    expect(kendall(of(1), of(2))).toBeNull();
  });

  it('is its definition on any series, ties included', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const [found, wanted] = [kendall(of(...x), of(...y)), byPairs(x, y)];
        if (wanted === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(wanted, 12);
      }),
    );
  });
});
