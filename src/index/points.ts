/**
 * Points in base 100 of a rate against its reference.
 *
 * `+`: 100·x/ref. `-` (more means less fragile): `miroir` 200 − 100·x/ref, or `rapport` 100·ref/x.
 *
 * @returns NaN where the rate is missing, or zero where it would be divided by
 */
export function points(
  rate: number,
  reference: number,
  direction: '+' | '-',
  inversion: 'miroir' | 'rapport' | null,
): number {
  if (direction === '+') return (100 * rate) / reference;
  if (inversion === 'miroir') return 200 - (100 * rate) / reference;
  return rate === 0 ? Number.NaN : (100 * reference) / rate;
}
