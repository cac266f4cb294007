import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fragilite, textOf } from '../support/command-line.js';
import { GOOD, INSEE, put, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';
import { summaryOf } from '../support/summary.js';
import type { Summary } from '../support/summary.js';
import { temporaryFolder } from '../support/write-shapefile.js';

/** A good result of last year in `2025`, and this year's files with the figures of two communes exchanged. */
async function twoYears(): Promise<string> {
  const folder = await sixCommunes();
  expect((await fragilite(folder, [...GOOD.slice(0, -1), '2025', '--quiet'])).stderr).toBe('');
  for (const name of ['rp2022.csv', 'filosofi2021.csv']) {
    const text = textOf(folder, name);
    writeFileSync(join(folder, name), text.replaceAll(/^(01001|69149)(?=;)/gm, (code) => (code === '01001' ? '69149' : '01001')));
  }
  return folder;
}

describe('--max-imputed', () => {
  // The poverty rate of 14 of the 58 communes is estimated, and weighs 0.25: 0.25 × 14 / 58 = 6.03 %.
  it('of the demonstration: the share of the nominal weight, units counting for one each', async () => {
    const folder = await temporaryFolder();
    const held = await fragilite(folder, ['compute', '--max-imputed', '6.1%', '--json', '--out', 'tenu']);
    expect(held.code).toBe(0);
    expect(summaryOf(held).seuils).toEqual([{ option: '--max-imputed', demande: 0.061, constate: expect.closeTo((0.25 * 14) / 58, 12) as number, tenu: true }]);
    const broken = await fragilite(folder, ['compute', '--max-imputed', '6%']);
    expect(broken.code).toBe(4);
    expect(broken.stderr).toContain("Erreur : --max-imputed 6,0\u202f% : 6,0\u202f% du poids est estimé ou imputé (Taux de pauvreté (seuil 60 %) : 14 valeurs). Rien n'est écrit.\n");
    expect(existsSync(join(folder, 'sortie'))).toBe(false);
  });

  it('what is left aside is not imputed', async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await fragilite(folder, ['compute', '--missing', 'ignorer', '--max-imputed', '0%', '--json', '--quiet']);
    expect({ code, found: (JSON.parse(stdout) as Summary).seuils[0]?.constate }).toEqual({ code: 0, found: 0 });
  });
});

describe('--max-rank-shift', () => {
  it('names the units that moved too far, with both ranks, and writes nothing', async () => {
    const folder = await twoYears();
    const outcome = await fragilite(folder, [...GOOD, '--max-rank-shift', '1', '--previous', '2025']);
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/Erreur : --max-rank-shift 1 : 2 des 6 communes que les deux résultats classent ont changé de plus de 1 rang depuis 2025 : .+ \((01001|69149)\) \d → \d et .+ \((01001|69149)\) \d → \d\. Rien n'est écrit\.\nC'est un contrôle des entrées/);
    expect(existsSync(join(folder, 'sortie'))).toBe(false);
  });

  it('passes where no unit moved farther, and says how far the farthest did', async () => {
    const folder = await twoYears();
    const outcome = await fragilite(folder, [...GOOD, '--max-rank-shift', '5', '--previous', '2025', '--json']);
    const { seuils, erreur } = summaryOf(outcome);
    expect({ code: outcome.code, erreur }).toEqual({ code: 0, erreur: null });
    expect(seuils[0]).toMatchObject({ option: '--max-rank-shift', demande: 5, tenu: true });
    expect(outcome.stderr).toMatch(/Rangs face à 2025 : 6 unités communes, au plus \d rangs? d'écart/);
  });

  it('of the demonstration: its files are those of the package, last year\'s result is the user\'s', async () => {
    const folder = await temporaryFolder();
    expect((await fragilite(folder, ['compute', '--out', '2025', '--quiet'])).code).toBe(0);
    const outcome = await fragilite(folder, ['compute', '--previous', '2025', '--max-rank-shift', '0']);
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining("Rangs face à 2025 : 58 unités communes, au plus 0 rang d'écart") as string });
  });

  it('is in fragilite.yaml too, its folder told from there', async () => {
    const folder = await twoYears();
    await put(folder, { 'fragilite.yaml': 'insee: [rp2022.csv, filosofi2021.csv]\nmax-rank-shift: 1\nprevious: "2025"\nmax-imputed: 50%\n' });
    const { code, stderr } = await fragilite(folder, ['compute']);
    expect({ code, says: stderr.includes('--max-rank-shift 1 : 2 des 6') }).toEqual({ code: 4, says: true });
  });

  it.each([
    [['--max-rank-shift', '3'], 2, 'donnez par --previous'],
    [['--previous', '2025'], 2, "--previous ne sert qu'à --max-rank-shift"],
    [['--max-rank-shift', '2.5', '--previous', '2025'], 2, 'il faut un nombre entier de rangs'],
    [['--max-imputed', 'peu'], 2, '--max-imputed peu : il faut une part'],
    [['--max-rank-shift', '3', '--previous', 'absent'], 3, "« absent » n'est pas un dossier de résultat"],
    [['--max-rank-shift', '3', '--previous', '2025', '--model', 'inr-2020'], 3, 'ce résultat est du modèle lyon-2021, et celui-ci de inr-2020'],
  ] as const)('%j: code %i', async (options, code, says) => {
    const folder = await twoYears();
    const model = options.includes('--model' as never) ? ['--missing', 'ignorer'] : [];
    const outcome = await fragilite(folder, ['compute', ...INSEE, ...options, ...model]);
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code, stderr: expect.stringContaining(says) as string });
  });
});

