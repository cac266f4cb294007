import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that are read from any place, a piece at a time. */
export interface ByteSource {
  readonly size: number;
  /** Reads at most `length` bytes from `position` into the buffer at `at`; 0 at the end. */
  read(position: number, into: Buffer, at: number, length: number): number;
}

/** A file as a source, to be closed. */
export function fileSource(path: string): ByteSource & { close(): void } {
  const file = openSync(path, 'r');
  return {
    size: fstatSync(file).size,
    read: (position, into, at, length) => readSync(file, into, at, length, position),
    close: () => {
      closeSync(file);
    },
  };
}

/** Bytes in memory as a source. */
export const bufferSource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (position, into, at, length) => bytes.copy(into, at, position, Math.min(position + length, bytes.length)),
});
