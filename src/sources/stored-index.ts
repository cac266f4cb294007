import type { StoredIndex } from '../robustness/stored-index.js';
import type { StoredResult } from './result-folder.js';

/**
 * Reads what makes the index of a result folder again: its manifest, `ifn.csv` and `quantites.csv`.
 *
 * @param shown the folder as the user named it
 * @throws inputError when the folder is not a result of fragilite, when `quantites.csv` is missing, is no
 *   longer what the manifest says, or does not hold what the manifest says
 */
export function readStoredIndex(_folder: string, _shown: string): { readonly stored: StoredResult; readonly index: StoredIndex } {
  throw new Error('not yet');
}
