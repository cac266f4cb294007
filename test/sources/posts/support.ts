import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FragiliteError } from '../../../src/errors.js';
import { Journal } from '../../../src/journal.js';
import type { Wanted } from '../../../src/sources/posts/one-count.js';
import { readPostFiles } from '../../../src/sources/posts/read-post-files.js';
import type { PostFiles } from '../../../src/sources/posts/read-post-files.js';
import { readSmallCsv } from '../../../src/sources/small-csv.js';
import type { SmallCsv } from '../../../src/sources/small-csv.js';
import { isKnownColumn } from '../../../src/sources/posts/format.js';
import { loadCog } from '../../../src/sources/cog.js';
import type { Cog } from '../../../src/territory/cog.js';
import { repositoryFile } from '../../support/run-cli.js';

export const cog: Cog = await loadCog();

/** Writes texts to files of a folder that lives as long as the work. */
export async function withFiles<T>(files: Readonly<Record<string, string | Buffer>>, work: (at: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fragilite-posts-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface ReadWithJournal extends PostFiles {
  readonly told: string;
}

/** Reads texts as post files, shown by their names. */
export const readTexts = (files: Readonly<Record<string, string | Buffer>>, known: Cog | null = cog, wanted: Wanted = 'all'): Promise<ReadWithJournal> =>
  withFiles(files, async (at) => {
    const journal = new Journal();
    const read = await readPostFiles(Object.keys(files), at, known, journal, wanted);
    return { ...read, told: journal.notices.map(({ text }) => text).join('\n') };
  });

/** Reads files of a fixture, shown by their names. */
export async function readFixture(folder: string, names: readonly string[], known: Cog | null = cog, wanted: Wanted = 'all'): Promise<ReadWithJournal> {
  const journal = new Journal();
  const read = await readPostFiles(names, (name) => repositoryFile(`fixtures/${folder}/${basename(name)}`), known, journal, wanted);
  return { ...read, told: journal.notices.map(({ text }) => text).join('\n') };
}

export const openText = (text: string | Buffer): Promise<SmallCsv> => withFiles({ 'f.csv': text }, (at) => readSmallCsv(at('f.csv'), 'f.csv', isKnownColumn));

/** The error that some work ends in: its exit code and its message. */
export async function failure(work: Promise<unknown>): Promise<{ readonly code: number; readonly message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FragiliteError) return { code: error.exitCode, message: error.message };
    throw error;
  }
  throw new Error('no error');
}

/** Notes as `kind line: text`. */
export const noteLines = (read: PostFiles): string[] => read.notes.map(({ kind, line, text }) => `${kind} ${String(line)}: ${text}`);
