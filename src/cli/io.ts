import type { Clock } from '../network/clock.js';
import type { RunSummary } from './run-summary.js';

/** What the command line talks to, so that tests can listen. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** True when stderr is a terminal that understands colours and moving the cursor. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly cwd: string;
  /** Time for what waits (the network); the system's without it. */
  readonly clock?: Clock;
  /** The variables of the environment that change what is said; none without. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Given the summary of a command that another one runs. */
  readonly gathers?: (summary: RunSummary) => void;
}

/** The real terminal. `NO_COLOR`, `TERM=dumb` and pipes are obeyed. */
export function processIo(): Io {
  // A reader that closes early (« | head ») is no error of ours.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const terminal = process.stderr.isTTY ? process.env['TERM'] !== 'dumb' : false;
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    interactive: terminal,
    color: terminal && (process.env['NO_COLOR'] ?? '') === '',
    cwd: process.cwd(),
    environment: process.env,
  };
}
