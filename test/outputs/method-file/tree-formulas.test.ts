import { describe, expect, it } from 'vitest';
import type { Model, Variable } from '../../../src/index/model.js';
import { plainMean } from '../../../src/index/tree.js';
import type { Aggregation } from '../../../src/index/tree.js';
import { developedFormula, treeFormulas } from '../../../src/outputs/method-file/tree-formulas.js';

const node = (id: string, weight: number): Variable => ({ id, weight }) as Variable;

/** A model of variables alone, by one rule. */
const model = (rule: Partial<Aggregation>, ...weights: readonly number[]): Model =>
  ({
    themes: [],
    looseAxes: [],
    looseVariables: weights.map((weight, i) => node('abc'[i]!, weight)),
    rules: { axis: plainMean('variables'), theme: plainMean('axes'), global: { ...plainMean('variables'), ...rule } },
  }) as unknown as Model;

const formula = (m: Model): string | undefined => treeFormulas(m).at(-1)?.formula;

describe('treeFormulas', () => {
  it.each<[string, Partial<Aggregation>, readonly number[], string]>([
    ['plain mean', {}, [1, 1], 'indice = (a + b) / 2'],
    ['weighted mean', {}, [2, 1], 'indice = (2 × a + 1 × b) / 3'],
    ['weights that are all the same', {}, [2, 2, 2], 'indice = (a + b + c) / 3'],
    ['one part', {}, [1], 'indice = a'],
    ['truncated', { truncated: true }, [1, 1], 'indice = ent((a + b) / 2)'],
    ['sum', { method: 'somme', divisor: 3.3 }, [1, 1], 'indice = (a + b) / 3,3'],
    ['weighted sum', { method: 'somme', divisor: 1 }, [2, 2], 'indice = 2 × a + 2 × b'],
    ['geometric', { method: 'geometrique' }, [1, 1], 'indice = exp((ln a + ln b) / 2)'],
    ['harmonic', { method: 'harmonique' }, [1, 2], 'indice = 3 / (1 / a + 2 / b)'],
    ['Mazziotta-Pareto', { method: 'mazziotta-pareto', penalty: '+' }, [1, 1], 'indice = M + S² / M, avec M = (a + b) / 2 et S² = ((a − M)² + (b − M)²) / 2'],
  ])('%s', (_, rule, weights, wanted) => {
    expect(formula(model(rule, ...weights))).toBe(wanted);
  });
});

describe('developedFormula', () => {
  it('gives the coefficients of weighted sums', () => {
    expect(developedFormula(model({}, 3, 1))).toBe('indice = 0,75 × a + 0,25 × b');
    // Σ w·x / 4 with weights 1: a quarter each, which do not add up to 1.
    expect(developedFormula(model({ method: 'somme', divisor: 4 }, 1, 1))).toBe('indice = 0,25 × a + 0,25 × b');
    expect(developedFormula(model({}, 1))).toBe('indice = 1 × a');
  });

  it('is none where a level is no weighted sum', () => {
    for (const rule of [{ method: 'geometrique' }, { truncated: true }] as const) expect(developedFormula(model(rule, 1, 1))).toBeNull();
  });
});
