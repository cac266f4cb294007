import type { IndexResult } from '../../src/index/compute.js';
import { explainUnit } from '../../src/index/explain.js';
import type { Explanation, VariableFacts } from '../../src/index/explain.js';
import { isObserved } from '../../src/index/statuses.js';

/** One unit of a result taken apart. */
export function explained(result: IndexResult, row: number): Explanation {
  const facts = result.variables.map((v): [string, VariableFacts] => {
    const status = v.statuses[row]!;
    const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
    return [v.choice.variable.id, {
      id: v.choice.variable.id, label: v.choice.definition.label, vintage: v.choice.vintage, unit: '%', reference: v.reference.value,
      rate: isObserved(status) ? known(v.used[row]!) : null, points: known(v.points[row]!), ratio: true, status,
    }];
  });
  return explainUnit(result.model, new Map(facts), !Number.isNaN(result.score[row]!), result.model.scale.centre);
}
