import type { Figure, YearResult, YearUnit, YearVariable } from '../../src/evolution/year-result.js';
import { NO_FIGURE } from '../../src/evolution/year-result.js';
import type { Status } from '../../src/index/statuses.js';
import { MEANS_OF_MEANS } from '../../src/index/tree.js';
import type { Tree } from '../../src/index/tree.js';

/** Counts of a share, or the value and weight of a rate. */
export interface FigureSketch {
  readonly numerator: number;
  readonly denominator: number;
  readonly status?: Status;
}

/** A figure as a result holds it: the share of two counts, or a published rate. */
export function figure(kind: YearVariable['kind'], { numerator, denominator, status = 'observe' }: FigureSketch): Figure {
  const missing = ['secret', 'non_disponible', 'absent'].includes(status);
  const value = missing ? Number.NaN : kind === 'part' ? (100 * numerator) / denominator : numerator;
  return { numerator, denominator, value, status };
}

export const variable = (id: string, more: Partial<YearVariable> = {}): YearVariable => ({
  id, label: `Label of ${id}`, fallback: null, kind: 'part', family: 'rp', vintage: 2016, quantities: [], notes: [],
  direction: '+', inversion: null, truncated: false, policy: 'ignorer', applied: 'ignorer', reference: 20, rule: 'total', nominalWeight: 1,
  ...more,
});

/** A unit from figures by variable; its own score and points are not given. */
export const unit = (code: string, figures: Readonly<Record<string, Figure>>, more: Partial<YearUnit> = {}): YearUnit => ({
  code, scored: true, name: `Name of ${code}`, departement: '01', epci: '', population: 1000, score: Number.NaN, points: new Map(),
  figures: new Map(Object.entries(figures)),
  ...more,
});

export const yearResult = (year: number, variables: readonly YearVariable[], units: readonly YearUnit[], more: Partial<YearResult> = {}): YearResult => ({
  shown: String(year), year, cog: 2026, filesCog: null,
  variables: new Map(variables.map((v) => [v.id, v])),
  units: new Map(units.map((u) => [u.code, u])),
  ...more,
});

/** Two axes in one theme: the first variable alone, the others together. */
export const twoAxes = (ids: readonly string[]): Tree => ({
  themes: [
    {
      id: 'theme', label: 'Theme', weight: 1,
      axes: [
        { id: 'first', label: 'First', weight: 1, variables: ids.slice(0, 1).map((id) => ({ id, weight: 1 })) },
        { id: 'second', label: 'Second', weight: 1, variables: ids.slice(1).map((id) => ({ id, weight: 1 })) },
      ],
    },
  ],
  looseAxes: [], looseVariables: [], rules: MEANS_OF_MEANS,
});

export { NO_FIGURE };
