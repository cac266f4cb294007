import type { Tree } from '../../index/tree.js';

/** The labels of the theme and the axis that a variable is in; null where the model has none there. */
export interface TreePlace {
  readonly theme: string | null;
  readonly axis: string | null;
}

/** Where a variable stands in the tree of a model. */
export function placeOf({ themes, looseAxes }: Tree, id: string): TreePlace {
  const axes = [...themes.flatMap((theme) => theme.axes.map((axis) => ({ theme: theme.label, axis }))), ...looseAxes.map((axis) => ({ theme: null, axis }))];
  const found = axes.find(({ axis }) => axis.variables.some((v) => v.id === id));
  return { theme: found?.theme ?? null, axis: found?.axis.label ?? null };
}
