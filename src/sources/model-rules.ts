import type { Normalisation } from '../index/normalisation.js';
import { BASE_100 } from '../index/scale.js';
import type { Scale } from '../index/scale.js';
import { plainMean } from '../index/tree.js';
import type { Aggregation, Level, Rules } from '../index/tree.js';
import type { AggregationEntry, ModelFile, NormalisationEntry } from './model-entries.js';

/** A normalisation as the engine reads it; what the file does not say takes its usual value. */
export function normalisationOf(entry: NormalisationEntry): Normalisation {
  const given = typeof entry === 'string' ? { methode: entry } : entry;
  const base = { truncated: given.troncature ?? false };
  const population = given.parmi ?? 'fichiers';
  const ties = given.ex_aequo ?? 'bas';
  switch (given.methode) {
    case 'rapport':
      return { ...base, method: 'rapport' };
    case 'rang-centile':
    case 'decile':
      return { ...base, method: given.methode, population, ties };
    case 'classes':
      return { ...base, method: 'classes', population, ties, classes: (given.classes ?? []).map((c) => ({ upTo: c.jusqua ?? 1, value: c.valeur })) };
    case 'minmax': {
      const [low, high] = given.bornes ?? [0, 100];
      return { ...base, method: 'minmax', population, low, high };
    }
    case 'z':
      return { ...base, method: 'z', population, centre: given.centre ?? 0, deviation: given.ecart_type ?? 1 };
  }
}

function aggregationOf(entry: AggregationEntry | undefined, over: Level): Aggregation {
  if (entry === undefined) return plainMean(over);
  if (typeof entry === 'string') return { ...plainMean(over), method: entry };
  return {
    method: entry.methode,
    over: entry.de ?? over,
    truncated: entry.troncature ?? false,
    divisor: entry.diviseur ?? 1,
    penalty: entry.penalite ?? '+',
  };
}

/** The rules of the three levels; the whole is made of the highest level that the tree has, unless it says otherwise. */
export function rulesOf({ agregation, themes, axes }: ModelFile): Rules {
  const highest: Level = themes !== undefined ? 'themes' : axes !== undefined ? 'axes' : 'variables';
  return {
    axis: aggregationOf(agregation.axe, 'variables'),
    theme: aggregationOf(agregation.theme, 'axes'),
    global: aggregationOf(agregation.global, highest),
  };
}

/** The scale that a file declares; base 100 without one. */
export const scaleOf = ({ echelle }: ModelFile): Scale =>
  echelle === undefined
    ? BASE_100
    : { base100: false, centre: echelle.centre, minimum: echelle.minimum ?? null, maximum: echelle.maximum ?? null, label: echelle.libelle };
