import type { Loudness } from './terminal.js';

/** --quiet and --verbose, the first winning. */
export function loudnessOf(options: Readonly<Record<string, unknown>>): Loudness {
  if (options['quiet'] === true) return 'quiet';
  return options['verbose'] === true ? 'verbose' : 'normal';
}
