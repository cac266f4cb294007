import { describe, expect, it } from 'vitest';
import { METHODS } from '../../src/posts/apportionment/line.js';
import { byCodeOf, columnSum, csv, expectOutputsOfManifest, manifestIn, numberOf, useDemonstration } from '../support/post-files.js';

const work = useDemonstration();
const allocated = async (...argv: readonly string[]): Promise<Record<string, string>[]> => {
  await work.done('allocate', '--scores', 'sortie/ifn.csv', '--out', 'essai', ...argv);
  return work.rows('essai/allocation.csv');
};
/** Half the sum of absolute differences, from the file. */
const moved = (rows: readonly Record<string, string>[], a: string, b: string): number =>
  rows.reduce((n, row) => n + Math.abs(numberOf(row, a) - numberOf(row, b)), 0) / 2;

describe('50 posts over the 58 communes', () => {
  it.each(METHODS)('%s shares all 50, one row per commune and no total row', async (method) => {
    const rows = await allocated('--total', '50', '--method', method);
    expect(rows.length).toBe(58);
    expect(rows.map((r) => r['code'])).toEqual(rows.map((r) => r['code']).sort());
    expect(columnSum(rows, 'postes')).toBe(50);
    for (const other of METHODS) expect(columnSum(rows, `methode_${other.replaceAll('-', '_')}`)).toBe(50);
    expect(moved(rows, 'postes', `methode_${method.replaceAll('-', '_')}`)).toBe(0);
  });

  it('part_ideale is the exact quota: 50 × weight / sum of weights, the weight being population 15+ × score / 100', async () => {
    const rows = await allocated('--total', '50');
    const scores = byCodeOf(work.rows('sortie/ifn.csv'));
    const weightOf = (code: string): number => (numberOf(scores.get(code), 'population_15_plus') * numberOf(scores.get(code), 'score')) / 100;
    const whole = rows.reduce((n, row) => n + weightOf(row['code']!), 0);
    for (const row of rows) {
      expect(numberOf(row, 'poids')).toBeCloseTo(weightOf(row['code']!), 6);
      expect(numberOf(row, 'part_ideale')).toBeCloseTo((50 * weightOf(row['code']!)) / whole, 9);
      expect(Number.isInteger(numberOf(row, 'postes'))).toBe(true);
    }
    expect(columnSum(rows, 'part_ideale')).toBeCloseTo(50, 9);
  });

  it('score moves 2 posts against population 15+ alone; excedent gives Vénissieux 15, where score gives 3 and population 2', async () => {
    const rows = await allocated('--total', '50');
    expect(moved(rows, 'avec_score', 'avec_population')).toBe(2);
    const venissieux = byCodeOf(rows).get('69259');
    expect(['avec_excedent', 'avec_score', 'avec_population', 'postes'].map((c) => numberOf(venissieux, c))).toEqual([15, 3, 2, 3]);
    const report = work.read('essai/allocation.md');
    expect(report).toMatch(/\| population × indice \/ 100 \| 2 \|/);
    expect(report).toContain("c'est une priorisation, pas une répartition");
    expect(report).toContain('la population de 15 ans et plus seule');
  });

  it.each([
    ['excedent', 15], ['population', 2],
  ] as const)('--weight %s: Vénissieux has %i', async (weight, posts) => {
    expect(numberOf(byCodeOf(await allocated('--total', '50', '--weight', weight)).get('69259'), 'postes')).toBe(posts);
  });

  it('more than a third of the lines at 0 is said, with groupings and ideal shares', async () => {
    const rows = await allocated('--total', '50');
    const none = rows.filter((r) => r['postes'] === '0').length;
    expect(none * 3).toBeGreaterThan(58);
    const report = work.read('essai/allocation.md');
    expect(report).toContain(`${String(none)} lignes sur 58 n'ont aucun poste entier`);
    expect(report).toMatch(/--by epci, --by arrondissement ou --by FICHIER/);
    expect(report).toMatch(/\| Lyon \| 69123 \| [^|]+ \| 18,5 \| \*\*21\*\* \|/u);
  });

  it('Huntington-Hill and Adams with fewer posts than lines give one each to the largest weights, and say so', async () => {
    const rows = await allocated('--total', '10', '--method', 'adams');
    const largest = [...rows].sort((a, b) => numberOf(b, 'poids') - numberOf(a, 'poids')).slice(0, 10).map((r) => r['code']);
    expect(new Set(rows.filter((r) => r['postes'] === '1').map((r) => r['code']))).toEqual(new Set(largest));
    expect(work.read('essai/allocation.md')).toContain('Adams donne d\'abord un poste à chaque ligne qui a un poids');
  });
});

