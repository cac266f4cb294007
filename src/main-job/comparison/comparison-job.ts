import { inputError } from '../../errors.js';
import { explainUnit, explainedVariables, residualsOf } from '../../index/explain.js';
import { percentRank, shiftOf, standardised } from '../../comparison/shift.js';
import type { TakenApart } from '../../comparison/shift.js';
import { storedFacts, storedNumber, storedScale } from '../../sources/result-folder.js';
import type { StoredResult, StoredVariable } from '../../sources/result-folder.js';
import { kendall } from '../../statistics/kendall.js';
import { spearman } from '../../statistics/spearman.js';
import { byCode } from '../../territory/codes.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import type { UnitLevel } from '../../territory/unit-level.js';
import { baseDifferences } from './base-differences.js';
import type { BaseDifference } from './base-differences.js';
import { vintageWarnings } from './vintage-warnings.js';

/** A result that is compared: what it is called on the command line, and what its folder holds. */
export interface ComparedResult {
  readonly shown: string;
  readonly stored: StoredResult;
}

/** A unit in one of the two results; NaN where it has no published score. */
export interface UnitPlace {
  readonly score: number;
  readonly rank: number;
  /** 100 for the most fragile of its result, 0 for the least. */
  readonly percentRank: number;
}

/** A unit of one result or of both. */
export interface ComparedUnit {
  readonly code: string;
  readonly nom: string;
  readonly a: UnitPlace | null;
  readonly b: UnitPlace | null;
  /** B − A, in the unit of `measure`, positive where B has it more fragile; NaN without both. */
  readonly shift: number;
  /** Its place in the arrays of `parts`; -1 for a unit of one result only. */
  readonly at: number;
}

/** What a shift is counted in: points of score, ranks, or points of percent rank where the numbers of ranks differ. */
export type ShiftMeasure = 'points' | 'rangs' | 'centiles';

export interface Comparison {
  readonly a: ComparedResult;
  readonly b: ComparedResult;
  readonly measure: ShiftMeasure;
  readonly differences: readonly BaseDifference[];
  readonly warnings: readonly string[];
  /** Sorted by code. */
  readonly units: readonly ComparedUnit[];
  /** The units of both results that have a score in both, from the one that moves most. */
  readonly moved: readonly ComparedUnit[];
  /** The difference of scores by variable; of scores in standard deviations where only ranks are compared; null where one of them does not vary. */
  readonly parts: TakenApart | null;
  /** True where the residual of some unit is more than the rounding errors of sums. */
  readonly hasResidual: boolean;
  /** The id in B of each variable of A that B has, under the same id or the same definition. */
  readonly idInB: ReadonlyMap<string, string>;
  readonly spearman: number | null;
  readonly kendall: number | null;
}

/**
 * Compares two results: their scores where they have one base, else their ranks when that is asked.
 *
 * @throws inputError when their units are not of one kind, or none is in both, or their bases differ and
 *   ranks are not asked for
 */
export function compareResults(a: ComparedResult, b: ComparedResult, ranksOnly: boolean): Comparison {
  requireSameUnits(a, b);
  const differences = baseDifferences(a.stored.manifest, b.stored.manifest);
  if (differences.length > 0 && !ranksOnly) throw otherBase(a, b, differences);
  const codes = [...new Set([...a.stored.rows.keys(), ...b.stored.rows.keys()])].sort(byCode);
  const common = codes.filter((code) => a.stored.rows.has(code) && b.stored.rows.has(code));
  if (common.length === 0) throw inputError(`${a.shown} et ${b.shown} n'ont aucune unité en commun.\nComparez deux résultats d'un même territoire, ou dont l'un contient l'autre.`);
  const idInB = sameVariables(a, b);
  const idInA = new Map([...idInB].map(([own, other]) => [other, own]));
  const apart: [TakenApart, TakenApart] = [takenApart(a, common, (id) => id), takenApart(b, common, (id) => idInA.get(id) ?? id)];
  const both = withBoth(apart);
  const ranked = [a, b].map(rankedCount) as [number, number];
  const measure: ShiftMeasure = !ranksOnly ? 'points' : ranked[0] === ranked[1] ? 'rangs' : 'centiles';
  const positions = new Map(common.map((code, at) => [code, at]));
  const units = codes.map((code) => unitOf(code, positions.get(code) ?? -1, { a, b, ranked, measure }));
  const spread = ranksOnly ? (both.map(standardised) as [TakenApart | null, TakenApart | null]) : both;
  const parts = spread[0] === null || spread[1] === null ? null : shiftOf(spread[0], spread[1]);
  return {
    a,
    b,
    measure,
    differences,
    warnings: vintageWarnings(a.stored.manifest, b.stored.manifest),
    units,
    moved: units.filter((u) => !Number.isNaN(u.shift)).sort((x, y) => Math.abs(y.shift) - Math.abs(x.shift) || byCode(x.code, y.code)),
    parts,
    hasResidual: parts?.residual.some((value) => Math.abs(value) > ROUNDING) === true,
    idInB,
    spearman: spearman(both[0].score, both[1].score),
    kendall: kendall(both[0].score, both[1].score),
  };
}

