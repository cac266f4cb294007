import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ownProcess } from './process-mark.js';
import type { ProcessMark } from './process-mark.js';

/**
 * Takes a lock, a file that names the process that has it, if no other process has it. The lock of a process that
 * was killed is taken over. Its owner gives it back by removing the file.
 *
 * @param lock the file; on the way to it there are others, named `lock.PID…`
 * @returns the process that has it; null once it is this one's
 * @throws the error of the file system where nothing can be written
 */
export function ownerOrTake(lock: string): ProcessMark | null {
  const own = `${lock}.${String(process.pid)}`;
  try {
    writeFileSync(own, JSON.stringify(ownProcess()));
    // A name that is given whole: a lock without its owner is never seen.
    while (!linked(own, lock)) {
      const owner = ownerOf(lock);
      if (owner !== null && isRunning(owner)) return owner;
      dropStale(lock, owner);
    }
    return null;
  } finally {
    rmSync(own, { force: true });
  }
}

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

/** Takes away the lock of a process that ended, unless another did it first and has the lock now. */
function dropStale(lock: string, owner: ProcessMark | null): void {
  const aside = `${lock}.${String(process.pid)}.perime`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    // Another took it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = ownerOf(aside);
  if (taken !== null && taken.pid !== owner?.pid && isRunning(taken)) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}
