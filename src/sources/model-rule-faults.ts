import { needsReference } from '../index/normalisation.js';
import type { Normalisation } from '../index/normalisation.js';
import { variableEntries } from './model-entries.js';
import type { ModelFile, NormalisationEntry, Placed, VariableEntry } from './model-entries.js';
import { isDefined } from './model-build.js';
import { normalisationOf, rulesOf } from './model-rules.js';
import type { Fault, FieldPath } from './yaml-document.js';

/** What a schema cannot see in the rules of a model: levels that its tree lacks, rules that do not go together. */
export function ruleFaults(data: ModelFile): Fault[] {
  return [...treeFaults(data), ...normalisationFaults(data.normalisation, ['normalisation'], data), ...variableEntries(data).flatMap((v) => variableFaults(v, data)), ...scaleFaults(data)];
}

function treeFaults(data: ModelFile): Fault[] {
  const { themes, axes, variables, agregation, statut } = data;
  const trees = [themes, axes, variables].filter((part) => part !== undefined).length;
  if (trees > 1 || (trees === 0 && statut === 'complet')) {
    return [{ path: [], message: 'il faut un arbre, et un seul : « themes » (d’axes de variables), « axes » (de variables) ou « variables »' }];
  }
  const faults: Fault[] = [];
  const hasAxes = themes !== undefined || axes !== undefined;
  if (hasAxes && agregation.axe === undefined) faults.push({ path: ['agregation'], message: 'il manque « axe » : le modèle a des axes', atKey: true });
  if (themes !== undefined && agregation.theme === undefined) faults.push({ path: ['agregation'], message: 'il manque « theme » : le modèle a des thèmes', atKey: true });
  const { global } = rulesOf(data);
  if (trees > 0 && ((global.over === 'themes' && themes === undefined) || (global.over === 'axes' && !hasAxes))) {
    faults.push({ path: ['agregation', 'global', 'de'], message: `le modèle n'a pas de « ${global.over} »` });
  }
  return faults;
}

function normalisationFaults(entry: NormalisationEntry, path: FieldPath, { statut }: ModelFile): Fault[] {
  const rule = normalisationOf(entry);
  const faults: Fault[] = [];
  if (rule.method === 'minmax' && rule.low >= rule.high) faults.push({ path: [...path, 'bornes'], message: 'la première borne doit être au-dessous de la seconde' });
  if (rule.method !== 'classes') return faults;
  const ends = rule.classes.map((c) => c.upTo);
  if (ends.length === 0) {
    if (statut === 'complet') faults.push({ path, message: 'il faut « classes » : la part des unités et la valeur de chacune' });
  } else if (ends.some((end, i) => i > 0 && end <= (ends[i - 1] ?? 0))) {
    faults.push({ path: [...path, 'classes'], message: 'les « jusqua » doivent croître ; seule la dernière classe peut s’en passer' });
  }
  return faults;
}

function variableFaults({ entry, path }: Placed<VariableEntry>, data: ModelFile): Fault[] {
  const faults: Fault[] = [];
  if (data.statut === 'complet' && !isDefined(entry)) faults.push({ path, message: 'il faut « taux », ou « numerateur » et « denominateur »' });
  if (entry.normalisation !== undefined) faults.push(...normalisationFaults(entry.normalisation, [...path, 'normalisation'], data));
  const ratio = needsReference(normalisationIn(entry, data));
  if (ratio && entry.sens === '-' && entry.inversion === undefined) {
    faults.push({ path: [...path, 'sens'], message: 'un rapport de sens « - » demande « inversion » : miroir, miroir-borne, rapport ou complement' });
  }
  if (!ratio && entry.inversion !== undefined) {
    faults.push({ path: [...path, 'inversion'], message: 'une inversion ne va qu’avec la normalisation rapport ; les autres se retournent d’elles-mêmes' });
  }
  return faults;
}

/** A score that is no mean of ratios is not in base 100: its scale must be told. */
function scaleFaults(data: ModelFile): Fault[] {
  const { echelle } = data;
  if (echelle?.minimum !== undefined && echelle.maximum !== undefined && echelle.minimum >= echelle.maximum) {
    return [{ path: ['echelle', 'minimum'], message: 'le minimum doit être au-dessous du maximum' }];
  }
  if (echelle !== undefined) return [];
  const { axis, theme, global } = rulesOf(data);
  const ratios = needsReference(normalisationOf(data.normalisation)) && variableEntries(data).every(({ entry }) => needsReference(normalisationIn(entry, data)));
  if (ratios && [axis, theme, global].every((rule) => rule.method !== 'somme')) return [];
  return [{ path: ['normalisation'], message: 'il faut « echelle » (libelle, centre) : ce score n’est pas en base 100', atKey: true }];
}

const normalisationIn = (entry: VariableEntry, data: ModelFile): Normalisation => normalisationOf(entry.normalisation ?? data.normalisation);
