import { cronbach } from '../statistics/cronbach.js';
import type { Consistency } from '../statistics/cronbach.js';
import type { DiagnosedUnits } from './units.js';

/** Cronbach's alpha of the variables under an axis or a theme, or of all. */
export interface NodeConsistency extends Consistency {
  /** Null for the whole index. */
  readonly id: string | null;
}

/** Of each axis and theme with two variables or more, then of the whole; those that cannot be computed are left out. */
export function consistenciesOf({ nodes, variables }: DiagnosedUnits): NodeConsistency[] {
  const groups = [...nodes.map((node) => ({ id: node.id, ids: node.variables })), { id: null, ids: variables.map((v) => v.id) }];
  return groups.flatMap(({ id, ids }) => {
    const found = cronbach(variables.filter((v) => ids.includes(v.id)).map((v) => v.points));
    return found === null ? [] : [{ id, ...found }];
  });
}
