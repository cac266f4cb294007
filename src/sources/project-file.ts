import { dirname, resolve } from 'node:path';
import { readYaml } from './yaml-document.js';

/** The project file that is used when it is in the current folder. */
export const PROJECT_FILE = 'fragilite.yaml';

/**
 * What an option of the project file holds, and so how it is read, where its paths start and which files
 * it makes a command read.
 *
 * - `text`: a text or a number; `flag`: true or false; `list`: one text or several; `commas`: a text, or a list
 *   that is joined by commas; `pairs`: a text, or names with a value each
 * - `file`, `files`: paths of what is read; `boundaries`: of contours, a shapefile being several files;
 *   `result`: of a result folder that is read; `folder`: of what is written
 * - `model`: an id, or a path in `.yaml`; `selector`: a territory, which may name lists (`file:codes.txt`);
 *   `grouping`: a word, or a path
 */
export type OptionKind = 'text' | 'flag' | 'list' | 'commas' | 'pairs' | 'file' | 'files' | 'boundaries' | 'result' | 'folder' | 'model' | 'selector' | 'grouping';

/** The commands that the project file has options of; those of `compute` stand at its first level. */
export type ProjectCommand = 'compute' | Section;

/** The commands that have a section of their own. */
export const SECTIONS = ['cross', 'allocate', 'diagnose', 'map', 'report'] as const;
export type Section = (typeof SECTIONS)[number];

/** Every option of the project file, under the name that it has on the command line. */
export const PROJECT_OPTIONS: Readonly<Record<ProjectCommand, Readonly<Record<string, OptionKind>>>> = {
  compute: {
    insee: 'files',
    boundaries: 'boundaries',
    layer: 'text',
    simplify: 'text',
    crs: 'text',
    model: 'model',
    vintage: 'pairs',
    territory: 'selector',
    reference: 'selector',
    'reference-values': 'file',
    unit: 'text',
    plm: 'text',
    cog: 'text',
    passage: 'file',
    missing: 'pairs',
    out: 'folder',
    format: 'list',
    'require-join': 'text',
    'require-complete': 'text',
    'max-imputed': 'text',
    'max-rank-shift': 'text',
    previous: 'result',
    posts: 'files',
    demands: 'files',
    envelope: 'file',
  },
  cross: {
    scores: 'file',
    posts: 'files',
    demands: 'files',
    weight: 'text',
    illectronisme: 'file',
    thresholds: 'commas',
    'as-of': 'text',
    horizon: 'text',
    out: 'folder',
  },
  allocate: {
    scores: 'file',
    total: 'text',
    envelope: 'file',
    method: 'text',
    weight: 'text',
    illectronisme: 'file',
    min: 'text',
    max: 'text',
    posts: 'files',
    'keep-existing': 'flag',
    by: 'grouping',
    'as-of': 'text',
    out: 'folder',
  },
  diagnose: {
    draws: 'text',
    seed: 'text',
  },
  map: {
    column: 'list',
    method: 'text',
    breaks: 'commas',
    classes: 'text',
    'same-breaks': 'flag',
    circles: 'list',
    labels: 'text',
    format: 'list',
    width: 'text',
    out: 'folder',
  },
  report: {},
};

/** An option as commander gives it. */
export type RawValue = string | readonly string[] | boolean;

/** Options of a command by their names in the code: `keep-existing` is `keepExisting`. */
export type RawValues = Readonly<Record<string, RawValue>>;

/** The name in the code of an option: `reference-values` → `referenceValues`. */
export const rawName = (option: string): string => option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A project file that its schema accepts. */
export interface ProjectFile {
  /** As messages name it. */
  readonly shown: string;
  readonly path: string;
  /** The folder that its paths start from. */
  readonly folder: string;
  /** The options of each command that it speaks of. */
  readonly options: ReadonlyMap<ProjectCommand, RawValues>;
}

type Yaml = Readonly<Record<string, unknown>>;

/** @throws inputError when the file is not there or its schema refuses it */
export async function readProjectFile(shown: string, cwd: string): Promise<ProjectFile> {
  const path = resolve(cwd, shown);
  const { data } = await readYaml<Yaml>(path, shown, 'project');
  const sections = SECTIONS.filter((name) => name in data).map((name) => [name, rawValues(name, (data[name] ?? {}) as Yaml)] as const);
  return { shown, path, folder: dirname(path), options: new Map<ProjectCommand, RawValues>([['compute', rawValues('compute', data)], ...sections]) };
}

function rawValues(command: ProjectCommand, data: Yaml): RawValues {
  const values: Record<string, RawValue> = {};
  for (const [option, kind] of Object.entries(PROJECT_OPTIONS[command])) {
    const value = data[option];
    if (value !== undefined) values[rawName(option)] = rawValue(value, kind);
  }
  return values;
}

/** A value of the file, of a form that its schema accepts, as the command line would give it. */
function rawValue(value: unknown, kind: OptionKind): RawValue {
  if (typeof value === 'boolean') return value;
  if (kind === 'pairs') return typeof value === 'string' ? [value] : Object.entries(value as Yaml).map(([name, of]) => `${name}=${String(of)}`);
  if (kind === 'list' || kind === 'files') return (Array.isArray(value) ? value : [value]).map(String);
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}