describe('lines', () => {
  it.each([
    ['epci', '200046977', 'Métropole de Lyon'], ['arrondissement', '691', 'Lyon'],
  ])('--by %s', async (by, code, nom) => {
    expect((await allocated('--total', '50', '--by', by)).map((r) => [r['code'], r['nom'], r['postes']])).toEqual([[code, nom, '50']]);
  });

  it('--by FILE: one row per group, communes of no group are said', async () => {
    work.put('bassins.csv', csv('code;groupe', '69123;Centre', '69266;Centre', '69259;Sud', '69199;Sud', '69091;Sud'));
    const rows = await allocated('--total', '10', '--by', 'bassins.csv');
    expect(rows.map((r) => r['code'])).toEqual(['Centre', 'Sud']);
    expect(columnSum(rows, 'postes')).toBe(10);
    expect(work.read('essai/allocation.md')).toMatch(/Dans aucun regroupement \(\d+ communes\) : .*\(69003\)/);
    expect(manifestIn(work, 'essai').entrees.map((e) => [e.chemin, e.role])).toContainEqual(['bassins.csv', 'regroupements']);
  });

  it('ties are reported with what settles them', async () => {
    work.put('egaux/ifn.csv', csv('code;score;population_15_plus', '69029;100;1000', '69091;100;1000', '69259;100;1000'));
    await work.done('allocate', '--scores', 'egaux/ifn.csv', '--total', '4');
    expect(work.read('egaux/allocation.md')).toMatch(/## Égalités\n\n- Bron, Givors, Vénissieux à égalité pour un poste ; il va au plus petit code : Bron\./);
    expect(work.rows('egaux/allocation.csv').map((r) => r['postes'])).toEqual(['2', '1', '1']);
  });
});

describe('the result folder', () => {
  it('gains allocation.csv and allocation.md; two runs give the same bytes', async () => {
    work.copy('deux');
    const before = work.texts('deux');
    await work.done('allocate', '--scores', 'deux/ifn.csv', '--total', '50');
    const once = work.texts('deux');
    await work.done('allocate', '--scores', 'deux/ifn.csv', '--total', '50');
    expect(work.texts('deux')).toEqual(once);
    expect(Object.keys(once).sort()).toEqual([...Object.keys(before), 'allocation.csv', 'allocation.md'].sort());
    for (const name of Object.keys(before).filter((n) => n !== 'manifest.json')) expect(once[name]).toBe(before[name]);
  });

  it('has a manifest with the section repartition, right hashes, and what was there before', async () => {
    work.copy('manifeste');
    const before = manifestIn(work, 'manifeste');
    await work.done('allocate', '--scores', 'manifeste/ifn.csv', '--total', '50', '--method', 'dhondt', '--min', '0');
    const after = manifestIn(work, 'manifeste');
    expect(after['repartition']).toMatchObject({ total: 50, methode: 'dhondt', poids: { fonction: 'score', population: 'population_15_plus' }, lignes: 'commune', minimum: 0, maximum: null, enveloppe: null });
    expect(after['modele']).toEqual(before['modele']);
    expect(after.sorties.map((s) => s.chemin)).toEqual([...before.sorties.map((s) => s.chemin), 'allocation.csv', 'allocation.md'].sort());
    expectOutputsOfManifest(work, 'manifeste');
  });

  it('elsewhere, the manifest names the scores', async () => {
    await allocated('--total', '50');
    expect(manifestIn(work, 'essai').entrees).toContainEqual(expect.objectContaining({ chemin: 'sortie/ifn.csv', role: 'scores' }));
    expectOutputsOfManifest(work, 'essai');
  });
});
