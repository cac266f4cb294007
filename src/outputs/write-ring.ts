/**
 * What two threads share to write files: a ring of pieces that one fills and the other empties, and the
 * sha256 of the files that are written. Both wait on its counters, so that neither has to yield.
 */
export interface WriteRing {
  /** The pieces, side by side. */
  readonly bytes: Uint8Array;
  /** What each piece is: so many bytes, the end of the file, or the beginning of one (`beginning(descriptor)`). */
  readonly kinds: Int32Array;
  /** `READY`, `FILLED`, `EMPTIED`, `FAILED`. */
  readonly counters: Int32Array;
  /** 32 bytes a file, in the order of their ends. */
  readonly hashes: Uint8Array;
  /** The system's name of a fault (`ENOSPC`), in ASCII and zeros. */
  readonly fault: Uint8Array;
}

export const [READY, FILLED, EMPTIED, FAILED] = [0, 1, 2, 3] as const;

export const PIECES = 16;
export const PIECE_BYTES = 1 << 18;
export const HASH_BYTES = 32;

export const END_OF_FILE = 0;
/** The piece that begins a file. */
export const beginning = (descriptor: number): number => -1 - descriptor;
/** The descriptor that such a piece names. */
export const descriptorOf = (kind: number): number => -1 - kind;

/** @param files how many files there may be */
export const newRing = (files: number): WriteRing => ({
  bytes: new Uint8Array(new SharedArrayBuffer(PIECES * PIECE_BYTES)),
  kinds: new Int32Array(new SharedArrayBuffer(4 * PIECES)),
  counters: new Int32Array(new SharedArrayBuffer(16)),
  hashes: new Uint8Array(new SharedArrayBuffer(HASH_BYTES * files)),
  fault: new Uint8Array(new SharedArrayBuffer(32)),
});
