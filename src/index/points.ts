import type { Inversion } from './model.js';

/**
 * Points in base 100 of a rate in % against its reference.
 *
 * `+`: 100·x/ref. `-` (more means less fragile), by the inversion:
 * - `miroir`: 200 − 100·x/ref;
 * - `miroir-borne`: 100·max(0, 2 − x/ref), that is the same but never negative;
 * - `rapport`: 100·ref/x;
 * - `complement`: 100·(1 − x)/ref, x and ref being shares. The reference's own value is then
 *   100·(1 − ref)/ref, not 100.
 *
 * @returns NaN where the rate is missing, or zero where it would be divided by
 */
export function points(rate: number, reference: number, direction: '+' | '-', inversion: Inversion | null): number {
  if (direction === '+') return (100 * rate) / reference;
  switch (inversion) {
    case 'miroir':
      return 200 - (100 * rate) / reference;
    case 'miroir-borne':
      return 100 * maximumOfZero(2 - rate / reference);
    case 'complement':
      return (100 * (100 - rate)) / reference;
    default:
      return rate === 0 ? Number.NaN : (100 * reference) / rate;
  }
}

/** max(0, x), NaN staying NaN. */
const maximumOfZero = (x: number): number => (x < 0 ? 0 : x);

/**
 * The rate in % that has these points against a reference: the inverse of `points`.
 *
 * @returns NaN where several rates have them: 0 points of `miroir-borne`
 */
export function rateOfPoints(made: number, reference: number, direction: '+' | '-', inversion: Inversion | null): number {
  if (direction === '+') return (made * reference) / 100;
  switch (inversion) {
    case 'miroir':
      return ((200 - made) * reference) / 100;
    case 'miroir-borne':
      return made === 0 ? Number.NaN : ((200 - made) * reference) / 100;
    case 'complement':
      return 100 - (made * reference) / 100;
    default:
      return made === 0 ? Number.NaN : (100 * reference) / made;
  }
}
