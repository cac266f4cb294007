import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, useFolder } from '../support/run-cli.js';
import { cell, computeEdition } from './support.js';

const folder = useFolder();
const points = (code: string, id: string): number => cell(folder.path, code, `${id}_points`);

beforeAll(async () => {
  expect((await computeEdition(folder.path, 'dfg-2020')).code).toBe(0);
});

describe('dfg-2020, worked by hand', () => {
  it('compares with the median of the communes, and cuts to the integer', () => {
    // Poverty 18, 9, 15, 12: median 13.5. 18/13.5 = 133.33, 9/13.5 = 66.67, 15/13.5 = 111.11, 12/13.5 = 88.89.
    expect(['01004', '01005', '01007', '01008'].map((c) => points(c, 'pauvrete'))).toEqual([133, 66, 111, 88]);
    // One person: 40, 30, 40, 50 %: median 40.
    expect(['01004', '01005', '01007', '01008'].map((c) => points(c, 'menages_une_personne'))).toEqual([100, 75, 100, 125]);
    // Single-parent households: 10, 6, 10, 2 %: median 8.
    expect(['01004', '01005', '01007', '01008'].map((c) => points(c, 'menages_monoparentaux'))).toEqual([125, 75, 125, 25]);
    // Under 25: 300/1000, 125/500, 700/2000, 75/500, that is 30, 25, 35, 15 %: median 27.5.
    expect(['01004', '01005', '01007', '01008'].map((c) => points(c, 'moins_de_25'))).toEqual([109, 90, 127, 54]);
    // RSA 6, 2, 4, 3: 3.5; job seekers 12, 8, 10, 9: 9.5.
    expect([points('01004', 'rsa'), points('01004', 'demandeurs_emploi')]).toEqual([171, 126]);
    // 65 and over 20, 30, 15, 35 %: 25.  CAP-BEP or less 350/700, 160/400, 700/1400, 210/420: 50, 40, 50, 50: 50.
    expect(['01004', '01008'].map((c) => points(c, 'ages_65_plus'))).toEqual([80, 140]);
    expect(['01004', '01005'].map((c) => points(c, 'peu_diplomes'))).toEqual([100, 80]);
  });

  it('compares premises without THD with the mean, not the median', () => {
    // 30, 0, 10, 60 %: mean 25 (the median is 20).
    expect(['01004', '01005', '01007', '01008'].map((c) => points(c, 'sans_thd'))).toEqual([120, 0, 40, 240]);
  });

  it('cuts each level: axes, then the mean of the four', () => {
    const axes = ['interfaces', 'information', 'administratives', 'numeriques'].map((id) => cell(folder.path, '01004', id));
    // (133 + 120)/2 = 126.5; (100 + 125)/2 = 112.5; (109 + 171 + 126)/3 = 135.33; (80 + 100)/2 = 90.
    expect(axes).toEqual([126, 112, 135, 90]);
    // (126 + 112 + 135 + 90)/4 = 115.75.
    expect(cell(folder.path, '01004', 'score')).toBe(115);
  });

  it('has no theme in any output', () => {
    const [header = ''] = readFileSync(join(folder.path, 'out/ifn.csv'), 'utf8').split('\n');
    expect(header.split(';').slice(12, 17)).toEqual(['interfaces', 'information', 'administratives', 'numeriques', 'pauvrete']);
    expect(readFileSync(join(folder.path, 'out/classement.md'), 'utf8')).toContain("Axe : moyenne de ses variables, tronquée à l'entier ; indice : moyenne des axes, tronquée à l'entier.");
  });

  it('explains to the digit, the truncations having lines of their own', async () => {
    const { stdout } = await runCli(['explain', '01004', 'out', '--json'], folder.path);
    interface Node { readonly contribution: number; readonly residu?: { readonly nom: string; readonly contribution: number }; readonly variables: readonly { readonly contribution: number }[] }
    const told = JSON.parse(stdout) as { score: number; contribution: number; residu: NonNullable<Node['residu']>; axes: readonly Node[] };
    expect(told.contribution).toBeCloseTo(115 - 100, 10);
    expect(told.residu).toEqual({ nom: "écart à la moyenne arithmétique : troncature à l'entier", contribution: expect.closeTo(115 - 115.75, 10) as number });
    // Of the first axis: a quarter of 126 − 126.5.
    expect(told.axes[0]!.residu!.contribution).toBeCloseTo((126 - 126.5) / 4, 10);
    for (const axis of told.axes) {
      expect(axis.variables.reduce((sum, v) => sum + v.contribution, axis.residu!.contribution)).toBeCloseTo(axis.contribution, 10);
    }
    expect(told.axes.reduce((sum, a) => sum + a.contribution, told.residu.contribution)).toBeCloseTo(15, 10);
    const text = (await runCli(['explain', '01004', 'out'], folder.path)).stdout;
    expect(text).toContain("Leur somme est l'écart de l'indice à 100 : +15,0.");
    expect(text).toContain("(écart à la moyenne arithmétique : troncature à l'entier)");
  });
});
