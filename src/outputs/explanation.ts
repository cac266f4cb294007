import { frenchNumber } from '../french.js';
import { explainedVariables, residualsOf, roundedParts } from '../index/explain.js';
import type { ExplainedAxis, ExplainedVariable, Explanation, Residual } from '../index/explain.js';
import { decimalsOf } from '../index/scale.js';
import type { Scale } from '../index/scale.js';
import { isObserved } from '../index/statuses.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import type { RankInterval } from './diagnosis/words.js';
import { STATUS_NAMES, WARNING } from './method-text.js';
import { residualName, scaleText } from './model-text.js';
import { plainTable } from './summary.js';

/** A unit's explanation with what a reader needs around it. */
export interface ExplainedUnit {
  readonly code: string;
  readonly nom: string;
  readonly level: UnitLevel;
  readonly rank: number | null;
  readonly ranked: number;
  /** What the draws of a diagnosis say of the rank; null where the result has not been diagnosed. */
  readonly interval: RankInterval | null;
  readonly referenceName: string;
  readonly reading: Reading;
  /** What the index rests on, line by line. */
  readonly about: readonly string[];
  readonly explanation: Explanation;
}

/** What a score is read on, and whether « 1,42 fois » can be said of it. */
export interface Reading {
  readonly scale: Scale;
  /** True where the score is a mean of plain ratios to the reference. */
  readonly meanOfRatios: boolean;
}

/**
 * « Indice 142 : les facteurs retenus y sont en moyenne 1,42 fois ceux de la Métropole ; cela ne
 * signifie pas 42 % d'habitants en difficulté de plus. » Of a score that is no mean of ratios, or not in
 * base 100, only where it stands on its scale.
 */
export function scoreSentence(score: number | null, reference: string, { scale, meanOfRatios }: Reading, level: UnitLevel = 'commune'): string {
  if (score === null) return `Pas d'indice publié : trop peu de variables ont une valeur dans ${UNIT_WORDS[level].this}.`;
  if (!scale.base100) return placeSentence(score, scale);
  const rounded = Math.round(score);
  const gap = frenchNumber(Math.abs(rounded - 100));
  const way = rounded > 100 ? 'de plus' : 'de moins';
  const notPersons =
    rounded === 100 ? "cela ne signifie pas que personne n'y soit en difficulté" : `cela ne signifie pas ${gap}\u202f% d'habitants en difficulté ${way}`;
  if (!meanOfRatios) {
    const stands = rounded === 100 ? 'à la base 100' : `${gap} ${Math.abs(rounded - 100) > 1 ? 'points' : 'point'} ${rounded > 100 ? 'au-dessus' : 'au-dessous'} de la base 100`;
    return `Indice ${frenchNumber(score)} : ${stands} (référence : ${reference}) ; ${notPersons}.`;
  }
  const times = rounded === 100 ? '' : `${frenchNumber(rounded / 100, 2)} fois `;
  return `Indice ${frenchNumber(score)} : les facteurs retenus y sont en moyenne ${times}ceux de la référence (${reference}) ; ${notPersons}.`;
}

function placeSentence(score: number, scale: Scale): string {
  const decimals = decimalsOf(scale);
  const stands = Math.abs(score - scale.centre) < 0.5 * 10 ** -decimals ? 'au centre' : score > scale.centre ? 'au-dessus du centre, donc plutôt fragile' : 'au-dessous du centre, donc plutôt moins fragile';
  return `Indice ${frenchNumber(score, decimals)} (${scaleText(scale)}) : ${stands} ; ce n'est ni une part ni un nombre d'habitants en difficulté.`;
}

/** The text of `fragilite explain`. Shown contributions are rounded so that they add up. */
export function explanationText(unit: ExplainedUnit): string {
  const { explanation, reading } = unit;
  const decimals = decimalsOf(reading.scale);
  const shown = shownContributions(explanation, decimals);
  const rank = unit.rank === null ? '' : ` ; rang de fragilité ${String(unit.rank)} sur ${String(unit.ranked)} (1 = la plus fragile)`;
  const centre = scaleNumber(reading.scale.centre);
  const formula = `Contribution : poids × (points − ${scaleNumber(explanation.pivot)})`;
  const lines = [
    `${unit.nom} (${unit.code})${rank}`,
    ...(unit.interval === null ? [] : [unit.interval.sentence]),
    '',
    scoreSentence(explanation.score, unit.referenceName, reading, unit.level),
    '',
    plainTable(['', UNIT_WORDS[unit.level].title, 'Référence', 'Points', 'Poids', 'Contribution', ''], tableRows(explanation, shown, decimals), [1, 2, 3, 4, 5]),
    '',
    explanation.score === null ? `${formula}.` : `${formula}. Leur somme est l'écart de l'indice à ${centre} : ${signed(sum([...shown.values()]), decimals)}.`,
    ...(residualsOf(explanation).length === 0 ? [] : ["Les lignes « écart à… » sont ce que la règle du niveau ajoute à une somme pondérée de ses parties : elles comptent dans cette somme."]),
  ];
  const main = mainFactors(explainedVariables(explanation), reading.scale);
  if (main !== '') lines.push(main);
  lines.push('', ...unit.about, '', WARNING);
  return `${lines.join('\n')}\n`;
}

