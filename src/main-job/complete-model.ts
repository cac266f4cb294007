import { usageError } from '../errors.js';
import type { Model } from '../index/model.js';

/** @throws usageError on a model that is only described, with what it lacks */
export function requireCompleteModel(model: Model): void {
  if (model.status === 'complet') return;
  throw usageError(`Le modèle ${model.id} est incomplet et ne se calcule pas : ${(model.lacks ?? '').replace(/\.$/, '')}.\n« fragilite models ${model.id} » le décrit.`);
}
