import { describe, expect, it } from 'vitest';
import { carryCode } from '../../src/territory/carry.js';
import { carryTable } from '../../src/territory/carry-table.js';
import { sumIris } from '../../src/territory/sum-iris.js';
import { ARRONDISSEMENTS, cells, COMMUNES, fileTable, spec } from '../support/tables.js';

const POP = spec('P22_POP');
const MEN = spec('C22_MEN');
const TP60 = spec('TP6021', { nature: 'taux', family: 'filosofi', vintage: 2021, weights: ['NBPERSMENFISC21', 'NBPERS21'] });
const NBPERS = spec('NBPERSMENFISC21', { family: 'filosofi', vintage: 2021 });
const MED = spec('MED21', { nature: 'mediane', family: 'filosofi', vintage: 2021 });

describe('carryCode', () => {
  it.each([
    ['69003', 'same', '69003'],
    ['69149', 'same', '69149'],
    ['69152', 'former', '69149'],
    ['69159', 'former', '69114'],
    ['69101', 'former', '69114'],
    ['69114', 'same', '69114'],
    ['20004', 'former', '2A004'],
    ['69123', 'same', '69123'],
    ['69381', 'part', '69123'],
    ['75120', 'part', '75056'],
    ['13216', 'part', '13055'],
    ['69390', 'unknown', null],
    ['99999', 'unknown', null],
  ] as const)('par communes : %s %s %s', (code, how, unit) => expect(carryCode(COMMUNES, code)).toEqual({ how, unit }));

  it.each([
    ['69381', 'same', '69381'],
    ['69123', 'whole', null],
    ['75056', 'whole', null],
    ['13055', 'whole', null],
    ['69152', 'former', '69149'],
    ['69003', 'same', '69003'],
  ] as const)('par arrondissements : %s %s %s', (code, how, unit) => expect(carryCode(ARRONDISSEMENTS, code)).toEqual({ how, unit }));

  it('porte tout ancien code à une commune qui existe, sans chaîne', () => {
    const broken = [...COMMUNES.cog.formerCodes].filter(([, today]) => !COMMUNES.cog.communes.has(today));
    expect(broken).toEqual([]);
    expect(COMMUNES.cog.formerCodes.size).toBeGreaterThan(1000);
  });
});

