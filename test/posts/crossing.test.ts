import { describe, expect, it } from 'vitest';
import { territoriesOf } from '../../src/posts/territories.js';
import { BRON, FOUR, GIVORS, LYON, VENISSIEUX, VILLEURBANNE, crossed, demand, lineOf, post, sumOf, unit, unitLines, wholeLine } from '../support/crossing-sketch.js';
import { ARRONDISSEMENTS, COMMUNES } from '../support/tables.js';

// Weights: Bron 1900, Givors 700, Vénissieux 4200, Villeurbanne 4400: 11200 in all.
const POSTS = [post('a', VENISSIEUX, { count: 3 }), post('b', VILLEURBANNE), post('c', BRON, { type: 'EPCI', count: 2 })];

describe('a line of the crossing', () => {
  const crossing = crossed({ posts: POSTS });

  it('has the posts carried, their rate per 10,000 inhabitants of 15 and over, and the gap', () => {
    const line = lineOf(crossing, VENISSIEUX);
    expect(line).toMatchObject({ nom: 'Vénissieux', score: 140, population: 3000, populationForWeight: 3000, weight: 4200, postsCarried: 3, postsToPlace: null, need: 'fort' });
    expect(line.per10000).toBe(10);
    expect(line.postShare).toBe(0.75);
    expect(line.weightShare).toBeCloseTo(4200 / 11200, 12);
    expect(line.gap).toBeCloseTo(3 - (4 * 4200) / 11200, 12);
  });

  it('has on the territory every post, those to place apart, and all the weight', () => {
    expect(wholeLine(crossing)).toMatchObject({ score: null, population: 10000, weight: 11200, postsCarried: 4, postsToPlace: 2, per10000: 4, postShare: 1, weightShare: 1, gap: 0, need: null, supply: null });
  });

  it('shares of posts and of weight add up to 1 and gaps to 0', () => {
    const units = unitLines(crossing);
    expect(sumOf(units.map((l) => l.postShare))).toBeCloseTo(1, 12);
    expect(sumOf(units.map((l) => l.weightShare))).toBeCloseTo(1, 12);
    expect(sumOf(units.map((l) => l.gap))).toBeCloseTo(0, 12);
  });

  it('uses the population of 15 and over, not the total', () => {
    const line = lineOf(crossed({ units: [unit(BRON, 100, 500, { population: 900 })], posts: [post('a', BRON)] }), BRON);
    expect([line.population, line.populationForWeight, line.per10000, line.weight]).toEqual([900, 500, 20, 500]);
  });

  it('a unit without a score has no weight, no gap and no class, and is listed', () => {
    const without = crossed({ units: [...FOUR, unit(LYON, null, 9000)], posts: [post('a', BRON)] });
    expect(lineOf(without, LYON)).toMatchObject({ weight: null, weightShare: null, gap: null, need: null, postsCarried: 0 });
    expect(without.withoutWeight.map((u) => u.code)).toEqual([LYON]);
    expect(wholeLine(without).weight).toBe(11200);
  });

  it('says nothing of posts without a file of posts', () => {
    const silent = crossed({ demands: [demand('a', BRON)] });
    for (const line of silent.lines) {
      expect(line).toMatchObject({ postsCarried: null, postsToPlace: null, places: null, per10000: null, postShare: null, gap: null, supply: null });
    }
    expect([silent.accounts, silent.inequality, silent.unplacedShare, silent.supplyWithheld]).toEqual([null, null, null, false]);
  });

  it('says nothing of demands without a file of demands', () => {
    expect(crossing.lines.map((l) => [l.demands, l.demandsToPlace])).toEqual(crossing.lines.map(() => [null, null]));
  });

  it('no post in the territory: no share, no gap invented', () => {
    const none = crossed({ posts: [post('a', '75111')] });
    expect(none.lines.map((l) => [l.postsCarried, l.postShare, l.gap])).toEqual(none.lines.map(() => [0, null, 0]));
    expect(none.inequality).toBeNull();
  });
});

