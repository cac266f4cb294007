import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placing } from '../../src/index/normalisation.js';
import { placing, sampleOf } from '../../src/index/place.js';
import { Ordering } from '../../src/statistics/ordering.js';
import { PlaceDraws } from '../../src/robustness/place-draws.js';
import { sketchIndex, sketchVariable } from './sketch.js';

const ties = fc.constantFrom('bas', 'milieu', 'haut');
const plain = { truncated: false, population: 'fichiers' } as const;
const method = fc.oneof(
  ties.map((t): Placing => ({ ...plain, method: 'rang-centile', ties: t })),
  ties.map((t): Placing => ({ ...plain, method: 'decile', ties: t })),
  ties.map((t): Placing => ({ ...plain, method: 'classes', ties: t, classes: [{ upTo: 0.1, value: -3 }, { upTo: 0.5, value: 0 }, { upTo: 1, value: 3 }] })),
  fc.constant<Placing>({ ...plain, method: 'minmax', low: 1, high: 100 }),
  fc.constant<Placing>({ ...plain, method: 'z', centre: 100, deviation: 25 }),
);
const unit = fc.record({ value: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN)), inside: fc.boolean(), imputed: fc.boolean() });

describe('PlaceDraws', () => {
  it('places as index/place.ts does, among units in and out of the territory, imputed ones apart', () => {
    fc.assert(
      fc.property(method, fc.constantFrom('+', '-'), fc.array(unit, { minLength: 1, maxLength: 25 }), (rule, direction, units) => {
        const inside = units.flatMap((u, row) => (u.inside ? [row] : []));
        const all = Float64Array.from(units, (u) => u.value);
        const statuses = units.map((u) => (u.imputed ? 'impute' : 'observe'));
        const variable = sketchVariable({ direction, statuses, numerators: all });
        const index = sketchIndex({ variables: [variable], territory: inside });
        const out = new Float64Array(inside.length);
        const missing = Uint8Array.from(inside, (row) => (units[row]!.imputed ? 1 : 0));
        new PlaceDraws(variable, 'fichiers', index, all, missing, new Ordering(new Float64Array(inside.length))).points(rule, Float64Array.from(inside, (row) => all[row]!), true, out);
        const place = placing(rule, direction, sampleOf(units.flatMap((u) => (u.imputed ? [] : [u.value])), direction)) ?? (() => Number.NaN);
        for (const [k, row] of inside.entries()) {
          if (rule.method === 'z') expect(out[k]).toSatisfy((x: number) => Object.is(x, place(all[row]!)) || Math.abs(x - place(all[row]!)) < 1e-9);
          else expect(out[k]).toBe(place(all[row]!));
        }
      }),
      { numRuns: 400 },
    );
  });
});
