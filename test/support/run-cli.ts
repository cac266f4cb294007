import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { main } from '../../src/cli/main.js';

/** What a command said, and its exit code. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, from a folder, and listens. */
export async function runCli(argv: readonly string[], cwd: string): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const code = await main(argv, {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    interactive: false,
    color: false,
    cwd,
  });
  return { code, stdout, stderr };
}

/** A temporary folder for the tests of a file, removed after them. */
export function useFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'fragilite-'));
  });
  afterAll(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}

/** The path of a file of the repository: `fixtures/own-model/ma-fiche.yaml`. */
export const repositoryFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The rows of a CSV with `;` and no quoted cells, cells by column name. */
export function csvRows(text: string): ReadonlyMap<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(';');
  return lines.map((line) => new Map(line.split(';').map((cell, i) => [names[i] ?? '', cell])));
}

/** The same, from a file, by code. */
export function csvByCode(path: string, column = 'code'): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(csvRows(readFileSync(path, 'utf8')).map((row) => [row.get(column) ?? '', row]));
}
