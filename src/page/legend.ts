import { frenchNumber } from '../french.js';
import type { AreaLayer, CirclesLayer } from '../outputs/report/form.js';
import { make, makeSvg } from './dom.js';

/** The legend of the layer that the map shows, and of its circles. */
export function showLegend(element: HTMLElement, layer: AreaLayer, circles: CirclesLayer | null, hatch: string, unitNames: string): void {
  element.replaceChildren(make('h3', { id: 'legende-titre' }, layer.label));
  if (layer.unit !== '') element.append(make('p', { class: 'unite' }, layer.unit));
  const list = make('ul');
  const end = (sign: string, text: string): HTMLElement => make('li', { class: 'bout' }, `${sign} ${text}`);
  if (layer.ends !== null) list.append(end('▲', layer.ends[0]));
  for (const { label, colour, count } of layer.legend) list.append(line(colour, label, count));
  if (layer.ends !== null) list.append(end('▼', layer.ends[1]));
  if (layer.missing > 0) list.append(line(hatch, 'sans valeur', layer.missing));
  element.append(list, make('p', { class: 'note' }, `Classes : ${layer.method} ; à droite, le nombre de ${unitNames}.`));
  if (layer.note !== null) element.append(make('p', { class: 'note' }, `Note : ${layer.note}.`));
  if (circles !== null) element.append(...circleLegend(circles));
}

function line(colour: string, label: string, count: number): HTMLElement {
  const swatch = makeSvg('svg', { class: 'pastille', width: 22, height: 14, viewBox: '0 0 22 14', 'aria-hidden': 'true' }, makeSvg('rect', { x: 0.5, y: 0.5, width: 21, height: 13, fill: colour, stroke: '#6b6b6b', 'stroke-width': 0.8 }));
  return make('li', {}, swatch, ' ', make('span', {}, label), ' ', make('span', { class: 'compte' }, frenchNumber(count)));
}

function circleLegend({ label, unit, note, decimals, total, scale }: CirclesLayer): HTMLElement[] {
  const list = make('ul', { class: 'cercles' });
  for (const [value, radius] of scale) {
    const size = 2 * radius + 2;
    const circle = makeSvg('svg', { width: size, height: size, viewBox: `0 0 ${String(size)} ${String(size)}`, 'aria-hidden': 'true' }, makeSvg('circle', { cx: size / 2, cy: size / 2, r: radius, class: 'cercle' }));
    list.append(make('li', {}, circle, ' ', make('span', {}, frenchNumber(value, Number.isInteger(value) ? 0 : decimals))));
  }
  const told = `total ${frenchNumber(total, decimals)} ${unit}${note === null ? '' : ` ; ${note}`}`;
  return [make('h3', {}, label), list, make('p', { class: 'note' }, `${told}.`)];
}
