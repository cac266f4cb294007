import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountPosts } from '../../src/posts/accounts.js';
import type { Accounts } from '../../src/posts/accounts.js';
import type { Post } from '../../src/posts/records.js';
import { BRON, VENISSIEUX, VILLEURBANNE, crossed, inputOf, post, sumOf, wholeLine } from '../support/crossing-sketch.js';

const accounts = (posts: readonly Post[], asOf: string | null = null): Accounts => accountPosts(inputOf({ asOf }), posts);
const countOf = (posts: readonly Post[]): number => sumOf(posts.map((p) => p.count));

/** A date of 2021 to 2024, or none. */
const date = fc.option(fc.integer({ min: 2021, max: 2024 }).map((year) => `${String(year)}-06-30`));
/** Inside, elsewhere in the Rhône, in Paris, a former commune, an unknown code, none. */
const seat = fc.constantFrom(VENISSIEUX, VILLEURBANNE, BRON, '69264', '75111', '69152', '69999', null);

const anyPost: fc.Arbitrary<Post> = fc
  .record({
    id: fc.uuid(),
    count: fc.integer({ min: 1, max: 20 }),
    seat,
    allocation: fc.constantFrom('69', '38', '01', null),
    type: fc.constantFrom('EPCI', 'COMMUNE', 'PRIVATE', null),
    state: fc.constantFrom('valide', 'occupe', 'vacant', 'rendu'),
    coordinator: fc.boolean(),
    validated: date,
    start: date,
    end: date,
  })
  .map(({ id, seat: at, ...fields }) => post(id, at, fields));
const anyPosts = fc.array(anyPost, { maxLength: 25 });
const anyDate = fc.constantFrom(null, '2020-01-01', '2022-06-30', '2023-01-01', '2030-01-01');

describe('every post is accounted for once', () => {
  it('is supply, a coordinator, given back, or not standing at the date', () => {
    fc.assert(
      fc.property(anyPosts, anyDate, (posts, asOf) => {
        const a = accounts(posts, asOf);
        expect(a.supply + a.coordinators + a.givenBack + a.notStanding).toBe(countOf(posts));
        expect(a.all).toBe(countOf(posts));
      }),
    );
  });

  it('the départements of allocation add up to the supply, each line to its places', () => {
    fc.assert(
      fc.property(anyPosts, anyDate, (posts, asOf) => {
        const a = accounts(posts, asOf);
        expect(sumOf(a.byAllocation.map((d) => d.allocated))).toBe(a.supply);
        for (const d of a.byAllocation) {
          expect(d.seatedInTerritory + d.seatedElsewhereInDepartement + d.seatedOutside + d.withoutSeat).toBe(d.allocated);
        }
        expect(sumOf(a.byAllocation.map((d) => d.seatedInTerritory))).toBe(a.seatedInside);
        expect(sumOf(a.byAllocation.map((d) => d.withoutSeat))).toBe(a.withoutSeat);
      }),
    );
  });

  it('seated inside, elsewhere and without seat add up to the supply; inside = carried + to place', () => {
    fc.assert(
      fc.property(anyPosts, anyDate, (posts, asOf) => {
        const a = accounts(posts, asOf);
        expect(a.seatedInside + sumOf([...a.seatedElsewhere.values()]) + a.withoutSeat).toBe(a.supply);
        expect(sumOf([...a.carried.values()]) + sumOf([...a.toPlace.values()])).toBe(a.seatedInside);
        expect(sumOf(a.wideCarriers.map(({ post: p }) => p.count))).toBe(sumOf([...a.toPlace.values()]));
      }),
    );
  });

  it('the line of the territory says the same: postes_portes + postes_a_localiser = seats', () => {
    fc.assert(
      fc.property(anyPosts, (posts) => {
        const crossing = crossed({ posts });
        const { postsCarried, postsToPlace } = wholeLine(crossing);
        expect(sumOf([postsCarried, postsToPlace])).toBe(crossing.accounts!.seatedInside);
      }),
    );
  });

  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyPost, { maxLength: 15, selector: (p) => p.id }).chain((posts) => fc.tuple(fc.constant(posts), fc.shuffledSubarray(posts, { minLength: posts.length }))),
        ([posts, shuffled]) => {
          const told = (a: Accounts): unknown => ({ ...a, carried: [...a.carried].sort(), toPlace: [...a.toPlace].sort(), seatedElsewhere: [...a.seatedElsewhere] });
          expect(told(accounts(shuffled))).toEqual(told(accounts(posts)));
        },
      ),
    );
  });
});

