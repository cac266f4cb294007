import { carryCode } from './carry.js';
import { followCode, yearsOfCode } from './cog-history.js';
import type { CogHistory } from './cog-history.js';
import type { Geography } from './cog.js';

/** A unit and the share of a code's inhabitants that goes to it. */
export interface Share {
  readonly unit: string;
  /** From 0 to 1; the shares of a code add up to 1. */
  readonly share: number;
}

/**
 * Where a code of a file goes in the geography of the run.
 *
 * - `same`, `former`, `part`: whole, to one unit (as in `Carried`);
 * - `split`: to several units by shares;
 * - `whole`: Paris, Lyon or Marseille as one, where arrondissements are the units: dropped;
 * - `later`: a commune put together after the year of the geography, that cannot be taken apart;
 * - `unshared`: a commune split since, without the populations to share it by;
 * - `unknown`: a code that nothing knows.
 */
export interface Carriage {
  readonly how: 'same' | 'former' | 'part' | 'split' | 'whole' | 'later' | 'unshared' | 'unknown';
  readonly shares: readonly Share[];
  /** True when the code means different things in the years that the file can be of. */
  readonly doubtful: boolean;
}

/** Carries the codes of one file. */
export type Carry = (code: string) => Carriage;

/** The user's passage table, as it applies to the files of some years. */
export interface PassageRules {
  /**
   * Where a code of a file goes: codes of the geography with their shares (1 in all), or null when the
   * table does not have it.
   *
   * @param years the years that the file can be of; null when they are not known
   */
  readonly lookup: (code: string, years: readonly number[] | null) => readonly { readonly code: string; readonly share: number }[] | null;
}

/** The facts that a file's codes are carried by; without any of them, the COG's own former codes. */
export interface CarryFacts {
  readonly history: CogHistory | null;
  /** The years that the file can be of; null when they are not known. */
  readonly years: readonly number[] | null;
  readonly passage: PassageRules | null;
}

export const NO_FACTS: CarryFacts = { history: null, years: null, passage: null };

/**
 * The carry of a file: the user's passage table first, then what its code meant in the file's years
 * (69149 is Oullins before 2024, Oullins-Pierre-Bénite after), then the former codes of the COG.
 */
export function carrier(geography: Geography, { history, years, passage }: CarryFacts): Carry {
  return (code) => {
    const meaning = history === null || years === null ? null : meaningOf(geography, code, history, years);
    // A file that is in the geography already needs no table, whatever the table says of other years.
    const given = meaning?.settled === true ? null : (passage?.lookup(code, years) ?? null);
    if (given !== null) return toUnits(geography, code, given);
    if (meaning === null) return plain(geography, code);
    if (meaning.codes === null) return { ...plain(geography, code), doubtful: true };
    if (meaning.codes.length === 0) return { how: 'later', shares: [], doubtful: false };
    return byPopulation(geography, code, meaning.codes);
  };
}

const plain = (geography: Geography, code: string): Carriage => {
  const { how, unit } = carryCode(geography, code);
  return { how, shares: unit === null ? [] : [{ unit, share: 1 }], doubtful: false };
};

interface Meaning {
  /** Codes of the geography; none for a commune put together later; null when the years disagree. */
  readonly codes: readonly string[] | null;
  /** True when the code changed its meaning at some time, and is today's in every year of the file. */
  readonly settled: boolean;
}

/** What a code of a file means today, or null when no change names it or no year of the file has it. */
function meaningOf({ cog }: Geography, code: string, history: CogHistory, years: readonly number[]): Meaning | null {
  const lives = yearsOfCode(history, code);
  if (lives === null || !history.years.includes(cog.year)) return null;
  const followed = years.filter((year) => lives.has(year)).map((year) => followCode(history, code, year, cog.year));
  const [first] = followed;
  if (first === undefined) return null;
  if (followed.some((codes) => codes.join() !== first.join())) return { codes: null, settled: false };
  return { codes: first, settled: first.join() === code && changesMeaning(code, history, cog.year, lives) };
}

const changesMeaning = (code: string, history: CogHistory, today: number, lives: ReadonlySet<number>): boolean =>
  [...lives].some((year) => followCode(history, code, year, today).join() !== code);

/** One code goes whole; several share it in proportion to their population in the COG. */
function byPopulation(geography: Geography, code: string, codes: readonly string[]): Carriage {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return toUnits(geography, code, [{ code: only, share: 1 }]);
  const populations = codes.map((c) => geography.cog.communes.get(c)?.population ?? 0);
  const total = populations.reduce((a, b) => a + b, 0);
  if (populations.some((p) => p === 0)) return { how: 'unshared', shares: [], doubtful: false };
  return toUnits(geography, code, codes.map((c, i) => ({ code: c, share: (populations[i] ?? 0) / total })));
}

/** Codes of the COG as units of the run: an arrondissement is part of its commune, or a unit. */
function toUnits(geography: Geography, code: string, given: readonly { readonly code: string; readonly share: number }[]): Carriage {
  const shares = new Map<string, number>();
  let how: Carriage['how'] = 'unknown';
  for (const { code: target, share } of given) {
    const carried = carryCode(geography, target);
    if (carried.unit === null) return { how: carried.how, shares: [], doubtful: false };
    shares.set(carried.unit, (shares.get(carried.unit) ?? 0) + share);
    how = carried.how === 'part' ? 'part' : carried.unit === code ? 'same' : 'former';
  }
  if (shares.size > 1) return { how: 'split', shares: [...shares].map(([unit, share]) => ({ unit, share })), doubtful: false };
  return { how, shares: [...shares.keys()].map((unit) => ({ unit, share: 1 })), doubtful: false };
}
