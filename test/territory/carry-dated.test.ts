import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCogHistory } from '../../src/sources/cog-history.js';
import { carrier, NO_FACTS } from '../../src/territory/carry-dated.js';
import type { Carriage, PassageRules } from '../../src/territory/carry-dated.js';
import { carryCode } from '../../src/territory/carry.js';
import { carryTable } from '../../src/territory/carry-table.js';
import { changingCodes } from '../../src/territory/cog-history.js';
import type { Cog } from '../../src/territory/cog.js';
import { resolvePassage } from '../../src/territory/passage.js';
import { ARRONDISSEMENTS, cells, COMMUNES, fileTable, spec } from '../support/tables.js';

const history = await loadCogHistory();
const { cog } = COMMUNES;
const POP = spec('P22_POP');
const MED = spec('MED21', { nature: 'mediane', family: 'filosofi', vintage: 2021 });
const TP60 = spec('TP6021', { nature: 'taux', family: 'filosofi', vintage: 2021, weights: ['NBPERSMENFISC21'] });
const NBPERS = spec('NBPERSMENFISC21', { family: 'filosofi', vintage: 2021 });

const of = (...years: number[]) => carrier(COMMUNES, { history, years, passage: null });
const plainly = ({ how, shares, doubtful }: Carriage): string =>
  `${how} ${shares.map(({ unit, share }) => `${unit}${share === 1 ? '' : ` ${share.toFixed(4)}`}`).join('+')}${doubtful ? ' ?' : ''}`;

/** A COG of 2023: Oullins 69149 and Pierre-Bénite 69152 apart, 69159 and not 69114. */
const cog2023: Cog = (() => {
  const communes = new Map(cog.communes);
  const oullins = communes.get('69149')!;
  communes.set('69149', { ...oullins, nom: 'Oullins', population: 27_000 });
  communes.set('69152', { ...oullins, code: '69152', nom: 'Pierre-Bénite', population: 10_500 });
  communes.set('69159', { ...communes.get('69114')!, code: '69159' });
  communes.delete('69114');
  return { ...cog, year: 2023, communes, formerCodes: new Map([['69114', '69159'], ['69101', '69159']]) };
})();
const IN_2023 = { cog: cog2023, plm: 'commune' } as const;

describe('carrier : un code vaut ce qu’il nommait dans les années du fichier', () => {
  it.each([
    [[2016], '69114', 'same 69114'],
    [[2016], '69159', 'former 69114'],
    [[2024], '69159', 'former 69114'],
    [[2023], '69149', 'same 69149'],
    [[2023], '69152', 'former 69149'],
    [[2025, 2026], '69149', 'same 69149'],
    [[2022], '69381', 'part 69123'],
    [[2022], '69390', 'unknown '],
  ] as const)('%j, %s : %s', (years, code, expected) => expect(plainly(of(...years)(code))).toBe(expected));

  it('partage une commune scindée au prorata des populations du COG', () => {
    const [a, b] = [cog.communes.get('60054')?.population ?? 0, cog.communes.get('60694')?.population ?? 0];
    expect(a).toBeGreaterThan(0);
    expect(b).toBeGreaterThan(0);
    expect(plainly(of(2021)('60054'))).toBe(`split 60054 ${(a / (a + b)).toFixed(4)}+60694 ${(b / (a + b)).toFixed(4)}`);
    expect(plainly(of(2025)('60054'))).toBe('same 60054');
    expect(plainly(of(2018)('60054'))).toBe('same 60054');
  });

  it('des années qui ne disent pas la même chose : le COG, et le doute', () => {
    expect(plainly(of(2023, 2024)('60054'))).toBe('same 60054 ?');
    expect(plainly(of(2023, 2024)('69149'))).toBe('same 69149'); // whichever it is, all of it is in 69149
  });

  it('sans populations, une commune scindée reste sans valeur', () => {
    const bare = { ...cog, communes: new Map([...cog.communes].map(([code, c]) => [code, { ...c, population: null }])) };
    expect(plainly(carrier({ cog: bare, plm: 'commune' }, { history, years: [2021], passage: null })('60054'))).toBe('unshared ');
  });

  it("vers une année plus ancienne, une commune réunie depuis ne se sépare pas, un code changé revient", () => {
    const back = carrier(IN_2023, { history, years: [2025], passage: null });
    expect(plainly(back('69149'))).toBe('later ');
    expect(plainly(back('69114'))).toBe('former 69159');
    expect(plainly(back('69003'))).toBe('same 69003');
    // Without the years, the code alone would pass for Oullins.
    expect(plainly(carrier(IN_2023, NO_FACTS)('69149'))).toBe('same 69149');
    expect(plainly(carrier(IN_2023, { history, years: [2022], passage: null })('69149'))).toBe('same 69149');
  });

  it('par arrondissements, la commune entière est laissée', () => {
    expect(plainly(carrier(ARRONDISSEMENTS, { history, years: [2021], passage: null })('69123'))).toBe('whole ');
  });

  it("dit, pour toute année, la même chose que les anciens codes du COG, sauf d'une commune scindée", () => {
    for (const year of history.years) {
      const carry = of(year);
      for (const code of [...changingCodes(history), '69123', '01001', '75101']) {
        const { how, shares } = carry(code);
        if (how !== 'split') expect(shares.map((s) => s.unit)).toEqual([carryCode(COMMUNES, code).unit].filter((u) => u !== null));
      }
    }
  });
});

