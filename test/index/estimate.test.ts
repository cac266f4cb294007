import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateRate, fitLogLog } from '../../src/index/estimate.js';
import { Journal } from '../../src/journal.js';
import { codeOf } from '../support/arbitrary.js';
import { byUnit, contextOf, indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Figures, Surroundings, Units } from '../support/sketch.js';
import { computeIndex } from '../../src/index/compute.js';

/** Least squares by the normal equations, solved by Cramer's rule: another way than the one of the code. */
function normalEquations(pairs: readonly (readonly [number, number])[]): { a: number; b: number } {
  // Logarithms of x/x₀ and not of x keep the determinant well conditioned; a is then brought back.
  const x0 = pairs[0]![0];
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  for (const [x, y] of pairs) {
    const lx = Math.log(x / x0);
    const ly = Math.log(y);
    sx += lx;
    sy += ly;
    sxx += lx * lx;
    sxy += lx * ly;
  }
  const n = pairs.length;
  const determinant = n * sxx - sx * sx;
  const b = (n * sxy - sx * sy) / determinant;
  return { a: (sy * sxx - sx * sxy) / determinant - b * Math.log(x0), b };
}

const pair = fc.tuple(fc.double({ min: 9_000, max: 60_000, noNaN: true }), fc.double({ min: 1, max: 60, noNaN: true }));

describe('fitLogLog', () => {
  it('is ordinary least squares of the natural logarithms', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 20, maxLength: 60 }), (pairs) => {
        const incomes = pairs.map(([x]) => x);
        fc.pre(Math.max(...incomes) / Math.min(...incomes) > 1.2);
        const fit = fitLogLog(Float64Array.from(incomes), Float64Array.from(pairs, ([, y]) => y), pairs.keys(), 20)!;
        const { a, b } = normalEquations(pairs);
        expect(fit.b).toBeCloseTo(b, 7);
        expect(fit.a + fit.b * Math.log(20_000)).toBeCloseTo(a + b * Math.log(20_000), 8);
        expect(fit.n).toBe(pairs.length);
        expect(fit.r2).toBeGreaterThanOrEqual(0);
        expect(fit.r2).toBeLessThanOrEqual(1 + 1e-12);
        const squares = pairs.reduce((sum, [x, y]) => sum + (Math.log(y) - fit.a - fit.b * Math.log(x)) ** 2, 0);
        expect(fit.deviation).toBeCloseTo(Math.sqrt(squares / (pairs.length - 2)), 6);
      }),
    );
  });

  it('finds the law that made the figures', () => {
    const x = Float64Array.of(15_000, 18_000, 21_000, 26_000);
    const fit = fitLogLog(x, x.map((v) => 2e6 * v ** -1.2), x.keys(), 3)!;
    expect(fit.b).toBeCloseTo(-1.2, 9);
    expect(Math.exp(fit.a)).toBeCloseTo(2e6, 0);
    expect(fit.r2).toBeCloseTo(1, 9);
    expect(estimateRate(fit, 20_000, Number.NaN, null)).toBeCloseTo(2e6 * 20_000 ** -1.2, 9);
  });

  it('is unweighted: a pair given twice counts twice, and nothing else does', () => {
    const x = Float64Array.of(10, 20, 40, 20);
    const y = Float64Array.of(8, 5, 1, 5);
    expect(fitLogLog(x, y, [0, 1, 1, 2], 3)!.b).toBeCloseTo(fitLogLog(x, y, [0, 1, 2, 3], 3)!.b, 12);
  });

  it('leaves out what is missing or not positive, and wants enough of the rest', () => {
    const x = Float64Array.of(10, 20, 40, Number.NaN, 15, 0);
    const y = Float64Array.of(8, 5, 1, 3, 0, 4);
    expect(fitLogLog(x, y, x.keys(), 3)!.n).toBe(3);
    expect(fitLogLog(x, y, x.keys(), 4)).toBeNull();
  });

  it('does not exist when all x are equal', () => {
    fc.assert(
      fc.property(pair, fc.array(fc.double({ min: 1, max: 60, noNaN: true }), { minLength: 3, maxLength: 30 }), ([x], y) => {
        expect(fitLogLog(Float64Array.from(y, () => x), Float64Array.from(y), y.keys(), 3)).toBeNull();
      }),
    );
  });
});

const POVERTY = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'total', missing: 'estimation', ceilingCount: 200 }] } });
/** The k-th unit of a law: 25 % at 16 000, falling as income rises; big enough to weigh. */
const law = (k: number): number => 25 * ((16_000 + 500 * k) / 16_000) ** -2;
const observed = (k: number): Figures => ({ p: law(k), p_base: 10_000, p_predictor: 16_000 + 500 * k });
const units = (n: number, from = 0): [string, Figures][] => Array.from({ length: n }, (_, k) => [codeOf(from + k), observed(k)]);
const fitOf = (all: Units, around: Surroundings = {}): string | null => variableOf(indexOf(POVERTY, all, around), 'p').fit?.scope ?? null;

