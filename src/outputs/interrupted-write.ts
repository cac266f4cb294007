import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputError } from '../errors.js';
import { isRunning, ownProcess } from '../process-mark.js';
import type { ProcessMark } from '../process-mark.js';

/**
 * Several files cannot be renamed at once. Before the first of a set goes to its place, all of them being
 * written in full, the set is named in a file of intent; it goes when the last is there. Who finds it later
 * knows that a program was stopped in between, and finishes for it.
 */
const INTENT = '.fragilite-ecriture.json';

/** How the folder of outputs is given, in the advice of errors: `run` says it in its own way. */
export const BY_OPTION = 'par --out';

interface Intent {
  readonly process: ProcessMark;
  /** Names in the folder of the files that go to their place. */
  readonly files: readonly string[];
  /** Names of the files that this set does not have. */
  readonly stale: readonly string[];
}

/** Where a file is written before it goes to its place. */
export const temporaryName = (name: string): string => `.${name}.tmp`;

/** The second name of a file that is about to be replaced. */
export const asideName = (name: string): string => `.${name}.avant`;

const TEMPORARY = /^\.[\w-]+\.[a-z]+\.tmp$/;
const ASIDE = /^\.([\w-]+\.[a-z]+)\.avant$/;

/** Says that a set of files, each under its temporary name, goes to its place. */
export function declareIntent(folder: string, files: readonly string[], stale: readonly string[]): void {
  const intent: Intent = { process: ownProcess(), files, stale };
  const path = join(folder, temporaryName('fragilite-ecriture.json'));
  // Not through the writer of outputs: it is no output, and is gone in an instant.
  writeFileSync(path, JSON.stringify(intent), { flush: true });
  renameSync(path, join(folder, INTENT));
}

/** The set is in its place, or will not go there. */
export const forgetIntent = (folder: string): void => {
  rmSync(join(folder, INTENT), { force: true });
};

/**
 * Finishes what a program that was stopped had begun in a folder, so that every file there is of one set:
 * the newer one when all of it was written, else the earlier one. Does nothing in a folder that is whole.
 *
 * @throws outputError when another program is writing there at this moment, or nothing can be written
 */
export function settleFolder(folder: string, shown: string): void {
  const intent = readIntent(folder);
  if (intent !== null && isRunning(intent.process)) {
    throw outputError(`Un autre fragilite (processus ${String(intent.process.pid)}) écrit dans « ${shown} » en ce moment. Attendez qu'il finisse, puis recommencez.`);
  }
  try {
    if (intent === null) putBackAsides(folder);
    else finish(folder, intent);
  } catch (cause) {
    throw outputError(`Impossible d'achever dans « ${shown} » une écriture interrompue (${(cause as NodeJS.ErrnoException).code ?? ''}). Vérifiez les droits de ce dossier, ou donnez-en un autre ${BY_OPTION}.`, { cause });
  }
}

function finish(folder: string, { files, stale }: Intent): void {
  for (const name of files) renameIfThere(join(folder, temporaryName(name)), join(folder, name));
  for (const name of stale) rmSync(join(folder, name), { force: true });
  for (const name of files) rmSync(join(folder, asideName(name)), { force: true });
  forgetIntent(folder);
}

/** Earlier files that a program was putting back when it was stopped. */
function putBackAsides(folder: string): void {
  for (const found of namesIn(folder)) {
    const name = ASIDE.exec(found)?.[1];
    if (name !== undefined) renameSync(join(folder, found), join(folder, name));
  }
}

/** Takes away the pieces of files that programs that were stopped left in a folder. */
export function sweepFolder(folder: string): void {
  for (const found of namesIn(folder)) if (TEMPORARY.test(found)) rmSync(join(folder, found), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No folder yet: nothing was left in it.
    return [];
  }
}

function readIntent(folder: string): Intent | null {
  try {
    return JSON.parse(readFileSync(join(folder, INTENT), 'utf8')) as Intent;
  } catch {
    // None, which is the rule: a file of intent is whole as soon as it has its name.
    return null;
  }
}

/** A file that has gone to its place already has no other name left. */
function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
