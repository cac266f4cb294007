import { usageError } from '../errors.js';
import type { Model } from '../index/model.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';

/** @throws usageError on a model that is only described, with what it lacks */
export function requireCompleteModel(model: Model): void {
  if (model.status === 'complet') return;
  throw usageError(`Le modèle ${model.id} est incomplet et ne se calcule pas : ${(model.lacks ?? '').replace(/\.$/, '')}.\n« fragilite models ${model.id} » le décrit.`);
}

/** @throws usageError on a level of units whose scores the model makes of those of smaller ones */
export function requireOwnLevel(model: Model, level: UnitLevel): void {
  if (model.rollUpWeight === null || !isWholeLevel(level)) return;
  const { many } = UNIT_WORDS[level];
  throw usageError(
    `--unit ${level} : le modèle ${model.id} ne se calcule que par commune ou par IRIS ; un territoire y est la moyenne de ses unités, pondérée par « ${model.rollUpWeight} ».\n` +
      (level === 'epci' ? 'Calculez par commune : classement.md donne la moyenne des EPCI entiers.' : `Calculez par commune, et faites cette moyenne d'ifn.csv pour les ${many}.`),
  );
}
