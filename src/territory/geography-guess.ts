import { carryCode } from './carry.js';
import { changingCodes, yearsOfCode } from './cog-history.js';
import type { CogHistory } from './cog-history.js';
import { byCode } from './codes.js';
import { isFrenchDepartement } from './cog.js';
import type { Cog, Commune } from './cog.js';

/** How the codes of a file fit the communes of one year. */
export interface YearFit {
  readonly year: number;
  /** Codes of the file that are no commune (or arrondissement) of that year, sorted. */
  readonly unknown: readonly string[];
  /** Communes of that year that the file should have and has not, sorted. */
  readonly lacking: readonly string[];
}

/** The years whose communes a file has. */
export interface GeographyGuess {
  /** The years that fit best, equally, in order; all of them when its codes say nothing. */
  readonly years: readonly number[];
  /** Communes and arrondissements of the file. */
  readonly codes: number;
  /** How the first of these years fits. */
  readonly best: YearFit;
  /** The years beside them (before the first, after the last), to show by how much. */
  readonly beside: readonly YearFit[];
}

/** An EPCI of which the file has this share of the communes is taken to be whole in it. */
const WHOLE_EPCI = 0.9;

/**
 * Tells which 1 January the codes of a file fit best: the year that knows most of them and, in the
 * EPCI that the file holds (nearly) whole, has the fewest communes that the file lacks. A file of
 * part of France is compared on that part only.
 *
 * @param codes communes and arrondissements of the file, in any order
 * @param cog a COG of one of the years of the history: the codes that never changed are its own
 * @returns null without any commune of the 101 départements, or with a COG that the history does not reach
 */
export function guessGeography(codes: Iterable<string>, history: CogHistory, cog: Cog): GeographyGuess | null {
  if (!history.years.includes(cog.year)) return null;
  const found = new Set<string>();
  for (const code of codes) if (isFrenchDepartement(code.slice(0, 3))) found.add(code);
  if (found.size === 0) return null;
  const expected = expectedCodes(found, history, cog);
  // Most codes never changed: they are in every year, or in none.
  const named: string[] = [];
  const nowhere: string[] = [];
  for (const code of found) {
    if (yearsOfCode(history, code) !== null) named.push(code);
    else if (!isCommune(code, cog)) nowhere.push(code);
  }
  const fits = history.years.map((year): YearFit => ({
    year,
    unknown: [...nowhere, ...named.filter((code) => !isCommuneOf(year, code, history, cog))].sort(byCode),
    lacking: expected.filter((code) => !found.has(code) && yearsOfCode(history, code)?.has(year) === true),
  }));
  const cost = (fit: YearFit): number => fit.unknown.length + fit.lacking.length;
  const least = Math.min(...fits.map(cost));
  const tied = fits.filter((fit) => cost(fit) === least);
  // A code that no year explains tells less than a code that a year should not have.
  const fewest = Math.min(...tied.map((fit) => fit.unknown.length));
  const best = tied.filter((fit) => fit.unknown.length === fewest);
  const [first] = best;
  if (first === undefined) return null;
  const years = best.map((fit) => fit.year);
  return {
    years,
    codes: found.size,
    best: first,
    beside: fits.filter((fit) => fit.year === (years[0] ?? 0) - 1 || fit.year === (years.at(-1) ?? 0) + 1),
  };
}

/** True when a code was a commune or an arrondissement on 1 January of a year of the history. */
export function isCommuneOf(year: number, code: string, history: CogHistory, cog: Cog): boolean {
  const years = yearsOfCode(history, code);
  return years === null ? isCommune(code, cog) : years.has(year);
}

const isCommune = (code: string, cog: Cog): boolean => cog.communes.has(code) || cog.arrondissements.has(code);

/** The codes of some years only that the file would have in these years: those of the EPCI that it holds whole. */
function expectedCodes(found: ReadonlySet<string>, history: CogHistory, cog: Cog): string[] {
  const unitOf = (code: string): Commune | undefined => cog.communes.get(code) ?? cog.communes.get(carryCode({ cog, plm: 'commune' }, code).unit ?? '');
  const changing = changingCodes(history).map((code) => ({ code, epci: unitOf(code)?.epci ?? null }));
  const present = new Map<string, Set<string>>();
  for (const { epci } of changing) if (epci !== null) present.set(epci, new Set());
  for (const code of found) {
    const unit = unitOf(code);
    if (unit !== undefined && unit.epci !== null) present.get(unit.epci)?.add(unit.code);
  }
  const isWhole = (epci: string): boolean =>
    (present.get(epci)?.size ?? 0) >= WHOLE_EPCI * (cog.epci.get(epci)?.membres.length ?? Infinity);
  return changing.filter(({ epci }) => epci !== null && isWhole(epci)).map(({ code }) => code);
}
