import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fragilite } from './command-line.js';
import { repositoryFile, useFolder } from './run-cli.js';
import { sixCommunes } from './six-communes.js';
import { temporaryFolder } from './write-shapefile.js';

/** A folder of the test with the six communes and a project of all steps on them. */
export async function projectFolder(): Promise<string> {
  const folder = await sixCommunes();
  cpSync(repositoryFile('fixtures/projet'), folder, { recursive: true });
  return folder;
}

/** Makes copies of a project of which all steps are done; they are done once for the tests of a file. */
export function useProjectDone(): () => Promise<string> {
  const template = useFolder();
  return async () => {
    if (!existsSync(join(template.path, 'fragilite.yaml'))) {
      cpSync(await projectFolder(), template.path, { recursive: true });
      expect(await fragilite(template.path, ['run'])).toMatchObject({ code: 0 });
    }
    const folder = await temporaryFolder();
    cpSync(template.path, folder, { recursive: true });
    return folder;
  };
}

/** The outcome of each step of `fragilite run`, by its name, from what it said: `fait`, `inchangé`… */
export function stepsOf(stderr: string): Record<string, string> {
  const lines = stderr.split('\n').flatMap((line) => /^(check|compute|cross|allocate|diagnose|map|report) +(.+)$/.exec(line) ?? []);
  const found: Record<string, string> = {};
  for (let i = 0; i < lines.length; i += 3) found[lines[i + 1] ?? ''] = (lines[i + 2] ?? '').replace(/ \(.*$/, '');
  return found;
}

/** One more byte at the end of a file that does not change what it says. */
export function touch(folder: string, name: string): void {
  const path = join(folder, name);
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
}

/** Replaces a text of a file. */
export function edit(folder: string, name: string, from: string | RegExp, to: string): void {
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}
