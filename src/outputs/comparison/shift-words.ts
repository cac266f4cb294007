import type { TakenApart } from '../../comparison/shift.js';
import { frenchNumber } from '../../french.js';
import { roundedParts } from '../../index/explain.js';
import type { VariableFacts } from '../../index/explain.js';
import { decimalsOf } from '../../index/scale.js';
import type { ComparedResult, ComparedUnit, Comparison, ShiftMeasure } from '../../main-job/comparison/comparison-job.js';
import { storedFacts, storedScale } from '../../sources/result-folder.js';
import { signed, valueText } from '../explanation.js';
import { STATUS_NAMES } from '../method-text.js';

/** What a shift is counted in, for a reader. */
export const MEASURE_NAMES: Readonly<Record<ShiftMeasure, string>> = {
  points: "points d'indice",
  rangs: 'rangs',
  centiles: 'points de rang-centile (100 = la plus fragile)',
};

/** Decimals of a shift. */
export const shiftDecimals = ({ a, measure }: Comparison): number => (measure === 'points' ? decimalsOf(storedScale(a.stored.manifest)) : measure === 'rangs' ? 0 : 1);

/** Decimals of the parts of a shift, which are in points or in standard deviations. */
export const partDecimals = (comparison: Comparison): number => (comparison.measure === 'points' ? shiftDecimals(comparison) : 2);

/** Of what the parts are parts. */
export const partsUnit = ({ measure }: Comparison): string => (measure === 'points' ? "points d'indice" : 'écarts types');

/** The name under which what is no weighted sum stands among the parts. */
export const RESIDUAL = 'residu';

/** The parts of a unit's shift, from the largest, the residual among them where some rule makes one; none where nothing is decomposed. */
export function partsOf({ parts, hasResidual }: Comparison, { at }: ComparedUnit): { readonly id: string; readonly part: number }[] {
  if (parts === null || at < 0 || Number.isNaN(parts.score[at])) return [];
  const all = [...parts.variables].map(([id, values]) => ({ id, part: values[at] ?? 0 }));
  const residual = hasResidual ? [{ id: RESIDUAL, part: parts.residual[at] ?? 0 }] : [];
  return [...all, ...residual].sort((x, y) => Math.abs(y.part) - Math.abs(x.part));
}

/** How many parts a line tells before « les autres ». */
const TOLD = 3;

/** `pauvrete −12,3 (estimé → secret) ; chomeurs +0,4 ; les autres −0,1`: what is shown adds up to the rounded total. */
export function partsText(comparison: Comparison, unit: ComparedUnit): string {
  const parts = partsOf(comparison, unit);
  const decimals = partDecimals(comparison);
  const shown = roundedParts(parts.map(({ part }) => part), 10 ** -decimals);
  const told = parts.slice(0, TOLD).flatMap(({ id }, i) => (isZero(shown[i], decimals) ? [] : [`${id} ${signed(shown[i] ?? 0, decimals)}${why(id, comparison, unit)}`]));
  const rest = shown.slice(TOLD).reduce((sum, value) => sum + value, 0);
  return [...told, ...(isZero(rest, decimals) ? [] : [`les autres ${signed(rest, decimals)}`])].join(' ; ') || 'rien';
}

const isZero = (value: number | undefined, decimals: number): boolean => Math.abs(value ?? 0) < 0.5 * 10 ** -decimals;

const factOf = ({ stored: { rows, manifest } }: ComparedResult, code: string, id: string): VariableFacts | undefined => {
  const row = rows.get(code);
  return row === undefined ? undefined : storedFacts(row, manifest).get(id);
};

/** What changed in a variable of one unit: where it is, its status, its value, its points, or what it weighs. */
function why(id: string, comparison: Comparison, { code }: ComparedUnit): string {
  if (id === RESIDUAL) return '';
  const [a, b] = [factOf(comparison.a, code, id), factOf(comparison.b, code, comparison.idInB.get(id) ?? id)];
  if (a === undefined) return ' (seulement dans B)';
  if (b === undefined) return ' (seulement dans A)';
  if (a.status !== b.status) return ` (${STATUS_NAMES[a.status]} → ${STATUS_NAMES[b.status]})`;
  const value = ({ rate, unit }: VariableFacts): string => (rate === null ? '–' : valueText(rate, unit));
  if (value(a) !== value(b)) return ` (${value(a)} → ${value(b)})`;
  const points = (v: VariableFacts): string => frenchNumber(v.points, 1);
  if (points(a) !== points(b)) return ` (${points(a)} → ${points(b)} points)`;
  return comparison.measure === 'points' ? ' (poids)' : ' (poids, dispersion)';
}

/** The mean absolute part of each variable and of the residual, over the units that are decomposed. */
export function meanParts({ score, variables, residual }: TakenApart): { readonly variables: ReadonlyMap<string, number>; readonly residual: number } {
  const known = [...score.keys()].filter((i) => !Number.isNaN(score[i]));
  const mean = (values: Float64Array): number => known.reduce((sum, i) => sum + Math.abs(values[i] ?? 0), 0) / known.length;
  return { variables: new Map([...variables].map(([id, values]) => [id, mean(values)])), residual: mean(residual) };
}

/** `A (lyon-2016)` */
export const resultName = (letter: 'A' | 'B', shown: string): string => `${letter} (${shown})`;
