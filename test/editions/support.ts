import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvByCode, repositoryFile, runCli } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

/** The four communes that are the territory and its reference. */
export const TERRITORY = 'communes:01004,01005,01007,01008';

const FILES = ['rp.csv', 'filosofi.csv', 'arcep.csv', 'autres.csv'].map((name) => repositoryFile(`fixtures/editions/${name}`));

/** Computes a model on the fixture of the editions; `published` are values of the reference. */
export function computeEdition(folder: string, model: string, published: Readonly<Record<string, number>> = {}, ...more: string[]): Promise<Run> {
  const values = join(folder, `reference-${model.replace(/\W/g, '-')}.csv`);
  const rows = Object.entries(published).map(([id, value]) => `${TERRITORY};${id};${String(value)};2016;inventée`);
  writeFileSync(values, ['territoire;variable;valeur;millesime;source', ...rows, ''].join('\n'));
  return runCli(
    ['compute', '--model', model, ...FILES.flatMap((f) => ['--insee', f]), '--territory', TERRITORY, ...(rows.length > 0 ? ['--reference-values', values] : []), '--out', 'out', ...more],
    folder,
  );
}

/** A number of `ifn.csv`. */
export const cell = (folder: string, code: string, column: string): number => {
  const text = csvByCode(join(folder, 'out', 'ifn.csv')).get(code)?.get(column);
  return text === undefined || text === '' ? Number.NaN : Number(text);
};
