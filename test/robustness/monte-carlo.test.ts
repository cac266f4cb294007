import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATION_METHODS } from '../../src/index/tree.js';
import type { Normalisation } from '../../src/index/normalisation.js';
import { monteCarlo } from '../../src/robustness/monte-carlo.js';
import type { MonteCarloOptions, Robustness } from '../../src/robustness/monte-carlo.js';
import { recompute } from '../../src/robustness/recompute.js';
import type { QuantityVariable, StoredIndex } from '../../src/robustness/stored-index.js';
import type { Status } from '../../src/index/statuses.js';
import { UNCERTAINTIES } from '../../src/robustness/uncertainty.js';
import type { UncertaintyId } from '../../src/robustness/uncertainty.js';
import { flatTree, sketchIndex, sketchVariable } from './sketch.js';

const EVERY = UNCERTAINTIES.map((u) => u.id);

const normalisation = fc.constantFrom<Normalisation>(
  { method: 'rapport', truncated: false },
  { method: 'decile', population: 'fichiers', ties: 'bas', truncated: false },
  { method: 'z', population: 'reference', centre: 100, deviation: 10, truncated: false },
);

const cell = fc.record({ share: fc.double({ min: 0.5, max: 60, noNaN: true }), missing: fc.boolean(), base: fc.integer({ min: 20, max: 9000 }) });

/** Any index: census shares and a rounded rate with estimates, units missing here and there. */
const indexes: fc.Arbitrary<StoredIndex> = fc.integer({ min: 2, max: 12 }).chain((units) =>
  fc
    .record({
      rows: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: units, maxLength: units }),
      incomes: fc.array(fc.integer({ min: 12_000, max: 40_000 }), { minLength: units, maxLength: units }),
      rule: fc.constantFrom('total', 'moyenne', 'mediane'),
      method: fc.constantFrom(...AGGREGATION_METHODS),
      normalisation,
      threshold: fc.constantFrom(0, 0.5, 0.9),
      populations: fc.array(fc.constantFrom(300, 5000, 25_000), { minLength: units, maxLength: units }),
    })
    .map(({ rows, incomes, rule, method, normalisation: own, threshold, populations }) => {
      const share = (k: number): QuantityVariable => {
        const of = <T>(read: (c: (typeof rows)[number][number]) => T): T[] => rows.map((row) => read(row[k]!));
        // The first unit has everything, so that a reference can be made.
        const statuses = of((c) => c.missing).map((missing, row): Status => (missing && row > 0 ? 'absent' : 'observe'));
        const denominators = Float64Array.from(of((c) => c.base));
        const numerators = Float64Array.from(of((c) => (c.share * c.base) / 100));
        return sketchVariable({ id: `v${String(k)}`, exploitation: k === 0 ? 'principale' : 'complementaire', numerators, denominators, statuses, normalisation: own, reference: { value: 25, rule } });
      };
      const rates = rows.map((row) => Math.max(5, Math.round(row[2]!.share)));
      const rate = sketchVariable({
        id: 'taux',
        kind: 'taux',
        numerators: Float64Array.from(rates, (value, row) => (rows[row]![2]!.missing && row > 0 ? Number.NaN : value)),
        denominators: Float64Array.from(rows, (row) => row[2]!.base),
        statuses: rows.map((row, i): Status => (row[2]!.missing && i > 0 ? 'estime' : 'observe')),
        predictors: Float64Array.from(incomes),
        normalisation: own,
        policy: 'estimation',
        fit: { a: 14, b: -1.15, n: 30, deviation: 0.2 },
        ceiling: 200,
        floor: 5,
        reference: { value: 15, rule },
      });
      const variables = [share(0), share(1), rate];
      const tree = flatTree(variables.map((v) => v.id));
      const axis = { ...tree.rules.axis, method };
      return sketchIndex({ variables, threshold, tree: { ...tree, rules: { ...tree.rules, axis } }, populations: Float64Array.from(populations) });
    }),
);

const settings = (given: MonteCarloOptions = {}): MonteCarloOptions => ({ draws: 40, drawsAlone: 5, ...given });