describe('carryTable : les communes partagées', () => {
  const passage = (lines: readonly (readonly [from: string, to: string, part: number])[], inside: Cog = cog): PassageRules =>
    resolvePassage(
      { file: 'passage.csv', year: null, lines: lines.map(([from, to, part], i) => ({ line: i + 2, from, to, part, population: null, year: null, name: '' })) },
      inside,
      history,
    );
  const byPassage = (rules: PassageRules, years: readonly number[] | null = null) => carrier(COMMUNES, { history, years, passage: rules });

  it('partage les effectifs, marqués recalculés, et non les taux ni les médianes', () => {
    // 69003 took 1/4 of the former 01999 (1,000 persons, 800 in households) and keeps its own 3,000.
    const rules = passage([['01999', '69003', 0.25], ['01999', '01001', 0.75]]);
    const table = fileTable([POP, NBPERS, TP60, MED], [['01999', 1000, 800, 20, 21_000], ['69003', 3000, 2800, 12, 24_000], ['69123', 500_000, 480_000, 15, 23_000]]);
    const carried = carryTable(table, COMMUNES, byPassage(rules));
    expect(cells(carried, 'P22_POP')).toEqual({ '01001': '≈750', 69003: '≈3250', 69123: 500_000 });
    expect(cells(carried, 'NBPERSMENFISC21')).toEqual({ '01001': '≈600', 69003: '≈3000', 69123: 480_000 });
    expect(cells(carried, 'TP6021')).toEqual({ '01001': 'unavailable', 69003: 'unavailable', 69123: 15 });
    expect(cells(carried, 'MED21')).toEqual({ '01001': 'unavailable', 69003: 'unavailable', 69123: 23_000 });
    expect(carried.report.split.get('01999')).toEqual([{ unit: '01001', share: 0.75 }, { unit: '69003', share: 0.25 }]);
    expect(carried.report.notShared).toEqual(['01001 (MED21)', '01001 (TP6021)', '69003 (MED21)', '69003 (TP6021)']);
  });

  it('un effectif secret reste secret de part et d’autre', () => {
    const carried = carryTable(fileTable([POP], [['01999', 'secret']]), COMMUNES, byPassage(passage([['01999', '69003', 0.25], ['01999', '01001', 0.75]])));
    expect(cells(carried, 'P22_POP')).toEqual({ '01001': 'secret', 69003: 'secret' });
  });

  it('la table l’emporte sur les anciens codes du COG, mais pas sur un fichier qui est déjà dans la géographie', () => {
    const rules = passage([['69152', '69003', 1], ['60054', '60054', 0.5], ['60054', '60694', 0.5]]);
    expect(plainly(byPassage(rules)('69152'))).toBe('former 69003');
    expect(plainly(byPassage(rules, [2021])('60054'))).toBe('split 60054 0.5000+60694 0.5000');
    expect(plainly(byPassage(rules, [2025, 2026])('60054'))).toBe('same 60054');
  });

  const code = fc.constantFrom('01001', '01002', '69003', '69123', '2A004', '97105');
  const splitting = fc
    .uniqueArray(fc.tuple(code, fc.integer({ min: 1, max: 100 })), { selector: ([c]) => c, minLength: 1, maxLength: 5 })
    .map((targets) => {
      const total = targets.reduce((sum, [, weight]) => sum + weight, 0);
      return targets.map(([to, weight]) => ['01999', to, weight / total] as const);
    });

  it('conserve la somme des effectifs, quels que soient le partage et les réunions', () => {
    fc.assert(
      fc.property(splitting, fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 }), (lines, counts) => {
        const rows = ['01999', '69149', '69152', '01001'].map((c, i) => [c, counts[i] ?? 0] as const);
        const carried = carryTable(fileTable([POP], rows), COMMUNES, byPassage(passage(lines)));
        const sum = carried.columns.get('P22_POP')?.values.reduce((a, b) => a + b, 0) ?? Number.NaN;
        const expected = counts.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
      }),
    );
  });

  it("une table d'identités ne change rien", () => {
    fc.assert(
      fc.property(fc.uniqueArray(code, { minLength: 1 }), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 6 }), (codes, counts) => {
        const table = fileTable([POP], codes.map((c, i) => [c, counts[i] ?? 0] as const));
        const rules = passage(codes.map((c) => [c, c, 1] as const));
        expect(carryTable(table, COMMUNES, byPassage(rules))).toEqual(carryTable(table, COMMUNES));
      }),
    );
  });
});
