import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { fileDigest } from './columns/digest.js';
import type { Digest } from './columns/digest.js';

/** Under this many bytes in all, a thread takes longer to start than it spares. */
const WORTH_A_THREAD = 32 * 1024 * 1024;

/** What the thread may hold of what it soon drops, in MB: next to nothing. */
const SHORT_LIVED = 2;

/** Sizes and sha256 of files, in their order; those of large ones are made on a thread, and this one is free meanwhile. */
export async function fileDigests(paths: readonly string[]): Promise<readonly Digest[]> {
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  const digests = bytes < WORTH_A_THREAD ? null : await onThread(paths);
  return digests ?? Promise.all(paths.map(fileDigest));
}

/** @returns null when the thread could not: they are then made without it, or what is wrong is told */
const onThread = (paths: readonly string[]): Promise<readonly Digest[] | null> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./digest-worker.js', import.meta.url), { workerData: paths, resourceLimits: { maxYoungGenerationSizeMb: SHORT_LIVED } });
    worker.once('message', resolve);
    worker.once('error', () => {
      resolve(null);
    });
  });
