/**
 * The polynomial that meets a smooth function at the Chebyshev nodes of an interval: near the best of its
 * degree. Its coefficients are those of 1, u, u²…, where u goes from -1 to 1 over the interval.
 *
 * Source: Trefethen, Approximation Theory and Approximation Practice (2013), chapters 3, 4 and 8.
 *
 * @param degree at most some fifteen: beyond it, powers of u lose digits
 */
export function polynomialThrough(value: (at: number) => number, low: number, high: number, degree: number): readonly number[] {
  const count = degree + 1;
  const angles = Array.from({ length: count }, (_, k) => (Math.PI * (k + 0.5)) / count);
  const values = angles.map((angle) => value((low + high) / 2 + ((high - low) / 2) * Math.cos(angle)));
  const powers = new Array<number>(count).fill(0);
  // The polynomials of Chebyshev one after the other, as coefficients of powers: Tₖ₊₁ = 2u·Tₖ - Tₖ₋₁.
  let before: readonly number[] = [0, 1];
  let chebyshev: readonly number[] = [1];
  for (let k = 0; k < count; k++) {
    const weight = (angles.reduce((sum, angle, i) => sum + values[i]! * Math.cos(k * angle), 0) * (k === 0 ? 1 : 2)) / count;
    chebyshev.forEach((coefficient, power) => (powers[power]! += weight * coefficient));
    const last = chebyshev;
    const previous = before;
    // T₋₁ is T₁.
    chebyshev = k === 0 ? [0, 1] : [0, ...last.map((coefficient) => 2 * coefficient)].map((coefficient, power) => coefficient - (previous[power] ?? 0));
    before = last;
  }
  return powers;
}
