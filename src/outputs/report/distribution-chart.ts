import { bin, median, ticks } from 'd3-array';
import { frenchNumber } from '../../french.js';
import { classOf } from '../../geometry/classes.js';
import type { Scale } from '../../index/scale.js';
import type { MapLayer } from '../map/layer.js';
import { element } from '../map/svg.js';
import { chartText } from './map-markup.js';
import { Markup } from './markup.js';

const WIDTH = 720;
const HEIGHT = 250;
const LEFT = 44;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 42;

/** How many bars are aimed at. */
const BARS = 24;

/** How many units have which value: bars in the colours of the map, with the centre and the median. */
export function distributionChart(layer: MapLayer, { base100, centre }: Pick<Scale, 'base100' | 'centre'>, unitName: string): Markup | null {
  const values = [...layer.values.values()].filter((value) => !Number.isNaN(value));
  if (values.length < 2) return null;
  const low = Math.min(...values, centre);
  const high = Math.max(...values, centre);
  if (low === high) return null;
  const limits = ticks(low, high, BARS);
  const step = (limits[1] ?? 1) - (limits[0] ?? 0);
  const from = Math.floor(low / step) * step;
  const to = (Math.floor(high / step) + 1) * step;
  const bars = bin().domain([from, to]).thresholds(limits)(values);
  const most = Math.max(...bars.map((bar) => bar.length));
  const x = (value: number): number => LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (count: number): number => HEIGHT - BOTTOM - (count / most) * (HEIGHT - TOP - BOTTOM);
  const middle = median(values) ?? centre;
  const parts = [
    ...ticks(0, most, 4)
      .filter(Number.isInteger)
      .map((count) => element('path', { d: `M${String(LEFT)},${String(y(count))}H${String(WIDTH - RIGHT)}`, stroke: '#e2e2e2' }) + chartText(frenchNumber(count), LEFT - 7, y(count) + 4, 'end')),
    ...bars
      .filter((bar) => bar.length > 0)
      .map((bar) => {
        const { x0 = from, x1 = to } = bar;
        const colour = layer.breaks === null ? '#8a8a8a' : (layer.colours[classOf(layer.breaks, (x0 + x1) / 2)] ?? '#8a8a8a');
        return element('rect', { x: x(x0) + 0.5, y: y(bar.length), width: Math.max(1, x(x1) - x(x0) - 1), height: HEIGHT - BOTTOM - y(bar.length), fill: colour, stroke: '#6b6b6b', 'stroke-width': 0.6 });
      }),
    ...ticks(from, to, 8).map((value) => chartText(frenchNumber(value, Number.isInteger(value) ? 0 : 1), x(value), HEIGHT - BOTTOM + 18, 'middle')),
    line(x(centre), `${base100 ? 'référence' : 'centre'} ${frenchNumber(centre, Number.isInteger(centre) ? 0 : 1)}`, centre >= middle),
    line(x(middle), `médiane ${frenchNumber(middle, 1)}`, centre < middle),
    chartText(`Valeur ; en hauteur, le nombre de ${unitName}`, LEFT, HEIGHT - 6, 'start'),
    element('path', { id: 'repere-distribution', d: '', stroke: '#000000', 'stroke-width': 2.5, 'data-x0': x(0), 'data-pas': x(1) - x(0), 'data-haut': TOP, 'data-bas': HEIGHT - BOTTOM }),
  ];
  return figure('Distribution de l’indice', parts);
}

/** A vertical line with its name, on the side where the other's is not. */
function line(x: number, name: string, toTheRight: boolean): string {
  return element('path', { d: `M${x.toFixed(1)},${String(TOP - 8)}V${String(HEIGHT - BOTTOM)}`, stroke: '#222222', 'stroke-dasharray': '4 3' }) + chartText(name, x + (toTheRight ? 5 : -5), TOP - 10, toTheRight ? 'start' : 'end');
}

const figure = (title: string, parts: readonly string[]): Markup =>
  new Markup(element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, role: 'img', 'aria-label': title, class: 'graphique' }, ...parts));
