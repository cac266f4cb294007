import { inputError } from '../errors.js';
import type { ComputeContext } from './compute.js';
import type { AggregationMethod } from './tree.js';

const POSITIVE_ONLY: readonly AggregationMethod[] = ['geometrique', 'harmonique', 'mazziotta-pareto'];

interface Pointed {
  readonly choice: { readonly variable: { readonly id: string } };
  readonly points: Float64Array;
}

/**
 * @throws inputError where a mean that needs positive numbers would meet negative points (of a mirror,
 *   a z-score, a class): it would be a number without a meaning
 */
export function requireMeans({ model, frame }: ComputeContext, variables: readonly Pointed[]): void {
  const { axis, theme, global } = model.rules;
  const method = [axis, theme, global].map((rule) => rule.method).find((m) => POSITIVE_ONLY.includes(m));
  if (method === undefined) return;
  for (const { choice, points } of variables) {
    const row = frame.territory.find((r) => (points[r] ?? 0) < 0);
    if (row === undefined) continue;
    throw inputError(
      `${choice.variable.id} : ${String(points[row])} points pour ${frame.codes[row] ?? ''} ; la moyenne « ${method} » du modèle ${model.id} demande des points positifs.\n` +
        'Donnez à cette variable une normalisation qui ne descend pas sous zéro (minmax, rang-centile), ou au modèle une autre moyenne.',
    );
  }
}
