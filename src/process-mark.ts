import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process that runs from one that has ended, even when its number serves again. */
export interface ProcessMark {
  readonly pid: number;
  readonly machine: string;
  /** When it started, as the system tells; null where it does not. */
  readonly started: string | null;
}

export const ownProcess = (): ProcessMark => ({ pid: process.pid, machine: hostname(), started: startOf(process.pid) });

/** True while the process of a mark runs; one of another machine cannot be asked, and is taken to. */
export function isRunning({ pid, machine, started }: ProcessMark): boolean {
  if (machine !== hostname()) return true;
  if (pid === process.pid) return started === null || started === startOf(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Without the right to signal it, it runs all the same.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** The 22nd field of `/proc/PID/stat` (proc(5)): ticks from the start of the machine to that of the process. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold spaces.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
