import { describe, expect, it } from 'vitest';
import { carryTable } from '../../src/territory/carry-table.js';
import { arrondissementsOf } from '../../src/territory/cog.js';
import { ARRONDISSEMENTS, cells, COMMUNES, fileTable, spec } from '../support/tables.js';

const POP = spec('P22_POP');
const TP60 = spec('TP6021', { nature: 'taux', family: 'filosofi', vintage: 2021, weights: ['NBPERSMENFISC21'] });
const NBPERS = spec('NBPERSMENFISC21', { family: 'filosofi', vintage: 2021 });

const PLM = [['75056', 20], ['69123', 9], ['13055', 16]] as const;
const partsOf = (whole: string): string[] => arrondissementsOf(COMMUNES.cog, whole).map((a) => a.code);

describe('Paris, Lyon, Marseille', () => {
  it.each(PLM)('%s a ses %i arrondissements dans le COG', (whole, n) => expect(partsOf(whole)).toHaveLength(n));

  describe.each(PLM)('%s par communes', (whole) => {
    const parts = partsOf(whole);
    const rows = parts.map((code, i) => [code, i + 1] as const);
    const sum = (parts.length * (parts.length + 1)) / 2;

    it('le fichier a la commune entière', () => {
      const carried = carryTable(fileTable([POP], [[whole, 500]]), COMMUNES);
      expect(cells(carried, 'P22_POP')).toEqual({ [whole]: 500 });
      expect(carried.report.fromArrondissements.size).toBe(0);
    });

    it('le fichier a les arrondissements : leur somme', () => {
      const carried = carryTable(fileTable([POP], rows), COMMUNES);
      expect(cells(carried, 'P22_POP')).toEqual({ [whole]: sum });
      expect([...carried.report.fromArrondissements]).toEqual([[whole, parts]]);
      expect(carried.report.joined.size).toBe(0);
    });

    it('le fichier a les deux : la commune entière seule, jamais l’addition', () => {
      const carried = carryTable(fileTable([POP], [[whole, 500], ...rows]), COMMUNES);
      expect(cells(carried, 'P22_POP')).toEqual({ [whole]: 500 });
      expect(carried.report.partsBesideWhole).toEqual(parts);
    });

    it('le fichier a la commune entière, secrète, et les arrondissements : secrète', () => {
      expect(cells(carryTable(fileTable([POP], [[whole, 'secret'], ...rows]), COMMUNES), 'P22_POP')).toEqual({ [whole]: 'secret' });
    });

    it('il manque un arrondissement : pas de valeur, et c’est dit', () => {
      const carried = carryTable(fileTable([POP], rows.slice(1)), COMMUNES);
      expect(cells(carried, 'P22_POP')).toEqual({ [whole]: 'unavailable' });
      expect(carried.report.incompleteWholes).toEqual([whole]);
      expect(carried.report.fromArrondissements.size).toBe(0);
    });

    it('un arrondissement est secret : la commune l’est', () => {
      expect(cells(carryTable(fileTable([POP], [...rows.slice(1), [parts[0] ?? '', 'secret']]), COMMUNES), 'P22_POP')).toEqual({ [whole]: 'secret' });
    });

    it('un taux est la moyenne pondérée de ceux des arrondissements', () => {
      const weighted = parts.map((code, i) => [code, 10 + i, i + 1] as const);
      const mean = weighted.reduce((total, [, rate, weight]) => total + rate * weight, 0) / sum;
      expect(cells(carryTable(fileTable([TP60, NBPERS], weighted), COMMUNES), 'TP6021')).toEqual({ [whole]: `≈${mean}` });
    });
  });

  describe.each(PLM)('%s par arrondissements', (whole) => {
    const parts = partsOf(whole);
    const rows = parts.map((code, i) => [code, i + 1] as const);

    it('le fichier a les deux : les arrondissements, la commune entière laissée de côté', () => {
      const carried = carryTable(fileTable([POP], [[whole, 500], ...rows]), ARRONDISSEMENTS);
      expect(carried.codes).toEqual(parts);
      expect(cells(carried, 'P22_POP')).toEqual(Object.fromEntries(rows));
      expect(carried.report.wholesLeftAside).toEqual([whole]);
    });

    it('le fichier n’a que la commune entière : aucune unité, et elle est citée', () => {
      const carried = carryTable(fileTable([POP], [[whole, 500]]), ARRONDISSEMENTS);
      expect([carried.codes, carried.report.wholesLeftAside, carried.report.unknown]).toEqual([[], [whole], []]);
    });

    it('il manque un arrondissement : les autres sont là', () => {
      const carried = carryTable(fileTable([POP], rows.slice(1)), ARRONDISSEMENTS);
      expect(carried.codes).toEqual(parts.slice(1));
      expect(carried.report.incompleteWholes).toEqual([]);
    });
  });
});
