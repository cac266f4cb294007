import type { Axis, Definition, Model, Theme, Variable } from '../index/model.js';
import type { Quantities, Quantity } from '../index/quantity.js';
import type { AxisEntry, DefinitionEntry, ModelFile, ThemeEntry, VariableEntry } from './model-entries.js';
import { normalisationOf, rulesOf, scaleOf } from './model-rules.js';

/** The quantities that a model declares beside those of INSEE. */
export function ownQuantities(data: ModelFile): Map<string, Quantity> {
  const own = new Map<string, Quantity>();
  for (const [id, entry] of Object.entries(data.quantites ?? {})) {
    own.set(id, {
      id,
      label: entry.libelle,
      unit: entry.unite,
      family: null,
      nature: entry.nature,
      weight: entry.poids ?? null,
      vintage: entry.millesime ?? null,
      emptyIsSecretUntil: null,
      scale: entry.nature === 'taux' && entry.unite === 'fraction' ? 100 : 1,
      ...(entry.lignes === 'somme' ? { rowsSummed: true } : {}),
      alternatives: [
        {
          terms: [
            { template: entry.colonne, sign: 1 },
            ...(entry.plus ?? []).map((template) => ({ template, sign: 1 }) as const),
            ...(entry.moins ?? []).map((template) => ({ template, sign: -1 }) as const),
          ],
          kind: 'exact', note: null, from: null, to: null,
        },
      ],
      longNames: [],
      newSeries: null,
    });
  }
  return own;
}

/** A model of a file that schema and `modelFaults` accept. */
export function buildModel(data: ModelFile, quantities: Quantities): Model {
  const variable = (entry: VariableEntry): Variable => buildVariable(entry, data, quantities);
  const axis = (entry: AxisEntry): Axis => ({ id: entry.id, label: entry.libelle, weight: entry.poids_relatif ?? 1, variables: entry.variables.map(variable) });
  const theme = (entry: ThemeEntry): Theme => ({ id: entry.id, label: entry.libelle, weight: entry.poids_relatif ?? 1, axes: entry.axes.map(axis) });
  return {
    id: data.id,
    version: data.version,
    label: data.libelle,
    status: data.statut,
    lacks: data.manque ?? null,
    reconstituted: data.liste === 'reconstituee',
    source: data.source,
    caveat: data.reserve ?? null,
    inferences: data.inferences ?? [],
    scale: scaleOf(data),
    completenessThreshold: data.seuil_completude,
    rollUpWeight: data.remontee?.poids ?? null,
    quantities,
    themes: (data.themes ?? []).map(theme),
    looseAxes: (data.axes ?? []).map(axis),
    looseVariables: (data.variables ?? []).map(variable),
    rules: rulesOf(data),
  };
}

function buildVariable(entry: VariableEntry, data: ModelFile, quantities: Quantities): Variable {
  const definitions: Definition[] = isDefined(entry) ? [definitionOf(entry, null, quantities)] : [];
  for (let id = entry.repli; id !== undefined; ) {
    const repli: DefinitionEntry | undefined = data.replis?.[id];
    if (repli === undefined) break;
    definitions.push(definitionOf(repli, id, quantities));
    id = repli.repli;
  }
  const defaultRule = entry.taux === undefined ? data.reference.effectifs : data.reference.taux;
  return {
    id: entry.id,
    label: entry.libelle,
    weight: entry.poids_relatif ?? 1,
    definitions,
    direction: entry.sens,
    inversion: entry.inversion ?? null,
    normalisation: normalisationOf(entry.normalisation ?? data.normalisation),
    missing: entry.manquants,
    estimation:
      entry.estimation === undefined
        ? null
        : {
            predictor: entry.estimation.predicteur,
            form: entry.estimation.forme,
            minimumObservations: entry.estimation.observations_minimales,
            ceilingCount: entry.estimation.plafond_effectif ?? null,
          },
    rule: entry.regle ?? defaultRule,
    caveat: entry.reserve ?? null,
  };
}

/** False for a variable of an incomplete model whose figures are not known. */
export const isDefined = (entry: DefinitionEntry): boolean => entry.taux !== undefined || entry.numerateur !== undefined;

function definitionOf(entry: DefinitionEntry, fallback: string | null, quantities: Quantities): Definition {
  if (entry.taux !== undefined) {
    return {
      fallback,
      label: entry.libelle,
      kind: 'taux',
      numerator: entry.taux,
      denominator: entry.poids ?? quantities.get(entry.taux)?.weight ?? null,
    };
  }
  return {
    fallback,
    label: entry.libelle,
    kind: 'part',
    numerator: entry.numerateur ?? '',
    denominator: entry.denominateur ?? '',
  };
}
