import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY_LOCK } from '../lock.js';
import type { FileIdentity, Lock, LockedSource } from '../lock.js';
import { readYaml } from './yaml-document.js';

/** The lock's name, beside `fragilite.yaml`. */
export const LOCK_NAME = 'fragilite.lock';

interface FileEntry {
  readonly taille: number;
  readonly sha256: string;
}

interface LockFile {
  readonly sources?: Readonly<Record<string, FileEntry & { readonly url: string; readonly url_finale: string }>>;
  readonly outil?: string;
  readonly modele?: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly geographie?: { readonly cog: number; readonly source: string; readonly version: string };
  readonly entrees?: Readonly<Record<string, FileEntry>>;
}

/**
 * Reads `fragilite.lock` in a folder; without one, the empty lock.
 *
 * @throws inputError that names line and field of each fault
 */
export async function readLock(folder: string): Promise<Lock> {
  const path = join(folder, LOCK_NAME);
  if (!existsSync(path)) return EMPTY_LOCK;
  const { data } = await readYaml<LockFile>(path, LOCK_NAME, 'verrou');
  const { sources = {}, outil, modele, geographie, entrees } = data;
  const complete = outil !== undefined && modele !== undefined && geographie !== undefined && entrees !== undefined;
  return {
    sources: new Map(Object.entries(sources).map(([id, s]): [string, LockedSource] => [id, { url: s.url, finalUrl: s.url_finale, ...identity(s) }])),
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

const identity = ({ taille, sha256 }: FileEntry): FileIdentity => ({ size: taille, sha256 });
