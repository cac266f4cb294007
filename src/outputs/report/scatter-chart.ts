import { ticks } from 'd3-array';
import { counted, frenchNumber } from '../../french.js';
import { storedNumber } from '../../sources/result-folder.js';
import type { StoredResult } from '../../sources/result-folder.js';
import { element } from '../map/svg.js';
import { xmlEscaped } from '../xml-text.js';
import { chartText } from './map-markup.js';
import { Markup } from './markup.js';

const WIDTH = 720;
const HEIGHT = 430;
const LEFT = 52;
const RIGHT = 20;
const TOP = 16;
const BOTTOM = 50;

/** How many of the units furthest from the line are named. */
const NAMED = 8;

interface Point {
  readonly at: number;
  readonly name: string;
  /** Share of the weight, in %. */
  readonly weight: number;
  readonly posts: number;
  readonly gap: number;
}

export interface Scatter {
  readonly chart: Markup;
  /** What is counted: `postes portés`, `ETP`. */
  readonly counted: string;
  readonly total: number;
}

/**
 * The posts of each unit against its share of the weight, with the line of posts in proportion to the
 * weight; both scales are square roots, which keep small communes apart.
 *
 * @returns null when the result holds no posts, or no weight
 */
export function scatterChart({ rows, columns, manifest }: StoredResult): Scatter | null {
  const placed = manifest.croisement?.lieux_connus === true;
  const column = placed ? 'etp' : 'postes_portes';
  if (!columns.includes(column) || !columns.includes('part_poids')) return null;
  const points = [...rows].flatMap(([code, row], at): Point[] => {
    const weight = storedNumber(row, 'part_poids');
    const posts = storedNumber(row, column);
    if (weight === null || posts === null) return [];
    return [{ at, name: row.get('nom') ?? code, weight: 100 * weight, posts, gap: storedNumber(row, 'ecart_postes') ?? 0 }];
  });
  const total = points.reduce((sum, p) => sum + p.posts, 0);
  if (points.length < 2 || total === 0) return null;
  const mostWeight = Math.max(...points.map((p) => p.weight));
  const mostPosts = Math.max(...points.map((p) => p.posts), (mostWeight / 100) * total);
  const x = (weight: number): number => LEFT + Math.sqrt(weight / mostWeight) * (WIDTH - LEFT - RIGHT);
  const y = (posts: number): number => HEIGHT - BOTTOM - Math.sqrt(posts / mostPosts) * (HEIGHT - TOP - BOTTOM);
  const named = namedPoints(points, x, y);
  const parts = [
    ...rootTicks(mostPosts).map((posts) => element('path', { d: `M${String(LEFT)},${y(posts).toFixed(1)}H${String(WIDTH - RIGHT)}`, stroke: '#e2e2e2' }) + chartText(frenchNumber(posts, decimalsOf(posts)), LEFT - 7, y(posts) + 4, 'end')),
    ...rootTicks(mostWeight).map((weight) => chartText(`${frenchNumber(weight, decimalsOf(weight))} %`, x(weight), HEIGHT - BOTTOM + 18, 'middle')),
    element('path', { d: `M${String(LEFT)},${String(HEIGHT - BOTTOM)}L${x(mostWeight).toFixed(1)},${y((mostWeight / 100) * total).toFixed(1)}`, stroke: '#222222', 'stroke-dasharray': '5 4', fill: 'none' }),
    element('g', { stroke: '#00594f', 'stroke-width': 1.4, fill: '#ffffff' }, ...discs(points.filter((p) => p.gap < 0), x, y)),
    element('g', { stroke: '#00594f', 'stroke-width': 1.4, fill: '#00594f' }, ...discs(points.filter((p) => p.gap >= 0), x, y)),
    ...named.map(({ name, px, py, anchor }) => chartText(name, px, py, anchor, { 'font-size': 12, stroke: '#ffffff', 'stroke-width': 3, 'paint-order': 'stroke' })),
    chartText('Part du poids (échelle en racine carrée) ; en hauteur, les postes (de même)', LEFT, HEIGHT - 8, 'start'),
  ];
  const chart = new Markup(element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, role: 'img', 'aria-label': 'Postes et part du poids', class: 'graphique' }, ...parts));
  return { chart, counted: placed ? 'équivalents temps plein, là où ils interviennent' : "postes portés, au siège de l'employeur", total };
}

type Scale = (value: number) => number;

/** A disc for each place of the chart, which tells of the first unit there and of how many others. */
function discs(points: readonly Point[], x: Scale, y: Scale): string[] {
  const places = new Map<string, Point[]>();
  for (const p of points) {
    const place = `${String(Math.round(x(p.weight)))},${String(Math.round(y(p.posts)))}`;
    places.set(place, [...(places.get(place) ?? []), p]);
  }
  return [...places].map(([place, [first, ...others]]) => {
    const [cx = '', cy = ''] = place.split(',');
    const told = first === undefined ? '' : `${first.name} : ${frenchNumber(first.posts, decimalsOf(first.posts))} pour ${frenchNumber(first.weight, 1)} % du poids`;
    return element('circle', { cx, cy, r: 5 }, element('title', {}, xmlEscaped(`${told}${others.length === 0 ? '' : `, et ${counted(others.length, 'autre')}`}`)));
  });
}

const decimalsOf = (value: number): number => (Number.isInteger(value) ? 0 : 1);

/** Round values that a square root spreads evenly. */
function rootTicks(most: number): number[] {
  const all = ticks(0, Math.sqrt(most), 6).map((root) => root * root);
  const rounded = all.map((value) => (value >= 10 ? Math.round(value / 5) * 5 : value >= 2 ? Math.round(value) : Math.round(value * 10) / 10));
  return [...new Set(rounded)].filter((value) => value <= most);
}

interface Name {
  readonly name: string;
  readonly px: number;
  readonly py: number;
  readonly anchor: 'start' | 'end';
}

/** The names of the points furthest from the line that run over no other name and no disc. */
function namedPoints(points: readonly Point[], x: Scale, y: Scale): Name[] {
  const names: Name[] = [];
  const furthest = [...points].sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap) || a.at - b.at);
  for (const p of furthest) {
    if (names.length === NAMED) break;
    const name = p.name.length > 32 ? `${p.name.slice(0, 31)}…` : p.name;
    const right = x(p.weight) + 9 + 7.5 * name.length < WIDTH - 4;
    const made: Name = { name, px: x(p.weight) + (right ? 9 : -9), py: y(p.posts) + 4, anchor: right ? 'start' : 'end' };
    const free = points.every((other) => other === p || !covers(made, x(other.weight), y(other.posts)));
    if (free && names.every((other) => !overlap(made, other))) names.push(made);
  }
  return names;
}

const span = ({ name, px, anchor }: Name): readonly [number, number] => (anchor === 'start' ? [px, px + 7.5 * name.length] : [px - 7.5 * name.length, px]);

/** Whether a name runs over the disc at a place. */
function covers(name: Name, cx: number, cy: number): boolean {
  const [from, to] = span(name);
  return cx + 5 > from && cx - 5 < to && Math.abs(cy - (name.py - 4)) < 11;
}

function overlap(a: Name, b: Name): boolean {
  const [a0, a1] = span(a);
  const [b0, b1] = span(b);
  return a0 < b1 && b0 < a1 && Math.abs(a.py - b.py) < 14;
}
