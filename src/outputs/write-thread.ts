import { Worker } from 'node:worker_threads';
import { beginning, EMPTIED, END_OF_FILE, FAILED, FILLED, HASH_BYTES, newRing, PIECE_BYTES, PIECES, READY } from './write-ring.js';
import type { WriteRing } from './write-ring.js';

/** What the thread may hold of what it soon drops, in MB: next to nothing. */
const SHORT_LIVED = 2;

/**
 * A thread that writes and hashes the rest of large files, so that this one only makes their bytes.
 * Nothing here is a promise: whoever makes the bytes waits when the thread is behind.
 */
export class WriteThread {
  readonly #ring: WriteRing;
  readonly #worker: Worker;
  #filled = 0;
  #files = 0;

  /** @param files how many files it may be given */
  constructor(files: number) {
    this.#ring = newRing(files);
    this.#worker = new Worker(new URL('./write-worker.js', import.meta.url), { workerData: this.#ring, resourceLimits: { maxYoungGenerationSizeMb: SHORT_LIVED } });
    // A thread that cannot start is never ready, and nothing is given to it.
    this.#worker.on('error', () => undefined);
    this.#worker.unref();
  }

  /** False until the thread runs, which takes it some hundredths of a second. */
  get ready(): boolean {
    return Atomics.load(this.#ring.counters, READY) === 1;
  }

  /**
   * Takes over a file of which the beginning is written.
   *
   * @param descriptor open to write and to read, at the end of what is written; the caller closes it after `hashes`
   * @returns which of the `hashes` is its own
   */
  begin(descriptor: number): number {
    this.#give(beginning(descriptor));
    return this.#files++;
  }

  put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      this.#give(piece.length, piece);
    }
  }

  /** The end of the file, which is then brought to the disk. */
  end(): void {
    this.#give(END_OF_FILE);
  }

  /**
   * Waits until everything is written.
   *
   * @returns the sha256 of each file
   * @throws the system's fault, with its code
   */
  hashes(): string[] {
    this.#waitFor(this.#filled);
    this.#requireNoFault();
    return Array.from({ length: this.#files }, (_, i) => Buffer.from(this.#ring.hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)).toString('hex'));
  }

  /** Waits until the thread touches no file any more, and ends it. */
  stop(): void {
    if (this.ready) this.#waitFor(this.#filled);
    void this.#worker.terminate();
  }

  #give(kind: number, piece: Uint8Array | null = null): void {
    this.#waitFor(this.#filled - PIECES + 1);
    this.#requireNoFault();
    const slot = this.#filled % PIECES;
    if (piece !== null) this.#ring.bytes.set(piece, slot * PIECE_BYTES);
    this.#ring.kinds[slot] = kind;
    this.#filled += 1;
    Atomics.store(this.#ring.counters, FILLED, this.#filled);
    Atomics.notify(this.#ring.counters, FILLED);
  }

  /** Waits until so many pieces are out of the ring. */
  #waitFor(pieces: number): void {
    const { counters } = this.#ring;
    for (let emptied = Atomics.load(counters, EMPTIED); emptied < pieces; emptied = Atomics.load(counters, EMPTIED)) Atomics.wait(counters, EMPTIED, emptied);
  }

  #requireNoFault(): void {
    const { counters, fault } = this.#ring;
    if (Atomics.load(counters, FAILED) === 0) return;
    const code = Buffer.from(fault).toString('latin1').replace(/\0+$/, '');
    throw Object.assign(new Error(`The thread that writes failed: ${code}`), { code });
  }
}
