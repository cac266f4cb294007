import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The folder beside the project file in which `run` keeps what it has done. */
export const STATE_FOLDER = '.fragilite';

/** Another form of state is not read: everything is done again. */
const FORM = 1;

/** What a step was made of: when nothing of it has changed, its outputs would be the same. */
export interface StepBasis {
  /** Version of the program, digest of its own data, and the geography. */
  readonly tool: Readonly<Record<string, string>>;
  /** Its options, as the project file says them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The sha256 of the files that they name, by path from the project's folder; null of a file that is not there. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** The bases of the steps whose result it reads, as digests. */
  readonly after: Readonly<Record<string, string>>;
}

/** An output, as it must be found: its sha256, and the step that makes it first. */
export interface KnownOutput {
  readonly sha256: string;
  readonly step: string;
}

/** What `run` has done, and so need not do again. */
export interface RunState {
  readonly steps: ReadonlyMap<string, StepBasis>;
  /** By path from the project's folder. */
  readonly outputs: ReadonlyMap<string, KnownOutput>;
}

interface StoredState {
  readonly forme: number;
  readonly etapes: Readonly<Record<string, StepBasis>>;
  readonly sorties: Readonly<Record<string, KnownOutput>>;
}

export const NOTHING_DONE: RunState = { steps: new Map(), outputs: new Map() };

/** Each project file of a folder has its own. */
const statePath = (folder: string, project: string): string => join(folder, STATE_FOLDER, `${basename(project)}.json`);

/** The state of a project; nothing done where there is none, or none that can be read. */
export function readState(folder: string, project: string): RunState {
  try {
    const stored = JSON.parse(readFileSync(statePath(folder, project), 'utf8')) as StoredState;
    if (stored.forme !== FORM) return NOTHING_DONE;
    return { steps: new Map(Object.entries(stored.etapes)), outputs: new Map(Object.entries(stored.sorties)) };
  } catch {
    // To do everything again is never wrong.
    return NOTHING_DONE;
  }
}

/** Writes the state at one go: it is the former one or this one. */
export function writeState(folder: string, project: string, { steps, outputs }: RunState): void {
  const path = statePath(folder, project);
  mkdirSync(join(folder, STATE_FOLDER), { recursive: true });
  const ignored = join(folder, STATE_FOLDER, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  const stored: StoredState = { forme: FORM, etapes: Object.fromEntries(steps), sorties: Object.fromEntries(outputs) };
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(stored, null, 1)}\n`, { flush: true });
  renameSync(temporary, path);
}
