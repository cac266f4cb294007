import { constants, copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { outputError } from '../errors.js';
import { isRunning, ownProcess } from '../process-mark.js';
import type { ProcessMark } from '../process-mark.js';
import { STATE_FOLDER } from './run-state.js';

const LOCK = 'verrou';

/**
 * Takes a project for one run at a time: two would mix their outputs. The lock of a run that was killed is
 * taken over.
 *
 * @returns gives it back
 * @throws outputError while another run has it
 */
export function takeLock(folder: string): () => void {
  const state = join(folder, STATE_FOLDER);
  const lock = join(state, LOCK);
  const own = join(state, `${LOCK}.${String(process.pid)}`);
  try {
    mkdirSync(state, { recursive: true });
    writeFileSync(own, JSON.stringify(ownProcess()));
  } catch (cause) {
    throw outputError(`Impossible d'écrire dans ${STATE_FOLDER} (${(cause as NodeJS.ErrnoException).code ?? ''}) : fragilite run y garde ce qui est fait. Vérifiez les droits du dossier du projet.`, { cause });
  }
  try {
    // A name that is given whole: a lock without its owner is never seen.
    while (!linked(own, lock)) {
      const owner = ownerOf(lock);
      if (owner !== null && isRunning(owner)) {
        throw outputError(`Un autre fragilite run (processus ${String(owner.pid)} de ${owner.machine}) travaille dans ce projet. Attendez qu'il finisse ; s'il n'existe plus, supprimez ${STATE_FOLDER}/${LOCK}.`);
      }
      dropStale(lock, owner);
    }
  } finally {
    rmSync(own, { force: true });
  }
  sweep(state);
  return () => {
    rmSync(lock, { force: true });
  };
}

/** Takes away what runs that were killed left beside their lock. */
function sweep(state: string): void {
  for (const name of readdirSync(state)) {
    const pid = OF_A_RUN.exec(name)?.[1];
    const left = pid === undefined ? name.endsWith('.tmp') : !isRunning({ pid: Number(pid), machine: hostname(), started: null });
    if (left) rmSync(join(state, name), { force: true });
  }
}

/** The names that `takeLock` gives on its way to the lock. */
const OF_A_RUN = /^verrou\.(\d+)/;

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A file system without hard links.
    return copied(from, to);
  }
}

function copied(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(lock: string): ProcessMark | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as ProcessMark;
  } catch {
    // It went in the meantime, or is nobody's.
    return null;
  }
}

/** Takes away the lock of a run that ended, unless another run did it first and has the lock now. */
function dropStale(lock: string, owner: ProcessMark | null): void {
  const aside = `${lock}.${String(process.pid)}.perime`;
  try {
    renameSync(lock, aside);
  } catch {
    // Another took it away.
    return;
  }
  const taken = ownerOf(aside);
  if (taken !== null && taken.pid !== owner?.pid && isRunning(taken)) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}
