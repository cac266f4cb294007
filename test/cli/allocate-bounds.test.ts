import { beforeAll, describe, expect, it } from 'vitest';
import { POSTS, SCORES, byCodeOf, columnSum, csv, numberOf, useWork } from '../support/post-files.js';

const work = useWork();
beforeAll(() => {
  work.put('ifn.csv', SCORES);
  work.put('postes.csv', POSTS);
  work.put('taux.csv', csv('code;taux;source', '69029;10;Enquête inventée', '69091;50;Enquête inventée', '69259;20;Enquête inventée', '69266;10;Enquête inventée'));
});
const shared = async (...argv: readonly string[]): Promise<ReadonlyMap<string, Record<string, string>>> => {
  await work.done('allocate', '--scores', 'ifn.csv', '--out', 'essai', ...argv);
  return byCodeOf(work.rows('essai/allocation.csv'));
};
const seats = (rows: ReadonlyMap<string, Record<string, string>>): number[] => [...rows.values()].map((r) => numberOf(r, 'postes'));
const refused = (code: number, ...argv: readonly string[]): Promise<string> => work.refused(code, 'allocate', '--scores', 'ifn.csv', '--out', 'refus', ...argv);

describe('bounds', () => {
  it('--min and --max hold, and are in the file', async () => {
    const rows = await shared('--total', '10', '--min', '2', '--max', '3');
    expect(seats(rows)).toEqual([2, 2, 3, 3]);
    expect([...rows.values()].map((r) => [r['plancher'], r['plafond']])).toEqual(Array.from({ length: 4 }, () => ['2', '3']));
    expect(work.read('essai/allocation.md')).toContain('- Bornes : minimum 2, maximum 3, postes existants non conservés.');
  });

  it('--keep-existing is a floor: the 3 posts of Vénissieux stay', async () => {
    // The post of the network is to place: it is nowhere's floor.
    const rows = await shared('--total', '4', '--keep-existing', '--posts', 'postes.csv');
    expect([...rows.values()].map((r) => r['existants'])).toEqual(['0', '0', '3', '1']);
    expect(seats(rows)).toEqual([0, 0, 3, 1]);
    expect(work.read('essai/allocation.md')).toMatch(/1 postes? d'employeurs plus larges qu'une commune/);
  });

  it('without it, the order in which existing posts would go', async () => {
    await shared('--total', '2', '--posts', 'postes.csv');
    const report = work.read('essai/allocation.md');
    expect(report).toContain('## Ordre des retraits');
    // Vénissieux 4200/5, then 4200/3 before Villeurbanne 4400/1.
    expect([...report.matchAll(/^\| (\d) \| (\S+) \| (\S+) poste \|/gm)].map(([, ...cells]) => cells)).toEqual([['1', 'Vénissieux', '3e'], ['2', 'Vénissieux', '2e']]);
  });

  it('largest remainder says whose order of withdrawal serves', async () => {
    await shared('--total', '2', '--posts', 'postes.csv', '--method', 'plus-fort-reste');
    expect(work.read('essai/allocation.md')).toContain("le plus fort reste n'a pas d'ordre, celui de Sainte-Laguë sert");
  });

  it('--as-of: posts that have ended are no floor', async () => {
    const rows = await shared('--total', '4', '--keep-existing', '--posts', 'postes.csv', '--as-of', '2025-01-01');
    expect(rows.get('69259')!['existants']).toBe('0');
  });

  it('existing posts of a commune without a score are said, not lost in silence', async () => {
    work.put('sans-score.csv', csv('code;population_15_plus;score', '69266;4000;110', '69259;3000;'));
    await work.done('allocate', '--scores', 'sans-score.csv', '--out', 'essai', '--total', '4', '--keep-existing', '--posts', 'postes.csv');
    const report = work.read('essai/allocation.md');
    expect(report).toContain('Sans poids, faute de score, de population ou de taux (1 commune) : Vénissieux (69259).');
    expect(report).toMatch(/Postes existants de communes qui ne sont dans aucune ligne.*Vénissieux \\?\(69259\\?\) 3/);
  });

  it.each([
    ['--min', ['--total', '10', '--min', '3'], /minimums \(12\) dépasse l'enveloppe \(10\) de 2 postes/],
    ['--max', ['--total', '10', '--max', '2'], /maximums \(8\) est inférieure à l'enveloppe \(10\) de 2 postes/],
    ['--keep-existing', ['--total', '3', '--keep-existing', '--posts', 'postes.csv'], /\(4\) dépasse l'enveloppe \(3\) de 1 poste\b/],
  ])('%s that cannot be met: exit 3, the gap stated, nothing written', async (_, argv, message) => {
    expect(await refused(3, ...argv)).toMatch(message);
    expect(() => work.texts('refus')).toThrow();
  });
});

describe('usage', () => {
  it.each([
    ['neither total nor envelope', [], /--total N, ou --envelope/],
    ['--keep-existing without posts', ['--total', '5', '--keep-existing'], /--keep-existing sans --posts/],
    ['personnes without rates', ['--total', '5', '--weight', 'personnes'], /--illectronisme/],
    ['an unknown method', ['--total', '5', '--method', 'saint-lague'], /Vouliez-vous dire sainte-lague/],
    ['an unknown weight', ['--total', '5', '--weight', 'scores'], /Vouliez-vous dire score/],
    ['an unknown grouping', ['--total', '5', '--by', 'comune'], /Vouliez-vous dire commune/],
    ['a total that is no number', ['--total', '5,5'], /--total 5,5 : il faut un nombre entier/],
    ['--min above --max', ['--total', '10', '--min', '3', '--max', '2'], /--min 3 dépasse --max 2/],
    ['a negative total', ['--total=-1'], /--total -1/],
    ['a date that does not exist', ['--total', '5', '--as-of', '2023-02-30'], /--as-of 2023-02-30/],
  ])('%s: exit 2', async (_, argv, message) => {
    expect(await refused(2, ...argv)).toMatch(message);
  });

  it('a total too large to be one is refused', async () => {
    expect(await refused(2, '--total', '999999')).toContain('999999');
  });

  it('no scores where they are looked for: exit 3, and what to do', async () => {
    expect(await work.refused(3, 'allocate', '--total', '5')).toMatch(/sortie\/ifn\.csv n'existe pas.\n.*fragilite compute/s);
  });
});

describe('weights', () => {
  it('personnes: population × estimated rate, with its source', async () => {
    const rows = await shared('--total', '10', '--weight', 'personnes', '--illectronisme', 'taux.csv');
    expect([...rows.values()].map((r) => numberOf(r, 'poids'))).toEqual([200, 500, 600, 400]);
    expect(columnSum([...rows.values()], 'postes')).toBe(10);
    expect(work.read('essai/allocation.md')).toContain('Enquête inventée');
  });

  it('without population 15+, total population serves, and it is said', async () => {
    work.put('total.csv', csv('code;score;population', '69259;140;3000', '69266;110;4000'));
    await work.done('allocate', '--scores', 'total.csv', '--out', 'essai', '--total', '5');
    expect(work.rows('essai/allocation.csv').map((r) => numberOf(r, 'poids'))).toEqual([4200, 4400]);
    const report = work.read('essai/allocation.md');
    expect(report).toContain("population totale (les scores n'ont pas celle de 15 ans et plus)");
    expect(report).not.toContain('15 ans et plus seule');
  });

  it('the weight is called a weighted population, never persons or a need', async () => {
    await shared('--total', '10');
    expect(work.read('essai/allocation.md')).toContain("C'est une population pondérée, ni un nombre de personnes ni un besoin.");
  });
});
