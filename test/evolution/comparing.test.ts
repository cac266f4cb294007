import { describe, expect, it } from 'vitest';
import { leftVariables } from '../../src/evolution/left-variables.js';
import type { Breaks } from '../../src/evolution/left-variables.js';
import { gapFaults, yearsWanted } from '../../src/evolution/vintage-gaps.js';
import { loadComparisonRules } from '../../src/sources/quantities.js';
import { figure, unit, variable, yearResult } from '../support/year-sketch.js';

const NO_BREAKS: Breaks = { families: new Map(), quantities: new Map() };
const at = (...vintages: number[]) => vintages.map((vintage) => ({ shown: `d${String(vintage)}`, vintage }));

describe('vintages that compare', async () => {
  const { gaps, breaks } = await loadComparisonRules();
  const rp = gaps.get('rp')!;

  it.each([
    [2011, 2016, 5],
    [2016, 2022, 6],
    [2012, 2017, 5],
    [2017, 2023, 6],
    [2016, 2021, 6],
    [2021, 2026, 6],
    [2022, 2027, 5],
  ])('the census asks between %i and %i for %i years', (before, after, wanted) => {
    expect(yearsWanted(rp, before, after)).toBe(wanted);
  });

  it.each([
    [[2011, 2016, 2022], []],
    [[2012, 2017, 2023], []],
    [[2016, 2020], ['overlap']],
    [[2016, 2021], ['overlap']],
    [[2018, 2018], ['same']],
    [[2018, 2017], ['order']],
    [[2011, 2016, 2018, 2019], ['overlap', 'overlap']],
  ])('%j', (vintages, faults) => {
    expect(gapFaults('v', 'rp', rp, at(...vintages)).map((f) => f.what)).toEqual(faults);
  });

  it('a source without overlapping surveys only needs different vintages', () => {
    expect(gaps.has('filosofi')).toBe(false);
    expect(gapFaults('v', 'filosofi', null, at(2012, 2016, 2018))).toEqual([]);
    expect(gapFaults('v', 'filosofi', null, at(2018, 2018)).map((f) => f.what)).toEqual(['same']);
  });

  it('Filosofi of 2023 is another series than before; DIPLMIN as published changed its meaning in 2017', () => {
    const years = (family: string, quantity: string, vintages: readonly number[]) =>
      vintages.map((vintage) => yearResult(vintage, [variable('v', { family, vintage, quantities: [quantity] })], [unit('01001', { v: figure('part', { numerator: 1, denominator: 5 }) })]));
    expect(leftVariables(years('filosofi', 'taux_pauvrete', [2012, 2016, 2021]), new Set(), breaks)).toEqual([]);
    expect(leftVariables(years('filosofi', 'taux_pauvrete', [2016, 2023]), new Set(), breaks)).toMatchObject([{ why: 'serie', reason: expect.stringContaining('nouvelle série') as string }]);
    expect(leftVariables(years('rp', 'diplome_minimum_publie', [2016, 2022]), new Set(), breaks)).toMatchObject([{ why: 'definition', reason: expect.stringContaining('brevet') as string }]);
    expect(leftVariables(years('rp', 'diplome_minimum_publie', [2017, 2023]), new Set(), breaks)).toEqual([]);
    expect(leftVariables(years('rp', 'sans_diplome_cep_brevet', [2016, 2022]), new Set(), breaks)).toEqual([]);
  });
});

describe('leftVariables', () => {
  const own = { v: figure('part', { numerator: 1, denominator: 5 }) };
  const pair = (a: Parameters<typeof variable>[1], b: Parameters<typeof variable>[1], units = [unit('01001', own)]) => [yearResult(2016, [variable('v', a)], units), yearResult(2022, [variable('v', b)], units)];

  it('nothing leaves where nothing changed', () => {
    expect(leftVariables(pair({}, {}), new Set(), NO_BREAKS)).toEqual([]);
  });

  it('a fallback that changes the definition in one year takes the variable out of all', () => {
    const [left] = leftVariables(pair({ label: '65 ans et plus' }, { label: '75 ans et plus', fallback: 'ages_75_plus', reference: 8 }), new Set(), NO_BREAKS);
    expect(left).toMatchObject({ id: 'v', why: 'definition', references: [20, 8] });
    expect(left?.reason).toContain('2016 « 65 ans et plus », 2022 « 75 ans et plus »');
  });

  it('so do the user, a reference without a value, and a year without any value', () => {
    expect(leftVariables(pair({}, {}), new Set(['v']), NO_BREAKS)).toMatchObject([{ why: 'demande' }]);
    expect(leftVariables(pair({ reference: null }, {}), new Set(), NO_BREAKS)).toMatchObject([{ why: 'reference', reason: "la référence n'a pas de valeur dans 2016" }]);
    const secret = [unit('01001', { v: figure('part', { numerator: Number.NaN, denominator: 5, status: 'secret' }) })];
    expect(leftVariables([...pair({}, {}).slice(0, 1), ...pair({}, {}, secret).slice(1)], new Set(), NO_BREAKS)).toMatchObject([{ why: 'absente' }]);
  });
});
