import { inputError } from '../errors.js';

/** Column names that hold a commune code, best first; compared without case. */
export const COMMUNE_KEYS = [
  'CODGEO', 'COM', 'DEPCOM', 'CODE_INSEE', 'CODEINSEE', 'INSEE_COM', 'INSEE', 'CODE_COMMUNE',
  'CODE_COMMUNE_INSEE', 'CODE_GEO', 'CODE',
] as const;

/** Column names that hold an IRIS code, best first. */
export const IRIS_KEYS = ['IRIS', 'CODE_IRIS', 'DCOMIRIS', 'CODIRIS'] as const;

const KNOWN: ReadonlySet<string> = new Set([...COMMUNE_KEYS, ...IRIS_KEYS]);

/** Column names that only the long forms have (one row per unit and measure). */
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['TAB_MEASURE', 'le dossier complet sous sa forme longue (depuis juillet 2026)'],
  ['RP_MEASURE', 'un cube du recensement (forme longue)'],
  ['FILOSOFI_MEASURE', 'un cube de Filosofi (forme longue)'],
]);

/** True for a name that can be the key of a table, or that tells a long form. */
export const isKeyName = (name: string): boolean => KNOWN.has(name.toUpperCase()) || LONG_FORMS.has(name);

export interface KeyColumn {
  readonly index: number;
  readonly name: string;
  readonly iris: boolean;
}

/**
 * The column that holds the codes of a table's rows.
 *
 * @throws inputError when there is none, when it stands twice, or when the file is a long form
 */
export function findKeyColumn(shown: string, header: readonly string[]): KeyColumn {
  for (const name of header) {
    const form = LONG_FORMS.get(name);
    if (form !== undefined) {
      throw inputError(
        `${shown} : c'est ${form}, que fragilite ne lit pas encore.\n` +
          'Prenez les bases larges (une ligne par commune) : par exemple le dossier complet au 31/12/2025 (RP 2022).',
      );
    }
  }
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
