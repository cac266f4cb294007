import { MEANS_OF_MEANS } from '../../src/index/tree.js';
import type { Tree } from '../../src/index/tree.js';
import { RATIO } from '../../src/index/normalisation.js';
import type { QuantityVariable, StoredIndex } from '../../src/robustness/stored-index.js';

/** A variable of a test: observed everywhere, a share of 100, a ratio to 50, unless told otherwise. */
export function sketchVariable(given: Partial<QuantityVariable> = {}): QuantityVariable {
  const numerators = given.numerators ?? new Float64Array(0);
  return {
    id: 'v',
    label: 'Variable',
    kind: 'part',
    unit: '%',
    family: 'rp',
    vintage: 2022,
    exploitation: null,
    direction: '+',
    inversion: null,
    normalisation: RATIO,
    numerators,
    denominators: new Float64Array(numerators.length).fill(100),
    statuses: Array.from(numerators, () => 'observe' as const),
    predictors: null,
    reference: { value: 50, rule: 'publie' },
    policy: 'ignorer',
    fit: null,
    ceiling: null,
    uncapped: new Set(),
    imputed: new Map(),
    floor: null,
    ...given,
  };
}

/** One theme of one axis of all the variables. */
export const flatTree = (ids: readonly string[]): Tree => ({
  themes: [{ id: 't', label: 'Thème', weight: 1, axes: [{ id: 'a', label: 'Axe', weight: 1, variables: ids.map((id) => ({ id, weight: 1 })) }] }],
  looseAxes: [],
  looseVariables: [],
  rules: MEANS_OF_MEANS,
});

/** An index of a test: every unit in the territory and in the reference, unless told otherwise. */
export function sketchIndex(given: { readonly variables: readonly QuantityVariable[]; readonly territory?: readonly number[] } & Partial<Omit<StoredIndex, 'territory' | 'variables'>>): StoredIndex {
  const { variables, territory, ...rest } = given;
  const units = variables[0]?.numerators.length ?? 0;
  const rows = Int32Array.from({ length: units }, (_, row) => row);
  return {
    tree: flatTree(variables.map((v) => v.id)),
    threshold: 0,
    level: 'commune',
    codes: Array.from(rows, (row) => String(1001 + row).padStart(5, '0')),
    territory: territory === undefined ? rows : Int32Array.from(territory),
    reference: rows,
    populations: new Float64Array(units).fill(1000),
    epci: Array.from(rows, () => '200000001'),
    departements: Array.from(rows, () => '01'),
    variables,
    ...rest,
  };
}