describe('--previous that cannot serve', () => {
  it.each<[string, readonly string[], string]>([
    ['no result', ['--previous', '2024'], "« 2024 » n'est pas un dossier de résultat"],
    ['of another model', ['--previous', '2025', '--model', 'inr-2020'], 'ce résultat est du modèle lyon-2021, et celui-ci de inr-2020'],
    ['of another unit', ['--previous', '2025', '--unit', 'epci'], 'ce résultat est par commune, et celui-ci par EPCI'],
    ['cut', ['--previous', 'coupe'], "« coupe » : ifn.csv n'y est plus"],
  ])('%s: refused before any input is read', async (_, options, says) => {
    const folder = await twoYears();
    mkdirSync(join(folder, 'coupe'));
    await put(folder, { 'coupe/manifest.json': textOf(join(folder, '2025'), 'manifest.json') });
    // Files that are not there are not missed: they were not looked for.
    const outcome = await fragilite(folder, ['compute', '--insee', 'absent.csv', '--max-rank-shift', '3', ...options]);
    expect(outcome).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(says) as string });
    expect(outcome.stderr).not.toMatch(/Lecture|absent\.csv/);
  });
});

describe('check --require-complete', () => {
  it('holds the columns against what compute would ask', async () => {
    const folder = await sixCommunes();
    const text = textOf(folder, 'filosofi2021.csv').trimEnd().split('\n');
    writeFileSync(join(folder, 'filosofi2021.csv'), `${[text[0], ...text.slice(2)].join('\n')}\n`);
    const codes = await Promise.all(['84%', '83%'].map(async (share) => {
      const outcomes = [await fragilite(folder, ['check', ...INSEE, '--require-complete', share]), await fragilite(folder, ['compute', ...INSEE, '--require-complete', share, '--missing', 'ignorer', '--out', `essai-${share.slice(0, 2)}`])];
      return outcomes.map(({ code }) => code);
    }));
    expect(codes).toEqual([[4, 4], [0, 0]]);
  });
});

describe('--json of the commands that write', () => {
  it('compute, map and cross: one shape, alone on stdout, with the outputs of the manifest', async () => {
    const folder = await sixCommunesComputed();
    const compute = summaryOf(await fragilite(folder, [...GOOD, '--json']));
    expect(compute).toMatchObject({ commande: 'compute', code: 0, dossier: 'sortie', resultat: { modele: { id: 'lyon-2021', version: 1 }, unites: 6, scores: 6 } });
    const { sorties } = JSON.parse(textOf(join(folder, 'sortie'), 'manifest.json')) as Summary;
    expect(compute.sorties.filter(({ chemin }) => chemin !== 'manifest.json')).toEqual(sorties);
    const map = summaryOf(await fragilite(folder, ['map', '--format', 'svg', '--json', '--quiet']));
    expect(map).toMatchObject({ commande: 'map', dossier: 'sortie', resultat: null });
    expect(map.sorties.map((s) => s.chemin)).toEqual(['carte.svg', 'manifest.json']);
  });

  it('a command that fails says why there too, and what it had to say before', async () => {
    const folder = await sixCommunes();
    const outcome = await fragilite(folder, ['compute', ...INSEE, '--require-join', '100%', '--territory', 'communes:01001,01004', '--json']);
    const summary = summaryOf(outcome);
    expect(summary).toMatchObject({ code: 4, dossier: null, sorties: [], seuils: [{ option: '--require-join', demande: 1, constate: 0.5, tenu: false }] });
    expect(outcome.stderr).toContain(`Erreur : ${summary.erreur ?? ''}`);
  });

  it('does not go with --out -', async () => {
    const { code, stdout } = await fragilite(await sixCommunes(), ['compute', ...INSEE, '--out', '-', '--json']);
    expect({ code, stdout: (JSON.parse(stdout) as Summary).code }).toEqual({ code: 2, stdout: 2 });
  });
});
