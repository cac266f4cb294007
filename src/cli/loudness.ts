import type { Loudness } from './terminal.js';

/** --quiet and --verbose, the first winning; `warningsOnly` is what `run` asks of the commands that it runs. */
export function loudnessOf(options: Readonly<Record<string, unknown>>): Loudness {
  if (options['quiet'] === true) return 'quiet';
  if (options['warningsOnly'] === true) return 'warnings';
  return options['verbose'] === true ? 'verbose' : 'normal';
}
