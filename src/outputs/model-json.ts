import { variablesOf } from '../index/model.js';
import type { Axis, Model, Variable } from '../index/model.js';
import type { Normalisation } from '../index/normalisation.js';
import type { Aggregation } from '../index/tree.js';

/** A model for machines: what it is, its rules, and its tree with what `variable` says of each variable. */
export function modelJson(model: Model, variable: (v: Variable) => unknown): object {
  const axis = (a: Axis): object => ({ id: a.id, libelle: a.label, variables: a.variables.map(variable) });
  const { axis: axe, theme, global } = model.rules;
  return {
    id: model.id,
    version: model.version,
    libelle: model.label,
    statut: model.status,
    manque: model.lacks,
    liste_reconstituee: model.reconstituted,
    source: model.source,
    reserve: model.caveat,
    ...(model.inferences.length === 0 ? {} : { inferences: model.inferences }),
    echelle: {
      base_100: model.scale.base100,
      libelle: model.scale.label,
      centre: model.scale.centre,
      minimum: model.scale.minimum,
      maximum: model.scale.maximum,
    },
    agregation: { axe: aggregationJson(axe), theme: aggregationJson(theme), global: aggregationJson(global) },
    poids_relatifs: relativeWeights(model),
    ...(model.rollUpWeight === null ? {} : { remontee: { methode: 'moyenne', poids: model.rollUpWeight } }),
    seuil_completude: model.completenessThreshold,
    themes: model.themes.map((t) => ({ id: t.id, libelle: t.label, axes: t.axes.map(axis) })),
    ...(model.looseAxes.length === 0 ? {} : { axes: model.looseAxes.map(axis) }),
    ...(model.looseVariables.length === 0 ? {} : { variables: model.looseVariables.map(variable) }),
  };
}

const aggregationJson = (rule: Aggregation): object => ({
  methode: rule.method,
  de: rule.over,
  troncature: rule.truncated,
  ...(rule.method === 'somme' ? { diviseur: rule.divisor } : {}),
  ...(rule.method === 'mazziotta-pareto' ? { penalite: rule.penalty } : {}),
});

/** The weights of the tree that are not 1, by id. */
function relativeWeights(model: Model): Record<string, number> {
  const axes = [...model.themes.flatMap((t) => t.axes), ...model.looseAxes];
  return Object.fromEntries([...model.themes, ...axes, ...variablesOf(model)].filter((node) => node.weight !== 1).map((node) => [node.id, node.weight]));
}

/** A normalisation under the names of a model file. */
export function normalisationJson(n: Normalisation): object {
  const cut = n.truncated ? { troncature: true } : {};
  switch (n.method) {
    case 'rapport':
      return { methode: n.method, ...cut };
    case 'rang-centile':
    case 'decile':
      return { methode: n.method, parmi: n.population, ex_aequo: n.ties, ...cut };
    case 'classes':
      return { methode: n.method, parmi: n.population, ex_aequo: n.ties, classes: n.classes.map((c) => ({ jusqua: c.upTo, valeur: c.value })), ...cut };
    case 'minmax':
      return { methode: n.method, parmi: n.population, bornes: [n.low, n.high], ...cut };
    case 'z':
      return { methode: n.method, parmi: n.population, centre: n.centre, ecart_type: n.deviation, ...cut };
  }
}
