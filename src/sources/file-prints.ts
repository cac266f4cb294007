import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** What tells a file from another. */
export interface FilePrint {
  readonly size: number;
  readonly sha256: string;
}

/** Under this many bytes in all, a thread takes longer to start than it spares. */
const WORTH_A_THREAD = 32 * 1024 * 1024;

/** Reads a file once, by pieces: contours can be larger than all the rest together. */
export async function filePrint(path: string): Promise<FilePrint> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** The prints of files, in their order; those of large ones are made on a thread, and this one is free meanwhile. */
export async function filePrints(paths: readonly string[]): Promise<readonly FilePrint[]> {
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  const prints = bytes < WORTH_A_THREAD ? null : await onThread(paths);
  return prints ?? Promise.all(paths.map(filePrint));
}

/** @returns null when the thread could not: they are then made without it, or what is wrong is told */
const onThread = (paths: readonly string[]): Promise<readonly FilePrint[] | null> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./print-worker.js', import.meta.url), { workerData: paths });
    worker.once('message', resolve);
    worker.once('error', () => {
      resolve(null);
    });
  });
