import { MOST_SMALL_COUNTS, MOST_UNOBSERVED, SMALL_COUNT, SMALL_POPULATION } from '../../diagnosis/reliability.js';
import type { Weakness } from '../../diagnosis/reliability.js';
import { frenchNumber, frenchPercent } from '../../french.js';

/** What each weakness is, after « la commune a ». */
export const WEAKNESS_TEXTS: Readonly<Record<Weakness, string>> = {
  'petits-effectifs': `effectifs du recensement sous ${frenchNumber(SMALL_COUNT)}`,
  'petite-population': `moins de ${frenchNumber(SMALL_POPULATION)} habitants`,
  'valeurs-non-observees': 'valeurs estimées, imputées ou manquantes',
};

/** How reliability is told, in full. */
export const RELIABILITY_RULE =
  `Trois faiblesses sont comptées : au moins ${frenchPercent(MOST_SMALL_COUNTS)} du poids nominal repose sur des effectifs du recensement inférieurs à ${frenchNumber(SMALL_COUNT)}, ` +
  `que l'Insee invite à manier avec précaution ; l'unité a moins de ${frenchNumber(SMALL_POPULATION)} habitants, taille sous laquelle les résultats détaillés du recensement ne sont pas faits pour servir seuls ; ` +
  `au moins ${frenchPercent(MOST_UNOBSERVED)} du poids nominal n'est pas observé (estimé, imputé ou sans valeur). ` +
  'Fiabilité bonne : aucune ; moyenne : une ; faible : deux ou trois. Elle dit ce que valent les chiffres, non si le rang est sûr.';
