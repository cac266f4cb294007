import { parentPort, workerData } from 'node:worker_threads';
import { FragiliteError } from '../errors.js';
import { columnMatcher } from '../index/quantity.js';
import { readInseeTable } from './insee-table.js';
import type { TableAnswer, TableTask } from './insee-tables.js';

/** Reads one INSEE file on a thread of its own, and answers with its table or what is wrong with it. */
const { path, shown, names, wanted, all, iris } = workerData as TableTask;
try {
  answer({ table: await readInseeTable(path, shown, columnMatcher(wanted, all), names, { wanted, all, iris }) });
} catch (error) {
  // A class does not cross threads.
  if (error instanceof FragiliteError) answer({ fault: { message: error.message, exitCode: error.exitCode } });
  else throw error;
}

function answer(what: TableAnswer): void {
  parentPort?.postMessage(what);
}