function requireSameUnits(a: ComparedResult, b: ComparedResult): void {
  const level = ({ stored }: ComparedResult): UnitLevel => stored.manifest.options?.unit ?? 'commune';
  const [own, other] = [level(a), level(b)];
  if (own !== other) throw inputError(`${a.shown} est par ${UNIT_WORDS[own].one}, ${b.shown} par ${UNIT_WORDS[other].one} : rien à comparer.\nRecalculez l'un des deux avec le même --unit.`);
}

/** Sums of contributions are this near to what they are the sum of. */
const ROUNDING = 1e-9;

/** How many differences an error names. */
const TOLD = 3;

function otherBase(a: ComparedResult, b: ComparedResult, differences: readonly BaseDifference[]): Error {
  const told = differences.slice(0, TOLD).map((d) => `${d.what} (${d.a} / ${d.b})`);
  const more = differences.length > TOLD ? ` ; et ${String(differences.length - TOLD)} autres` : '';
  return inputError(`Les indices de ${a.shown} et de ${b.shown} n'ont pas la même base et ne se comparent pas.\nDiffèrent : ${told.join(' ; ')}${more}.\nComparez les rangs : fragilite compare ${a.shown} ${b.shown} --ranks`);
}

/** The variables of A that are in B too: two editions may give one variable two ids, its definition being the same. */
function sameVariables(a: ComparedResult, b: ComparedResult): ReadonlyMap<string, string> {
  const [own, other] = [a, b].map(({ stored }) => stored.manifest.variables) as [readonly StoredVariable[], readonly StoredVariable[]];
  const found = new Map(own.filter((v) => other.some((w) => w.id === v.id)).map((v) => [v.id, v.id]));
  const taken = new Set(found.values());
  for (const { id, definition } of own) {
    const twin = found.has(id) ? undefined : other.find((w) => w.definition === definition && !taken.has(w.id));
    if (twin === undefined) continue;
    found.set(id, twin.id);
    taken.add(twin.id);
  }
  return found;
}

/**
 * The scores of some units taken apart, as `explain` does.
 *
 * @param named the id under which a variable is told
 */
function takenApart({ stored: { rows, tree, manifest } }: ComparedResult, codes: readonly string[], named: (id: string) => string): TakenApart {
  const { centre } = storedScale(manifest);
  const score = new Float64Array(codes.length).fill(Number.NaN);
  const residual = new Float64Array(codes.length);
  const variables = new Map(manifest.variables.map((v) => [named(v.id), new Float64Array(codes.length)]));
  for (const [at, code] of codes.entries()) {
    const row = rows.get(code);
    const published = row === undefined ? null : storedNumber(row, 'score');
    if (row === undefined || published === null) continue;
    score[at] = published;
    const explanation = explainUnit(tree, storedFacts(row, manifest), true, centre);
    for (const { id, contribution } of explainedVariables(explanation)) variables.get(named(id))?.fill(contribution ?? 0, at, at + 1);
    // A score that was changed by hand is not what its variables make: the parts add up to it all the same.
    const unexplained = published - centre - explanation.contribution;
    residual[at] = residualsOf(explanation).reduce((sum, r) => sum + r.contribution, Math.abs(unexplained) > ROUNDING ? unexplained : 0);
  }
  return { score, variables, residual };
}

/** The same, with no score where the other has none: what is compared is compared over the same units. */
function withBoth(sides: readonly [TakenApart, TakenApart]): [TakenApart, TakenApart] {
  const [a, b] = sides;
  const lacks = a.score.map((score, i) => (Number.isNaN(score) || Number.isNaN(b.score[i]) ? 1 : 0));
  const kept = (side: TakenApart): TakenApart => ({ ...side, score: side.score.map((score, i) => (lacks[i] === 1 ? Number.NaN : score)) });
  return [kept(a), kept(b)];
}

const rankedCount = ({ stored: { rows } }: ComparedResult): number => [...rows.values()].filter((row) => storedNumber(row, 'rang') !== null).length;

interface Sides {
  readonly a: ComparedResult;
  readonly b: ComparedResult;
  /** How many units each result ranks. */
  readonly ranked: readonly [number, number];
  readonly measure: ShiftMeasure;
}

function unitOf(code: string, at: number, { a, b, ranked, measure }: Sides): ComparedUnit {
  const place = ({ stored }: ComparedResult, n: number): UnitPlace | null => {
    const row = stored.rows.get(code);
    if (row === undefined) return null;
    const rank = storedNumber(row, 'rang') ?? Number.NaN;
    return { score: storedNumber(row, 'score') ?? Number.NaN, rank, percentRank: percentRank(rank, n) };
  };
  const [inA, inB] = [place(a, ranked[0]), place(b, ranked[1])];
  const nom = a.stored.rows.get(code)?.get('nom') ?? b.stored.rows.get(code)?.get('nom') ?? '';
  return { code, nom: nom === '' ? code : nom, a: inA, b: inB, shift: inA === null || inB === null ? Number.NaN : shift(inA, inB, measure), at };
}

/** Positive where B has the unit more fragile: a rank nearer to the first is one. */
function shift(a: UnitPlace, b: UnitPlace, measure: ShiftMeasure): number {
  if (measure === 'points') return b.score - a.score;
  return measure === 'rangs' ? a.rank - b.rank : b.percentRank - a.percentRank;
}
