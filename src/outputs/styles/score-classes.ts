import type { JobResult } from '../../main-job/run.js';
import { resultManifest } from '../../sources/result-folder.js';
import { mapColumn } from '../map/columns.js';
import { mapLayer } from '../map/layer.js';
import type { LegendEntry } from '../map/layer.js';

/** The score as maps show it: its title, and its classes from the most fragile. */
export interface ScoreClasses {
  readonly title: string;
  readonly classes: readonly LegendEntry[];
}

/** What stands in a legend for units without a score, as on the map. */
export const NO_VALUE = 'sans valeur';

/**
 * The classes and colours that the map of the score has without options.
 *
 * @param manifest the text of the result's manifest
 */
export function scoreClasses({ index }: JobResult, manifest: string): ScoreClasses {
  const stored = resultManifest(manifest);
  const column = stored === null ? null : mapColumn('score', stored);
  if (stored === null || column === null) throw new Error('a result has a manifest and a score');
  const values = new Map([...index.frame.territory].map((row) => [index.frame.codes[row] ?? '', index.score[row] ?? Number.NaN]));
  const { legend } = mapLayer(column, values);
  return { title: `${column.label} : ${stored.territoire.nom_court} (${column.unit})`, classes: legend };
}

/** True for the class that holds its upper limit: the last one. */
export const isClosed = ({ at }: LegendEntry, { classes }: ScoreClasses): boolean => at === classes.length - 1;
