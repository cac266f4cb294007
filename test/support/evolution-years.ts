import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { bytesOf, fragilite } from './command-line.js';
import { put } from './six-communes.js';
import { temporaryFolder } from './write-shapefile.js';
import { mkdir } from 'node:fs/promises';

const FIXTURE = fileURLToPath(new URL('../../fixtures/evolution/', import.meta.url));

const OLD = ['--territory', 'communes:69003,69029,69149,69152,69259', '--cog', '2022', '--passage', 'passage-2022.csv'];
const NEW = ['--territory', 'communes:69003,69029,69149,69259', '--boundaries', 'contours.geojson'];

/** How each year is computed; 2011 and 2016 are on the geography of 2022, before 69152 became part of 69149. */
const YEARS: Readonly<Record<string, readonly string[]>> = {
  2011: ['--insee', 'rp2011.csv', '--insee', 'filosofi2012.csv', ...OLD],
  2016: ['--insee', 'rp2016.csv', '--insee', 'filosofi2016.csv', ...OLD],
  2022: ['--insee', 'rp2022.csv', '--insee', 'filosofi2021.csv', ...NEW],
};

let computed: Promise<Record<string, Record<string, string>>> | null = null;

/** A folder of the test with the fixture and its three results, which are computed once. */
export async function evolutionYears(): Promise<string> {
  const folder = await temporaryFolder();
  cpSync(FIXTURE, folder, { recursive: true });
  computed ??= computeAll(folder);
  for (const [year, files] of Object.entries(await computed)) {
    await mkdir(join(folder, year), { recursive: true });
    await put(join(folder, year), Object.fromEntries(Object.entries(files).map(([name, hex]) => [name, Buffer.from(hex, 'hex')])));
  }
  return folder;
}

async function computeAll(folder: string): Promise<Record<string, Record<string, string>>> {
  const made: Record<string, Record<string, string>> = {};
  for (const [year, options] of Object.entries(YEARS)) {
    expect(await fragilite(folder, ['compute', ...options, '--out', year, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    made[year] = bytesOf(join(folder, year));
  }
  return made;
}

/** Computes one more result in a folder of `evolutionYears`, with more options than its year's. */
export const computeYear = (folder: string, year: string, out: string, ...more: string[]): ReturnType<typeof fragilite> =>
  fragilite(folder, ['compute', ...(YEARS[year] ?? []), ...more, '--out', out, '--quiet']);
