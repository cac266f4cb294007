import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { WriteThread } from './write-thread.js';

/** After so many bytes of one file, a thread takes the rest when it is ready: it starts while more are made. */
const WORTH_A_THREAD = 4 * 1024 * 1024;

/**
 * Writes files and brings them to the disk, with their sha256. A large one is given over to a thread while
 * the bytes of the next are made, so that a file is whole only once `hashes` has answered.
 */
export class DurableWriter {
  readonly #files: number;
  readonly #hashes = new Map<string, string>();
  /** Files that the thread ends: by name, which of its hashes is theirs. */
  readonly #given = new Map<string, number>();
  readonly #open: number[] = [];
  #thread: WriteThread | null = null;

  /** @param files how many files there may be */
  constructor(files: number) {
    this.#files = files;
  }

  /** @throws what the system says */
  write(name: string, path: string, pieces: Iterable<Uint8Array>): void {
    // To be read too: the thread hashes what is written before it takes over.
    const file = openSync(path, 'w+');
    this.#open.push(file);
    const hash = createHash('sha256');
    let written = 0;
    let taker: WriteThread | null = null;
    for (const bytes of pieces) {
      if (taker === null && written >= WORTH_A_THREAD) {
        this.#thread ??= new WriteThread(this.#files);
        if (this.#thread.ready) {
          taker = this.#thread;
          this.#given.set(name, taker.begin(file));
        }
      }
      if (taker !== null) {
        taker.put(bytes);
        continue;
      }
      hash.update(bytes);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      written += bytes.length;
    }
    if (taker !== null) {
      taker.end();
      return;
    }
    fsyncSync(file);
    this.#hashes.set(name, hash.digest('hex'));
  }

  /**
   * The sha256 of the files written until now, all of them on the disk.
   *
   * @throws what the system says of those that the thread wrote
   */
  hashes(): ReadonlyMap<string, string> {
    const ends = this.#thread?.hashes() ?? [];
    for (const [name, i] of this.#given) this.#hashes.set(name, ends[i] ?? '');
    return this.#hashes;
  }

  /** Leaves all files, written or not; to be called once, whatever happened. */
  close(): void {
    this.#thread?.stop();
    for (const file of this.#open) closeSync(file);
  }
}
