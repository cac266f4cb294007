import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cross } from '../../src/posts/crossing.js';
import type { Crossing, CrossingInput } from '../../src/posts/crossing.js';
import type { Demand, Intervention, Post } from '../../src/posts/records.js';
import { DEMAND_STATES } from '../../src/posts/records.js';
import { crossingCsv } from '../../src/outputs/crossing-csv.js';
import { BRON, GIVORS, VENISSIEUX, VILLEURBANNE, crossed, demand, inputOf, post, sumOf, unit, unitLines, wholeLine, wholeOf } from '../support/crossing-sketch.js';

const CODES = [BRON, GIVORS, VENISSIEUX, VILLEURBANNE] as const;
const place = fc.constantFrom(...CODES, '69264', '75111');

interface Placed {
  readonly post: Post;
  readonly places: readonly Intervention[];
}

/** Up to 12 posts, each with shares that sum to 1 over distinct communes, or with no place. */
const placed: fc.Arbitrary<readonly Placed[]> = fc
  .array(
    fc.record({
      seat: fc.option(place),
      type: fc.constantFrom('EPCI', 'PRIVATE', null),
      state: fc.constantFrom('valide', 'rendu'),
      at: fc.uniqueArray(fc.tuple(place, fc.integer({ min: 1, max: 9 })), { maxLength: 4, selector: ([code]) => code }),
    }),
    { maxLength: 12 },
  )
  .map((records) =>
    records.map(({ seat, type, state, at }, i): Placed => {
      const id = `P${String(i).padStart(2, '0')}`;
      const whole = sumOf(at.map(([, n]) => n));
      return { post: post(id, seat, { type, state }), places: at.map(([commune, n]) => ({ post: id, commune, share: n / whole })) };
    }),
  );

const demands: fc.Arbitrary<readonly Demand[]> = fc.array(
  fc
    .record({ id: fc.uuid(), seat: fc.option(place), kind: fc.constantFrom('structure', 'ajout', 'retrait'), state: fc.constantFrom(...DEMAND_STATES), posts: fc.integer({ min: 1, max: 5 }), type: fc.constantFrom('EPCI', 'PRIVATE', null) })
    .map(({ id, seat, ...fields }) => demand(id, seat, fields)),
  { maxLength: 12 },
);

const units = fc
  .tuple(...CODES.map(() => fc.tuple(fc.option(fc.double({ min: 1, max: 200, noNaN: true }), { freq: 6 }), fc.integer({ min: 1, max: 200_000 }))))
  .map((figures) => figures.map(([score, population], i) => unit(CODES[i]!, score, population)));

const anyCase = fc.record({ units, placed, demands, known: fc.boolean() });
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

const inputOfCase = ({ units: scored, placed: records, demands: asked, known }: Case): Partial<CrossingInput> => ({
  units: scored,
  posts: records.map((r) => r.post),
  interventions: known ? records.flatMap((r) => r.places) : null,
  demands: asked,
});

const holds = (check: (crossing: Crossing) => void): void => {
  fc.assert(fc.property(anyCase, (c) => check(crossed(inputOfCase(c)))), { numRuns: 200 });
};

describe('whatever the posts, places, demands and scores', () => {
  it('shares of weight add up to 1 over the units that have one', () => {
    holds((crossing) => {
      const shares = unitLines(crossing).map((l) => l.weightShare);
      if (shares.some((s) => s !== null)) expect(sumOf(shares)).toBeCloseTo(1, 9);
    });
  });

  it('shares of posts add up to 1, and gaps to 0 when every unit has a weight', () => {
    holds((crossing) => {
      const lines = unitLines(crossing);
      if (lines.some((l) => l.postShare !== null)) expect(sumOf(lines.map((l) => l.postShare))).toBeCloseTo(1, 9);
      if (lines.every((l) => l.weight !== null)) expect(sumOf(lines.map((l) => l.gap))).toBeCloseTo(0, 9);
    });
  });

  it('units add up to the territory: posts, time, demands, weight', () => {
    holds((crossing) => {
      const [lines, whole] = [unitLines(crossing), wholeLine(crossing)];
      const adds = (of: (l: (typeof lines)[number]) => number | null | undefined): void =>
        expect(sumOf(lines.map((l) => of(l) ?? 0))).toBeCloseTo(of(whole) ?? 0, 6);
      adds((l) => l.postsCarried);
      adds((l) => l.places?.seated);
      adds((l) => l.places?.etp);
      adds((l) => l.places?.withoutPlace);
      adds((l) => l.demands?.posts);
      adds((l) => l.weight);
    });
  });

  it('no total counts a post twice: distinct ≤ acting + beyond, and at most the supply', () => {
    holds((crossing) => {
      for (const { places } of crossing.lines) {
        if (places === null) continue;
        expect(places.distinct).toBeLessThanOrEqual(places.acting + places.beyond);
        expect(places.distinct).toBeGreaterThanOrEqual(Math.max(places.acting, places.beyond));
        expect(places.distinct).toBeLessThanOrEqual(crossing.accounts!.supply);
        expect(places.beyond + places.withoutPlace).toBeLessThanOrEqual(places.seated);
        expect(places.etp).toBeLessThanOrEqual(places.acting + 1e-9);
        expect(places.etpBeyond).toBeLessThanOrEqual(places.beyond + 1e-9);
      }
    });
  });

  it('observed inequality is never below the least attainable', () => {
    holds(({ inequality }) => {
      if (inequality === null) return;
      expect(inequality.observed).toBeGreaterThanOrEqual(inequality.leastAttainable - 1e-12);
      expect(inequality.difference).toBeCloseTo(inequality.observed - inequality.leastAttainable, 9);
      expect(inequality.difference).toBeGreaterThanOrEqual(0);
    });
  });

  it('no class is given exactly when too many posts cannot be placed', () => {
    holds((crossing) => {
      const toPlace = sumOf([...crossing.accounts!.toPlace.values()]);
      // Seats whose commune cannot be given; once places are known, posts of which none is.
      const withoutPlace = unitLines(crossing).reduce((n, l) => n + (l.places?.withoutPlace ?? 0), 0);
      const withheld = (crossing.placesKnown ? withoutPlace : toPlace) * 5 > crossing.accounts!.seatedInside;
      expect(crossing.supplyWithheld).toBe(withheld);
      expect(unitLines(crossing).every((l) => (l.supply === null) === withheld)).toBe(true);
    });
  });

  it('the order of the records changes no byte of croisement.csv', () => {
    const turned = <T>(items: readonly T[], by: number): T[] => [...items.slice(by), ...items.slice(0, by)].reverse();
    fc.assert(
      fc.property(anyCase, fc.nat({ max: 11 }), (c, by) => {
        const fields = inputOfCase(c);
        const other = {
          ...fields,
          posts: turned(fields.posts ?? [], by),
          interventions: fields.interventions === null || fields.interventions === undefined ? null : turned(fields.interventions, by * 2),
          demands: turned(fields.demands ?? [], by + 1),
        };
        const input = inputOf(fields);
        expect(crossingCsv(cross(inputOf(other), [wholeOf(input.units)]))).toBe(crossingCsv(cross(input, [wholeOf(input.units)])));
      }),
      { numRuns: 200 },
    );
  });
});
