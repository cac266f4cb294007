import { describe, expect, it } from 'vitest';
import { populationBase, populationOf } from '../../src/posts/scored.js';
import { WEIGHT_FUNCTIONS, weightOf } from '../../src/posts/weight.js';
import { BRON, GIVORS, unit } from '../support/crossing-sketch.js';

const rates = new Map([[BRON, 20]]);

describe('weight = population of 15 and over × f(score)', () => {
  it.each([
    [140, 'score', 1400], [140, 'excedent', 400], [140, 'personnes', 200], [140, 'population', 1000],
    [100, 'excedent', 0], [80, 'score', 800], [80, 'excedent', 0], [80, 'population', 1000], [0, 'score', 0],
  ] as const)('score %i, %s: %i', (score, f, weight) => {
    expect(weightOf(unit(BRON, score, 1000, { population: 5000 }), f, 'population_15_plus', rates)).toBeCloseTo(weight, 9);
  });

  it.each(WEIGHT_FUNCTIONS)('%s: none without a score, so that functions compare over the same units', (f) => {
    expect(weightOf(unit(BRON, null), f, 'population_15_plus', rates)).toBeNull();
  });

  it.each(WEIGHT_FUNCTIONS)('%s: none without the population of the table', (f) => {
    expect(weightOf(unit(BRON, 100, null, { population: 900 }), f, 'population_15_plus', rates)).toBeNull();
  });

  it('personnes: none where no rate was estimated, a rate of 0 is a weight of 0', () => {
    expect(weightOf(unit(GIVORS, 100), 'personnes', 'population_15_plus', rates)).toBeNull();
    expect(weightOf(unit(GIVORS, 100), 'personnes', 'population_15_plus', null)).toBeNull();
    expect(weightOf(unit(GIVORS, 100), 'personnes', 'population_15_plus', new Map([[GIVORS, 0]]))).toBe(0);
  });
});

describe('the population of a table', () => {
  const with15 = unit(BRON, 100, 800, { population: 1000 });
  const without = unit(GIVORS, 100, null, { population: 500 });

  it('is 15 and over as soon as a unit has it, else total: never a mixture', () => {
    expect(populationBase([with15, without])).toBe('population_15_plus');
    expect(populationBase([without])).toBe('population');
    expect(populationOf(without, 'population_15_plus')).toBeNull();
    expect([populationOf(with15, 'population'), populationOf(with15, 'population_15_plus')]).toEqual([1000, 800]);
  });
});
