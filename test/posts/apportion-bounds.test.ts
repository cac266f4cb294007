import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { apportion } from '../../src/posts/apportionment/apportion.js';
import type { Bounds } from '../../src/posts/apportionment/bounds.js';
import { METHODS, type Line, type Method } from '../../src/posts/apportionment/line.js';

const line = (code: string, weight: number, rest: Partial<Line> = {}): Line => ({
  code,
  weight,
  population: weight,
  ...rest,
});

const seats = (lines: readonly Line[], total: number, method: Method, bounds: Bounds = {}): number[] =>
  apportion(lines, total, method, bounds).shares.map((share) => share.seats);

function failure(act: () => unknown): { message: string; exitCode: number } {
  try {
    act();
  } catch (error) {
    if (error instanceof FragiliteError) return { message: error.message, exitCode: error.exitCode };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('bounds', () => {
  it('continue from the minima instead of sharing the rest anew', () => {
    // Sharing the 6 posts left after the minima by weight would give 1 + 5, 1 + 1, 1 + 0.
    const lines = [line('A', 80), line('B', 15), line('C', 5)];
    expect(seats(lines, 9, 'sainte-lague', { minimum: 1 })).toEqual([7, 1, 1]);
  });

  it('let a line\'s own bound take the place of the common one', () => {
    const lines = [line('A', 90, { minimum: 0, maximum: 2 }), line('B', 5), line('C', 5)];
    expect(seats(lines, 7, 'sainte-lague', { minimum: 1, maximum: 3 })).toEqual([2, 3, 2]);
  });

  it('share by largest remainder what the clipped lines leave', () => {
    // Clipped: A at 3, D at 1; t = 6/50 for the others: 3.6 and 2.4.
    const lines = [line('A', 100, { maximum: 3 }), line('B', 30), line('C', 20), line('D', 1, { minimum: 1 })];
    expect(seats(lines, 10, 'plus-fort-reste')).toEqual([3, 4, 2, 1]);
  });

  it('reach the floors or the ceilings exactly', () => {
    const lines = [line('A', 5, { minimum: 1, maximum: 2 }), line('B', 1, { minimum: 2, maximum: 4 })];
    for (const method of METHODS) {
      expect(seats(lines, 3, method)).toEqual([1, 2]);
      expect(seats(lines, 6, method)).toEqual([2, 4]);
    }
  });

  it('give a line of zero weight its minimum, and no first post', () => {
    const lines = [line('A', 10), line('B', 0), line('C', 0, { minimum: 2 })];
    for (const method of METHODS) {
      expect(seats(lines, 6, method)).toEqual([4, 0, 2]);
      expect(apportion(lines, 6, method).firstSeatsShort).toBe(false);
    }
  });

  it('keep existing posts as floors', () => {
    const lines = [line('A', 10, { existing: 1 }), line('B', 1, { existing: 4 })];
    for (const method of METHODS) {
      expect(seats(lines, 8, method, { keepExisting: true })).toEqual([4, 4]);
      expect(seats(lines, 8, method)).not.toEqual([4, 4]);
    }
  });

  it('give nothing of nothing', () => {
    for (const method of METHODS) expect(seats([line('A', 3), line('B', 0)], 0, method)).toEqual([0, 0]);
  });
});

const floors = (count: number, minimum: number): Line[] =>
  Array.from({ length: count }, (_, index) => line(`L${String(index)}`, 1, { minimum }));

const REFUSED: Readonly<Record<string, readonly [lines: Line[], total: number, bounds: Bounds, exit: number, says: string]>> = {
  'minima above the total': [
    floors(31, 2), 50, {}, 3,
    "la somme des minimums (62) dépasse l'enveloppe (50) de 12 postes",
  ],
  'minima above the total by one': [floors(3, 1), 2, {}, 3, '(2) de 1 poste.'],
  'maxima below the total': [
    floors(4, 0), 50, { maximum: 10 }, 3,
    "la somme des maximums (40) est inférieure à l'enveloppe (50) de 10 postes",
  ],
  'maxima below the total, a line of zero weight among them': [
    [line('A', 1), line('B', 0)], 50, { maximum: 10 }, 3,
    "la somme des maximums (10) (une ligne de poids nul ne reçoit que son minimum) est inférieure à l'enveloppe (50) de 40 postes",
  ],
  'existing posts above the total': [
    [line('A', 1, { existing: 40 }), line('B', 1, { existing: 22 })], 50, { keepExisting: true }, 3,
    "postes existants conservés) (62) dépasse l'enveloppe (50) de 12 postes",
  ],
  'existing posts above the maximum of their line': [
    [line('A', 1, { existing: 4, maximum: 3 })], 50, { keepExisting: true }, 3,
    'Ligne A : les postes existants (4) dépassent le maximum (3) de 1 poste',
  ],
  'a minimum above the maximum': [
    [line('A', 1, { minimum: 7 })], 50, { maximum: 3, place: 'Rhône' }, 3,
    'Rhône : Ligne A : le minimum (7) dépasse le maximum (3) de 4 postes',
  ],
  'no weight at all': [[line('A', 0), line('B', 0)], 2, {}, 3, "aucune ligne n'a de poids, et 2 postes"],
  'no line': [[], 2, {}, 3, 'Aucune ligne'],
  'a code twice': [[line('A', 1), line('A', 2)], 2, {}, 3, 'La ligne A est donnée deux fois'],
  'a weight that is missing': [[line('A', Number.NaN)], 2, {}, 3, 'Ligne A : le poids'],
  'a negative weight': [[line('A', -1)], 2, {}, 3, '(reçu : -1)'],
  'a population that is missing': [[line('A', 1, { population: Number.NaN })], 2, {}, 3, 'la population'],
  'half a post as a minimum': [[line('A', 1, { minimum: 0.5 })], 2, {}, 3, 'le minimum doit être un nombre entier'],
  'half a post as the common minimum': [[line('A', 1)], 2, { minimum: 0.5 }, 2, '--min'],
  'a negative common maximum': [[line('A', 1)], 2, { maximum: -1 }, 2, '--max'],
  'half a post in the total': [[line('A', 1)], 2.5, {}, 2, 'nombre entier de postes entre 0 et 100000 (reçu : 2.5)'],
  'a total without end': [[line('A', 1)], 1e9, {}, 2, '(reçu : 1000000000)'],
};

describe('what cannot be shared is refused', () => {
  for (const [name, [lines, total, bounds, exit, says]] of Object.entries(REFUSED)) {
    it(name, () => {
      for (const method of METHODS) {
        const { message, exitCode } = failure(() => apportion(lines, total, method, bounds));
        expect(message).toContain(says);
        expect(exitCode).toBe(exit);
      }
    });
  }
});
