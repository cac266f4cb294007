import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile, useFolder } from '../support/run-cli.js';
import { INSEE, SIX_COMMUNES } from '../support/six-communes.js';

/** A file on which nothing can ever be written: Linux has one. */
const FULL = '/dev/full';
const folder = useFolder();

/** The built program, its stdout (1) or stderr (2) on a full disk. */
function onFullDisk(lost: 1 | 2, ...argv: readonly string[]): { code: number | null; other: string } {
  expect(existsSync(repositoryFile('dist/cli/main.js')), 'npm run build').toBe(true);
  const full = openSync(FULL, 'w');
  try {
    const run = spawnSync(process.execPath, [repositoryFile('bin/fragilite.js'), ...argv], {
      cwd: folder.path,
      encoding: 'utf8',
      stdio: ['ignore', lost === 1 ? full : 'pipe', lost === 2 ? full : 'pipe'],
    });
    return { code: run.status, other: lost === 1 ? run.stderr : run.stdout };
  } finally {
    closeSync(full);
  }
}

describe.skipIf(!existsSync(FULL))('une sortie standard sur un disque plein', () => {
  it.each([['compute', ...INSEE, '--out', '-'], ['territory', 'dep:69'], ['--help']])('%s … : code 5, en une ligne', (...argv) => {
    cpSync(SIX_COMMUNES, folder.path, { recursive: true });
    const { code, other } = onFullDisk(1, ...argv);
    expect(other).toMatch(/^Erreur : Impossible d'écrire sur la sortie standard : le disque est plein\.$/m);
    expect(other).not.toMatch(/\n {4}at |Node\.js/);
    expect(code).toBe(5);
  });

  it('les fichiers sont écrits quand même', () => {
    cpSync(SIX_COMMUNES, folder.path, { recursive: true });
    expect(onFullDisk(1, 'compute', ...INSEE, '--out', 'sortie', '--json').code).toBe(5);
    expect(existsSync(join(folder.path, 'sortie', 'manifest.json'))).toBe(true);
  });

  it('celle des erreurs : code 5, ou celui de la faute qu\'elle devait dire', () => {
    cpSync(SIX_COMMUNES, folder.path, { recursive: true });
    expect(onFullDisk(2, 'compute', ...INSEE, '--out', 'autre').code).toBe(5);
    expect(onFullDisk(2, 'territory', 'dep:999').code).toBe(2);
  });
});
