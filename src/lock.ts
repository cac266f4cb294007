import { byCode } from './territory/codes.js';

/** What identifies the bytes of a file. */
export interface FileIdentity {
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** An official file as it was when it was fetched. */
export interface LockedSource extends FileIdentity {
  /** The address asked for. */
  readonly url: string;
  /** The address that answered, after redirections. */
  readonly finalUrl: string;
}

/** The model that a result was computed with. */
export interface LockedModel {
  readonly id: string;
  readonly version: number;
  /** Of the model's file. */
  readonly sha256: string;
}

/** The official geographic code that a result was computed on. */
export interface LockedGeography {
  readonly cog: number;
  /** The package that holds it. */
  readonly source: string;
  /** The package's version. */
  readonly version: string;
}

/** What a run read, and with what it computed. */
export interface LockedRun {
  /** Version of fragilite. */
  readonly tool: string;
  readonly model: LockedModel;
  readonly geography: LockedGeography;
  /** Each file read, by its path from the lock's folder, with `/`. */
  readonly inputs: ReadonlyMap<string, FileIdentity>;
}

/**
 * `fragilite.lock`: the files and versions that a project stands on, so that a later run can say what
 * has changed. It holds no date: the same files give the same bytes.
 */
export interface Lock {
  /** By id of the catalogue; a file of one territory by `id@territory`. */
  readonly sources: ReadonlyMap<string, LockedSource>;
  /** Null before the first run. */
  readonly run: LockedRun | null;
}

export const EMPTY_LOCK: Lock = { sources: new Map(), run: null };

/** The lock with the sources fetched, the others kept. */
export const withSources = (lock: Lock, fetched: ReadonlyMap<string, LockedSource>): Lock => ({
  ...lock,
  sources: new Map([...lock.sources, ...fetched]),
});

/** The lock with what a run read in place of what the one before had read. */
export const withInputs = (lock: Lock, run: LockedRun): Lock => ({ ...lock, run });

/** A file whose bytes are no longer those of the lock. */
export interface Change {
  /** Id of a source, or path of an input. */
  readonly name: string;
  readonly before: FileIdentity;
  readonly found: FileIdentity;
}

/** The sources found with other bytes than the lock's, sorted by id; those that it does not know are no change. */
export const changedSources = (lock: Lock, found: ReadonlyMap<string, FileIdentity>): Change[] => changes(lock.sources, found);

/** The same for the inputs of the last run, by path. */
export const changedInputs = (lock: Lock, found: ReadonlyMap<string, FileIdentity>): Change[] =>
  changes(lock.run?.inputs ?? new Map<string, FileIdentity>(), found);

function changes(known: ReadonlyMap<string, FileIdentity>, found: ReadonlyMap<string, FileIdentity>): Change[] {
  const list: Change[] = [];
  for (const [name, now] of found) {
    const before = known.get(name);
    if (before !== undefined && (before.sha256 !== now.sha256 || before.size !== now.size)) list.push({ name, before, found: now });
  }
  return list.sort((a, b) => byCode(a.name, b.name));
}
