import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { FragiliteError } from '../errors.js';
import type { ExitCode } from '../errors.js';
import { columnMatcher } from '../index/quantity.js';
import type { Quantities, Quantity } from '../index/quantity.js';
import { readInseeTable } from './insee-table.js';
import type { SourceTable, TerritoryNames } from './insee-table.js';

/** A file to read, and for what: plain data, which may go to another thread. */
export interface TableTask {
  readonly path: string;
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly names: TerritoryNames;
  readonly wanted: readonly Quantity[];
  readonly all: Quantities;
  readonly iris: boolean;
}

export type TableAnswer = { readonly table: SourceTable } | { readonly fault: { readonly message: string; readonly exitCode: ExitCode } };

/** Under this many bytes in all, a thread takes longer to start than it spares. */
const WORTH_A_THREAD = 64 * 1024 * 1024;

/** What a thread may hold of what it soon drops, in MB: a reader makes little of it, and the memory is for the contours. */
const SHORT_LIVED = 8;

/** Tables that are being read. */
export interface StartedTables {
  /** In the order of the tasks. @throws what is wrong with the first file that cannot be used */
  readonly tables: () => Promise<readonly SourceTable[]>;
  /** True when other threads read: this one is free until they are done. */
  readonly elsewhere: boolean;
  /** Ends the threads that still read, when nobody will ask for their tables. */
  readonly stop: () => void;
}

/** Reads INSEE files: large ones each on a thread, as many at a time as the machine has cores; small ones in their turn. */
export function startInseeTables(tasks: readonly TableTask[]): StartedTables {
  const bytes = tasks.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  const threads = availableParallelism();
  if (bytes < WORTH_A_THREAD || threads < 2) return { tables: () => inTurn(tasks), elsewhere: false, stop: () => undefined };
  const queue = [...tasks.entries()];
  const workers = new Set<Worker>();
  const reading = onThreads(queue, threads, workers);
  // Whoever asks for the tables is told; until then it is no accident.
  reading.catch(() => undefined);
  const stop = (): void => {
    // A thread that ends may still hand over its table: no other is to follow.
    queue.length = 0;
    for (const worker of workers) void worker.terminate();
  };
  return { tables: () => reading, elsewhere: true, stop };
}

async function inTurn(tasks: readonly TableTask[]): Promise<SourceTable[]> {
  const tables: SourceTable[] = [];
  for (const { path, shown, names, wanted, all, iris } of tasks) {
    tables.push(await readInseeTable(path, shown, columnMatcher(wanted, all), names, { wanted, all, iris }));
  }
  return tables;
}

/** @param queue the tasks that no thread has taken yet, by their place among all */
async function onThreads(queue: [number, TableTask][], threads: number, workers: Set<Worker>): Promise<SourceTable[]> {
  const answers = new Array<TableAnswer>(queue.length);
  const serve = async (): Promise<void> => {
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const [place, task] = first;
      answers[place] = await onThread(task, workers);
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, queue.length) }, serve));
  return answers.map((answer) => {
    if ('table' in answer) return answer.table;
    throw new FragiliteError(answer.fault.message, answer.fault.exitCode);
  });
}

const onThread = (task: TableTask, workers: Set<Worker>): Promise<TableAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./insee-worker.js', import.meta.url), { workerData: task, resourceLimits: { maxYoungGenerationSizeMb: SHORT_LIVED } });
    workers.add(worker);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      workers.delete(worker);
      reject(new Error(`The thread that read ${task.shown} ended with code ${String(code)}`));
    });
  });
