import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { inputError } from '../errors.js';
import { isRunning, ownProcess } from '../process-mark.js';
import type { ProcessMark } from '../process-mark.js';
import type { Validators } from './byte-range.js';

/** What a part was taken from, kept beside it so that a later run can go on. */
export interface PartState extends Validators {
  readonly url: string;
  /** The address that answered, after redirections. */
  readonly finalUrl: string;
  /** The size that the server announced; null when it did not. */
  readonly total: number | null;
}

/** A file on its way: `X.part`, and `X.part.json` that says of what. */
export class PartFile {
  readonly path: string;
  readonly #statePath: string;
  readonly #claimPath: string;

  constructor(path: string) {
    this.path = `${path}.part`;
    this.#statePath = `${path}.part.json`;
    this.#claimPath = `${path}.part.pris`;
  }

  /** Bytes there so far. */
  get size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** What the part is of; null for no part, or one that nothing can be said of. */
  get state(): PartState | null {
    if (!existsSync(this.path) || !existsSync(this.#statePath)) return null;
    try {
      return JSON.parse(readFileSync(this.#statePath, 'utf8')) as PartState;
    } catch {
      // Cut while it was written: the part is of nothing known.
      return null;
    }
  }

  /**
   * Does some work that no other process does on this part at the same time.
   *
   * @throws inputError while another process is at it
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#claim();
    try {
      return await work();
    } finally {
      rmSync(this.#claimPath, { force: true });
    }
  }

  #claim(): void {
    for (;;) {
      try {
        writeFileSync(this.#claimPath, JSON.stringify(ownProcess()), { flag: 'wx' });
        return;
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
        const owner = ownerOf(this.#claimPath);
        if (owner !== null && isRunning(owner)) {
          throw inputError(
            `${basename(this.path)} : un autre fragilite (processus ${String(owner.pid)} de ${owner.machine}) est en train de prendre ce fichier.\n` +
              `Attendez qu'il finisse, ou donnez un autre cache par --cache ; s'il n'existe plus, supprimez ${this.#claimPath}`,
            { cause },
          );
        }
        // Its owner was killed.
        rmSync(this.#claimPath, { force: true });
      }
    }
  }

  /** Empties the part, that will be of another file. */
  begin(state: PartState): void {
    this.discard();
    writeFileSync(this.path, '');
    const temporary = `${this.#statePath}.tmp`;
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, this.#statePath);
  }

  discard(): void {
    rmSync(this.#statePath, { force: true });
    rmSync(this.path, { force: true });
  }

  /** Adds pieces at the end as they come, and makes them durable. */
  async append(pieces: AsyncIterable<Buffer>, written: (bytes: number) => void): Promise<void> {
    const file = openSync(this.path, 'a');
    try {
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
        written(piece.length);
      }
    } finally {
      fsyncSync(file);
      closeSync(file);
    }
  }

  /** Gives the file its name, once it has been checked. */
  finish(path: string): void {
    renameSync(this.path, path);
    rmSync(this.#statePath, { force: true });
  }
}

/** Whose a claim is; null where it is gone, or was cut while it was written. */
function ownerOf(path: string): ProcessMark | null {
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessMark> | null;
    return typeof mark?.pid === 'number' && typeof mark.machine === 'string' ? { pid: mark.pid, machine: mark.machine, started: mark.started ?? null } : null;
  } catch {
    return null;
  }
}

/** The digests of a file, read once. */
export async function digests(path: string): Promise<{ readonly size: number; readonly sha256: string; readonly md5: string }> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    sha256.update(piece);
    md5.update(piece);
    size += piece.length;
  }
  return { size, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}
