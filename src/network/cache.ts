import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { FileIdentity } from '../lock.js';
import type { Validators } from './byte-range.js';
import { digests, PartFile } from './part-file.js';
import type { Environment } from './proxy.js';

/** Where a file of the cache comes from; kept beside it. */
export interface Provenance extends FileIdentity, Validators {
  readonly url: string;
  /** The address that answered, after redirections. */
  readonly finalUrl: string;
  /** When it came: ISO 8601, UTC. */
  readonly date: string;
  readonly md5: string;
}

/** The folder of the cache without --cache: `$XDG_CACHE_HOME/fragilite`, else `~/.cache/fragilite`. */
export function defaultCache(environment: Environment): string {
  const given = environment['XDG_CACHE_HOME'] ?? '';
  // The XDG specification has relative paths ignored.
  return join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'fragilite');
}

/**
 * One file of the cache: `NAME.KEY.EXT`, its provenance in `NAME.KEY.EXT.json`, and its part while it
 * comes. The key is of the address, so that two catalogues may use one id.
 */
export class CachedFile {
  readonly path: string;
  readonly part: PartFile;
  readonly #recordPath: string;

  constructor(folder: string, name: string, url: string) {
    const key = createHash('sha256').update(url).digest('hex').slice(0, 8);
    this.path = join(folder, name.replace(/(\.[a-z0-9]+)$/, `.${key}$1`));
    this.part = new PartFile(this.path);
    this.#recordPath = `${this.path}.json`;
  }

  /** Its provenance, without reading the file; null when it is not there whole. */
  get provenance(): Provenance | null {
    if (!existsSync(this.path) || !existsSync(this.#recordPath)) return null;
    try {
      const record = JSON.parse(readFileSync(this.#recordPath, 'utf8')) as Provenance;
      return statSync(this.path).size === record.size ? record : null;
    } catch {
      // A record that was cut or edited: the file is of no known origin.
      return null;
    }
  }

  /** Its provenance when the bytes are still those that came; null otherwise. */
  async verified(): Promise<Provenance | null> {
    const { provenance } = this;
    if (provenance === null) return null;
    return (await digests(this.path)).sha256 === provenance.sha256 ? provenance : null;
  }

  /** Keeps the part as the file. The record, written last, is what makes it one of the cache. */
  keep(record: Provenance): void {
    this.part.finish(this.path);
    this.record(record);
  }

  record(record: Provenance): void {
    const temporary = `${this.#recordPath}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(temporary, this.#recordPath);
  }
}

/** Makes a folder, and those above it. */
export const makeCache = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
};
