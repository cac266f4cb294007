import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inequality, type Held } from '../../src/posts/inequality.js';

const held = (...pairs: readonly (readonly [weight: number, posts: number])[]): Held[] =>
  pairs.map(([weight, posts], index) => ({ code: `L${String(index).padStart(2, '0')}`, weight, posts }));

const dissimilarity = (lines: readonly Held[]): number => {
  const posts = lines.reduce((sum, line) => sum + line.posts, 0);
  const weights = lines.reduce((sum, line) => sum + line.weight, 0);
  return lines.reduce((sum, line) => sum + Math.abs(line.posts / posts - line.weight / weights), 0) / 2;
};

function* sharings(posts: number, lines: number): Generator<number[]> {
  if (lines === 1) {
    yield [posts];
    return;
  }
  for (let first = 0; first <= posts; first += 1) {
    for (const rest of sharings(posts - first, lines - 1)) yield [first, ...rest];
  }
}

describe('inequality', () => {
  it('does not fall to 0 with whole posts', () => {
    // One post for two equal lines: half of it is always in the wrong place.
    expect(inequality(held([1, 1], [1, 0]), 'places')).toEqual({
      total: 1,
      observed: 0.5,
      leastAttainable: 0.5,
      difference: 0,
      gini: null,
      giniWithheld: 'few-lines',
    });
  });

  it('separates what whole posts force from what another sharing could mend', () => {
    // Quotas 2.5, 1.5, 1: the fairest is 3, 1, 1 (half a post out of 5); 0, 4, 1 puts 2.5 beyond.
    const result = inequality(held([50, 0], [30, 4], [20, 1]), 'places');
    expect(result).toMatchObject({ observed: 0.5, leastAttainable: 0.1, difference: 0.4 });
  });

  it('says nothing without posts or without weight', () => {
    expect(inequality(held([5, 0], [3, 0]), 'places')).toBeNull();
    expect(inequality(held([0, 2], [0, 1]), 'places')).toBeNull();
    expect(inequality([], 'places')).toBeNull();
  });

  it('counts posts of a line without weight as out of place', () => {
    expect(inequality(held([0, 1], [1, 1]), 'places')).toMatchObject({ observed: 0.5, leastAttainable: 0 });
  });

  it('refuses shares of posts and missing weights', () => {
    expect(() => inequality(held([1, 0.5]), 'places')).toThrow('Ligne L00');
    expect(() => inequality(held([Number.NaN, 1]), 'places')).toThrow('Ligne L00');
  });

  it('agrees with brute force on the observed and the least attainable value', () => {
    const lists = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, (pairs) => {
        const lines = held(...pairs);
        const result = inequality(lines, 'places');
        fc.pre(result !== null);
        let least = Infinity;
        for (const posts of sharings(result.total, lines.length)) {
          least = Math.min(least, dissimilarity(lines.map((line, i) => ({ ...line, posts: posts[i] ?? 0 }))));
        }
        expect(result.observed).toBeCloseTo(dissimilarity(lines), 12);
        expect(result.leastAttainable).toBeCloseTo(least, 12);
        expect(result.difference).toBeCloseTo(result.observed - result.leastAttainable, 12);
        expect(result.difference).toBeGreaterThanOrEqual(0);
      }),
      { seed: 69, numRuns: 400 },
    );
  });
});

describe('the Gini coefficient', () => {
  const many = (posts: (index: number) => number, weight: (index: number) => number = () => 1): Held[] =>
    held(...Array.from({ length: 31 }, (_, index) => [weight(index), posts(index)] as const));

  it('is given above 30 lines only', () => {
    expect(inequality(many(() => 2), 'places')).toMatchObject({ gini: 0, giniWithheld: null });
    expect(inequality(many(() => 2).slice(1), 'places')).toMatchObject({ gini: null, giniWithheld: 'few-lines' });
  });

  it('is withheld when only seats are known', () => {
    expect(inequality(many(() => 2), 'seats-only')).toMatchObject({ gini: null, giniWithheld: 'seats-only' });
  });

  it('is 1 − 1/n when one of n equal lines holds everything', () => {
    const result = inequality(many((index) => (index === 7 ? 5 : 0)), 'places');
    expect(result?.gini).toBeCloseTo(30 / 31, 12);
  });

  it('is half the mean difference over the mean, each pair counted by its weights', () => {
    const lines = many((index) => index % 4, (index) => 1 + (index % 7));
    const [posts, weights] = [lines.reduce((s, l) => s + l.posts, 0), lines.reduce((s, l) => s + l.weight, 0)];
    let pairs = 0;
    for (const a of lines) {
      for (const b of lines) pairs += a.weight * b.weight * Math.abs(a.posts / a.weight - b.posts / b.weight);
    }
    expect(inequality(lines, 'places')?.gini).toBeCloseTo(pairs / (2 * weights * posts), 12);
  });

  it('does not depend on the order of the lines, to the last digit', () => {
    const lines = many((index) => (index * 7) % 5, (index) => (index % 3 === 0 ? 0 : 0.1 + index / 3));
    const result = inequality(lines, 'places');
    expect(inequality([...lines].reverse(), 'places')).toEqual(result);
    expect(inequality(lines.slice(9).concat(lines.slice(0, 9)), 'places')).toEqual(result);
  });
});
