import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { outputError } from '../errors.js';
import { ownerOrTake } from '../process-lock.js';
import { isRunning } from '../process-mark.js';
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
  let owner: ProcessMark | null;
  try {
    mkdirSync(state, { recursive: true });
    owner = ownerOrTake(lock);
  } catch (cause) {
    throw outputError(`Impossible d'écrire dans ${STATE_FOLDER} (${(cause as NodeJS.ErrnoException).code ?? ''}) : fragilite run y garde ce qui est fait. Vérifiez les droits du dossier du projet.`, { cause });
  }
  if (owner !== null) throw outputError(`Un autre fragilite run (processus ${String(owner.pid)} de ${owner.machine}) travaille dans ce projet. Attendez qu'il finisse ; s'il n'existe plus, supprimez ${STATE_FOLDER}/${LOCK}.`);
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

/** The names that are given on the way to the lock. */
const OF_A_RUN = /^verrou\.(\d+)/;
