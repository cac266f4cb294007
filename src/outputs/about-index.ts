import { frenchNumber, frenchPercent } from '../french.js';
import { storedScale } from '../sources/result-folder.js';
import type { StoredManifest, StoredVariable } from '../sources/result-folder.js';
import { POLICY_NAMES } from './method-text.js';
import { referenceLabel, scaleText } from './model-text.js';

/**
 * What every page says of the index that it rests on, from the manifest of its result: model,
 * reference and rule, vintages, missing-value policies and what they touched, nominal weights and
 * correlations.
 */
export function aboutIndex(manifest: StoredManifest): string[] {
  const { modele, reference, variables, geographie } = manifest;
  const scale = storedScale(manifest);
  return [
    `Indice : ${modele.libelle} (${modele.id}, version ${String(modele.version)}${modele.liste_reconstituee ? ', liste reconstituée' : ''}).`,
    ...(scale.base100 ? [] : [`Échelle : ${scaleText(scale)}.`]),
    `${referenceLabel(scale, variables.some((v) => (v.normalisation?.methode ?? 'rapport') === 'rapport'))} : ${reference.nom} ; règles : ${grouped(variables, ruleOf)}.`,
    `Millésimes : ${grouped(variables, (v) => `${v.famille ?? 'fichier propre'} ${String(v.millesime ?? 'sans millésime')}`)} ; géographie : COG ${String(geographie.cog)}.`,
    `Valeurs manquantes : ${grouped(variables, policyOf)}.`,
    `Poids nominal et corrélation avec l'indice : ${variables.map((v) => `${nameOf(v)} ${frenchNumber(v.poids_nominal, 3)} et ${frenchNumber(v.correlation_score, 2)}`).join(' ; ')}.`,
  ];
}

/** The id of a variable, or the real label when a repli changed its definition. */
const nameOf = (v: StoredVariable): string => (v.repli === null ? v.id : `« ${v.definition} »`);

function ruleOf({ reference }: StoredVariable): string {
  const { valeur, regle, part_observee: share } = reference;
  if (valeur === null) return 'aucune valeur';
  return share === null || share === 1 ? regle : `${regle} (${frenchPercent(share)} du poids observé)`;
}

function policyOf({ manquants, statuts }: StoredVariable): string {
  const touched = [
    [statuts['estime'] ?? 0, 'estimées'],
    [statuts['impute'] ?? 0, 'imputées'],
  ] as const;
  const told = touched.filter(([n]) => n > 0).map(([n, what]) => `${frenchNumber(n)} ${what}`);
  return `${POLICY_NAMES[manquants.appliquee]}${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
}

/** `total (97 %) : pauvrete ; total : les autres`: what is said of most variables comes last. */
function grouped(variables: readonly StoredVariable[], textOf: (variable: StoredVariable) => string): string {
  const groups = new Map<string, string[]>();
  for (const v of variables) groups.set(textOf(v), [...(groups.get(textOf(v)) ?? []), nameOf(v)]);
  const sorted = [...groups].sort(([, a], [, b]) => a.length - b.length);
  if (sorted.length === 1) return `${sorted[0]?.[0] ?? ''} (toutes les variables)`;
  return sorted.map(([text, ids], i) => `${text} : ${i === sorted.length - 1 && ids.length > 2 ? 'les autres' : ids.join(', ')}`).join(' ; ');
}
