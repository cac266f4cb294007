import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { fsyncSync, readSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { descriptorOf, EMPTIED, END_OF_FILE, FAILED, FILLED, HASH_BYTES, PIECE_BYTES, PIECES, READY } from './write-ring.js';
import type { WriteRing } from './write-ring.js';

/** Writes and hashes, on a thread of its own, the files whose pieces another one makes; ends with the process. */
const { bytes, kinds, counters, hashes, fault } = workerData as WriteRing;

let file = -1;
let hash: Hash = createHash('sha256');
let ended = 0;

Atomics.store(counters, READY, 1);
for (let emptied = 0; ; emptied += 1) {
  Atomics.wait(counters, FILLED, emptied);
  const slot = emptied % PIECES;
  // After a fault the rest is let go: whoever fills the ring is told, and must not wait for ever.
  if (Atomics.load(counters, FAILED) === 0) take(kinds[slot] ?? 0, bytes.subarray(slot * PIECE_BYTES, (slot + 1) * PIECE_BYTES));
  Atomics.store(counters, EMPTIED, emptied + 1);
  Atomics.notify(counters, EMPTIED);
}

function take(kind: number, piece: Uint8Array): void {
  try {
    if (kind < END_OF_FILE) begin(descriptorOf(kind));
    else if (kind === END_OF_FILE) end();
    else put(piece.subarray(0, kind));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    fault.set(Buffer.from(code === '' ? String(error) : code, 'latin1').subarray(0, fault.length));
    Atomics.store(counters, FAILED, 1);
  }
}

/** A file of which the beginning is written already: it has its part in the sha256. */
function begin(descriptor: number): void {
  file = descriptor;
  hash = createHash('sha256');
  const read = Buffer.allocUnsafe(1 << 20);
  for (let at = 0, n = 1; n > 0; at += n) {
    n = readSync(file, read, 0, read.length, at);
    hash.update(read.subarray(0, n));
  }
}

function put(piece: Uint8Array): void {
  hash.update(piece);
  for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
}

function end(): void {
  fsyncSync(file);
  hashes.set(hash.digest(), HASH_BYTES * ended);
  ended += 1;
}
