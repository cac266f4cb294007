import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';
import type { Io } from '../../src/cli/io.js';

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, from a folder, and collects what it says. */
export async function fragilite(cwd: string, argv: readonly string[], io: Partial<Io> = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, {
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    interactive: false,
    color: false,
    cwd,
    ...io,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

/** The bytes of every file of a folder, in hexadecimal by name, so that two states compare with `toEqual`. */
export function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name)).toString('hex')]));
}

/** A file of a folder as text. */
export const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/** The lines of a CSV as records by column name. */
export function recordsOf(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(';');
  return lines.map((line) => Object.fromEntries(line.split(';').map((cell, i) => [names[i] ?? '', cell])));
}
