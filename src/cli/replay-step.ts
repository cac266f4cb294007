import { isAbsolute } from 'node:path';
import { relativePath } from '../sources/relative-path.js';

/** What stands for the result folder in the steps of a manifest. */
export const RESULT = '{resultat}';

/** Options that say how a command speaks or where it writes, and not what. */
const NOT_KEPT = new Set(['quiet', 'verbose', 'warningsOnly', 'json', 'out', 'scores', 'config', 'force']);

/**
 * A command as its folder's manifest keeps it for `verify`: its words, then its options in the order of
 * their names, each in one word (`--posts=postes.csv`).
 *
 * @param options as commander gives them
 */
export function stepOf(words: readonly string[], options: Readonly<Record<string, unknown>>): string[] {
  const flags = Object.entries(options)
    .filter(([name]) => !NOT_KEPT.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value === true) return [flag];
      return (Array.isArray(value) ? value : [value]).filter((v) => typeof v === 'string').map((text) => `${flag}=${text}`);
    });
  return [...words, ...flags];
}

/** A path as outputs may name it: never absolute, else they would depend on where one works. */
export const portablePath = (path: string, folder: string): string => (isAbsolute(path) ? relativePath(folder, path) : path);

/** Options whose absolute paths are told from a folder. */
export function portableOptions<T extends object>(options: T, names: readonly (keyof T)[], folder: string): T {
  const portable = (value: unknown): unknown => {
    if (typeof value === 'string') return portablePath(value, folder);
    return Array.isArray(value) ? value.map(portable) : value;
  };
  return { ...options, ...Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, portable(options[name])])) };
}
