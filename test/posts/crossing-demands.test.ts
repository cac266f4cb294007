import { describe, expect, it } from 'vitest';
import { isOpen, madeBy } from '../../src/posts/open-demand.js';
import { DEMAND_STATES } from '../../src/posts/records.js';
import type { Demand, DemandKind, DemandState } from '../../src/posts/records.js';
import { BRON, GIVORS, VENISSIEUX, crossed, demand, lineOf, unitLines, wholeLine } from '../support/crossing-sketch.js';

describe('an open demand', () => {
  const open: Readonly<Record<DemandKind, readonly DemandState[]>> = {
    structure: ['CREEE', 'EXAMEN_COMPLEMENTAIRE_COSELEC'],
    ajout: ['en_cours'],
    retrait: [],
  };

  it.each(Object.keys(open) as DemandKind[])('%s: open in these states, in no other', (kind) => {
    expect(DEMAND_STATES.filter((state) => isOpen(demand('a', BRON, { kind, state })))).toEqual(open[kind]);
  });

  it('counts as of its date; without a date it always stood', () => {
    const made = demand('a', BRON, { date: '2021-02-23' });
    expect([madeBy(made, '2021-02-22'), madeBy(made, '2021-02-23'), madeBy(made, null)]).toEqual([false, true, true]);
    expect(madeBy(demand('b', BRON), '1999-01-01')).toBe(true);
  });
});

const DEMANDS: readonly Demand[] = [
  demand('a', BRON, { siret: '99999999900011', posts: 2 }),
  demand('b', BRON, { siret: '99999999900011', kind: 'ajout', state: 'en_cours', posts: 3 }),
  demand('c', BRON, { siret: '99999999900011', kind: 'retrait', state: 'en_cours', posts: 4 }),
  demand('d', BRON, { state: 'DOUBLON', posts: 5 }),
  demand('e', BRON, { type: null, state: 'EXAMEN_COMPLEMENTAIRE_COSELEC', posts: 6 }),
  demand('f', GIVORS, { type: 'COMMUNE', state: 'ANNULEE', posts: 7 }),
  demand('g', GIVORS, { type: 'EPCI', posts: 8 }),
  demand('h', VENISSIEUX, { type: 'EPCI', state: 'ABANDON', posts: 9 }),
];

describe('demands of a place', () => {
  const crossing = crossed({ demands: DEMANDS });

  it('structures are not posts: one structure with an amendment is one structure', () => {
    expect(lineOf(crossing, BRON).demands).toMatchObject({ structures: 2, posts: 2 + 3 + 6 });
    expect(wholeLine(crossing).demands).toMatchObject({ structures: 2, posts: 11 });
  });

  it('open ones by type, all of them by state; doubles, cancelled and abandoned are in no count of open ones', () => {
    const { byType, byState } = lineOf(crossing, BRON).demands!;
    expect([...byType]).toEqual([['PRIVATE', { structures: 1, posts: 5 }], ['non précisé', { structures: 1, posts: 6 }]]);
    expect([...byState]).toEqual([
      ['CREEE', { structures: 1, posts: 2 }],
      ['DOUBLON', { structures: 1, posts: 5 }],
      ['EXAMEN_COMPLEMENTAIRE_COSELEC', { structures: 1, posts: 6 }],
      ['en_cours', { structures: 1, posts: 3 + 4 }],
    ]);
  });

  it('structures wider than a commune are apart, on the line of the territory', () => {
    expect(lineOf(crossing, GIVORS).demands).toMatchObject({ structures: 0, posts: 0 });
    expect(lineOf(crossing, GIVORS).demandsToPlace).toBeNull();
    expect(wholeLine(crossing).demandsToPlace).toEqual({ structures: 1, posts: 8 });
    expect([...wholeLine(crossing).demands!.byType.keys()]).toEqual(['PRIVATE', 'non précisé']);
    expect([...wholeLine(crossing).demands!.allByType.keys()]).toEqual(['EPCI', 'PRIVATE', 'non précisé']);
  });

  it('the same name at two seats is two structures, at one seat one', () => {
    const same = (seat: string, id: string) => demand(id, seat, { structure: 'Centre social inventé' });
    const two = crossed({ demands: [same(BRON, 'a'), same(BRON, 'b'), same(GIVORS, 'c')] });
    expect(wholeLine(two).demands).toMatchObject({ structures: 2, posts: 3 });
    expect(unitLines(two).map((l) => l.demands!.structures)).toEqual([1, 1, 0, 0]);
  });

  it('as of a date, later demands are not yet there', () => {
    const later = crossed({ demands: [demand('a', BRON, { date: '2021-02-23' }), demand('b', BRON, { date: '2021-03-01' })], asOf: '2021-02-28' });
    expect(wholeLine(later).demands).toMatchObject({ structures: 1, posts: 1 });
  });

  it('seats outside the scored units or unknown are in no commune of theirs', () => {
    const outside = crossed({ demands: [demand('a', '75111'), demand('b', null), demand('c', BRON)] });
    expect(wholeLine(outside).demands).toMatchObject({ structures: 1, posts: 1 });
  });

  it('every open demand of the files is accounted for, wherever its structure is', () => {
    const { demandAccounts } = crossed({
      demands: [demand('a', '75111', { posts: 2 }), demand('b', null, { posts: 4 }), demand('c', BRON, { posts: 8 }), demand('d', '75112', { posts: 16 }), demand('e', BRON, { state: 'DOUBLON', posts: 32 })],
    });
    expect(demandAccounts).toMatchObject({ all: 5, standing: 5, open: { posts: 30 }, inside: { posts: 8 }, toPlace: { posts: 0 }, withoutSeat: { posts: 4 } });
    expect([...demandAccounts!.elsewhere].map(([departement, { posts }]) => [departement, posts])).toEqual([['75', 18]]);
  });
});
