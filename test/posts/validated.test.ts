import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCoselec, holdingDecision, isPositiveOpinion, parseCoselec } from '../../src/posts/validated.js';
import type { Decision } from '../../src/posts/validated.js';

const decision = (coselec: string | null, phase: 1 | 2 | null, positive: boolean, posts: number): Decision => ({ coselec, phase, positive, posts });

describe('compareCoselec', () => {
  it('orders by number, then by BIS, TER', () => {
    const shuffled = ['63', '62BIS', '9', '62', null, '62 ter', '100', '62bis'];
    expect([...shuffled].sort(compareCoselec)).toEqual([null, '9', '62', '62BIS', '62bis', '62 ter', '63', '100']);
  });

  it.each([['62'], ['62BIS'], ['62 bis'], ['COSELEC 62'], ['n°62'], [' 62 ']])('reads « %s »', (text) => {
    expect(parseCoselec(text)?.number).toBe(62);
  });

  it.each([[''], ['BIS'], ['soixante'], ['62A']])('does not read « %s »', (text) => {
    expect(parseCoselec(text)).toBeUndefined();
  });
});

describe('holdingDecision', () => {
  it.each<[string, Decision[], number | null]>([
    ['the last positive, not the sum', [decision('61', 1, true, 2), decision('62BIS', 1, true, 3), decision('62', 1, true, 5)], 3],
    ['a later opinion that is not positive changes nothing', [decision('61', 1, true, 2), decision('63', 1, false, 9)], 2],
    ['phase 2 first, whatever the number', [decision('62', 1, true, 5), decision('2', 2, true, 1)], 1],
    ['phase 1 when phase 2 has nothing positive', [decision('62', 1, true, 5), decision('2', 2, false, 1)], 5],
    ['fewer posts than before', [decision('10', 1, true, 8), decision('20', 1, true, 1)], 1],
    ['no phase counts as phase 1', [decision('20', null, true, 4), decision('2', 2, true, 3)], 3],
    ['none positive', [decision('61', 1, false, 2)], null],
    ['nothing', [], null],
  ])('%s', (_, decisions, posts) => {
    expect(holdingDecision(decisions)?.posts ?? null).toBe(posts);
  });

  it('does not depend on the order of distinct decisions', () => {
    const given = fc.record({ n: fc.integer({ min: 1, max: 99 }), positive: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(given, { selector: ({ n }) => n, maxLength: 6 }), (all) => {
        const decisions = all.map(({ n, positive }, i) => decision(String(n), i % 2 === 0 ? 1 : 2, positive, n));
        expect(holdingDecision([...decisions].reverse())).toEqual(holdingDecision(decisions));
      }),
    );
  });
});

describe('isPositiveOpinion', () => {
  it.each([
    ['POSITIF', true],
    ['favorable', true],
    ['Favorable ', true],
    ['NÉGATIF', false],
    ['défavorable', false],
    ['EXAMEN COMPLÉMENTAIRE', false],
    ['EXAMEN_COMPLEMENTAIRE_COSELEC', false],
    ['réservé', undefined],
    ['', undefined],
  ])('« %s » : %s', (text, expected) => {
    expect(isPositiveOpinion(text)).toBe(expected);
  });
});
