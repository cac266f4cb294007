import { counted } from '../french.js';
import { byCode } from '../territory/codes.js';
import type { Geography } from '../territory/cog.js';
import { selectTerritory } from '../territory/selector.js';

/** The territory of a project. */
export interface ChosenTerritory {
  /** Null for all the communes of the files. */
  readonly selector: string | null;
  readonly nom: string;
  readonly units: readonly string[];
}

/** A file that has this share of a territory is taken to be of it. */
const MOST_OF_IT = 0.5;
/** A list of more communes does not fit in a selector. */
const MOST_LISTED = 500;

/**
 * The one EPCI that all communes of a file are in, else the one département, else the one région, when the file
 * has most of it; else the communes themselves, so that other files add none; of too many, whatever the files hold.
 *
 * @param units codes of communes of the geography
 */
export function territoryOf(units: readonly string[], geography: Geography): ChosenTerritory {
  const { cog } = geography;
  const of = (key: 'epci' | 'departement' | 'region'): string | null => {
    const codes = new Set(units.map((code) => cog.communes.get(code)?.[key] ?? ''));
    const [only = ''] = codes;
    return codes.size === 1 && only !== '' ? only : null;
  };
  for (const [word, key] of [['epci', 'epci'], ['dep', 'departement'], ['reg', 'region']] as const) {
    const code = of(key);
    if (code === null) continue;
    const found = chosen(`${word}:${code}`, geography);
    if (units.length >= MOST_OF_IT * found.units.length) return found;
  }
  if (units.length <= MOST_LISTED) return chosen(`communes:${[...units].sort(byCode).join(',')}`, geography);
  return { selector: null, nom: `les ${counted(units.length, 'commune')} des fichiers`, units };
}

function chosen(selector: string, geography: Geography): ChosenTerritory {
  const { nom, units } = selectTerritory(selector, geography, () => '');
  return { selector, nom, units };
}