describe('the policy estimation', () => {
  it('gives exp(a + b·ln MED) to a unit without a rate, as points and never as a rate', () => {
    const all: Units = Object.fromEntries([...units(20), ['01900', { p: 's', p_base: 500, p_predictor: 20_000 }]]);
    const result = indexOf(POVERTY, all);
    const { used, points, statuses, reference, fit } = variableOf(result, 'p');
    expect(statuses[20]).toBe('estime');
    expect(fit).toMatchObject({ n: 20, scope: 'reference' });
    expect(used[20]).toBeCloseTo(25 * (20_000 / 16_000) ** -2, 8); // 16 %, under 100 × 200 / 500 = 40
    const weighted = 10_000 * Array.from({ length: 20 }, (_, k) => law(k)).reduce((a, b) => a + b) + 500 * 16;
    expect(reference.value).toBeCloseTo(weighted / 200_500, 8);
    expect(reference.observedShare).toBeCloseTo(200_000 / 200_500, 12);
    expect(points[20]).toBeCloseTo((100 * 16) / reference.value, 7);
    expect(result.completeness[20]).toBe(0);
  });

  it('is capped at 100 × 200 / NBPERSMENFISC, and not where that is missing', () => {
    const all: Units = Object.fromEntries([
      ...units(20),
      ['01900', { p: 's', p_base: 4000, p_predictor: 16_000 }], // 25 %, capped at 5 %
      ['01901', { p: 's', p_base: null, p_predictor: 16_000 }],
      ['01902', { p: 's', p_base: 800, p_predictor: 16_000 }], // at the cap: 25 %
    ]);
    const { used, statuses } = variableOf(indexOf(POVERTY, all), 'p');
    expect(used[20]).toBe(5);
    expect(used[21]).toBeCloseTo(25, 8);
    expect(used[22]).toBeCloseTo(25, 8);
    expect(statuses.slice(20)).toEqual(['estime', 'estime', 'estime']);
  });

  it('leaves a unit without predictor as ignorer does', () => {
    const all: Units = Object.fromEntries([...units(20), ['01900', { p: 's', p_base: 500, p_predictor: null }], ['01901', { p: null, p_base: 500, p_predictor: 's' }]]);
    const result = indexOf(POVERTY, all);
    const { statuses, points } = variableOf(result, 'p');
    expect(statuses.slice(20)).toEqual(['secret', 'non_disponible']);
    expect([points[20], points[21], result.score[20]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(result.absentAxes[20]).toEqual(['a']);
  });

  it('fits on at least 20 units of the reference, else of its département, its région, all the files', () => {
    const reference = units(19).map(([code]) => code);
    const secret: [string, Figures] = ['01900', { p: 's', p_base: 500, p_predictor: 20_000 }];
    const around = (departement: string, region: string): Surroundings => ({
      territory: [...reference, '01900'],
      communes: { '02001': { departement, region } },
    });
    const all = (n: number): Units => Object.fromEntries([...units(n), secret]);
    const withOther: Units = { ...all(19), '02001': observed(3) };
    expect(fitOf(all(20))).toBe('reference');
    expect(fitOf(withOther, around('01', '84'))).toBe('departement');
    expect(fitOf(withOther, around('02', '84'))).toBe('region');
    expect(fitOf(withOther, around('02', '32'))).toBe('france');
    expect(fitOf(all(19))).toBeNull();
  });

  it('says that it fell to another scope, or that it could not be', () => {
    const journal = new Journal();
    const nineteen: Units = Object.fromEntries([...units(19), ['01900', { p: 's', p_base: 500, p_predictor: 20_000 }]]);
    const result = computeIndex(contextOf(POVERTY, nineteen, { journal }));
    expect(variableOf(result, 'p')).toMatchObject({ policy: 'estimation', applied: 'ignorer', fit: null });
    expect(byUnit(result, variableOf(result, 'p').points)['01900']).toBeNaN();
    expect(journal.notices.map((n) => n.text).join()).toMatch(/moins de 20 unités/);

    const told = new Journal();
    computeIndex(contextOf(POVERTY, { ...nineteen, '02001': observed(3) }, { territory: Object.keys(nineteen), journal: told }));
    expect(told.notices.map((n) => n.text).join()).toMatch(/ajustée sur 20 unités \(ses départements\)/);
  });

  it('without a declared predictor is ignorer, and says so', () => {
    const journal = new Journal();
    const model = modelOf({ t: { a: ['x'] } });
    const result = computeIndex(contextOf(model, { '01001': { x: 1, x_base: 2 }, '01002': { x: null, x_base: 2 } }, { policies: { x: 'estimation' }, journal }));
    expect(variableOf(result, 'x').applied).toBe('ignorer');
    expect(result.score[1]).toBeNaN();
    expect(journal.notices.map((n) => n.text).join()).toMatch(/x : pas d'estimation \(aucun prédicteur déclaré\)/);
  });
});
