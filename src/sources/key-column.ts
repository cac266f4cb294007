import { inputError } from '../errors.js';
import { isLongFormName } from './long-forms/form.js';

/** Column names that hold a commune code, best first; compared without case. */
export const COMMUNE_KEYS = [
  'CODGEO', 'COM', 'DEPCOM', 'CODE_INSEE', 'CODEINSEE', 'INSEE_COM', 'INSEE', 'CODE_COMMUNE',
  'CODE_COMMUNE_INSEE', 'CODE_GEO', 'CODE',
] as const;

/** Column names that hold an IRIS code, best first. */
export const IRIS_KEYS = ['IRIS', 'CODE_IRIS', 'DCOMIRIS', 'CODIRIS'] as const;

const KNOWN: ReadonlySet<string> = new Set([...COMMUNE_KEYS, ...IRIS_KEYS]);

/** True for a name that can be the key of a table, or that tells a long form. */
export const isKeyName = (name: string): boolean => KNOWN.has(name.toUpperCase()) || isLongFormName(name);

export interface KeyColumn {
  readonly index: number;
  readonly name: string;
  readonly iris: boolean;
}

/**
 * The column that holds the codes of a table's rows.
 *
 * @throws inputError when there is none, or when it stands twice
 */
export function findKeyColumn(shown: string, header: readonly string[]): KeyColumn {
  const names = header.map((name) => name.toUpperCase());
  for (const [keys, iris] of [[IRIS_KEYS, true], [COMMUNE_KEYS, false]] as const) {
    for (const key of keys) {
      const index = names.indexOf(key);
      if (index < 0) continue;
      const name = header[index] ?? key;
      if (names.lastIndexOf(key) !== index) {
        throw inputError(
          `${shown} : deux colonnes s'appellent ${name} (colonnes ${String(index + 1)} et ${String(names.lastIndexOf(key) + 1)}).\n` +
            'Gardez-en une seule.',
        );
      }
      return { index, name, iris };
    }
  }
  const shownHeader = header.slice(0, 8).join(', ') + (header.length > 8 ? ', …' : '');
  throw inputError(
    `${shown} : aucune colonne de code de commune. Colonnes trouvées : ${shownHeader}.\n` +
      `Il faut l'une de : ${COMMUNE_KEYS.join(', ')}, ou pour des IRIS : ${IRIS_KEYS.join(', ')}.`,
  );
}
