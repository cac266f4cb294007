import { EXIT } from '../errors.js';
import type { Clock } from '../network/clock.js';
import { writeReason } from '../outputs/write-reason.js';
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

/** An Io that is another one but for some parts. It inherits the rest: a copy (`{ ...io }`) would open the terminal, and lose what is inherited already. */
export const ioBut = (io: Io, parts: Partial<Io>): Io => Object.create(io, Object.getOwnPropertyDescriptors(parts)) as Io;

/**
 * The real terminal. `NO_COLOR`, `TERM=dumb` and pipes are obeyed. A stream is opened when it is first
 * wanted: that takes a while, and most commands say nothing on one of the two.
 */
export function processIo(): Io {
  // Nobody can be told that stderr is lost; the exit code tells it.
  const stderr = guarded(() => process.stderr, () => undefined);
  const stdout = guarded(() => process.stdout, (why) => stderr().write(`Erreur : Impossible d'écrire sur la sortie standard : ${why}.\n`));
  const isTerminal = (): boolean => (stderr().isTTY ? process.env['TERM'] !== 'dumb' : false);
  return {
    stdout: (text) => stdout().write(text),
    stderr: (text) => stderr().write(text),
    get interactive() {
      return isTerminal();
    },
    get color() {
      return isTerminal() && (process.env['NO_COLOR'] ?? '') === '';
    },
    cwd: process.cwd(),
    environment: process.env,
  };
}

/**
 * A reader that closes early (« | head ») is no error of ours. After any other failure the program goes on,
 * so that its files are whole, and ends with code 5 where it had no other fault.
 */
function guarded(open: () => NodeJS.WriteStream, onLoss: (why: string) => void): () => NodeJS.WriteStream {
  let opened: NodeJS.WriteStream | null = null;
  let lost = false;
  return () => {
    if (opened !== null) return opened;
    opened = open();
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (lost || error.code === 'EPIPE') return;
      lost = true;
      process.once('exit', (code) => {
        if (code === EXIT.done) process.exitCode = EXIT.output;
      });
      onLoss(writeReason(error));
    });
    return opened;
  };
}
