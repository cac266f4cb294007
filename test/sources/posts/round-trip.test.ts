import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandsCsv, interventionsCsv, postsCsv } from '../../../src/outputs/canonical-csv.js';
import { DEMAND_STATES, POST_STATES } from '../../../src/posts/records.js';
import type { Demand, Intervention, Post } from '../../../src/posts/records.js';
import { checkInterventions, readInterventions } from '../../../src/sources/posts/canonical-interventions.js';
import { readDemands } from '../../../src/sources/posts/canonical-demands.js';
import { readPosts } from '../../../src/sources/posts/canonical-posts.js';
import { byCode } from '../../../src/territory/codes.js';
import { openText } from './support.js';

/** A text as a reader keeps it: no spaces around, none doubled, letters and marks that a CSV must quote. */
const name = fc
  .string({ unit: fc.constantFrom('a', 'B', 'é', ' ', 'œ', '’', "'", '"', ';', ',', '|', '0', '-', '='), minLength: 1, maxLength: 12 })
  .map((s) => s.replace(/\s+/g, ' ').trim())
  .filter((s) => s !== '');
const id = fc.string({ unit: fc.constantFrom('A', 'z', '0', '9', '-', '_', 'é', ';'), minLength: 1, maxLength: 8 });
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const seat = orNull(fc.constantFrom('01053', '69387', '69123', '2A004', '97411'));
const departement = orNull(fc.constantFrom('01', '69', '2A', '974'));
const siret = orNull(fc.constantFrom('01234567800012', '99999999900012', '999999999'));
const day = orNull(fc.date({ min: new Date('2021-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)));
const type = orNull(fc.constantFrom('COMMUNE', 'PRIVATE', 'publique'));

const post: fc.Arbitrary<Post> = fc
  .record({
    id,
    count: fc.nat(500),
    structure: name,
    siret,
    type,
    seat,
    seatName: fc.constant(null),
    allocation: departement,
    state: fc.constantFrom(...POST_STATES),
    coordinator: fc.boolean(),
    validated: day,
    start: day,
    end: day,
    amount: orNull(fc.double({ min: 0, max: 1e9, noNaN: true }).map((x) => Math.abs(x))),
  })
  .map((p) => (p.start !== null && p.end !== null && p.end < p.start ? { ...p, start: p.end, end: p.start } : p));

const demand: fc.Arbitrary<Demand> = fc
  .record({ id, structure: name, siret, type, seat, seatName: fc.constant(null), departement, posts: fc.nat(500), state: fc.constantFrom(...DEMAND_STATES), date: day, amendment: fc.constantFrom('ajout' as const, 'retrait' as const) })
  .map(({ amendment, ...d }) => ({ ...d, kind: d.state === d.state.toUpperCase() ? ('structure' as const) : amendment }));

const sorted = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => byCode(a.id, b.id));

describe('lire ce qui a été écrit', () => {
  it('postes.csv', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(post, { selector: (p) => p.id, maxLength: 6 }), async (posts) => {
        const text = postsCsv(posts);
        const read = readPosts(await openText(text), null);
        expect(read.posts).toEqual(sorted(posts));
        expect(postsCsv([...posts].reverse())).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('demandes.csv', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(demand, { selector: (d) => d.id, maxLength: 6 }), async (demands) => {
        const text = demandsCsv(demands);
        expect(readDemands(await openText(text), null).demands).toEqual(sorted(demands));
        expect(demandsCsv([...demands].reverse())).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('interventions.csv, quotités qui font 1', async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
    const communes = ['01053', '2A004', '69123', '69259', '97411'];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id, { maxLength: 4 }), parts, async (ids, weights) => {
        const total = weights.reduce((a, b) => a + b, 0);
        const interventions: Intervention[] = ids.flatMap((one) => weights.map((w, i) => ({ post: one, commune: communes[i] ?? '', share: w / total })));
        const read = readInterventions(await openText(interventionsCsv([...interventions].reverse())), null);
        expect(read.interventions.map((r) => r.intervention)).toEqual([...interventions].sort((a, b) => byCode(a.post, b.post)));
        const known = ids.map((one): Post => ({ id: one, count: 1, structure: 's', siret: null, type: null, seat: null, seatName: null, allocation: null, state: 'valide', coordinator: false, validated: null, start: null, end: null, amount: null }));
        expect(() => {
          checkInterventions(read, known);
        }).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});
