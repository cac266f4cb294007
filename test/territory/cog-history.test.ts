import { describe, expect, it } from 'vitest';
import { loadCogHistory } from '../../src/sources/cog-history.js';
import { carryCode } from '../../src/territory/carry.js';
import { changingCodes, followCode, yearsOfCode } from '../../src/territory/cog-history.js';
import { isFrenchDepartement } from '../../src/territory/cog.js';
import { isCommuneOf } from '../../src/territory/geography-guess.js';
import { COMMUNES } from '../support/tables.js';

const history = await loadCogHistory();
const { cog } = COMMUNES;
const metropole = [...cog.communes.values()].filter((c) => isFrenchDepartement(c.departement)).map((c) => c.code);
const communesOf = (year: number): string[] => [...new Set([...metropole, ...changingCodes(history)])].filter((code) => isCommuneOf(year, code, history, cog));

describe('les codes des communes, année par année', () => {
  // Insee's own counts of communes on 1 January, the 101 départements.
  it.each([
    [2015, 36_658], [2016, 35_885], [2017, 35_416], [2018, 35_357], [2019, 34_970], [2020, 34_968],
    [2021, 34_965], [2022, 34_955], [2023, 34_945], [2024, 34_935], [2025, 34_875], [2026, 34_875],
  ])('%i : %i communes', (year, count) => expect(communesOf(year)).toHaveLength(count));

  it("vont jusqu'à l'année du COG de l'outil", () => {
    expect(history.years.at(-1)).toBe(cog.year);
    expect(communesOf(cog.year).sort()).toEqual([...metropole].sort());
  });

  it('un code est dans un changement au plus par année', () => {
    for (const [year, changes] of history.changes) {
      for (const side of ['before', 'after'] as const) {
        const codes = changes.flatMap((c) => c[side]);
        expect(new Set(codes).size, String(year)).toBe(codes.length);
      }
    }
  });

  it("toute commune d'une année mène à des communes d'aujourd'hui, celles des anciens codes du COG sauf partage", () => {
    const wrong: string[] = [];
    for (const year of history.years) {
      for (const code of communesOf(year)) {
        const today = followCode(history, code, year, cog.year);
        const right = today.length === 1 ? carryCode(COMMUNES, code).unit === today[0] : today.length > 1 && today.every((one) => cog.communes.has(one));
        if (!right) wrong.push(`${String(year)} ${code} → ${today.join('+')}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('followCode', () => {
  it.each<[string, number, number, string[]]>([
    ['69114', 2016, 2026, ['69114']], // Liergues → 69159 in 2017 → 69114 in 2025
    ['69114', 2016, 2018, ['69159']],
    ['69159', 2016, 2024, ['69159']],
    ['69114', 2025, 2024, ['69159']], // a change of code alone goes back
    ['69149', 2023, 2024, ['69149']],
    ['69152', 2023, 2026, ['69149']],
    ['69149', 2024, 2023, []], // put together in 2024: cannot be taken apart
    ['60054', 2020, 2026, ['60054', '60694']],
    ['60694', 2018, 2026, ['60694']], // merged in 2019, itself again in 2024
    ['60054', 2018, 2026, ['60054']],
    ['60694', 2024, 2018, ['60694']],
    ['60694', 2024, 2020, ['60054']],
    ['15171', 2016, 2026, ['15171']],
    ['15141', 2020, 2026, ['15031', '15035', '15047', '15141', '15171']],
    ['27676', 2019, 2021, ['27058']],
    ['27676', 2019, 2026, ['27676']],
    ['69123', 2015, 2026, ['69123']],
  ])('%s de %i à %i : %j', (code, from, to, expected) => expect(followCode(history, code, from, to)).toEqual(expected));

  it('ne connaît que les codes qu’un changement nomme', () => {
    expect(yearsOfCode(history, '69123')).toBeNull();
    expect([...(yearsOfCode(history, '69114') ?? [])]).toEqual([2015, 2016, 2025, 2026]);
    expect([...(yearsOfCode(history, '69149') ?? [])]).toEqual(history.years);
  });
});
