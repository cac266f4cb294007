import { describe, expect, it } from 'vitest';
import { placeUnits } from '../../src/evolution/place-units.js';
import { loadCogHistory } from '../../src/sources/cog-history.js';
import type { CogHistory } from '../../src/territory/cog-history.js';
import { partsThen } from '../../src/territory/parts-then.js';
import { figure, unit, variable, yearResult } from '../support/year-sketch.js';

/** In 2017 B joins A; in 2018 C becomes C and D; in 2019 E and F become G. */
const HISTORY: CogHistory = {
  years: [2016, 2017, 2018, 2019],
  changes: new Map([
    [2017, [{ before: ['A', 'B'], after: ['A'] }]],
    [2018, [{ before: ['C'], after: ['C', 'D'] }]],
    [2019, [{ before: ['E', 'F'], after: ['G'] }]],
  ]),
};

const year = (name: number, cog: number, codes: readonly string[], filesCog: number | null = null) =>
  yearResult(name, [variable('v')], codes.map((code) => unit(code, { v: figure('part', { numerator: 1, denominator: 5 }) })), { cog, filesCog });

describe('placeUnits', () => {
  it('puts merged communes together, and leaves out what was split', () => {
    const { cog, units, left } = placeUnits([year(2011, 2016, ['A', 'B', 'C', 'E', 'F', 'Z']), year(2016, 2019, ['A', 'C', 'D', 'G', 'Z'])], HISTORY);
    expect(cog).toBe(2019);
    expect(units.map((u) => [u.code, ...u.parts])).toEqual([
      ['A', ['A', 'B'], ['A']],
      ['G', ['E', 'F'], ['G']],
      ['Z', ['Z'], ['Z']],
    ]);
    expect(left.map((u) => u.code)).toEqual(['C', 'D']);
    expect(left[1]?.reason).toContain('C a été scindée depuis');
  });

  it('leaves out a merger of which a year lacks a part: its sum would be too small', () => {
    const { units, left } = placeUnits([year(2011, 2016, ['A', 'Z']), year(2016, 2019, ['A', 'Z'])], HISTORY);
    expect(units.map((u) => u.code)).toEqual(['Z']);
    expect(left).toEqual([{ code: 'A', reason: 'dans 2011, il manque B, qui en fait partie depuis' }]);
  });

  it('leaves out what a year has not, or only has in its reference', () => {
    const elsewhere = yearResult(2016, [variable('v')], [unit('Y', {}, { scored: false }), unit('Z', {})], { cog: 2019 });
    const { units, left } = placeUnits([year(2011, 2019, ['X', 'Y', 'Z']), elsewhere], HISTORY);
    expect(units.map((u) => u.code)).toEqual(['Z']);
    expect(left.map((u) => [u.code, u.reason])).toEqual([['X', 'absente de 2016, ou hors de son territoire'], ['Y', 'absente de 2016, ou hors de son territoire']]);
  });

  it('says which communes the result had put together when it carried its files', () => {
    const { units } = placeUnits([year(2011, 2019, ['A', 'Z'], 2016), year(2016, 2019, ['A', 'Z'], 2019)], HISTORY);
    expect(units.map((u) => u.inFiles)).toEqual([[['A', 'B'], []], [[], []]]);
  });
});

describe('partsThen', () => {
  it('knows mergers under a kept code and under a new one', () => {
    expect([...partsThen(HISTORY, 2016, 2019)]).toEqual([['A', ['A', 'B']], ['G', ['E', 'F']]]);
    expect([...partsThen(HISTORY, 2018, 2019)]).toEqual([['G', ['E', 'F']]]);
  });

  it('in the real history: Oullins-Pierre-Bénite, Porte des Pierres Dorées', async () => {
    const history = await loadCogHistory();
    const parts = partsThen(history, 2022, 2026);
    expect(parts.get('69149')).toEqual(['69149', '69152']);
    expect(parts.get('69114')).toEqual(['69159']);
    expect(parts.get('69003')).toBeUndefined();
    expect(partsThen(history, 2026, 2026).size).toBe(0);
  });
});
