import { extent, quantile, ticks } from 'd3-array';
import { frenchNumber } from '../../french.js';
import { byChange } from '../../evolution/whole-change.js';
import type { Panel, PanelUnit } from '../../evolution/panel.js';
import { wrapText } from '../map/font.js';
import type { Fonts } from '../map/font.js';
import { element } from '../map/svg.js';
import { INK, QUIET, textElement } from '../map/text-column.js';

/** Up to so many units each has a line; beyond, deciles say more. */
const MOST_LINES = 100;

const COLUMNS = 4;
const GAP = 22;
const PLOT_HEIGHT = 120;
const TITLE_HEIGHT = 44;
const YEARS_HEIGHT = 20;
const LEFT = 30;
const RIGHT = 34;

/** The unit that rose most and the one that fell most, told apart by more than their colours. */
const MARKED = { up: { stroke: '#8a4b00', 'stroke-dasharray': undefined }, down: { stroke: '#54278f', 'stroke-dasharray': '5 3' } } as const;

/** What one small chart shows: points by unit and by year, and those of the reference. */
interface Chart {
  readonly title: string;
  readonly reference: readonly number[];
  readonly pointsOf: (unit: PanelUnit) => readonly number[];
}

export interface DrawnCharts {
  readonly markup: string;
  readonly bottom: number;
  /** What the lines are, for a legend. */
  readonly legend: readonly { readonly label: string; readonly sample: (x: number, y: number) => string }[];
}

/** Small charts of the score and of each variable along the years, all on one scale. */
export function lineCharts(panel: Panel, fonts: Fonts, at: { readonly x: number; readonly y: number; readonly width: number }): DrawnCharts {
  const scored = panel.units.filter((u) => !Number.isNaN(u.score[0] ?? Number.NaN));
  const charts: Chart[] = [
    { title: 'Indice', reference: panel.reference.score, pointsOf: (unit) => unit.score },
    ...panel.variables.map((v) => ({
      title: v.label,
      reference: panel.reference.points.get(v.id) ?? [],
      pointsOf: (unit: PanelUnit) => (unit.variables.get(v.id)?.counts === true ? (unit.variables.get(v.id)?.points ?? []) : []),
    })),
  ];
  const lines = scored.length <= MOST_LINES;
  const marked = markedUnits(panel);
  const shown = charts.map((chart) => (lines ? scored.map(chart.pointsOf) : decilesOf(scored.map(chart.pointsOf), panel.years.length)));
  const [low = 0, high = 200] = extent([...shown.flat(2), ...charts.flatMap((c) => c.reference), ...marked.flatMap(({ unit }) => charts.flatMap((c) => c.pointsOf(unit)))].filter((v) => !Number.isNaN(v)));
  const margin = Math.max(1, (high - low) * 0.04);
  const scale = { low: low - margin, high: high + margin };
  const width = (at.width - GAP * (COLUMNS - 1)) / COLUMNS;
  const height = TITLE_HEIGHT + PLOT_HEIGHT + YEARS_HEIGHT + GAP;
  const drawn = charts.map((chart, i) => {
    const place = { x: at.x + (i % COLUMNS) * (width + GAP), y: at.y + Math.floor(i / COLUMNS) * height, width };
    return drawChart(chart, shown[i] ?? [], lines, marked, panel, scale, place, fonts);
  });
  const line = (attributes: Readonly<Record<string, string | number | undefined>>) => (x: number, y: number) => element('path', { d: `M${String(x)},${String(y)}h26`, fill: 'none', ...attributes });
  return {
    markup: drawn.join('\n'),
    bottom: at.y + Math.ceil(charts.length / COLUMNS) * height - GAP,
    legend: [
      { label: 'référence', sample: line({ stroke: INK, 'stroke-width': 2.4 }) },
      ...marked.map(({ unit, way }) => ({ label: `${unit.name} (${way === 'up' ? 'plus forte hausse' : 'plus forte baisse'})`, sample: line({ ...MARKED[way], 'stroke-width': 1.8 }) })),
      lines ? { label: 'chaque unité', sample: line(UNIT_LINE) } : { label: 'de 10 % à 90 % des unités, et médiane', sample: (x: number, y: number) => element('rect', { x, y: y - 5, width: 26, height: 10, fill: BAND }) + line(MEDIAN)(x, y) },
    ],
  };
}

