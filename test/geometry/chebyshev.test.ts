import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polynomialThrough } from '../../src/geometry/chebyshev.js';

const valueOf = (coefficients: readonly number[], u: number): number => coefficients.reduceRight((sum, coefficient) => sum * u + coefficient, 0);

describe('polynomialThrough', () => {
  it('is the function itself when that is a polynomial of its degree', () => {
    const coefficients = polynomialThrough((x) => 2 - x + 3 * x ** 3, -1, 1, 3);
    [2, -1, 0, 3].forEach((expected, power) => expect(coefficients[power]).toBeCloseTo(expected, 14));
  });

  it('is linear in u, from -1 at the low end to 1 at the high one', () => {
    const [constant, slope] = polynomialThrough((x) => x, 10, 30, 1);
    expect(constant).toBeCloseTo(20, 13);
    expect(slope).toBeCloseTo(10, 13);
  });

  it('comes near a smooth function, everywhere between the ends', () => {
    const coefficients = polynomialThrough(Math.exp, 0, 2, 13);
    fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (u) => {
      expect(Math.abs(valueOf(coefficients, u) - Math.exp(1 + u))).toBeLessThan(1e-13);
    }));
  });
});
