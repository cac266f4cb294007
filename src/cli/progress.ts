import type { SingleBar } from 'cli-progress';
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

/** The progress of downloads on a terminal; silent elsewhere. */
export interface ByteBar {
  readonly bytes: (title: string) => (received: number, total: number | null) => void;
  /** For answers that come page by page, of a number not known before. */
  readonly pages: (title: string) => (received: number) => void;
  readonly stop: () => void;
}

const MEGABYTE = 1e6;

/** A bar for files that come one after the other, shown on a terminal once one has lasted longer than a second. */
export async function byteBar(io: Io, terminal: Terminal): Promise<ByteBar> {
  const silent = (): void => undefined;
  if (!io.interactive || terminal.loudness === 'quiet') return { bytes: () => silent, pages: () => silent, stop: silent };
  const { SingleBar, Presets } = await import('cli-progress');
  let bar: SingleBar | null = null;
  let started = Date.now();
  const show = (format: string, title: string, done: number, total: number): void => {
    if (bar === null) {
      if (Date.now() - started < PATIENCE_MS) return;
      bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_grey);
      bar.start(total, done, { title });
    }
    bar.setTotal(total);
    bar.update(done, { title });
  };
  const begin = <T>(of: T): T => {
    started = Date.now();
    return of;
  };
  return {
    bytes: (title) =>
      begin((received, total) => {
        const done = received / MEGABYTE;
        if (total === null) show('{title} {value} Mo', title, Math.round(done), Math.round(done) + 1);
        else show('{title} {bar} {value}/{total} Mo {eta_formatted}', title, Math.round(done), Math.round(total / MEGABYTE));
      }),
    pages: (title) => begin((received) => show('{title} {value} pages', title, received, received + 1)),
    stop: () => {
      bar?.stop();
      bar = null;
    },
  };
}
