import { describe, expect, it } from 'vitest';
import { allocate } from '../../src/posts/allocation.js';
import type { Allocation, AllocationInput, EnvelopeGroup } from '../../src/posts/allocation.js';
import { METHODS } from '../../src/posts/apportionment/line.js';
import { usualGrouping } from '../../src/posts/usual-groupings.js';
import { BRON, FOUR, GIVORS, LYON, VENISSIEUX, VILLEURBANNE, sumOf, unit } from '../support/crossing-sketch.js';
import { COMMUNES, errorOf } from '../support/tables.js';

const given = (fields: Partial<AllocationInput> = {}): Allocation =>
  allocate({
    units: FOUR,
    grouping: usualGrouping('commune', COMMUNES.cog),
    groups: null,
    total: 10,
    agreed: 'weights',
    range: null,
    method: 'sainte-lague',
    weight: 'score',
    rates: null,
    bounds: {},
    existing: null,
    ...fields,
  });

const group = (code: string, agreed: number, units: readonly string[]): EnvelopeGroup => ({ code, name: `Partie ${code}`, agreed, population: agreed, units: new Set(units) });
const seats = (allocation: Allocation): Record<string, number> => Object.fromEntries(allocation.main.seats.map((s) => [s.code, s.seats]));

describe('one level', () => {
  it('shares by population × score, in proportion of 1900, 700, 4200 and 4400', () => {
    const allocation = given();
    expect(seats(allocation)).toEqual({ [BRON]: 2, [GIVORS]: 1, [VENISSIEUX]: 3, [VILLEURBANNE]: 4 });
    expect(sumOf(allocation.main.parts[0]!.apportionment!.shares.map((s) => s.quota))).toBeCloseTo(10, 9);
  });

  it('compares every method and every weight, with how many posts each moves', () => {
    const allocation = given();
    // Population alone: 2, 1, 3, 4 posts; excedent: 1200 and 400, that is 8 and 2, the last one by a tie.
    expect(allocation.methods.map((m) => m.label)).toEqual(METHODS);
    expect(allocation.weights.map((w) => [w.label, w.moved])).toEqual([['score', 0], ['excedent', 5], ['population', 0]]);
    for (const table of [...allocation.methods, ...allocation.weights]) expect(sumOf(table.seats.map((s) => s.seats))).toBe(10);
  });

  it('compares personnes only when its rates are there', () => {
    const rates = new Map(FOUR.map((u) => [u.code, 10]));
    expect(given({ rates }).weights.map((w) => w.label)).toEqual(['score', 'excedent', 'personnes', 'population']);
    expect(given({ rates, weight: 'personnes' }).weights.find((w) => w.label === 'personnes')!.moved).toBe(0);
  });

  it('excedent where no score is above 100: nothing to compare, and nothing to share by', async () => {
    const units = [unit(BRON, 90), unit(GIVORS, 80)];
    expect(given({ units }).weights.find((w) => w.label === 'excedent')!.moved).toBeNaN();
    expect(await errorOf(() => given({ units, weight: 'excedent' }), 3)).toMatch(/poids/);
  });

  it('a unit without a score has no line', () => {
    const allocation = given({ units: [...FOUR, unit(LYON, null, 90000)] });
    expect(Object.keys(seats(allocation))).not.toContain(LYON);
    expect(allocation.grouped.withoutWeight.map((u) => u.code)).toEqual([LYON]);
  });
});

describe('a low and a high envelope', () => {
  it.each(METHODS.filter((m) => m !== 'plus-fort-reste'))('%s: the order of the posts between them leads from one table to the other', (method) => {
    const { low, high, marginal } = given({ range: { low: 7, high: 12 }, total: 10, method });
    expect(marginal!.map((m) => m.rank)).toEqual([8, 9, 10, 11, 12]);
    const held = new Map(low!.seats.map((s) => [s.code, s.seats]));
    for (const { second } of marginal!) {
      held.set(second!.code, (held.get(second!.code) ?? 0) + 1);
      expect(second!.seat).toBe(held.get(second!.code));
    }
    expect(held).toEqual(new Map(high!.seats.map((s) => [s.code, s.seats])));
  });

  it('largest remainder has two tables and no order', () => {
    const { low, high, marginal } = given({ range: { low: 7, high: 12 }, method: 'plus-fort-reste' });
    expect([sumOf(low!.seats.map((s) => s.seats)), sumOf(high!.seats.map((s) => s.seats)), marginal]).toEqual([7, 12, null]);
  });
});

