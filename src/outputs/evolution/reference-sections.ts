import { frenchNumber } from '../../french.js';
import type { Panel } from '../../evolution/panel.js';
import { markdownTable, markdownText } from '../markdown.js';
import { signed } from './words.js';

/** The reference's own way: it moves too. */
export function referenceSection(panel: Panel): string[] {
  const { reference, variables, years } = panel;
  const perYear = (points: readonly number[]): string[] => points.map((p) => frenchNumber(p, 1));
  return [
    '## La référence elle-même',
    '',
    `La valeur de la référence de chaque année, contre celle de ${String(years[panel.base]?.year ?? '')} : une unité qui garde son écart à la référence suit le même chemin.`,
    '',
    ...markdownTable(
      ['Variable', ...years.map((y) => String(y.year)), ...years.map((y) => `Valeur ${String(y.year)}`)],
      [
        ['**Indice de la référence**', ...perYear(reference.score).map((text) => `**${text}**`), ...years.map(() => '')],
        ...variables.map((v) => [markdownText(v.label), ...perYear(reference.points.get(v.id) ?? []), ...v.years.map((y) => frenchNumber(y.reference, 1))]),
      ],
      Array.from({ length: 2 * years.length }, (_, i) => i + 1),
    ),
    '',
  ];
}

/** What moved the units taken together: their rates, or where people live. */
export function compositionSection(panel: Panel): string[] {
  if (panel.changes.length === 0) return [];
  const labels = new Map(panel.variables.map((v) => [v.id, v.label]));
  return [
    '## Les unités du panel prises ensemble',
    '',
    "La valeur d'un ensemble bouge parce que celles de ses parties bougent, ou parce que sa population vit davantage dans les unes que dans les autres (décomposition de Kitagawa, exacte). Valeurs en % ou dans l'unité de la variable.",
    '',
    ...markdownTable(
      ['Variable', 'Période', 'Avant', 'Après', 'Écart', 'dont valeurs des unités', 'dont répartition de la population'],
      panel.changes.map((c) => [
        markdownText(labels.get(c.variable) ?? c.variable),
        `${String(panel.years[c.at - 1]?.year ?? '')}–${String(panel.years[c.at]?.year ?? '')}`,
        frenchNumber(c.before, 2),
        frenchNumber(c.after, 2),
        signed(c.after - c.before, 2),
        signed(c.rates, 2),
        signed(c.composition, 2),
      ]),
      [2, 3, 4, 5, 6],
    ),
    '',
  ];
}
