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
  /** The file that it was put in, for the project; null where the lock does not say. */
  readonly file: LockedFile | null;
}

/** A file of the project: its path from the lock's folder, with `/`. A gzip that was expanded there has other bytes than its source. */
export interface LockedFile extends FileIdentity {
  readonly path: string;
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

/** An official file of the project that is not the one that was fetched. */
export interface ReplacedFile {
  /** The id of its source. */
  readonly id: string;
  readonly path: string;
  readonly expected: FileIdentity;
  readonly found: FileIdentity;
}

/**
 * The source that a file of the project comes from, by where it was put; else, of a copy of it put elsewhere, by
 * what the last run read there. Null for a file that is no official one.
 */
export function sourceOfFile({ sources, run }: Lock, path: string): { readonly id: string; readonly expected: FileIdentity } | null {
  const read = run?.inputs.get(path);
  for (const [id, { file }] of sources) if (file?.path === path) return { id, expected: { size: file.size, sha256: file.sha256 } };
  for (const [id, { sha256, file }] of sources) if (read !== undefined && [sha256, file?.sha256].includes(read.sha256)) return { id, expected: read };
  return null;
}

/** The official files found with other bytes than those that were fetched, sorted by path. */
export function replacedFiles(lock: Lock, found: ReadonlyMap<string, FileIdentity>): ReplacedFile[] {
  const list: ReplacedFile[] = [];
  for (const [path, now] of found) {
    const source = sourceOfFile(lock, path);
    if (source !== null && source.expected.sha256 !== now.sha256) list.push({ ...source, path, found: now });
  }
  return list.sort((a, b) => byCode(a.path, b.path));
}

/** The lock with files accepted in place of those that were fetched. */
export function withReplaced(lock: Lock, replaced: readonly ReplacedFile[]): Lock {
  const sources = new Map(lock.sources);
  for (const { id, path, found } of replaced) {
    const source = sources.get(id);
    if (source?.file?.path !== path) continue;
    // The bytes of the file are those of its address, but where it was expanded.
    const same = source.file.sha256 === source.sha256;
    sources.set(id, { ...source, ...(same ? found : {}), file: { path, ...found } });
  }
  return { ...lock, sources };
}
