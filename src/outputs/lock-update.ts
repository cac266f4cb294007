import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { outputError } from '../errors.js';
import type { Lock } from '../lock.js';
import { ownerOrTake } from '../process-lock.js';
import { LOCK_NAME, readLock } from '../sources/lock-file.js';
import { writeFolder } from './write-folder.js';
import type { TextFile } from './write-folder.js';

/** The file that names the process which writes `fragilite.lock`; it is there for the time of a write. */
const HELD = `.${LOCK_NAME}.pris`;

/** A write takes a moment, in milliseconds; one that lasts a hundred of them will not end soon. */
const MOMENT = 50;
const MOST_MOMENTS = 100;

/** The folder of a project, and what is said when it cannot be written. */
export interface LockFolder {
  readonly folder: string;
  /** As messages name it. */
  readonly shown: string;
  readonly advice: string;
}

/**
 * Writes files that follow from `fragilite.lock`, itself among them, as it is at that moment: what another
 * program writes there meanwhile is waited for, and kept.
 *
 * @param filesOf what to write beside or in place of the lock found; it may be asked more than once
 * @returns true when there was something to write
 * @throws inputError when the lock cannot be read, outputError when it cannot be written
 */
export async function updateLock({ folder, shown, advice }: LockFolder, filesOf: (lock: Lock) => readonly TextFile[], sleep: (ms: number) => Promise<unknown> = setTimeout): Promise<boolean> {
  const held = join(folder, HELD);
  for (let moments = 0; ; ) {
    const before = lockBytes(folder);
    const files = filesOf(await readLock(folder));
    if (files.length === 0) return false;
    const owner = taken(held, shown, advice);
    if (owner === null) {
      try {
        // Written since it was read: what follows from it is something else.
        if (lockBytes(folder) !== before) continue;
        writeFolder(folder, shown, files, null, [], advice);
        return true;
      } finally {
        rmSync(held, { force: true });
      }
    }
    if ((moments += 1) > MOST_MOMENTS) throw outputError(`Un autre fragilite (processus ${String(owner.pid)} de ${owner.machine}) écrit ${LOCK_NAME} depuis plusieurs secondes. Recommencez quand il aura fini ; s'il n'existe plus, supprimez ${join(shown, HELD)}.`);
    await sleep(MOMENT);
  }
}

function taken(held: string, shown: string, advice: string): ReturnType<typeof ownerOrTake> {
  try {
    return ownerOrTake(held);
  } catch (cause) {
    throw outputError(`Impossible d'écrire ${LOCK_NAME} dans « ${shown} » (${(cause as NodeJS.ErrnoException).code ?? ''}) : ${advice}.`, { cause });
  }
}

function lockBytes(folder: string): string | null {
  const path = join(folder, LOCK_NAME);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
