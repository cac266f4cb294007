import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvByCode, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const folder = useFolder();
const MODEL = repositoryFile('fixtures/models/deciles.yaml');
let run: Run;

beforeAll(async () => {
  run = await runCli(['compute', '--model', MODEL, '--out', 'out'], folder.path);
});

const rows = (): ReadonlyMap<string, ReadonlyMap<string, string>> => csvByCode(join(folder.path, 'out/ifn.csv'));
const number = (row: ReadonlyMap<string, string>, column: string): number => Number(row.get(column));

describe('a model file with rules of its own', () => {
  it('is computed on the demonstration, its scenes of base 100 left out', () => {
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Échelle : déciles de 1 à 10 ; centre 5,5');
    expect(run.stderr).not.toMatch(/[Bb]ase 100|Scène/);
  });

  it('makes axes by a geometric mean, the score by the penalty of Mazziotta-Pareto, weighted 3 to 1', () => {
    for (const row of rows().values()) {
      const [poverty, income, families] = ['pauvrete_points', 'niveau_de_vie_points', 'monoparentales_points'].map((c) => number(row, c)) as [number, number, number];
      const revenus = Math.sqrt(poverty * income);
      expect(number(row, 'revenus')).toBeCloseTo(revenus, 9);
      expect(number(row, 'familles_seules')).toBeCloseTo(families, 9);
      const mean = (3 * revenus + families) / 4;
      const variance = (3 * (revenus - mean) ** 2 + (families - mean) ** 2) / 4;
      expect(number(row, 'score')).toBeCloseTo(mean + variance / mean, 9);
    }
  });

  it('places estimated rates among all, and turns the income: the poorest has the highest decile', () => {
    const all = [...rows().values()];
    const income = all.map((row) => [number(row, 'niveau_de_vie'), number(row, 'niveau_de_vie_points')] as const).sort(([a], [b]) => a - b);
    expect(income[0]![1]).toBe(10);
    expect(income.at(-1)![1]).toBe(1);
    expect(all.filter((row) => row.get('pauvrete_statut') === 'estime')).toHaveLength(14);
    expect(all.every((row) => row.get('pauvrete_points') !== '')).toBe(true);
  });

  it('gives the EPCI as the mean of its communes weighted by their population', () => {
    const all = [...rows().values()];
    const inhabitants = all.reduce((sum, row) => sum + number(row, 'population'), 0);
    const mean = all.reduce((sum, row) => sum + number(row, 'population') * number(row, 'score'), 0) / inhabitants;
    const ranking = readFileSync(join(folder.path, 'out/classement.md'), 'utf8');
    expect(ranking).toContain('## Intercommunalités entières');
    expect(ranking).toMatch(new RegExp(`\\| Métropole de Lyon \\| 200046977 \\| 58 \\| ${mean.toFixed(2).replace('.', ',')} \\| 100,0`));
  });

  it('explains itself: contributions and residuals add up to the digit', async () => {
    const { stdout, code } = await runCli(['explain', '69259', 'out'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('(écart à la moyenne arithmétique : moyenne géométrique)');
    expect(stdout).toContain('(écart à la moyenne arithmétique : pénalité de Mazziotta-Pareto)');
    const told = JSON.parse((await runCli(['explain', '69259', 'out', '--json'], folder.path)).stdout) as { score: number; contribution: number; residu: { contribution: number }; axes: { contribution: number }[] };
    expect(told.contribution).toBeCloseTo(told.score - 5.5, 9);
    expect(told.axes.reduce((sum, a) => sum + a.contribution, told.residu.contribution)).toBeCloseTo(told.contribution, 9);
    expect(told.score).toBe(number(rows().get('69259')!, 'score'));
  });

  it('refuses a geometric mean of what can be negative, naming variable and unit: exit code 3', async () => {
    const text = readFileSync(MODEL, 'utf8').replace('{ methode: decile, parmi: fichiers, ex_aequo: milieu }', 'z');
    writeFileSync(join(folder.path, 'z.yaml'), text);
    const refused = await runCli(['compute', '--model', 'z.yaml', '--out', 'z'], folder.path);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/pauvrete : -\d.*points pour 69\d{3} ; la moyenne « geometrique » du modèle deciles demande des points positifs/);
  });

  it('refuses an incomplete model before anything is read: exit code 2', async () => {
    for (const command of ['compute', 'check']) {
      const refused = await runCli([command, '--model', 'portail-2022', '--insee', 'nowhere.csv'], folder.path);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('les bornes des classes de −3 à +3 ne sont pas publiques');
    }
  });
});
