import { isObserved } from '../index/statuses.js';
import { isWholeLevel } from '../territory/unit-level.js';
import type { QuantityVariable, StoredIndex } from './stored-index.js';

/** From this many inhabitants on, a commune is not counted whole but by a survey of its dwellings. */
const LARGE_COMMUNE = 10_000;
/** Share of the dwellings of a large commune that the five annual surveys reach: 8 % a year. */
const LARGE = 0.4;
/** Share of the dwellings of a small commune that the complementary exploitation codes. */
const SMALL_COMPLEMENTARY = 0.2;
const SMALL_COMPLEMENTARY_BEFORE_2014 = 0.25;

/**
 * The share of the dwellings that a count of the census rests on (Insee; INED, « Les exploitations :
 * principale ou complémentaire »): 40 % in communes of 10,000 inhabitants or more; elsewhere all of them,
 * but 20 % (25 % before 2014) for the complementary exploitation (families, households). An IRIS has
 * that of its commune; a wider unit, whose communes are not known here, the least it can be.
 */
export function samplingFraction({ exploitation, vintage }: Pick<QuantityVariable, 'exploitation' | 'vintage'>, inhabitants: number, whole: boolean): number {
  if (exploitation === null) return 1;
  const large = whole || inhabitants >= LARGE_COMMUNE;
  if (exploitation === 'principale') return large ? LARGE : 1;
  const small = vintage !== null && vintage < 2014 ? SMALL_COMPLEMENTARY_BEFORE_2014 : SMALL_COMPLEMENTARY;
  return large && !whole ? LARGE : small;
}

/**
 * Standard deviation, in points of %, of a share p counted on a fraction f of D households or persons:
 * that of a simple random sample of n = f·D without replacement, √((1 − f)·p̃·(1 − p̃)/(n + 4)), where
 * p̃ = (n·p + 2)/(n + 4) (Agresti and Coull, 1998) so that a count of 0 is not taken for a certainty.
 * What the real design adds (dwellings of one address, persons of one household) or takes away (balance
 * by age and sex) is not counted.
 */
export function samplingDeviation(share: number, denominator: number, fraction: number): number {
  if (fraction >= 1 || !(denominator > 0) || !(share >= 0 && share <= 100)) return 0;
  const n = fraction * denominator;
  const p = ((n * share) / 100 + 2) / (n + 4);
  return 100 * Math.sqrt(((1 - fraction) * p * (1 - p)) / (n + 4));
}

/** The standard deviation of each unit of the territory for a variable; 0 where its value is not a sampled one. */
export function samplingDeviations(variable: QuantityVariable, index: StoredIndex): Float64Array {
  const { statuses, numerators, denominators, kind } = variable;
  const inhabitants = inhabitantsOf(index);
  const whole = isWholeLevel(index.level);
  return Float64Array.from(index.territory, (row, unit) => {
    if (kind !== 'part' || !isObserved(statuses[row] ?? 'absent')) return 0;
    const share = (100 * numerators[row]!) / denominators[row]!;
    return samplingDeviation(share, denominators[row]!, samplingFraction(variable, inhabitants[unit]!, whole));
  });
}

/** Inhabitants of the commune of each unit of the territory: of an IRIS, those of all its IRIS. */
function inhabitantsOf({ level, codes, territory, populations }: StoredIndex): Float64Array {
  const own = Float64Array.from(territory, (row) => populations[row]!);
  if (level !== 'iris') return own;
  const communeOf = (row: number): string => codes[row]!.slice(0, 5);
  const sums = new Map<string, number>();
  for (const row of territory) sums.set(communeOf(row), (sums.get(communeOf(row)) ?? 0) + (populations[row]! || 0));
  return Float64Array.from(territory, (row) => sums.get(communeOf(row)) ?? Number.NaN);
}
