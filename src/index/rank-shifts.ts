import { ranks } from './ranks.js';

/** A unit that two results rank, and its rank among the units that both do. */
export interface RankShift {
  readonly code: string;
  readonly before: number;
  readonly now: number;
  readonly shift: number;
}

/**
 * How far units moved between two results, the farthest first, then by code. Ranks are taken anew among
 * the units that have a score in both, ties sharing the best rank: a unit that came or went moves no other.
 *
 * @param before scores by code; what has none is left out
 */
export function rankShifts(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): RankShift[] {
  const codes = [...now.keys()].filter((code) => before.has(code)).sort((a, b) => (a < b ? -1 : 1));
  const ranksOf = (scores: ReadonlyMap<string, number>): Int32Array => ranks(Float64Array.from(codes, (code) => scores.get(code) ?? Number.NaN));
  const [earlier, later] = [ranksOf(before), ranksOf(now)];
  const shifts = codes.map((code, i) => {
    const [was, is] = [earlier[i] ?? 0, later[i] ?? 0];
    return { code, before: was, now: is, shift: Math.abs(is - was) };
  });
  return shifts.sort((a, b) => b.shift - a.shift || (a.code < b.code ? -1 : 1));
}
