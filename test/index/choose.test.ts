import { beforeAll, describe, expect, it } from 'vitest';
import { chooseColumns, chooseQuantity } from '../../src/index/choose.js';
import type { Choice, Lack, Vintages } from '../../src/index/choose.js';
import { buildFrame } from '../../src/index/frame.js';
import { lacksMessage } from '../../src/index/lacks.js';
import type { Model } from '../../src/index/model.js';
import { olderVintageNotices } from '../../src/index/older-vintage.js';
import { describeAlternative } from '../../src/index/quantity.js';
import { loadModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { indexOf, tableOf, variableOf } from '../support/sketch.js';
import type { Figures, Units } from '../support/sketch.js';

let lyon: Model;
beforeAll(async () => {
  lyon = (await loadModel('lyon-2021', await loadQuantities(), '.')).model;
});

const FREE: Vintages = { families: new Map(), variables: new Map() };
const rp = (year: number): Vintages => ({ ...FREE, families: new Map([['rp', year]]) });

/** Chooses for these units, of which `territory` are the territory. */
function choose(units: Units, vintages: Vintages = FREE, territory = Object.keys(units)): { choices: readonly Choice[]; lacks: readonly Lack[] } {
  return chooseColumns(lyon, buildFrame(tableOf(lyon.quantities, units), territory, territory), vintages);
}

/** `P22_POP65P / P22_POP` of one variable, or null when nothing serves. */
function chosen(id: string, units: Units, vintages: Vintages = FREE, territory = Object.keys(units)): string | null {
  const choice = choose(units, vintages, territory).choices.find((c) => c.variable.id === id);
  if (choice === undefined) return null;
  const denominator = choice.denominator === null ? '–' : describeAlternative(choice.denominator, choice.vintage);
  return `${describeAlternative(choice.numerator, choice.vintage)} / ${denominator}`;
}

const one = (figures: Figures): Units => ({ '69003': figures });
const ones = (...names: string[]): Figures => Object.fromEntries(names.map((name) => [name, 1]));

describe('the vintage', () => {
  it('is the newest in the files', () => {
    const units = one(ones('P16_POP1529', 'P16_POP', 'P22_POP1529', 'P22_POP', 'P11_POP1529', 'P11_POP'));
    expect(chosen('jeunes_15_29', units)).toBe('P22_POP1529 / P22_POP');
  });

  it('is one at which both sides are known in one same unit', () => {
    const columns = ones('P16_POP1529', 'P16_POP');
    const apart: Units = { '69003': { ...columns, P22_POP1529: 1, P22_POP: null }, '69029': { ...columns, P22_POP1529: 's', P22_POP: 1 } };
    expect(chosen('jeunes_15_29', apart)).toBe('P16_POP1529 / P16_POP');
    const together: Units = { ...apart, '69033': ones('P22_POP1529', 'P22_POP') };
    expect(chosen('jeunes_15_29', together)).toBe('P22_POP1529 / P22_POP');
  });

  it('is settled by the units of the territory, not by the others of the files', () => {
    const units: Units = {
      '69003': { ...ones('P16_POP1529', 'P16_POP'), P22_POP1529: null, P22_POP: 1 },
      '01004': ones('P16_POP1529', 'P16_POP', 'P22_POP1529', 'P22_POP'),
    };
    expect(chosen('jeunes_15_29', units, FREE, ['69003'])).toBe('P16_POP1529 / P16_POP');
    expect(chosen('jeunes_15_29', units)).toBe('P22_POP1529 / P22_POP');
  });

  it('is the same for both sides', () => {
    expect(chosen('jeunes_15_29', one(ones('P22_POP1529', 'P16_POP1529', 'P16_POP')))).toBe('P16_POP1529 / P16_POP');
  });

  it('may differ from one variable to another', () => {
    const units = one(ones('P22_POP1529', 'P22_POP', 'P18_NSCOL15P', 'P18_NSCOL15P_DIPLMIN', 'P18_NSCOL15P_BEPC'));
    expect(choose(units).choices.map((c) => [c.variable.id, c.vintage])).toEqual([['jeunes_15_29', 2022], ['peu_diplomes', 2018]]);
  });

  it('comes first, the alternative second', () => {
    expect(chosen('ages_65_plus', one(ones('P22_POP7589', 'P22_POP90P', 'P22_POP', 'P18_POP75P', 'P18_POP')))).toBe('P22_POP7589 + P22_POP90P / P22_POP');
    expect(chosen('ages_65_plus', one(ones('P22_POP75P', 'P22_POP', 'P18_POP65P', 'P18_POP')))).toBe('P22_POP75P / P22_POP');
  });

  it('of a rate is the newest with a value, its weight and predictor of the same one', () => {
    const units = one({ TP6021: 's', TP6018: 12, NBPERSMENFISC21: 1, MED21: 1, NBPERSMENFISC18: 2, MED18: 2 });
    const choice = choose(units).choices.find((c) => c.variable.id === 'pauvrete')!;
    expect(choice.vintage).toBe(2018);
    expect([choice.denominator, choice.predictor].map((a) => describeAlternative(a!, 2018))).toEqual(['NBPERSMENFISC18', 'MED18']);
  });

  it('of a rate without weight or predictor in the files leaves them out', () => {
    expect(choose(one({ TP6021: 12, NBPERSMENFISC18: 2 })).choices[0]).toMatchObject({ vintage: 2021, denominator: null, predictor: null });
  });
});

describe('--vintage', () => {
  const two = one(ones('P22_POP1529', 'P22_POP', 'P16_POP1529', 'P16_POP', 'P16_POP65P', 'P22_POP65P', 'P18_NSCOL15P', 'P18_NSCOL15P_DIPLMIN', 'P18_NSCOL15P_BEPC'));

  it('binds every variable of a family', () => {
    expect(chosen('jeunes_15_29', two, rp(2016))).toBe('P16_POP1529 / P16_POP');
    expect(chosen('ages_65_plus', two, rp(2016))).toBe('P16_POP65P / P16_POP');
    expect(choose(two, rp(2016)).lacks.find((l) => l.variable.id === 'peu_diplomes')).toMatchObject({ why: 'vintage', vintage: 2016 });
  });

  it('binds one variable, over its family', () => {
    const both: Vintages = { families: new Map([['rp', 2022]]), variables: new Map([['jeunes_15_29', 2016], ['peu_diplomes', 2018]]) };
    expect(chosen('jeunes_15_29', two, both)).toBe('P16_POP1529 / P16_POP');
    expect(chosen('ages_65_plus', two, both)).toBe('P22_POP65P / P22_POP');
    expect(chosen('peu_diplomes', two, both)).toBe('P18_NSCOL15P_DIPLMIN + P18_NSCOL15P_BEPC / P18_NSCOL15P');
  });

  it('leaves the other families free', () => {
    const units = one({ ...ones('P22_POP1529', 'P22_POP'), TP6021: 10, TP6018: 9 });
    expect(choose(units, rp(2022)).choices.map((c) => [c.variable.id, c.vintage])).toEqual([['pauvrete', 2021], ['jeunes_15_29', 2022]]);
  });
});

describe('alternatives and replis', () => {
  it('take the same thing under another name silently', () => {
    const units: Units = { '69003': { C22_COUPAENF: 50, C22_FAMMONO: 20, C22_COUPSENF: 30 } };
    expect(chosen('monoparentales', units)).toBe('C22_FAMMONO / C22_COUPAENF + C22_FAMMONO + C22_COUPSENF');
    expect(chosen('ages_65_plus', one(ones('P22_POP6579', 'P22_POP80P', 'P22_POP')))).toBe('P22_POP6579 + P22_POP80P / P22_POP');
    const { choices } = choose(units);
    const index = indexOf({ ...lyon, themes: [{ id: 't', label: 't', weight: 1, axes: [{ id: 'a', label: 'a', weight: 1, variables: [choices[0]!.variable] }] }] }, units, { choices });
    expect(variableOf(index, 'monoparentales')).toMatchObject({ statuses: ['observe'], reference: { value: 20 } });
  });

  it('take nearly the same thing as a repli, for all units or none', () => {
    const units: Units = { '69003': { C22_MENPSEUL: 20, P22_MEN: 50, C22_MEN: null }, '69029': { C22_MENPSEUL: 30, P22_MEN: 50, C22_MEN: null } };
    expect(chosen('menages_une_personne', units)).toBe('C22_MENPSEUL / P22_MEN');
    const complementary: Units = { ...units, '69029': { C22_MENPSEUL: 30, P22_MEN: 50, C22_MEN: 60 } };
    expect(chosen('menages_une_personne', complementary)).toBe('C22_MENPSEUL / C22_MEN');
    const { choices } = choose(complementary);
    const variables = [choices[0]!.variable];
    const result = indexOf({ ...lyon, themes: [{ id: 't', label: 't', weight: 1, axes: [{ id: 'a', label: 'a', weight: 1, variables }] }] }, complementary, { choices });
    // The unit that lacks C22_MEN is left missing: P22_MEN does not fill single units.
    expect(variableOf(result, 'menages_une_personne').statuses).toEqual(['non_disponible', 'observe']);
    expect(variableOf(result, 'menages_une_personne').reference.value).toBe(50);
  });

  it('take 75 and over for all units and the reference, or for none', () => {
    const old: Figures = { P22_POP: 100, P22_POP75P: 8 };
    const none = choose({ '69003': old, '69029': old }).choices.find((c) => c.variable.id === 'ages_65_plus')!;
    expect(none.definition).toMatchObject({ fallback: 'ages_75_plus', label: 'Part des 75 ans et plus (à défaut des 65 ans et plus)' });
    const units: Units = { '69003': { ...old, P22_POP65P: null }, '69029': { ...old, P22_POP65P: 20 } };
    const choice = choose(units).choices.find((c) => c.variable.id === 'ages_65_plus')!;
    expect(choice.definition.fallback).toBeNull();
    const result = indexOf({ ...lyon, themes: [{ id: 't', label: 't', weight: 1, axes: [{ id: 'a', label: 'a', weight: 1, variables: [choice.variable] }] }] }, units, { choices: [choice] });
    expect(variableOf(result, 'ages_65_plus')).toMatchObject({ statuses: ['non_disponible', 'observe'], reference: { value: 20, units: 1 } });
    const fallen = indexOf(result.model, { '69003': old, '69029': { ...old, P22_POP75P: 12 } }, { choices: [none] });
    expect(variableOf(fallen, 'ages_65_plus')).toMatchObject({ statuses: ['repli', 'repli'], reference: { value: 10, units: 2 } });
  });
});

describe('DIPLMIN', () => {
  const diplomas = (year: number, ...names: string[]): Units => one(ones(`P${String(year)}_NSCOL15P`, ...names.map((n) => `P${String(year)}_NSCOL15P_${n}`)));

  it('stands alone up to 2016', () => {
    expect(chosen('peu_diplomes', diplomas(16, 'DIPLMIN', 'BEPC'))).toBe('P16_NSCOL15P_DIPLMIN / P16_NSCOL15P');
    expect(chosen('peu_diplomes', diplomas(13, 'DIPLMIN'))).toBe('P13_NSCOL15P_DIPLMIN / P13_NSCOL15P');
  });

  it('takes BEPC beside it from 2017', () => {
    expect(chosen('peu_diplomes', diplomas(17, 'DIPLMIN', 'BEPC'))).toBe('P17_NSCOL15P_DIPLMIN + P17_NSCOL15P_BEPC / P17_NSCOL15P');
  });

  it('is not usable from 2017 without BEPC, and leaves its place to an older vintage', () => {
    expect(chosen('peu_diplomes', diplomas(22, 'DIPLMIN'))).toBeNull();
    const both = one({ ...diplomas(22, 'DIPLMIN')['69003'], ...diplomas(16, 'DIPLMIN')['69003'] });
    expect(chosen('peu_diplomes', both)).toBe('P16_NSCOL15P_DIPLMIN / P16_NSCOL15P');
  });

  it('is DIPL0 + CEP + BEPC in older files', () => {
    expect(chosen('peu_diplomes', diplomas(11, 'DIPL0', 'CEP', 'BEPC'))).toBe('P11_NSCOL15P_DIPL0 + P11_NSCOL15P_CEP + P11_NSCOL15P_BEPC / P11_NSCOL15P');
    expect(chosen('peu_diplomes', diplomas(22, 'DIPL0', 'CEP', 'BEPC'))).toBeNull();
  });
});

describe('variables without columns', () => {
  it('are all listed at once, with the columns wanted and the nearest found', () => {
    const { lacks } = choose(one({ TP6021: 12, P22_POP: 100, P22_POP1529: null }));
    expect(lacks.map((l) => [l.variable.id, l.why])).toEqual([
      ['monoparentales', 'columns'], ['menages_une_personne', 'columns'], ['chomeurs', 'columns'], ['jeunes_15_29', 'values'],
      ['ages_65_plus', 'columns'], ['peu_diplomes', 'columns'],
    ]);
    const text = lacksMessage('lyon-2021', lacks, ['CODGEO', 'P22_POP', 'P22_CHOM1554', 'P22_ACT1564', 'P22_POP1529'], ['a.csv']);
    expect(text).toMatch(/^6 variables du modèle lyon-2021 sont sans colonnes utilisables dans a\.csv/);
    for (const { variable } of lacks) expect(text).toContain(`${variable.id} (${variable.label})`);
    expect(text).toMatch(/chomeurs .*il faut P\{aa\}_CHOM1564, et P\{aa\}_ACT1564\. Dans les fichiers, d'approchant : P22_CHOM1554/);
    expect(text).toMatch(/ages_65_plus .*P\{aa\}_POP65P ou P\{aa\}_POP6579 \+ P\{aa\}_POP80P.*à défaut P\{aa\}_POP75P/);
    expect(text).toMatch(/jeunes_15_29 .*aucune unité du territoire n'a de valeur/);
  });

  it('name the vintage asked for', () => {
    const { lacks } = choose(one(ones('P22_POP1529', 'P22_POP')), rp(2019));
    const text = lacksMessage('lyon-2021', lacks.filter((l) => l.variable.id === 'jeunes_15_29'), ['P22_POP1529', 'P22_POP'], ['a.csv']);
    expect(text).toMatch(/^Une variable du modèle lyon-2021 est sans colonnes utilisables/);
    expect(text).toContain('au millésime 2019 : il faut P19_POP1529, et P19_POP.');
  });
});

describe('the nearest names where a vintage is bound', () => {
  it('are those of the other vintages', () => {
    const { lacks } = choose(one({ TP6021: 12 }), { ...FREE, families: new Map([['filosofi', 2016]]) });
    const text = lacksMessage('lyon-2021', lacks.filter((l) => l.variable.id === 'pauvrete'), ['CODGEO', 'TP6021'], ['a.csv']);
    expect(text).toMatch(/au millésime 2016 : il faut TP6016.*Dans les fichiers, d'approchant : TP6021\./);
    expect(text).not.toContain('aucun nom de colonne approchant');
  });
});

describe('a newest vintage that covers few units', () => {
  const both = ones('P16_POP1529', 'P16_POP', 'P22_POP1529', 'P22_POP');
  const older = ones('P16_POP1529', 'P16_POP');
  const notices = (units: Units, vintages = FREE): string[] => {
    const codes = Object.keys(units);
    const frame = buildFrame(tableOf(lyon.quantities, units), codes, codes);
    return olderVintageNotices(chooseColumns(lyon, frame, vintages).choices, lyon, frame, vintages);
  };

  it('is told beside the older one that covers at least twice as many', () => {
    const units: Units = { '69003': both, '69029': older, '69033': older, '69034': { P16_POP: 1 } };
    expect(notices(units)).toEqual(['jeunes_15_29 : le millésime 2022 a une valeur pour 1 unité sur 4 ; le millésime 2016 en a 3 : --vintage jeunes_15_29=2016.']);
    expect(notices(units, { ...FREE, variables: new Map([['jeunes_15_29', 2022]]) })).toEqual([]);
    expect(notices(units, rp(2022))).toEqual([]);
  });

  it('is not where the older one covers less than twice as many', () => {
    expect(notices({ '69003': both, '69029': both, '69033': older })).toEqual([]);
    expect(notices({ '69003': both, '69029': {}, '69033': {} })).toEqual([]);
  });
});

describe('chooseQuantity', () => {
  it('takes the newest vintage at which a count is known, or the one that is bound', () => {
    const units = one({ P22_POP: null, P18_POP: 90, P16_POP: 80, P18_POP0014: 10 });
    const frame = buildFrame(tableOf(lyon.quantities, units), ['69003'], ['69003']);
    const population = lyon.quantities.get('population')!;
    expect(chooseQuantity(population, frame, null)?.vintage).toBe(2018);
    expect(chooseQuantity(population, frame, 2016)?.vintage).toBe(2016);
    expect(chooseQuantity(population, frame, 2022)).toBeNull();
    const older = chooseQuantity(lyon.quantities.get('population_15_plus')!, frame, null)!;
    expect(describeAlternative(older.alternative, older.vintage)).toBe('P18_POP - P18_POP0014');
  });
});
