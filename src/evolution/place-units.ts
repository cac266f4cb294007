import { followCode } from '../territory/cog-history.js';
import type { CogHistory } from '../territory/cog-history.js';
import { partsThen } from '../territory/parts-then.js';
import { byCode } from '../territory/codes.js';
import type { YearResult } from './year-result.js';

/** A unit of the panel's geography, and what it was made of in each year's result. */
export interface PlacedUnit {
  readonly code: string;
  /** By year, the codes of that year's result whose figures it holds. */
  readonly parts: readonly (readonly string[])[];
  /** By year, the former communes that the result itself had put together when it carried its files. */
  readonly inFiles: readonly (readonly string[])[];
}

/** A unit that cannot be followed through the years, and why (French). */
export interface LeftUnit {
  readonly code: string;
  readonly reason: string;
}

export interface PlacedUnits {
  /** Year of the geography of the panel: the newest of the results. */
  readonly cog: number;
  readonly units: readonly PlacedUnit[];
  readonly left: readonly LeftUnit[];
}

/**
 * Carries the units of every year to the newest geography among them. Communes that merged since are put
 * together; a unit that cannot be made in some year is left out, with the reason: a part that the result
 * lacks, a commune split since (shares by population would say nothing of an evolution), a unit that some
 * result has not.
 *
 * @param history null where all results have one geography
 */
export function placeUnits(years: readonly YearResult[], history: CogHistory | null): PlacedUnits {
  const cog = Math.max(...years.map((y) => y.cog));
  const carried = years.map((year) => carriedUnits(year, cog, history));
  const codes = new Set(carried.flatMap(({ parts, splitInto }) => [...parts.keys(), ...splitInto.keys()]));
  const units: PlacedUnit[] = [];
  const left: LeftUnit[] = [];
  for (const code of [...codes].sort(byCode)) {
    if (!years.some((year, i) => (carried[i]?.parts.get(code) ?? []).some((part) => year.units.get(part)?.scored === true))) continue;
    const reason = years.map((year, i) => whyNot(code, year, carried[i])).find((why) => why !== null) ?? null;
    if (reason !== null) {
      left.push({ code, reason });
      continue;
    }
    units.push({ code, parts: carried.map(({ parts }) => parts.get(code) ?? []), inFiles: carried.map(({ inFiles }) => inFiles.get(code) ?? []) });
  }
  return { cog, units, left };
}

interface CarriedUnits {
  /** Unit of the panel → the codes of the year that go to it whole. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** Unit of the panel → the codes of the year of which it holds a share. */
  readonly splitInto: ReadonlyMap<string, readonly string[]>;
  /** Unit of the panel → what it was made of in the geography of that result. */
  readonly expected: ReadonlyMap<string, readonly string[]>;
  /** The same in the geography of its files, which the result carried. */
  readonly inFiles: ReadonlyMap<string, readonly string[]>;
}

function carriedUnits(year: YearResult, cog: number, history: CogHistory | null): CarriedUnits {
  const parts = new Map<string, string[]>();
  const splitInto = new Map<string, string[]>();
  for (const code of [...year.units.keys()].sort(byCode)) {
    const targets = history === null || year.cog === cog ? [code] : followCode(history, code, year.cog, cog);
    const into = targets.length === 1 ? parts : splitInto;
    for (const target of targets) into.set(target, [...(into.get(target) ?? []), code]);
  }
  const known = (from: number | null): boolean => from !== null && from < cog && history?.years.includes(from) === true && history.years.includes(cog);
  const then = (from: number | null): ReadonlyMap<string, readonly string[]> => (history !== null && from !== null && known(from) ? partsThen(history, from, cog) : new Map());
  return { parts, splitInto, expected: then(year.cog), inFiles: then(year.filesCog) };
}

function whyNot(code: string, year: YearResult, carried: CarriedUnits | undefined): string | null {
  const split = carried?.splitInto.get(code) ?? [];
  if (split.length > 0) return `dans ${year.shown}, ${split.join(', ')} a été scindée depuis : ses effectifs partagés au prorata ne diraient rien d'une évolution`;
  const parts = carried?.parts.get(code) ?? [];
  if (!parts.some((part) => year.units.get(part)?.scored === true)) return `absente de ${year.shown}, ou hors de son territoire`;
  const lacking = (carried?.expected.get(code) ?? []).filter((part) => !parts.includes(part));
  return lacking.length === 0 ? null : `dans ${year.shown}, il manque ${lacking.join(', ')}, qui en fait partie depuis`;
}
