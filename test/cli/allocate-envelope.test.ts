import { describe, expect, it } from 'vitest';
import { byCodeOf, columnSum, manifestIn, numberOf, useDemonstration } from '../support/post-files.js';
import { repositoryFile } from '../support/run-cli.js';

const work = useDemonstration();
const ENVELOPE = repositoryFile('fixtures/posts-canoniques/enveloppe.yaml');
const shared = async (...argv: readonly string[]): Promise<Record<string, string>[]> => {
  await work.done('allocate', '--scores', 'sortie/ifn.csv', '--out', 'essai', '--envelope', ENVELOPE, ...argv);
  return work.rows('essai/allocation.csv');
};
const report = (): string => work.read('essai/allocation.md');

/** The cells of the rows of the table under a heading that start with an ordinal. */
const order = (): string[][] =>
  [...report().matchAll(/^\| (\d+)e \| (.+) \|$/gm)].map(([, rank = '', rest = '']) => [rank, ...rest.split(' | ')]);

describe('49 to 65 posts, 50 + 15 agreed', () => {
  it('shares the 50 of the métropole over its communes; the 15 of the rest are said', async () => {
    const rows = await shared();
    expect([columnSum(rows, 'postes'), columnSum(rows, 'postes_bas'), columnSum(rows, 'postes_haut')]).toEqual([50, 38, 50]);
    expect(new Set(rows.map((r) => r['partie']))).toEqual(new Set(['epci:200046977']));
    expect(report()).toContain('**Parts convenues** : Métropole de Lyon 50, Nouveau-Rhône 15.');
    expect(report()).toContain('Nouveau-Rhône : les scores n\'ont aucune de ses communes ; ses 15 postes ne sont pas répartis plus loin.');
    expect(report()).toContain('Source : Métropole de Lyon, présentation du 26 février 2021.');
    expect(manifestIn(work, 'essai')['repartition']).toMatchObject({
      total: 65,
      enveloppe: { territoire: 'dep:69', bas: 49, haut: 65 },
      parts: [{ territoire: 'epci:200046977', postes: 50 }, { territoire: 'dep:69,-epci:200046977', postes: 15 }],
    });
  });

  it.each([
    ['sainte-lague', 38, 11], ['adams', 37, 12],
  ])('--total 49 with %s: %i + %i', async (method, metropole, rest) => {
    const rows = await shared('--total', '49', '--method', method);
    expect(columnSum(rows, 'postes')).toBe(metropole);
    expect(report()).toContain(`Métropole de Lyon ${String(metropole)}, Nouveau-Rhône ${String(rest)}`);
  });

  it.each(['sainte-lague', 'dhondt', 'huntington-hill', 'adams'])('%s: the 16 posts between, in an order that leads from the low table to the high one', async (method) => {
    const rows = byCodeOf(await shared('--method', method));
    const names = new Map([...rows.values()].map((r) => [r['nom'], r['code']]));
    const steps = order();
    expect(steps.map(([rank]) => Number(rank))).toEqual(Array.from({ length: 16 }, (_, i) => 50 + i));
    const held = new Map([...rows].map(([code, row]) => [code, numberOf(row, 'postes_bas')]));
    const parts = { 'Métropole de Lyon': columnSum([...rows.values()], 'postes_bas'), 'Nouveau-Rhône': 49 - columnSum([...rows.values()], 'postes_bas') };
    for (const [, part = '', line = '', , reason] of steps) {
      parts[part as keyof typeof parts] += 1;
      expect(reason).toContain(part);
      if (line === 'non répartie') expect(part).toBe('Nouveau-Rhône');
      else held.set(names.get(line)!, held.get(names.get(line)!)! + 1);
    }
    expect(parts).toEqual({ 'Métropole de Lyon': 50, 'Nouveau-Rhône': 15 });
    expect(held).toEqual(new Map([...rows].map(([code, row]) => [code, numberOf(row, 'postes_haut')])));
  });

  it('largest remainder has two tables, their differences, and says that it has no order', async () => {
    const rows = await shared('--method', 'plus-fort-reste');
    expect(order()).toEqual([]);
    expect(report()).toContain('La méthode du plus fort reste ne donne pas les postes un par un');
    expect([columnSum(rows, 'postes_bas'), columnSum(rows, 'postes_haut')]).toEqual([38, 50]);
    const changed = rows.filter((r) => r['postes_bas'] !== r['postes_haut']);
    for (const row of changed) expect(report()).toContain(`| ${row['nom']!} | ${row['postes_bas']!} | ${row['postes_haut']!} |`);
  });

  it('an envelope without parts is shared over its territory', async () => {
    work.put('simple.yaml', 'territoire: "communes:69259,69266"\nnom: Deux communes\nbas: 3\nhaut: 5\nsource: Invention\n');
    await work.done('allocate', '--scores', 'sortie/ifn.csv', '--out', 'essai', '--envelope', 'simple.yaml');
    const rows = work.rows('essai/allocation.csv');
    expect(rows.map((r) => r['code'])).toEqual(['69259', '69266']);
    expect([columnSum(rows, 'postes'), columnSum(rows, 'postes_bas')]).toEqual([5, 3]);
  });

  it('an envelope of another territory is refused', async () => {
    work.put('loin.yaml', 'territoire: dep:01\nnom: Ain\nbas: 3\nhaut: 5\nsource: Invention\n');
    expect(await work.refused(2, 'allocate', '--scores', 'sortie/ifn.csv', '--out', 'essai', '--envelope', 'loin.yaml')).toContain('enveloppe');
  });

  it('a line astride the two parts is refused', async () => {
    work.put('astride.csv', 'code;groupe\n69259;Tous\n69264;Tous\n');
    work.put('deux/ifn.csv', 'code;score;population_15_plus\n69259;140;3000\n69264;90;3000\n');
    expect(await work.refused(2, 'allocate', '--scores', 'deux/ifn.csv', '--envelope', ENVELOPE, '--by', 'astride.csv')).toMatch(/Tous .*à cheval sur/);
  });
});
