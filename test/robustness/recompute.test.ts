import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recompute } from '../../src/robustness/recompute.js';
import { readStoredIndex } from '../../src/sources/stored-index.js';
import { computeEdition } from '../editions/support.js';
import { sixCommunes, GOOD } from '../support/six-communes.js';
import { csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import { readFileSync } from 'node:fs';

const folder = useFolder();

/** Every number of `ifn.csv` that the index made, as text, and the same made again. */
function bothWays(path: string): { readonly stored: Record<string, string>; readonly again: Record<string, string> } {
  const { index } = readStoredIndex(path, 'sortie');
  const made = recompute(index);
  const text = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : String(value));
  const stored: Record<string, string> = {};
  const again: Record<string, string> = {};
  for (const [unit, row] of csvRows(readFileSync(join(path, 'ifn.csv'), 'utf8')).entries()) {
    const code = row.get('code') ?? '';
    const take = (column: string, value: number | undefined): void => {
      stored[`${code} ${column}`] = row.get(column) ?? '?';
      again[`${code} ${column}`] = text(value);
    };
    take('score', made.score[unit]);
    take('rang', made.rank[unit] === 0 ? Number.NaN : made.rank[unit]);
    for (const [id, values] of [...made.axes, ...made.themes]) take(id, values[unit]);
    for (const [id, values] of made.points) take(`${id}_points`, values[unit]);
  }
  return { stored, again };
}

function expectSame(path: string, atLeast: number): void {
  const { stored, again } = bothWays(path);
  expect(Object.values(stored).filter((cell) => cell !== '').length).toBeGreaterThanOrEqual(atLeast);
  expect(again).toEqual(stored);
}

describe('an index made again from its folder is the very same, to the last digit', () => {
  beforeAll(async () => {
    expect(await runCli(['compute', '--out', 'demo', '--quiet'], folder.path)).toMatchObject({ code: 0 });
  });

  it('on the demonstration', () => expectSame(join(folder.path, 'demo'), 860));

  it.each(['epci', 'departement'])('on the demonstration with --missing %s', async (policy) => {
    // The reference's own rate is needed where nothing is estimated.
    expect((await runCli(['compute', '--missing', policy, '--missing', 'pauvrete=estimation', '--out', `demo-${policy}`, '--quiet'], folder.path)).code).toBe(0);
    expectSame(join(folder.path, `demo-${policy}`), 860);
  });

  it.each(['epci', 'departement', 'reference'])('on the demonstration with the poverty rate imputed by %s', async (policy) => {
    expect((await runCli(['compute', '--missing', `pauvrete=${policy}`, '--out', `pauvrete-${policy}`, '--quiet'], folder.path)).code).toBe(0);
    expectSame(join(folder.path, `pauvrete-${policy}`), 860);
  });

  it('on six communes', async () => {
    const six = await sixCommunes();
    expect((await runCli([...GOOD, '--quiet'], six)).code).toBe(0);
    expectSame(join(six, 'sortie'), 6 * 15);
  });

  it('where the reference is not the territory', async () => {
    const six = await sixCommunes();
    const codes = csvRows(readFileSync(join(six, 'rp2022.csv'), 'utf8')).map((row) => row.get('CODGEO') ?? '');
    for (const [name, territory, reference] of [
      ['dedans', codes.slice(0, 3), codes],
      ['dehors', codes.slice(0, 3), codes.slice(3)],
      ['a-cheval', codes.slice(0, 4), codes.slice(2)],
    ] as const) {
      const argv = [...GOOD.slice(0, -1), name, '--territory', `communes:${territory.join(',')}`, '--reference', `communes:${reference.join(',')}`, '--missing', 'ignorer'];
      expect(await runCli([...argv, '--quiet'], six)).toMatchObject({ code: 0 });
      expectSame(join(six, name), territory.length * 10);
    }
  });

  it.each([
    ['epci', ['communes', 'filosofi_communes', 'filosofi_epci'], ['--territory', 'epci:247700644,epci:246900757'], 2 * 9],
    ['iris', ['iris', 'filosofi_iris', 'filosofi_communes_iris'], ['--territory', 'communes:69191,69149,69123,69003', '--reference-values', repositoryFile('fixtures/mailles/valeurs_reference.csv')], 6 * 9],
  ])('on units that are %s', async (unit, files, more, atLeast) => {
    const insee = files.flatMap((name) => ['--insee', repositoryFile(`fixtures/mailles/${name}.csv`)]);
    expect(await runCli(['compute', '--unit', unit, ...insee, ...more, '--out', unit, '--quiet'], folder.path)).toMatchObject({ code: 0 });
    expectSame(join(folder.path, unit), atLeast);
  });

  it.each([
    ['kit-2019', { pauvrete: 15, niveau_de_vie: 18982 }],
    ['inr-2020', { niveau_de_vie: 18982 }],
    ['dfg-2020', {}],
    ['portail-2023', {}],
    ['lyon-2021', { pauvrete: 15 }],
  ])('on the model %s', async (model, published) => {
    expect(await computeEdition(folder.path, model, published)).toMatchObject({ code: 0 });
    expectSame(join(folder.path, 'out'), 4 * 6);
  });
});