describe('two levels', () => {
  const groups = [group('ouest', 3, [BRON, GIVORS]), group('est', 9, [VENISSIEUX, VILLEURBANNE])];

  it('parts that make the total are settled; another total is shared in their proportion', () => {
    expect(given({ groups, total: 12, agreed: 'posts' }).main.parts.map((p) => p.seats)).toEqual([3, 9]);
    expect(given({ groups, total: 4 }).main.parts.map((p) => p.seats)).toEqual([1, 3]);
    expect(sumOf(given({ groups, total: 4 }).main.seats.map((s) => s.seats))).toBe(4);
  });

  it('a part whose communes are not scored keeps its posts, which go no further', () => {
    const allocation = given({ groups: [...groups, group('loin', 4, ['01004'])], total: 16, agreed: 'posts' });
    expect(allocation.main.parts.map((p) => [p.seats, p.apportionment === null])).toEqual([[3, false], [9, false], [4, true]]);
    expect(sumOf(allocation.main.seats.map((s) => s.seats))).toBe(12);
  });

  it('units in no part are said; an envelope that holds none of them is refused', async () => {
    const allocation = given({ groups: [group('ouest', 3, [BRON, GIVORS])], total: 3, agreed: 'posts' });
    expect(allocation.outsideGroups.map((u) => u.code)).toEqual([VENISSIEUX, VILLEURBANNE]);
    expect(await errorOf(() => given({ groups: [group('loin', 3, ['01004'])] }), 2)).toContain('enveloppe');
  });

  it('a line astride two parts is refused', async () => {
    const message = await errorOf(() => given({ groups, grouping: usualGrouping('epci', COMMUNES.cog) }), 2);
    expect(message).toContain('200046977');
    expect(message).toContain('--by epci');
  });

  it('the marginal posts go to a part, then to a line of it', () => {
    const { marginal, high } = given({ groups, range: { low: 4, high: 12 }, total: 12, agreed: 'posts' });
    expect(marginal!.length).toBe(8);
    for (const { group: part, second } of marginal!) expect(part!.units.has(second!.code)).toBe(true);
    expect(high!.parts.map((p) => p.seats)).toEqual([3, 9]);
  });
});

describe('withdrawals', () => {
  const existing = new Map([[BRON, 1], [GIVORS, 3], [VENISSIEUX, 4], [VILLEURBANNE, 2]]);

  it('none when the total covers what exists, none when what exists is kept, none without posts', () => {
    expect(given({ existing, total: 10 }).withdrawals).toEqual([]);
    expect(given({ existing, total: 11, bounds: { keepExisting: true } }).withdrawals).toEqual([]);
    expect(given({ total: 1 }).withdrawals).toEqual([]);
  });

  it('each time the held post of smallest weight / divisor goes, until the total is kept', () => {
    const [{ withdrawal } = { withdrawal: null }] = given({ existing, total: 7 }).withdrawals;
    // Quotients of the last held post: Givors 700/5, 700/3, then Vénissieux 4200/7 before Givors 700/1.
    expect(withdrawal!.order.map((s) => [s.code, s.seat])).toEqual([[GIVORS, 3], [GIVORS, 2], [VENISSIEUX, 4]]);
    expect(withdrawal!.borrowed).toBe(false);
  });

  it('largest remainder borrows the order of Sainte-Laguë, and says so', () => {
    const [{ withdrawal } = { withdrawal: null }] = given({ existing, total: 7, method: 'plus-fort-reste' }).withdrawals;
    expect([withdrawal!.borrowed, withdrawal!.orderOf]).toEqual([true, 'sainte-lague']);
  });

  it('a minimum is not withdrawn', () => {
    const [{ withdrawal } = { withdrawal: null }] = given({ existing, total: 7, bounds: { minimum: 1 } }).withdrawals;
    expect(withdrawal!.kept.every((k) => k.seats >= 1)).toBe(true);
  });

  it('bounds that cannot be met state the gap', async () => {
    expect(await errorOf(() => given({ existing, total: 7, bounds: { keepExisting: true } }), 3)).toMatch(/\(10\) dépasse l'enveloppe \(7\) de 3 postes/);
  });
});