const UNIT_LINE = { stroke: '#9a9a9a', 'stroke-width': 0.8, 'stroke-opacity': 0.7 } as const;
const BAND = '#d9d5cc';
const MEDIAN = { stroke: '#7a7468', 'stroke-width': 1.2, 'stroke-dasharray': '2 2' } as const;

function markedUnits(panel: Panel): { readonly unit: PanelUnit; readonly way: 'up' | 'down' }[] {
  const moved = byChange(panel.units);
  const [first, last] = [moved[0], moved.at(-1)];
  return [
    ...(first !== undefined && first.whole.change > 0 ? [{ unit: first.unit, way: 'up' as const }] : []),
    ...(last !== undefined && last.whole.change < 0 ? [{ unit: last.unit, way: 'down' as const }] : []),
  ];
}

/** By year, the first decile, the median and the ninth: three lines. */
const decilesOf = (units: readonly (readonly number[])[], years: number): number[][] =>
  [0.1, 0.5, 0.9].map((share) => Array.from({ length: years }, (_, at) => quantile(units.map((points) => points[at] ?? Number.NaN).filter((p) => !Number.isNaN(p)), share) ?? Number.NaN));

interface ChartScale {
  readonly low: number;
  readonly high: number;
}

function drawChart(chart: Chart, shown: readonly (readonly number[])[], lines: boolean, marked: ReturnType<typeof markedUnits>, panel: Panel, scale: ChartScale, place: { readonly x: number; readonly y: number; readonly width: number }, fonts: Fonts): string {
  const years = panel.years.map((y) => y.year);
  const [first = 0, last = 1] = [years[0], years.at(-1)];
  const [left, right] = [place.x + LEFT, place.x + place.width - RIGHT];
  const [top, bottom] = [place.y + TITLE_HEIGHT, place.y + TITLE_HEIGHT + PLOT_HEIGHT];
  const x = (year: number): number => left + ((year - first) / (last - first)) * (right - left);
  const y = (value: number): number => bottom - ((value - scale.low) / (scale.high - scale.low)) * (bottom - top);
  const path = (points: readonly number[]): string =>
    points.some(Number.isNaN) || points.length === 0 ? '' : points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(years[i] ?? first).toFixed(1)},${y(p).toFixed(1)}`).join('');
  const drawn = (points: readonly number[], attributes: Readonly<Record<string, string | number | undefined>>): string => (path(points) === '' ? '' : element('path', { d: path(points), fill: 'none', 'stroke-linejoin': 'round', ...attributes }));
  const band = (lower: readonly number[], upper: readonly number[]): string =>
    path(lower) === '' ? '' : `${path(upper)}${lower.map((p, i) => `L${x(years[i] ?? first).toFixed(1)},${y(p).toFixed(1)}`).reverse().join('')}Z`;
  const [tenth = [], median = [], ninth = []] = shown;
  const title = wrapText(fonts.bold, chart.title, 10.5, place.width, 3);
  const end = chart.reference.at(-1) ?? Number.NaN;
  return element(
    'g',
    {},
    ...title.map((text, i) => textElement(text, place.x, place.y + 11 + 13 * i, { size: 10.5, bold: true })),
    ...ticks(scale.low, scale.high, 4).map((tick) => element('path', { d: `M${left.toFixed(1)},${y(tick).toFixed(1)}H${right.toFixed(1)}`, stroke: tick === 100 ? '#8a8a8a' : '#e2e2e2', 'stroke-width': tick === 100 ? 0.9 : 0.7 }) + textElement(frenchNumber(tick), left - 5, y(tick) + 3.5, { size: 9, colour: QUIET }, 'end')),
    ...(lines
      ? shown.map((points) => drawn(points, UNIT_LINE))
      : [element('path', { d: band(tenth, ninth), fill: BAND }), drawn(median, MEDIAN)]),
    ...marked.map(({ unit, way }) => drawn(chart.pointsOf(unit), { ...MARKED[way], 'stroke-width': 1.8 })),
    drawn(chart.reference, { stroke: INK, 'stroke-width': 2.4 }),
    ...chart.reference.map((p, i) => element('circle', { cx: x(years[i] ?? first), cy: y(p), r: i === panel.base ? 3.4 : 2.4, fill: i === panel.base ? '#ffffff' : INK, stroke: INK, 'stroke-width': 1.4 })),
    textElement(frenchNumber(end), right + 6, y(end) + 3.5, { size: 9.5, bold: true }),
    ...years.map((year) => textElement(String(year), x(year), bottom + 14, { size: 9, colour: QUIET }, 'middle')),
  );
}
