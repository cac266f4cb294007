import { frenchNumber, frenchPercent } from '../../french.js';
import type { StoredDiagnosis, StoredLeftOut } from '../../sources/stored-diagnosis.js';
import { distinctLeftOut } from '../diagnosis/ranking-sections.js';
import { shiftText } from '../diagnosis/words.js';
import type { Words } from '../diagnosis/words.js';
import { element } from '../map/svg.js';
import { html, Markup } from './markup.js';

const INK = '#00594f';
const PALE = '#9fc4bf';
const AGAINST = '#a0550c';
const BAR_WIDTH = 220;

/** Bars from a common zero, drawn in a cell beside the numbers that they show. */
function bars(values: readonly { readonly value: number; readonly colour: string }[], least: number, most: number): Markup {
  const x = (value: number): number => ((value - least) / (most - least)) * (BAR_WIDTH - 2) + 1;
  const height = 8 * values.length + 2;
  const parts = values.map(({ value, colour }, i) => element('rect', { x: Math.min(x(0), x(value)), y: 1 + 8 * i, width: Math.max(0.5, Math.abs(x(value) - x(0))), height: 7, fill: colour }));
  return new Markup(
    element('svg', { class: 'barres', width: BAR_WIDTH, height, viewBox: `0 0 ${String(BAR_WIDTH)} ${String(height)}`, 'aria-hidden': 'true' }, ...parts, element('path', { d: `M${x(0).toFixed(1)},0V${String(height)}`, stroke: '#1b1b1b' })),
  );
}

/** Nominal against effective weights: numbers and bars. */
export function weightsTable({ poids }: StoredDiagnosis, words: Words): Markup | null {
  if (poids === null) return null;
  const all = poids.variables.flatMap((w) => [w.nominal, w.part_variance]);
  const [least, most] = [Math.min(0, ...all), Math.max(...all)];
  return table(
    'Poids nominal (barre claire) et part de la variance de l\'indice (barre foncée ; brune si elle est négative)',
    ['Variable', 'Poids nominal', 'Part de la variance', 'r²', ''],
    [1, 2, 3],
    poids.variables.map((w) => [
      words.labelOf(w.id),
      frenchPercent(w.nominal, 1),
      frenchPercent(w.part_variance, 1),
      frenchNumber(w.r2, 2),
      bars([{ value: w.nominal, colour: PALE }, { value: w.part_variance, colour: w.part_variance < 0 ? AGAINST : INK }], least, most),
    ]),
  );
}

/** Shifts of rank without each variable and each axis: numbers and bars. */
export function leftOutTable(diagnosis: StoredDiagnosis, words: Words): Markup | null {
  const leftOut = distinctLeftOut(diagnosis);
  if (leftOut.length === 0) return null;
  const most = Math.max(1, ...leftOut.map((r) => r.decalage_maximal));
  const mover = ({ plus_deplacees: [first] }: StoredLeftOut): string =>
    first === undefined ? '–' : `${words.nameOf(first.code)} (${frenchNumber(first.rang)} → ${frenchNumber(first.rang_sans)})`;
  return table(
    'Classement refait sans une variable ou sans un axe : décalage moyen (barre foncée) et maximal (barre claire) des rangs, en places',
    ['Retrait', 'Décalage moyen', 'Décalage maximal', 'Spearman', 'Se déplace le plus', ''],
    [1, 2, 3],
    leftOut.map((r) => [
      `${r.niveau === 'axe' ? 'Axe : ' : ''}${words.labelOf(r.id)}`,
      shiftText(r.decalage_moyen, 1),
      frenchNumber(r.decalage_maximal),
      frenchNumber(r.spearman, 3),
      mover(r),
      bars([{ value: r.decalage_moyen, colour: INK }, { value: r.decalage_maximal, colour: PALE }], 0, most),
    ]),
  );
}

/** Correlations of the variables, with the score first: numbers on their colours. */
export function correlationTable({ correlations }: StoredDiagnosis, words: Words): Markup {
  const { ids, valeurs } = correlations.variables;
  const withScore = new Map(correlations.avec_indice.map((w) => [w.id, w.pearson]));
  const cell = (r: number | null): Markup => html`<td class="n" style="background:${heat(r)}">${frenchNumber(r, 2)}</td>`;
  return html`<div class="defile" role="region" aria-label="Corrélations entre variables" tabindex="0"><table class="chaleur">
<caption>Corrélations de Pearson entre variables, et avec l'indice : vert, elles vont ensemble ; brun, en sens contraire</caption>
<thead><tr><th scope="col">Variable</th><th scope="col" class="n">Indice</th>${ids.map((id, i) => html`<th scope="col" class="n"><abbr title="${words.labelOf(id)}">${i + 1}</abbr></th>`)}</tr></thead>
<tbody>
${ids.map((id, i) => html`<tr><th scope="row">${i + 1}. ${words.labelOf(id)}</th>${cell(withScore.get(id) ?? null)}${ids.map((_, j) => (j === i ? html`<td class="n">1</td>` : cell(valeurs[i]?.[j] ?? null)))}</tr>\n`)}</tbody>
</table></div>`;
}

/** White at 0, towards green at 1 and brown at −1, light enough for dark figures. */
function heat(r: number | null): string {
  if (r === null) return '#ffffff';
  const [red, green, blue] = r < 0 ? [160, 85, 12] : [0, 89, 79];
  const mixed = (end: number): string => Math.round(255 - (255 - end) * 0.6 * Math.min(1, Math.abs(r))).toString(16).padStart(2, '0');
  return `#${mixed(red)}${mixed(green)}${mixed(blue)}`;
}

/** A table whose first cell of a row is its head. */
function table(caption: string, head: readonly string[], right: readonly number[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  const kind = (i: number): Markup | null => (right.includes(i) ? new Markup(' class="n"') : null);
  return html`<div class="defile" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((text, i) => (text === '' ? html`<td></td>` : html`<th scope="col"${kind(i)}>${text}</th>`))}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td${kind(i)}>${cell}</td>`))}</tr>\n`)}</tbody>
</table></div>`;
}
