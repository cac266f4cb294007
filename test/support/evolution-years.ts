import { cpSync } from 'node:fs';
import { expect } from 'vitest';
import { fragilite } from './command-line.js';
import { repositoryFile } from './run-cli.js';

const OLD = ['--territory', 'communes:69003,69029,69149,69152,69259', '--cog', '2022', '--passage', 'passage-2022.csv'];

/** How each year is computed; 2011 and 2016 are on the geography of 2022, before 69152 became part of 69149. */
const YEARS: Readonly<Record<string, readonly string[]>> = {
  2011: ['--insee', 'rp2011.csv', '--insee', 'filosofi2012.csv', ...OLD],
  2016: ['--insee', 'rp2016.csv', '--insee', 'filosofi2016.csv', ...OLD],
  2022: ['--insee', 'rp2022.csv', '--insee', 'filosofi2021.csv', '--territory', 'communes:69003,69029,69149,69259', '--boundaries', 'contours.geojson'],
};

/** Copies the fixture of three years into a folder, and computes its results in `2011`, `2016` and `2022`. */
export async function computeYears(folder: string): Promise<void> {
  cpSync(repositoryFile('fixtures/evolution'), folder, { recursive: true });
  for (const year of Object.keys(YEARS)) await computeYear(folder, year, year);
}

/** Computes one result of the fixture, with more options than its year's. */
export async function computeYear(folder: string, year: string, out: string, ...more: string[]): Promise<void> {
  expect(await fragilite(folder, ['compute', ...(YEARS[year] ?? []), ...more, '--out', out, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
}
