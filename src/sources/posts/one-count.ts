import { usageError } from '../../errors.js';
import { FORMAT_LABELS } from './format.js';
import type { PostFormat } from './format.js';

/** What files are given for: `--posts`, `--demands`, or both at once (`import`). */
export type Wanted = 'all' | 'posts' | 'demands';

interface Given {
  readonly shown: string;
  readonly format: PostFormat;
}

/** Formats that say how many posts there are. */
const POST_LISTS: readonly PostFormat[] = ['liste-ouverte', 'postes-anct', 'structures-anct', 'postes'];
/** Formats that hold demands. */
const DEMAND_LISTS: readonly PostFormat[] = ['structures-anct', 'demandes'];

/**
 * Refuses files that would count the same posts or demands twice, or that are not what they were
 * given for.
 *
 * @throws usageError
 */
export function requireOneCount(files: readonly Given[], wanted: Wanted): void {
  for (const { shown, format } of files) {
    if (wanted === 'demands' && !DEMAND_LISTS.includes(format)) {
      throw usageError(`${shown} : ${FORMAT_LABELS[format]}, sans demandes. Donnez ce fichier par --posts.`);
    }
    if (wanted === 'posts' && format === 'demandes') {
      throw usageError(`${shown} : ${FORMAT_LABELS[format]}, sans postes. Donnez ce fichier par --demands.`);
    }
    const twin = files.find((other) => other.format === format && other.shown !== shown);
    if (twin !== undefined) {
      throw usageError(`${shown} et ${twin.shown} : deux fichiers de même forme (${FORMAT_LABELS[format]}) compteraient deux fois.\nGardez le plus récent, ou réunissez-les en un seul.`);
    }
  }
  const lists = files.filter(({ format }) => POST_LISTS.includes(format));
  const joined = lists.length === 2 && lists.every(({ format }) => format === 'postes-anct' || format === 'structures-anct');
  if (wanted !== 'demands' && lists.length > 1 && !joined) {
    throw usageError(
      `Les mêmes postes seraient comptés deux fois : ${lists.map(({ shown, format }) => `${shown} (${FORMAT_LABELS[format]})`).join(' ; ')}.\n` +
        "Gardez une seule liste de postes ; seul l'export des structures peut accompagner la liste des postes du back-office.",
    );
  }
  const demands = files.filter(({ format }) => DEMAND_LISTS.includes(format));
  if (wanted !== 'posts' && demands.length > 1) {
    throw usageError(`Les mêmes demandes seraient comptées deux fois : ${demands.map(({ shown }) => shown).join(' ; ')}.\nGardez-en un seul.`);
  }
  const places = files.find(({ format }) => format === 'interventions');
  if (places !== undefined && lists.length === 0) {
    throw usageError(`${places.shown} : des interventions sans la liste des postes qu'elles nomment. Donnez aussi postes.csv.`);
  }
}
