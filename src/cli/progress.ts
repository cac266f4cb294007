import type { Io } from './io.js';
import type { Terminal } from './terminal.js';

/** A bar appears on work longer than this. */
const PATIENCE_MS = 1000;

/** Runs some work, with a moving mark on a terminal when it lasts longer than a second. */
export async function withProgress<T>(io: Io, terminal: Terminal, title: string, work: () => Promise<T>): Promise<T> {
  if (!io.interactive || terminal.loudness === 'quiet') return work();
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar({ format: `${title} {bar} {duration_formatted}`, clearOnComplete: true, hideCursor: true }, Presets.shades_grey);
  let steps = 0;
  const timer = setInterval(() => {
    if (steps === 0) bar.start(40, 0);
    steps += 1;
    bar.update(steps % 41);
  }, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (steps > 0) bar.stop();
  }
}
