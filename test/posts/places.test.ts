import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { interventionCounts, mainPlaces } from '../../src/posts/places.js';
import type { Intervention } from '../../src/posts/records.js';
import { carryCode } from '../../src/territory/carry.js';
import { BRON, GIVORS, VENISSIEUX, post } from '../support/crossing-sketch.js';
import { repositoryFile } from '../support/run-cli.js';
import { COMMUNES } from '../support/tables.js';

const unitOf = (code: string): string | null => carryCode(COMMUNES, code).unit;
const at = (id: string, commune: string, share: number): Intervention => ({ post: id, commune, share });

describe('a post in a territory', () => {
  const inside = new Set([BRON, GIVORS]);
  const counted = (seat: string | null, places: readonly Intervention[]) => interventionCounts([post('a', seat)], places, inside, unitOf);
  const nothing = { seated: 0, acting: 0, etp: 0, beyond: 0, etpBeyond: 0, distinct: 0, withoutPlace: 0 };

  it.each([
    ['seated and acting inside only', BRON, [at('a', GIVORS, 1)], { ...nothing, seated: 1, acting: 1, etp: 1, distinct: 1 }],
    ['seated inside, acting inside and outside', BRON, [at('a', GIVORS, 0.6), at('a', VENISSIEUX, 0.4)], { ...nothing, seated: 1, acting: 1, etp: 0.6, beyond: 1, etpBeyond: 0.4, distinct: 1 }],
    ['seated inside, acting outside only', BRON, [at('a', VENISSIEUX, 1)], { ...nothing, seated: 1, beyond: 1, etpBeyond: 1, distinct: 1 }],
    ['seated outside, acting inside and outside', VENISSIEUX, [at('a', BRON, 0.5), at('a', VENISSIEUX, 0.5)], { ...nothing, acting: 1, etp: 0.5, distinct: 1 }],
    ['seated inside, of no known place', BRON, [], { ...nothing, seated: 1, withoutPlace: 1 }],
    ['without a seat, acting inside', null, [at('a', BRON, 1)], { ...nothing, acting: 1, etp: 1, distinct: 1 }],
    ['nothing to do with it', VENISSIEUX, [at('a', '75111', 1)], nothing],
  ])('%s', (_, seat, places, counts) => {
    expect(counted(seat, places)).toEqual(counts);
  });

  it('time spent in two communes of the territory is one post and the sum of the shares', () => {
    expect(counted(BRON, [at('a', GIVORS, 0.25), at('a', BRON, 0.75)])).toMatchObject({ acting: 1, etp: 1, distinct: 1 });
  });
});

describe('main places', () => {
  it('whole posts, each once, where most of its time goes; a tie goes to the smaller code', () => {
    const posts = [post('a', BRON), post('b', BRON), post('c', BRON)];
    const places = [at('a', BRON, 0.4), at('a', GIVORS, 0.6), at('b', VENISSIEUX, 0.5), at('b', GIVORS, 0.5)];
    expect([...mainPlaces(posts, places, unitOf)].sort()).toEqual([[GIVORS, 2]]);
  });

  it('shares in arrondissements of Lyon add up in Lyon', () => {
    const places = [at('a', '69381', 0.3), at('a', '69382', 0.3), at('a', BRON, 0.4)];
    expect([...mainPlaces([post('a', BRON)], places, unitOf)]).toEqual([['69123', 1]]);
  });
});

describe('Grand Nancy: 55, 17, 12', () => {
  const METROPOLE = new Set(COMMUNES.cog.epci.get('245400676')!.membres);
  const rows = (path: string) => parse<Record<string, string>>(readFileSync(repositoryFile(path), 'utf8'), { delimiter: ';', columns: true });
  const reading = (name: string) => {
    const posts = rows(`fixtures/${name}/postes.csv`).map((r) => post(r['poste'] ?? '', r['commune'] ?? '', { allocation: r['departement'] ?? null }));
    const places = rows(`fixtures/${name}/interventions.csv`).map((r) => at(r['poste'] ?? '', r['commune'] ?? '', Number(r['quotite'])));
    return { posts, places, counts: interventionCounts(posts, places, METROPOLE, unitOf) };
  };

  it.each([
    ['grand-nancy-recouvrement', 17, 12],
    ['grand-nancy-disjoint', 29, 0],
  ])('%s: %i distinct posts, %i of them counted in both', (name, distinct, both) => {
    const { posts, counts } = reading(name);
    expect(posts.length).toBe(55);
    expect(posts.every((p) => p.allocation === '54')).toBe(true);
    expect([counts.acting, counts.beyond, counts.distinct]).toEqual([17, 12, distinct]);
    expect(counts.acting + counts.beyond - counts.distinct).toBe(both);
  });

  it.each(['grand-nancy-recouvrement', 'grand-nancy-disjoint'])('%s: full-time equivalents are the shares of the file, by plain addition', (name) => {
    const { posts, places, counts } = reading(name);
    const seated = new Set(posts.filter((p) => METROPOLE.has(p.seat ?? '')).map((p) => p.id));
    const sum = (list: readonly Intervention[]): number => list.reduce((n, p) => n + p.share, 0);
    const outsideOfSeated = places.filter((p) => seated.has(p.post) && !METROPOLE.has(p.commune));
    expect(counts.etp).toBeCloseTo(sum(places.filter((p) => METROPOLE.has(p.commune))), 9);
    expect(counts.etpBeyond).toBeCloseTo(sum(outsideOfSeated), 9);
    expect(new Set(outsideOfSeated.map((p) => p.post)).size).toBe(12);
    for (const { id } of posts) expect(sum(places.filter((p) => p.post === id))).toBeCloseTo(1, 5);
  });
});
