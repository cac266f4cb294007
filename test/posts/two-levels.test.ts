import { describe, expect, it } from 'vitest';
import { apportion } from '../../src/posts/apportionment/apportion.js';
import { METHODS, type Line } from '../../src/posts/apportionment/line.js';
import { twoLevels, type Group } from '../../src/posts/apportionment/two-levels.js';

const lines = (prefix: string, ...weights: number[]): Line[] =>
  weights.map((weight, index) => ({ code: `${prefix}${String(index + 1)}`, weight, population: weight }));

const METROPOLE: Group = {
  code: '69M',
  name: 'Métropole de Lyon',
  agreed: 50,
  population: 1385927,
  lines: lines('M', 690, 400, 250, 120),
};
const RHONE: Group = { code: '69D', name: 'Rhône', agreed: 15, population: 457392, lines: lines('R', 3, 2, 1) };

describe('two levels', () => {
  it('shares 49 posts agreed as 50 and 15 into 38 and 11, Adams 37 and 12', () => {
    for (const method of METHODS) {
      const { first, groups } = twoLevels([METROPOLE, RHONE], { total: 49, agreed: 'weights' }, method);
      expect(groups.map(({ seats }) => seats)).toEqual(method === 'adams' ? [37, 12] : [38, 11]);
      expect(first?.shares.map(({ seats }) => seats)).toEqual(groups.map(({ seats }) => seats));
    }
  });

  it('gives back what was agreed at the total that was agreed', () => {
    for (const method of METHODS) {
      const { groups } = twoLevels([METROPOLE, RHONE], { total: 65, agreed: 'weights' }, method);
      expect(groups.map(({ seats }) => seats)).toEqual([50, 15]);
    }
  });

  it('shares within each group by the same method', () => {
    for (const method of METHODS) {
      const { groups } = twoLevels([METROPOLE, RHONE], { total: 49, agreed: 'weights' }, method);
      for (const [index, group] of [METROPOLE, RHONE].entries()) {
        const { seats = 0, apportionment } = groups[index] ?? {};
        expect(apportionment).toEqual(apportion(group.lines, seats, method));
      }
    }
  });

  it('takes settled posts as they are', () => {
    const groups = [{ ...METROPOLE, agreed: 40 }, { ...RHONE, agreed: 9 }];
    const shared = twoLevels(groups, { total: 49, agreed: 'posts' }, 'sainte-lague');
    expect(shared.first).toBeNull();
    expect(shared.groups.map(({ seats }) => seats)).toEqual([40, 9]);
  });

  it('obeys the bounds of the groups at the first level and those of the lines at the second', () => {
    const groups = [METROPOLE, { ...RHONE, minimum: 13 }];
    const shared = twoLevels(groups, { total: 49, agreed: 'weights' }, 'sainte-lague', { maximum: 13 });
    expect(shared.groups.map(({ seats }) => seats)).toEqual([36, 13]);
    expect(shared.groups[0]?.apportionment?.shares.map(({ seats }) => seats)).toEqual([13, 12, 7, 4]);
  });

  it('states the gap when settled posts do not make the total', () => {
    expect(() => twoLevels([METROPOLE, RHONE], { total: 64, agreed: 'posts' }, 'adams')).toThrow(
      "Les parts convenues (50 + 15 = 65) dépassent l'enveloppe (64) de 1 poste.",
    );
    expect(() => twoLevels([METROPOLE, RHONE], { total: 67, agreed: 'posts' }, 'adams')).toThrow(
      "sont inférieures à l'enveloppe (67) de 2 postes.",
    );
    expect(() =>
      twoLevels([{ ...METROPOLE, agreed: 50.5 }, RHONE], { total: 65, agreed: 'posts' }, 'adams'),
    ).toThrow('La part de Métropole de Lyon doit être un nombre entier');
  });

  it('names the group whose part does not cover its lines', () => {
    const groups = [METROPOLE, { ...RHONE, lines: lines('R', ...Array<number>(12).fill(1)) }];
    expect(() => twoLevels(groups, { total: 49, agreed: 'weights' }, 'dhondt', { minimum: 1 })).toThrow(
      "Rhône : Répartition impossible : la somme des minimums (12) dépasse l'enveloppe (11) de 1 poste.",
    );
  });

  it('refuses a line in two groups', () => {
    const groups = [METROPOLE, { ...RHONE, lines: METROPOLE.lines }];
    expect(() => twoLevels(groups, { total: 49, agreed: 'weights' }, 'dhondt')).toThrow(
      "La ligne M1 figure dans deux territoires de l'enveloppe (69M et 69D).",
    );
  });
});
