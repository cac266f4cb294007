import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readYaml } from '../sources/yaml-document.js';
import type { RawOptions } from './job-options.js';

/** The project file that is used when it is in the current folder. */
export const PROJECT_FILE = 'fragilite.yaml';

type Listed = string | readonly string[];

interface ProjectFile {
  readonly insee?: Listed;
  readonly boundaries?: string;
  readonly crs?: string;
  readonly layer?: string;
  readonly simplify?: string;
  readonly model?: string;
  readonly vintage?: Readonly<Record<string, number>>;
  readonly territory?: string;
  readonly reference?: string;
  readonly 'reference-values'?: string;
  readonly unit?: string;
  readonly plm?: string;
  readonly cog?: number;
  readonly passage?: string;
  readonly missing?: string | Readonly<Record<string, string>>;
  readonly out?: string;
  readonly format?: Listed;
  readonly 'require-join'?: string;
  readonly 'require-complete'?: string;
  readonly 'max-imputed'?: string;
  readonly 'max-rank-shift'?: number;
  readonly previous?: string;
  readonly posts?: Listed;
  readonly demands?: Listed;
  readonly envelope?: string;
}

/**
 * The options of a run: those of the project file (`--config`, else `fragilite.yaml` of the current
 * folder when there is one and no --insee), under those of the command line. Paths of a project file
 * start from its folder, those of the command line from the current one.
 *
 * @param say tells that a project file was found
 * @throws inputError when the file is not there or its schema refuses it
 */
export async function projectOptions(
  flags: Readonly<Record<string, unknown>>,
  cwd: string,
  say: (text: string) => void,
): Promise<{ readonly raw: RawOptions; readonly folder: string }> {
  const own = flags as RawOptions & { readonly config?: string };
  const named = own.config;
  const found = named === undefined && own.insee === undefined && existsSync(join(cwd, PROJECT_FILE));
  if (named === undefined && !found) return { raw: own, folder: cwd };
  const shown = named ?? PROJECT_FILE;
  const path = resolve(cwd, shown);
  const { data } = await readYaml<ProjectFile>(path, shown, 'project');
  say(`Options du fichier de projet ${shown} ; celles de la commande l'emportent.\n`);
  const folder = dirname(path);
  return { raw: { ...rawOf(data), ...ownPaths(own, cwd, folder) }, folder };
}

/** Paths of the command line start from the current folder, wherever the project file is. */
function ownPaths(raw: RawOptions, cwd: string, folder: string): RawOptions {
  const at = (path: string): string => resolve(cwd, path);
  // A selector goes into the manifest as it is: its path is told from the project's folder, not from the root.
  const selector = (text: string): string =>
    text.replace(/(^|,)(\s*-?\s*file:)([^,]+)/g, (_, before: string, kind: string, path: string) => `${before}${kind}${relative(folder, at(path.trim()))}`);
  return {
    ...raw,
    ...(raw.insee === undefined ? {} : { insee: raw.insee.map(at) }),
    ...(raw.boundaries === undefined ? {} : { boundaries: at(raw.boundaries) }),
    ...(raw.territory === undefined ? {} : { territory: selector(raw.territory) }),
    ...(raw.reference === undefined ? {} : { reference: selector(raw.reference) }),
    ...(raw.passage === undefined ? {} : { passage: at(raw.passage) }),
    ...(raw.referenceValues === undefined ? {} : { referenceValues: at(raw.referenceValues) }),
    ...(raw.model === undefined || !/\.ya?ml$/i.test(raw.model) ? {} : { model: at(raw.model) }),
    ...(raw.posts === undefined ? {} : { posts: raw.posts.map(at) }),
    ...(raw.demands === undefined ? {} : { demands: raw.demands.map(at) }),
    ...(raw.previous === undefined ? {} : { previous: at(raw.previous) }),
    ...(raw.envelope === undefined ? {} : { envelope: at(raw.envelope) }),
    ...(raw.out === undefined || raw.out === '-' ? {} : { out: at(raw.out) }),
  };
}

function rawOf(file: ProjectFile): RawOptions {
  const list = (value: Listed | undefined): readonly string[] | undefined =>
    value === undefined ? undefined : typeof value === 'string' ? [value] : value;
  const entries: [keyof RawOptions, string | readonly string[] | undefined][] = [
    ['insee', list(file.insee)],
    ['boundaries', file.boundaries],
    ['crs', file.crs],
    ['layer', file.layer],
    ['simplify', file.simplify],
    ['model', file.model],
    ['vintage', file.vintage && Object.entries(file.vintage).map(([k, v]) => `${k}=${String(v)}`)],
    ['territory', file.territory],
    ['reference', file.reference],
    ['referenceValues', file['reference-values']],
    ['unit', file.unit],
    ['plm', file.plm],
    ['cog', file.cog === undefined ? undefined : String(file.cog)],
    ['passage', file.passage],
    ['missing', typeof file.missing === 'string' ? [file.missing] : file.missing && Object.entries(file.missing).map(([k, v]) => `${k}=${v}`)],
    ['out', file.out],
    ['format', list(file.format)],
    ['requireJoin', file['require-join']],
    ['requireComplete', file['require-complete']],
    ['maxImputed', file['max-imputed']],
    ['maxRankShift', file['max-rank-shift'] === undefined ? undefined : String(file['max-rank-shift'])],
    ['previous', file.previous],
    ['posts', list(file.posts)],
    ['demands', list(file.demands)],
    ['envelope', file.envelope],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
