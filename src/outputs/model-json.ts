import type { Model, Variable } from '../index/model.js';

/** A model for machines: what it is, and its tree with what `variable` says of each variable. */
export function modelJson(model: Model, variable: (v: Variable) => unknown): object {
  return {
    id: model.id,
    version: model.version,
    libelle: model.label,
    statut: model.status,
    manque: model.lacks,
    liste_reconstituee: model.reconstituted,
    source: model.source,
    reserve: model.caveat,
    seuil_completude: model.completenessThreshold,
    themes: model.themes.map((theme) => ({
      id: theme.id,
      libelle: theme.label,
      axes: theme.axes.map((axis) => ({ id: axis.id, libelle: axis.label, variables: axis.variables.map(variable) })),
    })),
  };
}