describe('classes', () => {
  const units = [unit(BRON, 110), unit(GIVORS, 109.99999), unit(VENISSIEUX, 90), unit(VILLEURBANNE, 89.99999)];

  it('need: from 110 on high, from 90 on middle, below low, whatever the posts', () => {
    expect(unitLines(crossed({ units })).map((l) => l.need)).toEqual(['fort', 'modere', 'modere', 'faible']);
    expect(unitLines(crossed({ units, thresholds: { low: 100, high: 109.99999 } })).map((l) => l.need)).toEqual(['fort', 'fort', 'faible', 'faible']);
  });

  it('supply: a post, else an open demand, else neither', () => {
    const crossing = crossed({
      posts: [post('a', BRON), post('b', VENISSIEUX)],
      demands: [demand('c', BRON), demand('d', GIVORS), demand('e', VILLEURBANNE, { state: 'ABANDON' })],
    });
    expect(unitLines(crossing).map((l) => [l.code, l.supply])).toEqual([
      [BRON, 'pourvu'], [GIVORS, 'demande_en_attente'], [VENISSIEUX, 'pourvu'], [VILLEURBANNE, 'sans_poste_ni_demande'],
    ]);
  });

  it.each([
    [4, 1, false, 0.2], [16, 4, false, 0.2], [3, 1, true, 0.25], [40, 11, true, 11 / 51], [39, 10, true, 10 / 49],
  ])('%i carried and %i to place: withheld %s', (carried, toPlace, withheld, share) => {
    const crossing = crossed({ posts: [post('a', BRON, { count: carried }), post('b', GIVORS, { type: 'EPCI', count: toPlace })] });
    expect(crossing.supplyWithheld).toBe(withheld);
    expect(crossing.unplacedShare).toBeCloseTo(share, 12);
    expect(unitLines(crossing).every((l) => (l.supply === null) === withheld)).toBe(true);
    expect(unitLines(crossing).every((l) => l.need !== null)).toBe(true);
  });

  it('posts seated elsewhere do not dilute the share to place', () => {
    const crossing = crossed({ posts: [post('a', BRON), post('b', BRON, { type: 'EPCI' }), post('c', '75111', { count: 50 })] });
    expect([crossing.unplacedShare, crossing.supplyWithheld]).toEqual([0.5, true]);
  });

  it('with places of intervention the carriers no longer withhold anything', () => {
    const crossing = crossed({
      posts: [post('a', BRON, { type: 'EPCI' }), post('b', GIVORS)],
      interventions: [{ post: 'a', commune: VENISSIEUX, share: 1 }, { post: 'b', commune: GIVORS, share: 1 }],
    });
    expect(crossing.supplyWithheld).toBe(false);
    expect(unitLines(crossing).map((l) => l.supply)).toEqual(['sans_poste_ni_demande', 'pourvu', 'pourvu', 'sans_poste_ni_demande']);
  });
});

describe('inequality of the crossing', () => {
  it('observed is what whole posts do, beside the least that they can', () => {
    const { inequality } = crossed({ posts: POSTS });
    // 4 posts: quotas 0.679, 0.25, 1.5, 1.571; held 0, 0, 3, 1; best 1, 0, 1, 2.
    const half = (held: readonly number[]): number => sumOf(held.map((n, i) => Math.abs(n - (4 * [1900, 700, 4200, 4400][i]!) / 11200))) / 8;
    expect(inequality!.observed).toBeCloseTo(half([0, 0, 3, 1]), 12);
    expect(inequality!.leastAttainable).toBeCloseTo(half([1, 0, 1, 2]), 12);
    expect(inequality).toMatchObject({ total: 4, gini: null, giniWithheld: 'seats-only' });
  });

  it('with places, posts count at their main place', () => {
    const { inequality } = crossed({
      posts: [post('a', BRON), post('b', BRON)],
      interventions: [{ post: 'a', commune: VENISSIEUX, share: 0.6 }, { post: 'a', commune: BRON, share: 0.4 }, { post: 'b', commune: VILLEURBANNE, share: 1 }],
    });
    expect(inequality!.observed).toBeCloseTo(inequality!.leastAttainable, 12);
    expect(inequality!.giniWithheld).toBe('few-lines');
  });
});

describe('territories of the scored units', () => {
  const names = (units: readonly ReturnType<typeof unit>[], geography: typeof COMMUNES | typeof ARRONDISSEMENTS = COMMUNES) =>
    territoriesOf(units, geography, 'Sans nom').map((t) => [t.level, t.code, t.nom, t.units.length]);
  const metropole = [...COMMUNES.cog.epci.get('200046977')!.membres].sort();

  it('an EPCI that is whole is a line, and no other is needed', () => {
    expect(names(metropole.map((code) => unit(code, 100)))).toEqual([['epci', '200046977', 'Métropole de Lyon', 58]]);
  });

  it('a part of an EPCI is the territory that was scored, by its name', () => {
    expect(names(FOUR)).toEqual([['territoire', 'territoire', 'Sans nom', 4]]);
  });

  it('two territories side by side are lines, and so is the whole', () => {
    expect(names([...metropole, '01004'].map((code) => unit(code, 100))).map(([level]) => level)).toEqual(['epci', 'territoire']);
  });

  it('by arrondissement, Lyon is made of its nine', () => {
    const units = metropole.flatMap((code) => (code === LYON ? Array.from({ length: 9 }, (_, i) => `6938${String(i + 1)}`) : [code]));
    expect(names(units.map((code) => unit(code, 100)), ARRONDISSEMENTS)).toEqual([['epci', '200046977', 'Métropole de Lyon', 66]]);
  });
});
