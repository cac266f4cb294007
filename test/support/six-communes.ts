import { cpSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { bytesOf, fragilite } from './command-line.js';
import { temporaryFolder } from './write-shapefile.js';

/** Six communes with invented figures: census, income and square contours; every variable is there. */
export const SIX_COMMUNES = fileURLToPath(new URL('../../fixtures/six-communes/', import.meta.url));

export const INSEE = ['--insee', 'rp2022.csv', '--insee', 'filosofi2021.csv'] as const;
export const GOOD = ['compute', ...INSEE, '--boundaries', 'contours.geojson', '--out', 'sortie'] as const;

/** A folder of the test with a copy of the six communes. */
export async function sixCommunes(): Promise<string> {
  const folder = await temporaryFolder();
  cpSync(SIX_COMMUNES, folder, { recursive: true });
  return folder;
}

let result: Promise<Record<string, string>> | null = null;

/** The same with a good result in `sortie`; it is computed once. */
export async function sixCommunesComputed(): Promise<string> {
  const folder = await sixCommunes();
  result ??= computeOnce(folder);
  const outputs = Object.entries(await result).map(([name, hex]) => [name, Buffer.from(hex, 'hex')] as const);
  await mkdir(join(folder, 'sortie'), { recursive: true });
  await put(join(folder, 'sortie'), Object.fromEntries(outputs));
  return folder;
}

async function computeOnce(folder: string): Promise<Record<string, string>> {
  expect(await fragilite(folder, [...GOOD, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  return bytesOf(join(folder, 'sortie'));
}

/** Writes files by name into a folder. */
export async function put(folder: string, files: Readonly<Record<string, Buffer | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}
