import { quantile, ticks } from 'd3-array';
import { frenchNumber } from '../../french.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { intervalText, rankedOf } from '../diagnosis/words.js';
import type { RankedStoredUnit } from '../diagnosis/words.js';
import { element } from '../map/svg.js';
import { xmlEscaped } from '../xml-text.js';
import { chartText } from './map-markup.js';
import { Markup } from './markup.js';

const WIDTH = 720;
const RIGHT = 16;
const TOP = 30;
const BOTTOM = 12;
/** Where the names end, and the height of a line. */
const NAMES = 200;
const LINE = 15;
/** Lines of a picture that a printed page can hold. */
const PAGE_LINES = 60;
/** Above this many units, a ribbon stands for the lines. */
const MOST_LINES = 150;
/** Steps of a ribbon. */
const STEPS = 200;
const LONGEST_NAME = 28;

const INK = '#00594f';
/** The disc of each reliability: full, grey, empty. */
const DISCS = { bonne: INK, moyenne: '#9fc4bf', faible: '#ffffff' } as const;

/** The interval of rank of each unit: a line per unit, or a ribbon where they are too many. */
export function rankChart(diagnosis: StoredDiagnosis): { readonly chart: Markup; readonly ribbon: boolean } | null {
  const ranked = rankedOf(diagnosis);
  if (ranked.length < 2) return null;
  const ribbon = ranked.length > MOST_LINES;
  return { chart: ribbon ? ribbonChart(ranked) : new Markup(pages(ranked).map((page) => linesChart(page, ranked.length)).join('\n')), ribbon };
}

/** The units by equal parts, so that no picture is cut in two by the end of a page. */
function pages(ranked: readonly RankedStoredUnit[]): RankedStoredUnit[][] {
  const count = Math.ceil(ranked.length / PAGE_LINES);
  return Array.from({ length: count }, (_, i) => ranked.slice(Math.round((i * ranked.length) / count), Math.round(((i + 1) * ranked.length) / count)));
}

/** @param n how many units have a rank in all */
function linesChart(page: readonly RankedStoredUnit[], n: number): string {
  const height = TOP + LINE * page.length + BOTTOM;
  const x = (rank: number): number => NAMES + 12 + ((rank - 1) / (n - 1)) * (WIDTH - NAMES - 12 - RIGHT);
  const y = (at: number): number => TOP + LINE * (at + 0.5);
  const parts = [
    ...page.flatMap((u, at) => ((u.groupe ?? 0) % 2 === 0 ? [element('rect', { x: 0, y: y(at) - LINE / 2, width: WIDTH, height: LINE, fill: '#f3f1ec' })] : [])),
    ...rankTicks(n).map((rank) => element('path', { d: `M${x(rank).toFixed(1)},${String(TOP - 4)}V${String(height - BOTTOM)}`, stroke: '#dcdcdc' }) + chartText(frenchNumber(rank), x(rank), TOP - 10, 'middle')),
    ...page.map((u, at) => {
      const name = u.nom.length > LONGEST_NAME ? `${u.nom.slice(0, LONGEST_NAME - 1)}…` : u.nom;
      return element(
        'g',
        {},
        element('title', {}, xmlEscaped(`${u.nom} : rang ${frenchNumber(u.rang)}, intervalle ${intervalText(u)}${u.fiabilite === null ? '' : `, fiabilité ${u.fiabilite}`}`)),
        chartText(name, NAMES, y(at) + 4, 'end', { 'font-size': 12 }),
        element('path', { d: `M${x(u.rang_p5).toFixed(1)},${String(y(at))}H${x(u.rang_p95).toFixed(1)}`, stroke: INK, 'stroke-width': 3, 'stroke-linecap': 'round' }),
        element('circle', { cx: x(u.rang), cy: y(at), r: 4.2, fill: DISCS[u.fiabilite ?? 'faible'], stroke: INK, 'stroke-width': 1.5 }),
      );
    }),
  ];
  return picture(height, `Intervalles de rang, de ${page[0]?.nom ?? ''} à ${page.at(-1)?.nom ?? ''}`, parts);
}

/** Rank after rank, the medians of both ends of the intervals, and what eight units of ten have. */
function ribbonChart(ranked: readonly RankedStoredUnit[]): Markup {
  const [left, height] = [60, 460];
  const n = ranked.length;
  const x = (rank: number): number => left + ((rank - 1) / (n - 1)) * (WIDTH - left - RIGHT);
  const y = (rank: number): number => TOP + ((rank - 1) / (n - 1)) * (height - TOP - 40);
  const slices = Array.from({ length: STEPS }, (_, i) => ranked.slice(Math.floor((i * n) / STEPS), Math.floor(((i + 1) * n) / STEPS))).filter((slice) => slice.length > 0);
  const band = (low: number, high: number): string => {
    const point = (slice: readonly RankedStoredUnit[], at: number, end: (u: RankedStoredUnit) => number): string =>
      `${x(quantile(slice, 0.5, (u) => u.rang) ?? 1).toFixed(1)},${y(quantile(slice, at, end) ?? 1).toFixed(1)}`;
    const upper = slices.map((slice) => point(slice, low, (u) => u.rang_p5));
    const lower = slices.map((slice) => point(slice, high, (u) => u.rang_p95)).reverse();
    return `M${[...upper, ...lower].join('L')}Z`;
  };
  const parts = [
    ...rankTicks(n).map((rank) => element('path', { d: `M${String(left)},${y(rank).toFixed(1)}H${String(WIDTH - RIGHT)}`, stroke: '#e2e2e2' }) + chartText(frenchNumber(rank), left - 7, y(rank) + 4, 'end') + chartText(frenchNumber(rank), x(rank), height - 22, 'middle')),
    element('path', { d: band(0.1, 0.9), fill: INK, 'fill-opacity': 0.18 }),
    element('path', { d: band(0.5, 0.5), fill: INK, 'fill-opacity': 0.35 }),
    element('path', { d: `M${x(1).toFixed(1)},${y(1).toFixed(1)}L${x(n).toFixed(1)},${y(n).toFixed(1)}`, stroke: '#1b1b1b', 'stroke-width': 1.5 }),
    chartText('Rang publié ; en hauteur, les rangs des tirages', left, height - 4, 'start'),
  ];
  return new Markup(picture(height, 'Intervalles de rang', parts));
}

/** 1, then round ranks. */
const rankTicks = (n: number): number[] => [1, ...ticks(1, n, 8).filter((rank) => Number.isInteger(rank) && rank > 1 + n / 40)];

const picture = (height: number, title: string, parts: readonly string[]): string =>
  element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(WIDTH)} ${String(height)}`, role: 'img', 'aria-label': title, class: 'graphique' }, ...parts);
