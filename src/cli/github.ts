import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { relativePath } from '../sources/relative-path.js';
import type { Io } from './io.js';

/** True in a job of GitHub Actions, which reads annotations in what a command says. */
export const inGithub = ({ environment }: Io): boolean => environment?.['GITHUB_ACTIONS'] === 'true';

/**
 * A workflow command of GitHub Actions: a warning or an error that its pages show, beside the file that
 * the message begins with when it is there. The format and its escapes are those of the runner: `%`, line
 * ends, and in properties `:` and `,` too.
 *
 * @param title the command that speaks
 */
export function annotation(kind: 'warning' | 'error', message: string, title: string, io: Io): string {
  const place = placeOf(message, io);
  const properties = [
    ...(place === null ? [] : [`file=${escapedProperty(place.file)}`, ...(place.line === null ? [] : [`line=${place.line}`])]),
    `title=${escapedProperty(title)}`,
  ];
  return `::${kind} ${properties.join(',')}::${escaped(message)}\n`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

interface Place {
  /** From the folder that GitHub checked out. */
  readonly file: string;
  readonly line: string | null;
}

/** Messages on a file begin with its name: `postes.csv, ligne 12, colonne … : …`, `rp.csv : …`. */
function placeOf(message: string, { cwd, environment }: Io): Place | null {
  const [, named, line] = /^([^\n«»]+?)(?:,? ligne (\d+)[^:\n]*)? : /.exec(message) ?? [];
  if (named === undefined) return null;
  const file = /^[^,]+/.exec(named)?.[0] ?? named;
  const path = resolve(cwd, file);
  if (!existsSync(path)) return null;
  const fromRoot = relativePath(environment?.['GITHUB_WORKSPACE'] ?? cwd, path);
  return fromRoot === '' || fromRoot.startsWith('..') ? null : { file: fromRoot, line: line ?? null };
}
