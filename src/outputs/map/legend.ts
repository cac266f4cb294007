import { counted, frenchNumber } from '../../french.js';
import type { DrawnZone } from '../../geometry/picture.js';
import { capital } from './about-map.js';
import { circleMarkup, HATCH, PLAIN_GROUND } from './areas.js';
import type { CircleLayer, CircleScale } from './circles.js';
import { countText, roundDown } from './circles.js';
import type { MapLayer } from './layer.js';
import { coordinate, element } from './svg.js';
import { xmlEscaped } from '../xml-text.js';
import { QUIET, textElement } from './text-column.js';
import type { TextColumn } from './text-column.js';

const SWATCH = { width: 26, height: 15, step: 20 } as const;

/** The names of the units, one and several. */
type UnitNames = readonly [one: string, many: string];

/** The classes of a choropleth with how many units each holds, then what is not a value. */
export function classLegend(column: TextColumn, layer: MapLayer, [, many]: UnitNames): void {
  const right = column.x + column.width;
  const { unit, scale, ends = ['plus fragile', 'moins fragile'] } = layer.column;
  column.text(unit === '%' ? 'En %' : capital(unit), { size: 12, bold: true });
  column.draw(14, (y) => textElement(`nombre de ${shortUnits(many)}`, right, y + 9, { size: 9.5, colour: QUIET }, 'end'));
  if (scale !== null) column.draw(0, (y) => textElement(`▲ ${ends[0]}`, column.x, y - 4, { size: 9.5, colour: QUIET }));
  column.y += 3;
  for (const entry of layer.legend) row(column, entry.colour, entry.label, entry.count);
  if (scale !== null) column.draw(13, (y) => textElement(`▼ ${ends[1]}`, column.x, y + 8, { size: 9.5, colour: QUIET }));
  if (layer.missing > 0) {
    column.y += 5;
    row(column, HATCH, 'sans valeur', layer.missing);
  }
  column.text(`${capital(layer.method)}.`, { size: 9.5, colour: QUIET, before: 5 });
}

/** `communes` of `communes`, `unités` of `unités (communes et arrondissements)`. */
const shortUnits = (many: string): string => many.replace(/ \(.*$/, '');

function row(column: TextColumn, fill: string, label: string, count: number): void {
  column.draw(SWATCH.step, (y) =>
    [
      element('rect', { x: column.x, y, width: SWATCH.width, height: SWATCH.height, fill, stroke: '#8a8a8a', 'stroke-width': 0.6 }),
      textElement(label, column.x + SWATCH.width + 9, y + 11.5, { size: 12 }),
      textElement(frenchNumber(count), column.x + column.width, y + 11.5, { size: 12, colour: QUIET }, 'end'),
    ].join(''),
  );
}

/** Nested circles of round counts, then each column of counts with its total and what is not drawn. */
export function circleLegend(column: TextColumn, layers: readonly CircleLayer[], scale: CircleScale, notes: ReadonlyMap<string, readonly string[]>, names: UnitNames): void {
  layers.forEach((layer, i) => {
    const { label, note } = layer.column;
    if (i > 0) column.y += 6;
    column.draw(0, (y) => circleMarkup(column.x + 7, y + 8, 6, i > 0));
    column.text(label, { size: 12, bold: true }, 20);
    const total = !layer.column.additive ? [] : [`total ${countText(layer.total, layer.column)}`];
    const signs = layer.column.kind === 'ecart' ? ['disque : au-dessus de la part du poids ; cercle : au-dessous'] : [];
    const missing = layer.missing > 0 ? [`sans valeur : ${counted(layer.missing, ...names)}`] : [];
    const unplaced = layer.unplaced > 0 ? [`sans contour, non dessinées : ${counted(layer.unplaced, ...names)}`] : [];
    const told = [...total, ...signs, ...missing, ...unplaced, ...(note === null ? [] : [note]), ...(notes.get(layer.column.id) ?? [])];
    column.text(`${capital(told.join(' ; '))}.`, { size: 9.5, colour: QUIET, before: 1 });
  });
  const [first] = scale.shown;
  if (first === undefined) return;
  const most = scale.radius(first);
  column.y += 12;
  column.draw(Math.max(2 * most, LINE * (scale.shown.length - 1)) + 8, (y) => nested(column.x + most + 1, y + 2 * most, scale, (value) => (layers[0] === undefined ? '' : countText(value, layers[0].column))));
  column.text('Aire proportionnelle au nombre.', { size: 9.5, colour: QUIET, before: 2 });
}

/** Lines of text under each other need this much. */
const LINE = 12;

/** Circles that share their lowest point, each with a line from its top to its count. */
function nested(x: number, bottom: number, { radius, shown }: CircleScale, text: (value: number) => string): string {
  const right = x + radius(shown[0] ?? 0) + 14;
  let last = -Infinity;
  return shown
    .map((value) => {
      const r = radius(value);
      const top = bottom - 2 * r;
      const at = Math.max(top, last + LINE);
      last = at;
      return [
        element('circle', { cx: x, cy: bottom - r, r, fill: 'none', stroke: '#333333', 'stroke-width': 0.9 }),
        element('path', { d: `M${String(x)},${String(top)}L${String(right - 8)},${String(at)}L${String(right - 3)},${String(at)}`, fill: 'none', stroke: '#777777', 'stroke-width': 0.6 }),
        textElement(text(value), right, at + 4, { size: 10.5 }),
      ].join('');
    })
    .join('');
}

/** The ground of a map of circles. */
export const groundLegend = (column: TextColumn, units: string): void => {
  column.draw(SWATCH.step, (y) =>
    [
      element('rect', { x: column.x, y, width: SWATCH.width, height: SWATCH.height, fill: PLAIN_GROUND, stroke: '#8a8a8a', 'stroke-width': 0.6 }),
      textElement(units, column.x + SWATCH.width + 9, y + 11.5, { size: 12 }),
    ].join(''),
  );
};

/** A scale bar as long as it may, in round metres or kilometres, its number at its end. */
export function scaleBar(drawn: DrawnZone, x: number, y: number, longest: number, size: number): string {
  const metres = roundDown(longest * drawn.metresPerUnit);
  const width = metres / drawn.metresPerUnit;
  const text = metres >= 1000 ? `${frenchNumber(metres / 1000)} km` : `${frenchNumber(metres)} m`;
  return [
    element('path', { d: `M${coordinate(x)},${coordinate(y - 4)}v4h${width.toFixed(2)}v-4`, fill: 'none', stroke: '#333333', 'stroke-width': 1.2 }),
    textElement(text, x + width + 5, y + size / 3, { size }),
  ].join('');
}

/** An arrow to true north, which leans where the grid of the projection does. */
export const northArrow = ({ north }: DrawnZone, x: number, y: number): string =>
  element(
    'g',
    { transform: `translate(${coordinate(x)} ${coordinate(y)}) rotate(${north.toFixed(2)})` },
    element('path', { d: 'M0,-15L5,3L0,-1L-5,3Z', fill: '#333333' }),
    element('text', { x: 0, y: 15, 'font-size': 10.5, 'font-weight': 'bold', 'text-anchor': 'middle', fill: '#333333' }, xmlEscaped('N')),
  );