describe('monteCarlo, for any index', () => {
  it('gives intervals that hold the central rank and the median', () => {
    fc.assert(
      fc.property(indexes, fc.nat(1000), (index, seed) => {
        const made = monteCarlo(index, settings({ seed }));
        const { rank } = recompute(index);
        expect([...made.centralRank]).toEqual([...rank]);
        for (const [unit, central] of rank.entries()) {
          const bounds = [made.low[unit], made.median[unit], made.high[unit]];
          if (central === 0) {
            expect([...bounds, made.scoredShare[unit], made.widened[unit]]).toEqual([Number.NaN, Number.NaN, Number.NaN, 0, 0]);
            continue;
          }
          const [low, median, high] = bounds as [number, number, number];
          expect(low).toBeGreaterThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(Math.min(central, median));
          expect(high).toBeGreaterThanOrEqual(Math.max(central, median));
          expect(high).toBeLessThanOrEqual(made.ranked);
          // An interval that had to be widened ends at the central rank.
          if (made.widened[unit] === 1) expect([low, high]).toContain(central);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shrinks to the result itself when nothing varies', () => {
    fc.assert(
      fc.property(indexes, (index) => {
        const made = monteCarlo(index, settings({ sources: [] }));
        for (const [unit, central] of made.centralRank.entries()) {
          if (central === 0) continue;
          expect([made.low[unit], made.median[unit], made.high[unit], made.widened[unit], made.scoredShare[unit]]).toEqual([central, central, central, 0, 1]);
        }
        expect(made.effects).toEqual([]);
        if (made.spearman !== null) expect(made.spearman.least).toBeCloseTo(1, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('shrinks to a point for a source that has nothing to act on', () => {
    fc.assert(
      fc.property(indexes, fc.constantFrom(...EVERY), (index, source) => {
        const [effect] = monteCarlo(index, settings({ sources: [source] })).effects;
        const made = monteCarlo(index, settings({ sources: [source], drawsAlone: 0 }));
        if (effect?.acts === false) expect([...made.low]).toEqual([...made.high]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same for the same seed, and something else for another', () => {
    fc.assert(
      fc.property(indexes, (index) => {
        const once = monteCarlo(index, settings({ seed: 7 }));
        expect(monteCarlo(index, settings({ seed: 7 }))).toEqual(once);
      }),
      { numRuns: 20 },
    );
    const shifts = [1, 2, 3].map((seed) => monteCarlo(twoShares(30, 31), { seed, draws: 10, drawsAlone: 500, sources: ['sondage'] }).effects[0]!.meanShift);
    expect(new Set(shifts).size).toBe(3);
  });

  it('does not depend on the order of units', () => {
    const choices: readonly UncertaintyId[] = ['poids', 'normalisation', 'manquants', 'reference'];
    fc.assert(
      fc.property(indexes, fc.nat(1000), (index, seed) => {
        // Codes given the other way round: the same units, each in another place.
        const turn = <T extends { readonly length: number }>(values: T): T => (values as unknown as { toReversed: () => T }).toReversed();
        const turned: StoredIndex = {
          ...index,
          populations: turn(index.populations),
          variables: index.variables.map((v) => ({ ...v, numerators: turn(v.numerators), denominators: turn(v.denominators), statuses: turn(v.statuses), predictors: v.predictors === null ? null : turn(v.predictors) })),
        };
        const here = monteCarlo(index, settings({ seed, sources: choices }));
        const there = monteCarlo(turned, settings({ seed, sources: choices }));
        expect([...turn(there.median)]).toEqual([...here.median]);
        expect([...turn(there.low)]).toEqual([...here.low]);
        expect(there.pairs).toEqual(here.pairs);
      }),
      { numRuns: 40 },
    );
  });
});

/** Two communes of 25,000 inhabitants with one share of the census, of 5,000 persons each. */
const twoShares = (first: number, second: number): StoredIndex =>
  sketchIndex({
    variables: [sketchVariable({ exploitation: 'principale', numerators: Float64Array.of(50 * first, 50 * second), denominators: Float64Array.of(5000, 5000) })],
    populations: Float64Array.of(25_000, 25_000),
  });

const effectOf = (index: StoredIndex, id: UncertaintyId, draws = 4000): Robustness['effects'][number] => monteCarlo(index, { draws: 10, drawsAlone: draws, sources: [id] }).effects[0]!;

describe('what each source does, against what it should by arithmetic', () => {
  it('sampling swaps two communes as often as two normal distributions do', () => {
    // n = 2000, p̃ near p: σ = 100·√(0.6·p(1 − p)/2004), 0.793 and 0.800 points for 30 and 31 %.
    const deviation = (p: number): number => Math.sqrt((0.6 * p * (1 - p)) / 2004) * 100;
    const z = 1 / Math.hypot(deviation((600 + 2) / 2004), deviation((620 + 2) / 2004));
    // Φ(−0.8874) = 0.1874; a standard error of 4000 draws is 0.6 %.
    expect(z).toBeCloseTo(0.8874, 3);
    expect(effectOf(twoShares(30, 31), 'sondage').meanShift).toBeCloseTo(0.1874, 1.5);
  });

  it('rounding never swaps 10 and 11, and draws a floor down to what its publication implies', () => {
    const rates = (values: number[], weights: number[]): StoredIndex =>
      sketchIndex({ variables: [sketchVariable({ kind: 'taux', numerators: Float64Array.from(values), denominators: Float64Array.from(weights), ceiling: 200, floor: 5 })] });
    expect(effectOf(rates([10, 11], [5000, 5000]), 'arrondi').meanShift).toBe(0);
    // « 5 » of 10,000 persons is from 2 (200 persons) to 5.5; of 5,000, from 4 to 5.5. The second is the greater in
    // all draws of the first under 4 (2 of 3.5) and in half of the others: 2/3.5 + 1.5/3.5/2 = 79 %. One of the two
    // is second in each draw, where both are first in the result: so each draw shifts one rank of two.
    const made = monteCarlo(rates([5, 5], [10_000, 5000]), { draws: 4000, drawsAlone: 4000, sources: ['arrondi'] });
    expect(made.effects[0]!.meanShift).toBe(0.5);
    expect([...made.median]).toEqual([2, 1]);
  });

  it('an estimate never passes its ceiling', () => {
    const index = (persons: number): StoredIndex =>
      sketchIndex({
        variables: [
          sketchVariable({
            kind: 'taux', numerators: Float64Array.of(8, Number.NaN), denominators: Float64Array.of(5000, persons), statuses: ['observe', 'estime'],
            predictors: Float64Array.of(20_000, 21_000), policy: 'estimation', fit: { a: Math.log(7.5), b: 0, n: 30, deviation: 0.5 }, ceiling: 200,
          }),
        ],
      });
    // 200 persons of 2,600 are 7.7 %: under 8 whatever the residual; of 2,000, 10 %.
    expect(effectOf(index(2600), 'estimation').meanShift).toBe(0);
    // P(7.5·exp(0.5·z) > 8) = P(z > 0.1291) = 0.4486.
    expect(effectOf(index(2000), 'estimation').meanShift).toBeCloseTo(0.4486, 1.5);
  });

  it('weights of two variables swap two units where 25 % is enough, and not where it is not', () => {
    // Points 100·x/50: A = (104, 90), B = (90, 100): means 97 and 95; B passes A when w2/w1 > 1.4.
    const pair = (a: readonly [number, number], b: readonly [number, number]): StoredIndex =>
      sketchIndex({ variables: [0, 1].map((k) => sketchVariable({ id: `v${String(k)}`, numerators: Float64Array.of(a[k]! / 2, b[k]! / 2) })) });
    // w1, w2 uniform from 0.75 to 1.25, P(w2 > 1.4·w1) = ∫ over w1 from 0.75 to 1.25/1.4: (2·0.1429 − …) by hand below.
    const to = 1.25 / 1.4;
    const probability = (1.25 * (to - 0.75) - (1.4 * (to ** 2 - 0.75 ** 2)) / 2) / 0.25;
    expect(probability).toBeCloseTo(0.0571, 3);
    expect(effectOf(pair([104, 90], [90, 100]), 'poids').meanShift).toBeCloseTo(probability, 1.5);
    // 2/3 is the least that w1/w2 can be, 5/3 the most.
    expect(effectOf(pair([107, 90], [90, 100]), 'poids').meanShift).toBe(0);
  });

  it('policies are drawn among those that the data allow, and a unit may lose its score', () => {
    const known = sketchVariable({ id: 'a', numerators: Float64Array.of(50, 40, 30), reference: { value: 40, rule: 'total' } });
    const holed = sketchVariable({ id: 'b', numerators: Float64Array.of(60, 50, Number.NaN), statuses: ['observe', 'observe', 'impute'], policy: 'reference', reference: { value: 55, rule: 'total' } });
    const index = sketchIndex({ variables: [known, holed], threshold: 0.75 });
    const made = monteCarlo(index, { draws: 400, drawsAlone: 100, sources: ['manquants'] });
    // EPCI and département are the whole territory: the same numbers as the reference, and no choice of their own.
    expect(made.effects[0]!.alternatives).toEqual(['modele', 'ignorer']);
    expect(made.ranked).toBe(3);
    expect(made.scoredShare[0]).toBe(1);
    expect(made.scoredShare[2]).toBeGreaterThan(0.4);
    expect(made.scoredShare[2]).toBeLessThan(0.6);
    expect([made.low[2], made.high[2]]).toEqual([3, 3]);
  });

  it('rules of the reference and normalisations change the weight of a variable', () => {
    // Two variables of equal mean and unequal median: only the ratio between the references matters.
    const skewed = [0, 1].map((k) =>
      sketchVariable({
        id: `v${String(k)}`, numerators: Float64Array.from(k === 0 ? [10, 10, 10, 70] : [24, 25, 25, 26]), denominators: new Float64Array(4).fill(100), reference: { value: 25, rule: 'total' },
      }),
    );
    const index = sketchIndex({ variables: skewed });
    const effects = monteCarlo(index, { draws: 10, drawsAlone: 30, sources: ['reference', 'normalisation'] }).effects;
    expect(effects.map((e) => [e.id, e.acts, e.alternatives])).toEqual([
      // All weights are equal: the mean is the total.
      ['reference', true, ['modele', 'mediane']],
      ['normalisation', true, ['modele', 'rang-centile', 'minmax', 'z']],
    ]);
  });

  it('counts how often a unit is among the tenth most fragile', () => {
    const shares = Float64Array.from({ length: 40 }, (_, i) => 60 - i);
    const still = monteCarlo(sketchIndex({ variables: [sketchVariable({ numerators: shares })] }), { draws: 20, sources: [] });
    expect([...still.topTenth]).toEqual(Array.from(shares, (_, i) => (i < 4 ? 1 : 0)));
    const few = monteCarlo(sketchIndex({ variables: [sketchVariable({ numerators: shares.slice(0, 29) })] }), { draws: 20, sources: [] });
    expect(few.topTenth.every((x) => Number.isNaN(x))).toBe(true);
  });
});