describe('what is no supply', () => {
  const posts = [
    post('stands', BRON, { validated: '2021-05-05', start: '2021-06-01', end: '2024-05-31' }),
    post('coordinator', BRON, { coordinator: true, count: 2 }),
    post('given back', BRON, { state: 'rendu', count: 3 }),
    post('given back coordinator', BRON, { state: 'rendu', coordinator: true, count: 7 }),
  ];

  it('coordinators and posts given back are left out and counted, a coordinator that was given back once', () => {
    const a = accounts(posts);
    expect([a.all, a.coordinators, a.givenBack, a.notStanding, a.supply]).toEqual([13, 9, 3, 0, 1]);
    expect([...a.carried]).toEqual([[BRON, 1]]);
  });

  it.each([
    ['2021-05-04', 0], ['2021-05-31', 0], ['2021-06-01', 1], ['2024-05-31', 1], ['2024-06-01', 0],
  ])('as of %s: %i stands (validated, started, the day of the end still counts)', (asOf, standing) => {
    const a = accounts(posts, asOf);
    expect([a.supply, a.notStanding]).toEqual([standing, 1 - standing]);
  });

  it('a date that the source does not give excludes nothing', () => {
    expect(accounts([post('a', BRON), post('b', BRON, { end: '2022-01-01' })], '2023-01-01')).toMatchObject({ supply: 1, notStanding: 1 });
  });
});

describe('seat and allocation are two things', () => {
  it('counts by seat whatever the allocation, and shows the rows that differ', () => {
    const a = accounts([
      post('a', BRON),
      post('b', BRON, { allocation: '38', structure: 'Isère à Bron' }),
      post('c', '69264'),
      post('d', '75111', { structure: 'Rhône à Paris', count: 2 }),
      post('e', BRON, { allocation: null }),
      post('f', null),
    ]);
    expect(a.seatedInside).toBe(3);
    expect(a.byAllocation).toEqual([
      { departement: '38', allocated: 1, seatedInTerritory: 1, seatedElsewhereInDepartement: 0, seatedOutside: 0, withoutSeat: 0 },
      { departement: '69', allocated: 5, seatedInTerritory: 1, seatedElsewhereInDepartement: 1, seatedOutside: 2, withoutSeat: 1 },
      { departement: 'non précisé', allocated: 1, seatedInTerritory: 1, seatedElsewhereInDepartement: 0, seatedOutside: 0, withoutSeat: 0 },
    ]);
    expect([...a.seatedElsewhere]).toEqual([['69', 1], ['75', 2]]);
    expect(a.seatOutsideAllocation.map(({ post: p, why }) => `${p.structure} : ${why}`)).toEqual([
      'Isère à Bron : siège dans le 69, poste alloué au 38',
      'Rhône à Paris : siège dans le 75, poste alloué au 69',
    ]);
  });

  it('a seat of a code that the COG does not know is counted in its département and listed', () => {
    const a = accounts([post('a', '69999', { count: 4 }), post('b', '97999')]);
    expect([...a.seatedElsewhere]).toEqual([['69', 4], ['979', 1]]);
    expect(a.unknownSeat.map((p) => p.id)).toEqual(['a', 'b']);
  });

  it('former communes and arrondissements are carried to the unit of today', () => {
    const lyon = accountPosts(inputOf({ units: [{ ...inputOf().units[0]!, code: '69123' }, { ...inputOf().units[0]!, code: '69149' }] }), [
      post('a', '69383', { count: 2 }), post('b', '69387', { count: 3 }), post('c', '69123'), post('d', '69152', { count: 5 }),
    ]);
    expect([...lyon.carried]).toEqual([['69123', 6], ['69149', 5]]);
  });
});

describe('employers wider than a commune', () => {
  it.each([
    ['type EPCI', { type: 'EPCI' }],
    ['SIREN of the métropole', { siret: '20004697700019' }],
    ['prefix 13 (MMIE)', { siret: '13999999900012', structure: "MAISON METROPOLITAINE D'INSERTION POUR L'EMPLOI" }],
    ['name', { structure: 'UNION DEPARTEMENTALE inventée' }],
  ])('%s: to place, on the line of the territory only', (_, fields) => {
    const crossing = crossed({ posts: [post('a', BRON, { ...fields, count: 3 }), post('b', BRON)] });
    expect(crossing.lines.map((l) => [l.code, l.postsCarried, l.postsToPlace])).toEqual([
      [BRON, 1, null], ['69091', 0, null], [VENISSIEUX, 0, null], [VILLEURBANNE, 0, null], ['territoire', 1, 3],
    ]);
  });

  it('a type COMMUNE settles that it is not, whatever the name', () => {
    expect(accounts([post('a', BRON, { type: 'COMMUNE', structure: 'Réseau de la commune' })]).toPlace.size).toBe(0);
  });
});
