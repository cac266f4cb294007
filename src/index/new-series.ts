import type { Choice } from './choose.js';
import type { Quantities } from './quantity.js';

/** Warnings for the variables whose vintage is of a series that INSEE began anew (Filosofi from 2023). */
export function newSeriesNotices(choices: readonly Choice[], quantities: Quantities): string[] {
  return choices.flatMap(({ variable, definition, vintage }) => {
    const series = quantities.get(definition.numerator)?.newSeries ?? null;
    if (series === null || vintage === null || vintage < series.from) return [];
    return [`${variable.id} : millésime ${String(vintage)}, ${series.note}.`];
  });
}
