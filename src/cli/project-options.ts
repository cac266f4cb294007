import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { PROJECT_FILE, PROJECT_OPTIONS, rawName, readProjectFile } from '../sources/project-file.js';
import type { OptionKind, ProjectCommand, ProjectFile, RawValues, Section } from '../sources/project-file.js';
import type { RawOptions } from './job-options.js';

type Flags = Readonly<Record<string, unknown>>;
type Say = (text: string) => void;

/**
 * The options of `compute` and `check`: those of the project file (`--config`, else `fragilite.yaml` of the
 * current folder when there is one and no --insee), under those of the command line. Paths of a project
 * file start from its folder, those of the command line from the current one.
 *
 * @param say tells that a project file was found
 * @throws inputError when the file is not there or its schema refuses it
 */
export async function projectOptions(flags: Flags, cwd: string, say: Say): Promise<{ readonly raw: RawOptions; readonly folder: string }> {
  const project = await projectOf(flags, cwd, flags['insee'] === undefined, say);
  if (project === null) return { raw: flags, folder: cwd };
  return { raw: { ...project.options.get('compute'), ...fromFolder('compute', flags, cwd, project.folder) }, folder: project.folder };
}

/** The options of a command that works on a result, and where that result is. */
export interface ResultOptions {
  readonly raw: Readonly<Record<string, unknown>>;
  /** The folder that paths start from. */
  readonly folder: string;
  /** The folder of the result when no option names it. */
  readonly result: string;
}

/**
 * The same for a command that has a section in the project file, and adds to its result.
 *
 * @param alone true when the words of the command say enough to do without a project file
 */
export async function sectionOptions(section: Section, flags: Flags, cwd: string, alone: boolean, say: Say): Promise<ResultOptions> {
  const project = await projectOf(flags, cwd, !alone, say);
  if (project === null) return { raw: flags, folder: cwd, result: 'sortie' };
  return { raw: { ...sectionOf(project, section), ...fromFolder(section, flags, cwd, project.folder) }, folder: project.folder, result: resultFolder(project) };
}

/**
 * What a section says. What the first level says to cross and to share serves where the section does not say
 * it: posts and demands for `cross`, the envelope for `allocate`.
 */
export function sectionOf(project: ProjectFile, section: Section): RawValues {
  const own = project.options.get(section) ?? {};
  const first = project.options.get('compute') ?? {};
  const [wanted, enough] = INHERITED[section] ?? [[], []];
  if (enough.some((name) => own[name] !== undefined)) return own;
  return { ...Object.fromEntries(wanted.flatMap((name) => (first[name] === undefined ? [] : [[name, first[name]]]))), ...own };
}

/** What each section takes from the first level, and the options of its own that are enough without. */
const INHERITED: Partial<Record<Section, readonly [wanted: readonly string[], enough: readonly string[]]>> = {
  cross: [['posts', 'demands'], ['posts', 'demands']],
  allocate: [['envelope'], ['envelope', 'total']],
};

/** The folder that `compute` writes, as the project file names it. */
export const resultFolder = (project: ProjectFile): string => String(project.options.get('compute')?.['out'] ?? 'sortie');

async function projectOf(flags: Flags, cwd: string, look: boolean, say: Say): Promise<ProjectFile | null> {
  const named = flags['config'] as string | undefined;
  if (named === undefined && !(look && existsSync(join(cwd, PROJECT_FILE)))) return null;
  const project = await readProjectFile(named ?? PROJECT_FILE, cwd);
  say(`Options du fichier de projet ${project.shown} ; celles de la commande l'emportent.\n`);
  return project;
}

/** Options of the command line, whose paths start from the current folder, for one who starts from the project's. */
function fromFolder(command: ProjectCommand, flags: Flags, cwd: string, folder: string): Flags {
  const values: Record<string, unknown> = { ...flags };
  for (const [option, kind] of Object.entries(PROJECT_OPTIONS[command])) {
    const name = rawName(option);
    const value = values[name];
    if (typeof value === 'string') values[name] = placed(value, kind, cwd, folder);
    else if (kind === 'files' && Array.isArray(value)) values[name] = value.map((path) => resolve(cwd, String(path)));
  }
  return values;
}

function placed(value: string, kind: OptionKind, cwd: string, folder: string): string {
  switch (kind) {
    case 'file':
    case 'boundaries':
    case 'result':
      return resolve(cwd, value);
    case 'folder':
      return value === '-' ? value : resolve(cwd, value);
    case 'model':
      return /\.ya?ml$/i.test(value) ? resolve(cwd, value) : value;
    case 'grouping':
      return /[./\\]/.test(value) ? resolve(cwd, value) : value;
    case 'selector':
      // It goes into the manifest as it is: its path is told from the project's folder, not from the root.
      return value.replace(/(^|,)(\s*-?\s*file:)([^,]+)/g, (_, before: string, kept: string, path: string) => `${before}${kept}${relative(folder, resolve(cwd, path.trim()))}`);
    default:
      return value;
  }
}
