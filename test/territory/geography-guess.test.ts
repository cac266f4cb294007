import { describe, expect, it } from 'vitest';
import { loadCogHistory } from '../../src/sources/cog-history.js';
import { changingCodes } from '../../src/territory/cog-history.js';
import { guessGeography, isCommuneOf } from '../../src/territory/geography-guess.js';
import type { GeographyGuess } from '../../src/territory/geography-guess.js';
import { COMMUNES } from '../support/tables.js';

const history = await loadCogHistory();
const { cog } = COMMUNES;
const everyCode = [...new Set([...cog.communes.keys(), ...changingCodes(history)])];
const communesOf = (year: number, departement = ''): string[] => everyCode.filter((code) => code.startsWith(departement) && isCommuneOf(year, code, history, cog));

function guess(codes: readonly string[]): GeographyGuess {
  const found = guessGeography(codes, history, cog);
  if (found === null) throw new Error('no guess');
  return found;
}

describe('guessGeography', () => {
  it.each([2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024])("reconnaît la France entière de %i", (year) => {
    expect(guess(communesOf(year))).toMatchObject({ years: [year], best: { unknown: [], lacking: [] } });
  });

  it('2025 et 2026 ont les mêmes communes', () => expect(guess(communesOf(2026)).years).toEqual([2025, 2026]));

  // Rhône: 278 communes in 2018, 267 from 2019, 266 from 2024, 69159 becoming 69114 in 2025.
  it.each([[2018, [2018]], [2019, [2019, 2020, 2021, 2022, 2023]], [2022, [2019, 2020, 2021, 2022, 2023]], [2024, [2024]], [2025, [2025, 2026]]])(
    'le Rhône seul de %i est de %j',
    (year, years) => expect(guess(communesOf(year, '69')).years).toEqual(years),
  );

  it("compte ce qui ne va pas aux années voisines", () => {
    const found = guess(communesOf(2024, '69'));
    expect(found.codes).toBe(266);
    expect(found.beside).toEqual([
      { year: 2023, unknown: [], lacking: ['69152'] },
      { year: 2025, unknown: ['69159'], lacking: ['69114'] },
    ]);
  });

  it('ne tient pas pour absentes les communes des EPCI que le fichier n’a pas en entier', () => {
    // A tenth of the communes: what is not there says nothing, 69159 says « 2017 to 2024 ».
    const some = [...communesOf(2020, '69').filter((_, i) => i % 10 === 0), '69159'];
    expect(guess(some).years).toEqual([2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024]);
  });

  it('un seul code qui n’a pas changé : toutes les années', () => expect(guess(['69123']).years).toEqual(history.years));

  it("les arrondissements sont de toutes les années, un code qui n'existe pas d'aucune", () => {
    const found = guess([...communesOf(2024, '69'), '69381', '69389', '69999']);
    expect(found).toMatchObject({ years: [2024], codes: 269, best: { unknown: ['69999'] } });
  });

  it('ne dit rien sans commune de France, ni avec un COG hors des années connues', () => {
    expect(guessGeography(['98735', '97701'], history, cog)).toBeNull();
    expect(guessGeography(['69123'], history, { ...cog, year: 2031 })).toBeNull();
  });
});
