import { parentPort, workerData } from 'node:worker_threads';
import { fileDigest } from './columns/digest.js';

/** Makes the digests of files on a thread of its own, one after the other, and answers with them. */
const digests = [];
for (const path of workerData as readonly string[]) digests.push(await fileDigest(path));
parentPort?.postMessage(digests);
