import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EMPTY_LOCK } from '../lock.js';
import type { FileIdentity, Lock, LockedSource } from '../lock.js';
import { readYaml } from './yaml-document.js';

/** The lock's name, beside `fragilite.yaml`. */
export const LOCK_NAME = 'fragilite.lock';

interface FileEntry {
  readonly taille: number;
  readonly sha256: string;
}

interface SourceEntry extends FileEntry {
  readonly url: string;
  readonly url_finale: string;
  readonly fichier?: FileEntry & { readonly chemin: string };
}

interface LockFile {
  readonly sources?: Readonly<Record<string, SourceEntry>>;
  readonly outil?: string;
  readonly modele?: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly geographie?: { readonly cog: number; readonly source: string; readonly version: string };
  readonly entrees?: Readonly<Record<string, FileEntry>>;
}

/** The lock of a project file: `fragilite.yaml` → `fragilite.lock`; another project of the folder has its own. */
export const lockNameOf = (project: string): string => `${basename(project).replace(/\.ya?ml$/i, '')}.lock`;

/**
 * Reads `fragilite.lock` in a folder, or the lock of another project file; without one, the empty lock.
 *
 * @throws inputError that names line and field of each fault
 */
export async function readLock(folder: string, name = LOCK_NAME): Promise<Lock> {
  const path = join(folder, name);
  if (!existsSync(path)) return EMPTY_LOCK;
  const { data } = await readYaml<LockFile>(path, name, 'verrou');
  const { sources = {}, outil, modele, geographie, entrees } = data;
  const complete = outil !== undefined && modele !== undefined && geographie !== undefined && entrees !== undefined;
  return {
    sources: new Map(Object.entries(sources).map(([id, s]): [string, LockedSource] => [id, lockedSource(s)])),
    run: complete
      ? {
          tool: outil,
          model: modele,
          geography: geographie,
          inputs: new Map(Object.entries(entrees).map(([name, e]): [string, FileIdentity] => [name, identity(e)])),
        }
      : null,
  };
}

const lockedSource = (entry: SourceEntry): LockedSource => ({
  url: entry.url,
  finalUrl: entry.url_finale,
  ...identity(entry),
  file: entry.fichier === undefined ? null : { path: entry.fichier.chemin, ...identity(entry.fichier) },
});

const identity = ({ taille, sha256 }: FileEntry): FileIdentity => ({ size: taille, sha256 });
