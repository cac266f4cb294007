import { describe, expect, it } from 'vitest';
import { horizonOf } from '../../src/posts/horizon.js';
import type { Intervention, Post } from '../../src/posts/records.js';
import { BRON, GIVORS, VENISSIEUX, VILLEURBANNE, inputOf, post } from '../support/crossing-sketch.js';

const of = (posts: readonly Post[], interventions: readonly Intervention[] | null = null, asOf: string | null = null) =>
  horizonOf(inputOf({ posts, interventions, asOf }), '2024-07-01');

describe('what ends before the horizon', () => {
  it('the day itself is not before; in the order of the ends', () => {
    const { ending } = of([
      post('c', BRON, { end: '2024-07-01' }), post('b', BRON, { end: '2024-06-30' }), post('a', GIVORS, { end: '2023-01-01' }), post('d', BRON, { end: '2030-01-01' }),
    ]);
    expect(ending.map((p) => p.id)).toEqual(['a', 'b']);
  });

  it('neither posts given back, nor coordinators, nor those that had ended at the date, nor seats elsewhere', () => {
    const end = '2024-01-01';
    const { ending } = of(
      [post('a', BRON, { end, state: 'rendu' }), post('b', BRON, { end, coordinator: true }), post('c', BRON, { end: '2022-01-01' }), post('d', '75111', { end }), post('e', BRON, { end })],
      null,
      '2023-01-01',
    );
    expect(ending.map((p) => p.id)).toEqual(['e']);
  });

  it('counts posts whose end is not given: nothing is known of them', () => {
    expect(of([post('a', BRON, { count: 4 }), post('b', GIVORS, { end: '2024-01-01' })]).withoutEnd).toBe(4);
  });

  it('a commune loses its last post when all of its posts end, not when the end of one is unknown or later', () => {
    const end = '2024-01-01';
    const { losingLast } = of([
      post('a', BRON, { end, count: 2 }), post('b', BRON, { end: '2024-02-01' }),
      post('c', GIVORS, { end }), post('d', GIVORS),
      post('e', VENISSIEUX, { end }), post('f', VENISSIEUX, { end: '2025-01-01' }),
    ]);
    expect(losingLast).toEqual([{ code: BRON, posts: 3 }]);
  });

  it('a post of an employer wider than its commune ends, and leaves no commune without', () => {
    const { ending, losingLast } = of([post('a', BRON, { end: '2024-01-01', type: 'EPCI' })]);
    expect([ending.length, losingLast]).toEqual([1, []]);
  });

  it('with places, communes lose the posts that act there, wherever the seat', () => {
    const at = (id: string, commune: string, share: number): Intervention => ({ post: id, commune, share });
    const { ending, losingLast } = of(
      [post('a', '75111', { end: '2024-01-01' }), post('b', BRON, { end: '2030-01-01' })],
      [at('a', VENISSIEUX, 0.5), at('a', VILLEURBANNE, 0.5), at('b', VILLEURBANNE, 1)],
    );
    expect(ending.map((p) => p.id)).toEqual(['a']);
    expect(losingLast).toEqual([{ code: VENISSIEUX, posts: 1 }]);
  });
});
