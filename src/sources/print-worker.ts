import { parentPort, workerData } from 'node:worker_threads';
import { filePrint } from './file-prints.js';

/** Makes the prints of files on a thread of its own, and answers with them. */
parentPort?.postMessage(await Promise.all((workerData as readonly string[]).map(filePrint)));