/** A variable, or the residual of a level. */
type Line = ExplainedVariable | Residual;

/** Contributions as they are shown: rounded, and adding up to the rounded total. */
export function shownContributions(explanation: Explanation, decimals: number): ReadonlyMap<Line, number> {
  const lines: Line[] = [...explainedVariables(explanation), ...residualsOf(explanation)];
  const rounded = roundedParts(lines.map((line) => line.contribution ?? 0), Number(`1e-${String(decimals)}`));
  return new Map(lines.map((line, i) => [line, rounded[i] ?? 0]));
}

function tableRows(explanation: Explanation, shown: ReadonlyMap<Line, number>, decimals: number): string[][] {
  const total = (lines: readonly (Line | null)[]): string => signed(sum(lines.map((line) => (line === null ? 0 : (shown.get(line) ?? 0)))), decimals);
  const axisLines = (axis: ExplainedAxis): (Line | null)[] => [...axis.variables, axis.residual];
  const residual = (line: Residual | null, indent: string): string[][] =>
    line === null ? [] : [[`${indent}(${residualName(line.rule)})`, '', '', '', '', signed(shown.get(line) ?? 0, decimals), '']];
  const variable = (v: ExplainedVariable, indent: string): string[] => [
    `${indent}${v.label}${v.vintage === null ? '' : ` (${String(v.vintage)})`}`,
    v.rate === null ? '–' : valueText(v.rate, v.unit),
    v.reference === null || Number.isNaN(v.reference) ? '–' : valueText(v.reference, v.unit),
    frenchNumber(v.points, decimals),
    v.points === null ? '–' : frenchNumber(v.weight, 3),
    v.contribution === null ? '–' : signed(shown.get(v) ?? 0, decimals),
    v.status === 'observe' ? '' : STATUS_NAMES[v.status],
  ];
  const axis = (a: ExplainedAxis, indent: string): string[][] => [
    [`${indent}${a.label}`, '', '', frenchNumber(a.value, decimals), '', total(axisLines(a)), a.value === null ? 'axe absent' : ''],
    ...a.variables.map((v) => variable(v, `${indent}  `)),
    ...residual(a.residual, `${indent}  `),
  ];
  return [
    ...explanation.themes.flatMap((theme) => [
      [theme.label, '', '', frenchNumber(theme.value, decimals), '', total([...theme.axes.flatMap(axisLines), theme.residual]), ''],
      ...theme.axes.flatMap((a) => axis(a, '  ')),
      ...residual(theme.residual, '  '),
    ]),
    ...explanation.looseAxes.flatMap((a) => axis(a, '')),
    ...explanation.looseVariables.map((v) => variable(v, '')),
    ...residual(explanation.residual, ''),
    ['Indice', '', '', frenchNumber(explanation.score, decimals), '', explanation.score === null ? '–' : signed(sum([...shown.values()]), decimals), explanation.score === null ? 'non publié' : ''],
  ];
}

/** A value as precise as its source: published rates are whole percents, medians whole euros. */
export function valueText(value: number, unit: string): string {
  if (unit !== '%') return frenchNumber(value);
  return `${frenchNumber(value, Number.isInteger(value) ? 0 : 1)}\u202f%`;
}

/** The two variables that pull the score furthest from the centre, in words. */
function mainFactors(variables: readonly ExplainedVariable[], scale: Scale): string {
  const known = variables.filter((v) => v.contribution !== null && v.points !== null);
  const strongest = [...known].sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0)).slice(0, 2);
  const told = strongest
    .filter((v) => Math.abs(v.contribution ?? 0) >= 0.5 * 10 ** -decimalsOf(scale))
    .map((v) => `« ${v.label} » (${factorText(v, scale)}${isObserved(v.status) ? '' : `, ${STATUS_NAMES[v.status]}`})`);
  return told.length === 0 ? '' : `Ce qui l'éloigne le plus de ${scaleNumber(scale.centre)} : ${told.join(', puis ')}.`;
}

const factorText = (v: ExplainedVariable, scale: Scale): string =>
  v.ratio ? `${frenchNumber((v.points ?? 0) / 100, 1)} fois la référence` : `${frenchNumber(v.points, decimalsOf(scale))} points`;

/** A number of the scale: whole, or with a decimal. */
const scaleNumber = (value: number): string => frenchNumber(value, Number.isInteger(value) ? 0 : 2);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function signed(value: number, decimals: number): string {
  const text = frenchNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
