import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, useFolder } from '../support/run-cli.js';
import { cell, computeEdition } from './support.js';

const folder = useFolder();
const points = (code: string, id: string): number => cell(folder.path, code, `${id}_points`);
const mean = (...values: number[]): number => values.reduce((a, b) => a + b) / values.length;

beforeAll(async () => {
  const run = await computeEdition(folder.path, 'kit-2019', { pauvrete: 15, niveau_de_vie: 18982 });
  expect(run.stderr).toContain('kit de 2019');
  expect(run.code).toBe(0);
});

describe('kit-2019, worked by hand', () => {
  it('gives the worked example: an income of 17,868 against 18,982 is 94.131 points', () => {
    expect(points('01004', 'niveau_de_vie')).toBeCloseTo(94.131, 3);
    expect(points('01004', 'niveau_de_vie')).toBeCloseTo((100 * 17868) / 18982, 10);
    // Not inverted: the richest has the most points.
    expect(points('01005', 'niveau_de_vie')).toBeCloseTo((100 * 22000) / 18982, 10);
  });

  it('counts a cover as 100·(1 − x)/X_ref, of which the reference is not 100', () => {
    // Premises, types summed: 350/500, 200/200, 900/1000, 80/200: 1530/1900 in all.
    const reference = 1530 / 1900;
    expect(points('01004', 'couverture_thd')).toBeCloseTo((100 * (1 - 350 / 500)) / reference, 10);
    expect(points('01005', 'couverture_thd')).toBeCloseTo(0, 10);
    expect(points('01008', 'couverture_thd')).toBeCloseTo((100 * (1 - 80 / 200)) / reference, 10);
    // 2G: 98, 90, 100, 80 % of 1000, 500, 2000, 500 inhabitants: 95.75 %.
    const mobile = (0.98 * 1000 + 0.9 * 500 + 1 * 2000 + 0.8 * 500) / 4000;
    expect(mobile).toBeCloseTo(0.9575, 12);
    expect(points('01008', 'couverture_mobile')).toBeCloseTo((100 * (1 - 0.8)) / mobile, 10);
  });

  it('counts services by inhabitant as 100·max(0, 2 − x/X_ref)', () => {
    // 4 + 1 + 4 + 6 = 15 services for 4000 inhabitants.
    const reference = 15 / 4000;
    expect(points('01004', 'services_publics')).toBeCloseTo(100 * (2 - 4 / 1000 / reference), 10);
    expect(points('01007', 'services_publics')).toBeCloseTo(100 * (2 - 4 / 2000 / reference), 10);
    // 6 for 500: 3.2 times the reference, so 0 and not −120.
    expect(points('01008', 'services_publics')).toBe(0);
  });

  it('takes the other variables as ratios of sums, and DIPLMIN as it is published', () => {
    const expected = {
      pauvrete: (100 * 18) / 15,
      monoparentales: (100 * (50 / 250)) / (170 / 1000),
      menages_une_personne: (100 * (160 / 400)) / (705 / 1750),
      chomeurs: (100 * (75 / 500)) / (225 / 2000),
      jeunes_15_29: (100 * (150 / 1000)) / (660 / 4000),
      ages_65_plus: (100 * (200 / 1000)) / (825 / 4000),
      non_diplomes: (100 * (210 / 700)) / (795 / 2920),
    };
    for (const [id, value] of Object.entries(expected)) expect(points('01004', id), id).toBeCloseTo(value, 10);
  });

  it('brings them up as means of means', () => {
    const of = (...ids: string[]): number => mean(...ids.map((id) => points('01004', id)));
    const interfaces = of('couverture_thd', 'couverture_mobile', 'pauvrete', 'niveau_de_vie');
    const information = of('monoparentales', 'menages_une_personne', 'services_publics');
    const administratives = of('chomeurs', 'jeunes_15_29');
    const numeriques = of('ages_65_plus', 'non_diplomes');
    expect(cell(folder.path, '01004', 'interfaces')).toBeCloseTo(interfaces, 10);
    expect(cell(folder.path, '01004', 'acces')).toBeCloseTo(mean(interfaces, information), 10);
    expect(cell(folder.path, '01004', 'score')).toBeCloseTo(mean(mean(interfaces, information), mean(administratives, numeriques)), 10);
  });

  it('is not told as « so many times the reference », which covers are not', async () => {
    const { stdout } = await runCli(['explain', '01004', 'out'], folder.path);
    expect(stdout).toMatch(/Indice \d+ : \d+ points? au-(dessus|dessous) de la base 100 \(référence : /);
    expect(stdout).not.toMatch(/fois ceux de la référence/);
  });
});
