import { frenchNumber } from '../french.js';
import { roundedParts } from '../index/explain.js';
import { isObserved } from '../index/statuses.js';
import type { Explanation, ExplainedVariable } from '../index/explain.js';
import { STATUS_NAMES, WARNING } from './method-text.js';
import { plainTable } from './summary.js';

/** A unit's explanation with what a reader needs around it. */
export interface ExplainedUnit {
  readonly code: string;
  readonly nom: string;
  readonly rank: number | null;
  readonly ranked: number;
  readonly referenceName: string;
  /** What the index rests on, line by line. */
  readonly about: readonly string[];
  readonly explanation: Explanation;
}

/**
 * « Indice 142 : les facteurs retenus y sont en moyenne 1,42 fois ceux de la Métropole ; cela ne
 * signifie pas 42 % d'habitants en difficulté de plus. »
 */
export function scoreSentence(score: number | null, reference: string): string {
  if (score === null) return "Pas d'indice publié : trop peu de variables ont une valeur dans cette commune.";
  const rounded = Math.round(score);
  const times = frenchNumber(rounded / 100, 2);
  const start = `Indice ${frenchNumber(score)} : les facteurs retenus y sont en moyenne `;
  if (rounded === 100) return `${start}ceux de la référence (${reference}) ; cela ne signifie pas que personne n'y soit en difficulté.`;
  const gap = frenchNumber(Math.abs(rounded - 100));
  const way = rounded > 100 ? 'de plus' : 'de moins';
  return `${start}${times} fois ceux de la référence (${reference}) ; cela ne signifie pas ${gap}\u202f% d'habitants en difficulté ${way}.`;
}

/** The text of `fragilite explain`. Shown contributions are rounded so that they add up. */
export function explanationText(unit: ExplainedUnit): string {
  const { explanation } = unit;
  const variables = explanation.themes.flatMap((t) => t.axes.flatMap((a) => a.variables));
  const shown = new Map(
    roundedParts(variables.map((v) => v.contribution ?? 0), 0.1).map((value, i) => [variables[i]?.id ?? '', value]),
  );
  const rank = unit.rank === null ? '' : ` ; rang de fragilité ${String(unit.rank)} sur ${String(unit.ranked)} (1 = la plus fragile)`;
  const lines = [
    `${unit.nom} (${unit.code})${rank}`,
    '',
    scoreSentence(explanation.score, unit.referenceName),
    '',
    plainTable(['', 'Commune', 'Référence', 'Points', 'Poids', 'Contribution', ''], tableRows(explanation, shown), [1, 2, 3, 4, 5]),
    '',
    explanation.score === null
      ? 'Contribution : poids × (points − 100).'
      : `Contribution : poids × (points − 100). Leur somme est l'écart de l'indice à 100 : ${signed(sum([...shown.values()]))}.`,
  ];
  const main = mainFactors(variables);
  if (main !== '') lines.push(main);
  lines.push('', ...unit.about, '', WARNING);
  return `${lines.join('\n')}\n`;
}

function tableRows(explanation: Explanation, shown: ReadonlyMap<string, number>): string[][] {
  const rows: string[][] = [];
  const total = (variables: readonly ExplainedVariable[]): string => signed(sum(variables.map((v) => shown.get(v.id) ?? 0)));
  for (const theme of explanation.themes) {
    const inTheme = theme.axes.flatMap((a) => a.variables);
    rows.push([theme.label, '', '', frenchNumber(theme.value, 1), '', total(inTheme), '']);
    for (const axis of theme.axes) {
      rows.push([`  ${axis.label}`, '', '', frenchNumber(axis.value, 1), '', total(axis.variables), axis.value === null ? 'axe absent' : '']);
      for (const v of axis.variables) {
        rows.push([
          `    ${v.label}${v.vintage === null ? '' : ` (${String(v.vintage)})`}`,
          v.rate === null ? '–' : valueText(v.rate, v.unit),
          valueText(v.reference, v.unit),
          frenchNumber(v.points, 1),
          v.points === null ? '–' : frenchNumber(v.weight, 3),
          v.contribution === null ? '–' : signed(shown.get(v.id) ?? 0),
          v.status === 'observe' ? '' : STATUS_NAMES[v.status],
        ]);
      }
    }
  }
  rows.push(['Indice', '', '', frenchNumber(explanation.score, 1), '', explanation.score === null ? '–' : signed(sum([...shown.values()])), explanation.score === null ? 'non publié' : '']);
  return rows;
}

/** A value as precise as its source: published rates are whole percents, medians whole euros. */
export function valueText(value: number, unit: string): string {
  if (unit !== '%') return frenchNumber(value);
  return `${frenchNumber(value, Number.isInteger(value) ? 0 : 1)}\u202f%`;
}

/** The two variables that pull the score furthest from 100, in words. */
function mainFactors(variables: readonly ExplainedVariable[]): string {
  const known = variables.filter((v) => v.contribution !== null && v.points !== null);
  const strongest = [...known].sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0)).slice(0, 2);
  const told = strongest
    .filter((v) => Math.abs(v.contribution ?? 0) >= 0.05)
    .map((v) => `« ${v.label} » (${frenchNumber((v.points ?? 0) / 100, 1)} fois la référence${isObserved(v.status) ? '' : `, ${STATUS_NAMES[v.status]}`})`);
  return told.length === 0 ? '' : `Ce qui l'éloigne le plus de 100 : ${told.join(', puis ')}.`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function signed(value: number): string {
  const text = frenchNumber(value, 1);
  return value > 0 && text !== '0,0' ? `+${text}` : text;
}
