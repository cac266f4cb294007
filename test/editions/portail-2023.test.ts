import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';
import { cell, computeEdition } from './support.js';

const folder = useFolder();
let run: Run;
const column = (id: string): number[] => ['01004', '01005', '01007', '01008'].map((code) => cell(folder.path, code, id));

beforeAll(async () => {
  run = await computeEdition(folder.path, 'portail-2023');
  expect(run.code).toBe(0);
});

describe('portail-2023, worked by hand among the ten communes of the files', () => {
  it('places each value among all the units of the files, of which four are shown', () => {
    // Without THD, in %: 0 0 0 | 5 10 20 30 40 60 80; the territory has 30, 0, 10, 60.
    expect(column('sans_thd_points')).toEqual([7, 1, 5, 9]);
    // Without 4G: 0 0 0 | 1 2 3 5 8 10 20; 2, 10, 0, 20.
    expect(column('sans_4g_points')).toEqual([5, 9, 1, 10]);
    // 65 and over: 10 12 15 18 20 22 25 30 35 40; 20, 30, 15, 35.
    expect(column('ages_65_plus_points')).toEqual([5, 8, 3, 9]);
    // Without diploma: 10 15 20 22 25 28 30 30 35 40; 30, 15, 30, 25: the two of 30 % are both seventh.
    expect(column('peu_diplomes_points')).toEqual([7, 2, 7, 5]);
    // Poverty, two secret, so n = 8: 8 9 10 12 14 15 18 20; 18, 9, 15, 12: ceil(10 × 7/8), × 2/8, × 6/8, × 4/8.
    expect(column('pauvrete_points')).toEqual([9, 3, 8, 5]);
  });

  it('is the plain mean of the five', () => {
    expect(column('score')).toEqual([33 / 5, 23 / 5, 24 / 5, 38 / 5]);
  });

  it('has neither theme nor axis', () => {
    const [header = ''] = readFileSync(join(folder.path, 'out/ifn.csv'), 'utf8').split('\n');
    expect(header.split(';').slice(11, 15)).toEqual(['axes_absents', 'sans_thd', 'sans_thd_points', 'sans_thd_statut']);
  });

  it('warns that ten communes are not France', () => {
    expect(run.stderr).toMatch(/place chaque unité parmi toutes celles de France ; les fichiers n'en ont que 10, soit 0,0\d+\s?% de la population/);
  });

  it('speaks of its own scale and nowhere of base 100', async () => {
    const explained = (await runCli(['explain', '01008', 'out'], folder.path)).stdout;
    expect(explained).toContain('Indice 7,6 (moyenne de déciles nationaux, de 1 à 10 (10 = la plus fragile) ; centre 5,5) : au-dessus du centre');
    expect(explained).toContain("Leur somme est l'écart de l'indice à 5,50 : +2,1.");
    const ranking = readFileSync(join(folder.path, 'out/classement.md'), 'utf8');
    for (const text of [explained, ranking, run.stderr]) expect(text).not.toMatch(/[Bb]ase 100|fois (ceux de )?la référence/);
    expect(ranking).toContain('décile de 1 à 10');
  });

  it('is not shared by what exceeds 100, nor classed by thresholds of base 100', async () => {
    const excess = await runCli(['allocate', '--scores', 'out/ifn.csv', '--total', '4', '--weight', 'excedent', '--out', 'a'], folder.path);
    expect([excess.code, excess.stderr]).toEqual([2, expect.stringContaining("n'est pas en base 100")]);
    const plain = await runCli(['allocate', '--scores', 'out/ifn.csv', '--total', '4', '--out', 'a'], folder.path);
    expect(plain.code).toBe(0);
    const posts = repositoryFile('fixtures/posts-canoniques/postes.csv');
    const cross = await runCli(['cross', '--scores', 'out/ifn.csv', '--posts', posts, '--out', 'c'], folder.path);
    expect([cross.code, cross.stderr]).toEqual([2, expect.stringContaining('Donnez --thresholds BAS,HAUT sur son échelle')]);
  });
});
