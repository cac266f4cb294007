import { frenchPercent } from '../french.js';
import { percentBelow } from '../index/reference.js';
import { isFrenchDepartement, unitOf } from '../territory/cog.js';
import type { Inputs } from './inputs.js';
import { variablesOf } from '../index/model.js';

/** Under this share of its population in the files, what is said to be national is not. */
const WHOLE = 0.99;

/**
 * The warning for a model that places units among all those of France, where the files do not hold
 * France; null otherwise. Units without a commune's code have no population there: then nothing is known,
 * and nothing is told.
 *
 * @param present the communes that the files have, whole or by their parts
 */
export function nationalNotice({ loaded, merged, geography }: Inputs, present: Iterable<string>): string | null {
  const national = variablesOf(loaded.model).some(({ normalisation: n }) => n.method !== 'rapport' && n.population === 'france');
  if (!national) return null;
  let found = 0;
  for (const code of present) {
    const unit = unitOf(geography, code);
    if (unit !== undefined && isFrenchDepartement(unit.departement)) found += unit.population ?? 0;
  }
  let all = 0;
  for (const commune of geography.cog.communes.values()) if (isFrenchDepartement(commune.departement)) all += commune.population ?? 0;
  if (found === 0 || found >= WHOLE * all) return null;
  return (
    `${loaded.model.id} : le modèle place chaque unité parmi toutes celles de France ; les fichiers n'en ont que ${String(merged.codes.length)}, soit ${found < 0.001 * all ? frenchPercent(found / all, 3) : percentBelow(found / all)} de la population. ` +
    "Déciles, classes et rangs sont ceux de ces unités : donnez par --insee des fichiers de la France entière (--territory choisit ce qui est montré)."
  );
}