describe('carryTable : les communes réunies', () => {
  it('somme 69149 et 69152 sous 69149', () => {
    const carried = carryTable(fileTable([POP], [['69149', 26000], ['69152', 10000], ['69003', 3000]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69003: 3000, 69149: 36000 });
    expect([...carried.report.joined]).toEqual([['69149', ['69149', '69152']]]);
  });

  it('porte 69159 seul à 69114, sans attendre 69101 : une ancienne commune absente ne manque pas', () => {
    const carried = carryTable(fileTable([POP], [['69159', 900]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 900 });
    expect([...carried.report.joined]).toEqual([['69114', ['69159']]]);
  });

  it('somme 69101, 69114 et 69159 d’une géographie d’avant 2017', () => {
    const carried = carryTable(fileTable([POP], [['69101', 700], ['69114', 2000], ['69159', 900]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 3600 });
    expect([...carried.report.joined]).toEqual([['69114', ['69101', '69114', '69159']]]);
  });

  it('ne dit rien d’une commune restée ce qu’elle est', () => {
    expect(carryTable(fileTable([POP], [['69114', 1], ['69149', 2]]), COMMUNES).report.joined.size).toBe(0);
  });

  it.each([
    ['secret', 'secret'],
    ['unavailable', 'unavailable'],
    ['blank', 'unavailable'],
  ] as const)('rend la somme manquante si une ligne présente est %s', (state, expected) => {
    const carried = carryTable(fileTable([POP, MEN], [['69149', 26000, 1], ['69152', state, 1]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69149: expected });
    expect(cells(carried, 'C22_MEN')).toEqual({ 69149: 2 });
  });

  it('garde secret contre non disponible', () => {
    for (const [a, b] of [['secret', 'unavailable'], ['unavailable', 'secret'], ['blank', 'secret']] as const) {
      expect(cells(carryTable(fileTable([POP], [['69149', a], ['69152', b]]), COMMUNES), 'P22_POP')).toEqual({ 69149: 'secret' });
    }
  });

  it('rend « non disponible » la cellule vide d’une commune seule', () => {
    expect(cells(carryTable(fileTable([POP], [['69003', 'blank'], ['69029', 'secret']]), COMMUNES), 'P22_POP')).toEqual({ 69003: 'unavailable', 69029: 'secret' });
  });

  it('laisse de côté les codes que la géographie ne connaît pas, et les cite', () => {
    const carried = carryTable(fileTable([POP], [['69003', 1], ['69999', 2], ['99001', 3]]), COMMUNES);
    expect(carried.codes).toEqual(['69003']);
    expect(carried.report.unknown).toEqual(['69999', '99001']);
  });
});

describe('carryTable : l’ancien code resté vide à côté du nouveau', () => {
  it('est tenu pour absent de la source dont il n’a rien', () => {
    // 69159;;; beside 69114 for the census, but its income is there.
    const carried = carryTable(
      fileTable([POP, MEN, NBPERS, MED], [['69114', 3600, 1500, 2600, 21000], ['69159', 'blank', 'blank', 900, 22000]]),
      COMMUNES,
    );
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 3600 });
    expect(cells(carried, 'C22_MEN')).toEqual({ 69114: 1500 });
    expect(cells(carried, 'NBPERSMENFISC21')).toEqual({ 69114: 3500 });
    expect(carried.report.emptyFormer).toEqual(['69159']);
  });

  it('distingue deux millésimes d’une même source', () => {
    const old = [spec('P16_POP', { vintage: 2016 }), spec('C16_MEN', { vintage: 2016 })];
    const carried = carryTable(fileTable([POP, MEN, ...old], [['69114', 3600, 1500, 2600, 1000], ['69159', 'blank', 'blank', 900, 350]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 3600 });
    expect(cells(carried, 'P16_POP')).toEqual({ 69114: 3500 });
  });

  it('ne l’est pas s’il lui manque une cellule seulement', () => {
    const carried = carryTable(fileTable([POP, MEN], [['69114', 3600, 1500], ['69159', 'blank', 400]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 'unavailable' });
    expect(cells(carried, 'C22_MEN')).toEqual({ 69114: 1900 });
    expect(carried.report.emptyFormer).toEqual([]);
  });

  it('ne l’est pas si sa cellule est secrète : une marque n’est pas un vide', () => {
    const carried = carryTable(fileTable([POP, MEN], [['69114', 3600, 1500], ['69159', 'secret', 'secret']]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 'secret' });
  });

  it('ne l’est pas d’après une seule colonne : rien ne le distingue d’une valeur manquante', () => {
    expect(cells(carryTable(fileTable([POP], [['69114', 3600], ['69159', 'blank']]), COMMUNES), 'P22_POP')).toEqual({ 69114: 'unavailable' });
  });

  it('reste non disponible quand toutes les lignes sont vides', () => {
    const carried = carryTable(fileTable([POP, MEN], [['69114', 'blank', 'blank'], ['69159', 'blank', 'blank']]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69114: 'unavailable' });
    expect(carried.report.emptyFormer).toEqual([]);
  });
});

describe('carryTable : taux et médianes de communes réunies', () => {
  it('pondère les taux par les personnes quand tous sont publiés', () => {
    const carried = carryTable(fileTable([TP60, NBPERS], [['69149', 20, 3000], ['69152', 10, 1000]]), COMMUNES);
    expect(cells(carried, 'TP6021')).toEqual({ 69149: '≈17.5' });
    expect(carried.report.unweighted).toEqual([]);
  });

  it('ne recalcule pas si un taux est secret', () => {
    const carried = carryTable(fileTable([TP60, NBPERS], [['69149', 20, 3000], ['69152', 'secret', 1000]]), COMMUNES);
    expect(cells(carried, 'TP6021')).toEqual({ 69149: 'secret' });
    expect(cells(carried, 'NBPERSMENFISC21')).toEqual({ 69149: 4000 });
  });

  it.each([
    ['absents du fichier', fileTable([TP60], [['69149', 20], ['69152', 10]])],
    ['manquants pour une partie', fileTable([TP60, NBPERS], [['69149', 20, 3000], ['69152', 10, 'secret']])],
    ['nuls', fileTable([TP60, NBPERS], [['69149', 20, 0], ['69152', 10, 0]])],
  ])('laisse le taux manquant, et le dit, si ses poids sont %s', (_, table) => {
    const carried = carryTable(table, COMMUNES);
    expect(cells(carried, 'TP6021')).toEqual({ 69149: 'unavailable' });
    expect(carried.report.unweighted).toEqual(['69149 (TP6021)']);
  });

  it('prend le deuxième nom de poids à défaut du premier', () => {
    const carried = carryTable(fileTable([TP60, spec('NBPERS21')], [['69149', 20, 3000], ['69152', 10, 1000]]), COMMUNES);
    expect(cells(carried, 'TP6021')).toEqual({ 69149: '≈17.5' });
  });

  it('ne combine jamais des médianes, mais garde celle d’une commune portée seule', () => {
    expect(cells(carryTable(fileTable([MED], [['69149', 21000], ['69152', 22000], ['69003', 27000]]), COMMUNES), 'MED21')).toEqual({ 69003: 27000, 69149: 'unavailable' });
    // Not even where a column could weight them; and a median is not said to lack its weight.
    const weighted = carryTable(fileTable([{ ...MED, weights: ['NBPERSMENFISC21'] }, NBPERS], [['69149', 21000, 3000], ['69152', 22000, 1000]]), COMMUNES);
    expect([cells(weighted, 'MED21'), weighted.report.unweighted]).toEqual([{ 69149: 'unavailable' }, []]);
    const alone = carryTable(fileTable([MED, TP60], [['69159', 22000, 8]]), COMMUNES);
    expect([cells(alone, 'MED21'), cells(alone, 'TP6021')]).toEqual([{ 69114: 22000 }, { 69114: 8 }]);
  });
});

describe('sumIris', () => {
  const iris = (rows: Parameters<typeof fileTable>[1], columns = [POP]): ReturnType<typeof fileTable> => fileTable(columns, rows, { iris: true });

  it('somme les effectifs par commune ou arrondissement, et laisse les taux et médianes', () => {
    const { table, leftOut } = sumIris(iris([['690290101', 100, 20, 25000], ['690290102', 50.5, 30, 26000], ['693810101', 7, 10, 30000]], [POP, TP60, MED]));
    expect(cells(table, 'P22_POP')).toEqual({ 69029: 150.5, 69381: 7 });
    expect(table.columns.map((c) => c.name)).toEqual(['P22_POP']);
    expect(leftOut).toEqual(['TP6021', 'MED21']);
  });

  it.each([
    [['secret', 1, 2], 'secret'],
    [[1, 'unavailable', 2], 'unavailable'],
    [[1, 2, 'blank'], 'unavailable'],
    [['unavailable', 1, 'secret'], 'secret'],
    [['blank', 'secret', 1], 'secret'],
  ] as const)('rend la commune manquante si un IRIS l’est : %j', (given, expected) => {
    const rows = given.map((cell, i) => [`69029010${i + 1}`, cell] as const);
    expect(cells(sumIris(iris(rows)).table, 'P22_POP')).toEqual({ 69029: expected });
  });

  it('se fait avant de porter : IRIS → arrondissements → commune', () => {
    const nine = Array.from({ length: 9 }, (_, i) => [`6938${i + 1}0101`, 10] as const);
    const carried = carryTable(iris([...nine, ['693810102', 5], ['691520101', 3], ['691490101', 4]]), COMMUNES);
    expect(cells(carried, 'P22_POP')).toEqual({ 69123: 95, 69149: 7 });
    expect(carried.report.fromArrondissements.get('69123')).toHaveLength(9);
    expect(cells(carryTable(iris([...nine, ['693810102', 5]]), ARRONDISSEMENTS), 'P22_POP')['69381']).toBe(15);
  });
});
