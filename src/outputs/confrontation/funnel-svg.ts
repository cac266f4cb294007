import { ticks } from 'd3-array';
import { counted, frenchNumber, frenchPercent } from '../../french.js';
import type { Box } from '../../geometry/picture.js';
import type { ConfrontationResult } from '../../main-job/confrontation-job.js';
import { funnelLimits, LEAST_N } from '../../survey/confront.js';
import type { ConfrontedCell, FunnelLimits } from '../../survey/confront.js';
import { FONT_FAMILY, loadFonts } from '../map/font.js';
import type { Fonts } from '../map/font.js';
import { placeLabels } from '../map/labels.js';
import type { LabelCandidate } from '../map/labels.js';
import { coordinate, element } from '../map/svg.js';
import { INK, QUIET, TextColumn, textElement } from '../map/text-column.js';
import { WARNING } from '../method-text.js';
import { xmlEscaped } from '../xml-text.js';
import { VOLUNTEERS } from './confrontation-markdown.js';
import { mark, MARKS, thirdsOf } from './funnel-marks.js';
import type { Third } from './funnel-marks.js';

const WIDTH = 1000;
const MARGIN = 24;
const PLOT: Box = { x: 84, y: 0, width: WIDTH - 84 - 40, height: 520 };

/** From this ratio between sample sizes on they are read on a logarithmic axis. */
const WIDE = 30;

/** Communes named at most. */
const NAMED = 16;

/** Points that a curve goes through. */
const STEPS = 160;

/**
 * The funnel as an SVG: the share of each commune by the number of persons asked, the overall share, and
 * the binomial limits at 95 and 99.8 % around it. Null without a cell.
 */
export function funnelSvg(result: ConfrontationResult): string | null {
  const { cells, overall, stored } = result;
  if (cells.length === 0) return null;
  const fonts = loadFonts();
  const head = new TextColumn(fonts, MARGIN, 20, WIDTH - 2 * MARGIN);
  head.text("Entonnoir : part enquêtée selon le nombre de personnes interrogées", { size: 22, bold: true });
  head.text(`${stored.manifest.territoire.nom_court}, ${counted(cells.length, `commune d'au moins ${String(LEAST_N)} personnes`, `communes d'au moins ${String(LEAST_N)} personnes`)} ; part d'ensemble ${frenchPercent(overall, 1)}`, { size: 14, colour: QUIET, before: 2 });
  const thirds = thirdsOf(cells);
  head.draw(30, (y) => legend(thirds, y + 16));
  const plot = { ...PLOT, y: head.y + 12 };
  const axes = axesOf(cells, overall, plot);
  const foot = new TextColumn(fonts, MARGIN, plot.y + plot.height + 52, WIDTH - 2 * MARGIN);
  foot.text('Limites binomiales, interpolées entre les effectifs entiers (Spiegelhalter 2005). Couleurs et formes : tiers de l’indice parmi ces communes.', { size: 10 });
  foot.text(VOLUNTEERS, { size: 10, before: 2 });
  foot.text(WARNING, { size: 10, bold: true, before: 3 });
  const height = Math.ceil(foot.y + 14);
  const words = inWords(result);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="fr" aria-labelledby="entonnoir-titre entonnoir-texte" width="${String(WIDTH)}" height="${String(height)}" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="${FONT_FAMILY}">`,
    element('title', { id: 'entonnoir-titre' }, xmlEscaped('Entonnoir de la part enquêtée selon le nombre de personnes interrogées')),
    element('desc', { id: 'entonnoir-texte' }, xmlEscaped(words)),
    element('defs', {}, element('clipPath', { id: 'entonnoir-cadre' }, element('rect', { ...plot }))),
    element('rect', { width: WIDTH, height, fill: '#ffffff' }),
    head.markup(),
    ...axisMarkup(axes, plot),
    element('g', { 'clip-path': 'url(#entonnoir-cadre)', fill: 'none' }, ...curves(axes, overall)),
    element('g', {}, ...cells.map((cell) => pointMarkup(cell, axes, thirds.get(cell.code) ?? null))),
    ...labels(cells, axes, plot, fonts),
    foot.markup(),
    '</svg>\n',
  ].join('\n');
}

interface Axes {
  readonly x: (n: number) => number;
  readonly y: (share: number) => number;
  readonly logarithmic: boolean;
  /** From the least to the most persons asked that the axis holds. */
  readonly sizes: readonly [number, number];
  readonly shares: readonly [number, number];
}

function axesOf(cells: readonly ConfrontedCell[], overall: number, plot: Box): Axes {
  const [least, most] = [Math.min(...cells.map((c) => c.n)), Math.max(...cells.map((c) => c.n))];
  const logarithmic = most >= WIDE * least;
  const sizes = [logarithmic ? least * 0.9 : 0, logarithmic ? most * 1.15 : most * 1.06] as const;
  const told = [...cells.map((c) => c.share), overall];
  const pad = Math.max(0.03, 0.12 * (Math.max(...told) - Math.min(...told)));
  const shares = [Math.max(0, Math.min(...told) - pad), Math.min(1, Math.max(...told) + pad)] as const;
  const turned = logarithmic ? Math.log : (n: number): number => n;
  const along = (n: number): number => (turned(n) - turned(sizes[0])) / (turned(sizes[1]) - turned(sizes[0]));
  return {
    x: (n) => plot.x + along(n) * plot.width,
    y: (share) => plot.y + plot.height - ((share - shares[0]) / (shares[1] - shares[0])) * plot.height,
    logarithmic,
    sizes,
    shares,
  };
}

function axisMarkup({ x, y, logarithmic, sizes, shares }: Axes, plot: Box): string[] {
  const right = plot.x + plot.width;
  const bottom = plot.y + plot.height;
  const shareTicks = ticks(100 * shares[0], 100 * shares[1], 8);
  const decimals = shareTicks.every(Number.isInteger) ? 0 : 1;
  return [
    ...shareTicks.map((share) => element('path', { d: `M${coordinate(plot.x)},${coordinate(y(share / 100))}H${coordinate(right)}`, stroke: '#e4e4e4', 'stroke-width': 0.8 }) + textElement(`${frenchNumber(share, decimals)}\u202f%`, plot.x - 8, y(share / 100) + 4, { size: 11.5, colour: QUIET }, 'end')),
    ...sizeTicks(sizes, logarithmic).map((n) => element('path', { d: `M${coordinate(x(n))},${coordinate(bottom)}v5`, stroke: QUIET }) + textElement(frenchNumber(n), x(n), bottom + 19, { size: 11.5, colour: QUIET }, 'middle')),
    element('path', { d: `M${coordinate(plot.x)},${coordinate(plot.y)}V${coordinate(bottom)}H${coordinate(right)}`, stroke: QUIET, fill: 'none' }),
    textElement(`Personnes interrogées${logarithmic ? ' (échelle logarithmique)' : ''}`, plot.x + plot.width / 2, bottom + 38, { size: 12 }, 'middle'),
  ];
}

/** 10, 20, 50, 100… on a logarithmic axis. */
function sizeTicks([low, high]: readonly [number, number], logarithmic: boolean): number[] {
  if (!logarithmic) return ticks(low, high, 8);
  const all: number[] = [];
  for (let power = 1; power <= high; power *= 10) all.push(power, 2 * power, 5 * power);
  return all.filter((n) => n >= low && n <= high);
}

function curves({ x, y, sizes, logarithmic }: Axes, overall: number): string[] {
  const [from, to] = [Math.max(LEAST_N, Math.ceil(sizes[0])), Math.floor(sizes[1])];
  const at = (i: number): number => (logarithmic ? from * (to / from) ** (i / STEPS) : from + ((to - from) * i) / STEPS);
  const places = [...new Set(Array.from({ length: STEPS + 1 }, (_, i) => Math.round(at(i))))].map((n) => ({ n, limits: funnelLimits(n, overall) }));
  const path = (of: (limits: FunnelLimits) => number): string => places.map(({ n, limits }, i) => `${i === 0 ? 'M' : 'L'}${coordinate(x(n))},${coordinate(y(of(limits)))}`).join('');
  const line = { stroke: '#444444', 'stroke-width': 1.3 };
  return [
    element('path', { d: path((l) => l.low998), ...line }),
    element('path', { d: path((l) => l.high998), ...line }),
    element('path', { d: path((l) => l.low95), ...line, 'stroke-dasharray': '5 4' }),
    element('path', { d: path((l) => l.high95), ...line, 'stroke-dasharray': '5 4' }),
    element('path', { d: `M${coordinate(x(Math.max(sizes[0], 1)))},${coordinate(y(overall))}H${coordinate(x(sizes[1]))}`, stroke: '#00594f', 'stroke-width': 1.6 }),
  ];
}

function pointMarkup(cell: ConfrontedCell, { x, y }: Axes, third: Third | null): string {
  const score = cell.score === null ? '' : `, indice ${frenchNumber(cell.score, 1)}`;
  return mark(third, x(cell.n), y(cell.share), `${cell.nom} (${cell.code}) : ${frenchPercent(cell.share, 1)} de ${counted(cell.n, 'personne')}${score}`);
}

const LABEL = { size: 10.5, leading: 13, gap: 8 } as const;

/** The names of the communes furthest out of the funnel, where they cover nothing. */
function labels(cells: readonly ConfrontedCell[], { x, y }: Axes, plot: Box, fonts: Fonts): string[] {
  const out = cells.filter((c) => c.place !== 'dedans').sort((a, b) => beyond(b) - beyond(a) || (a.code < b.code ? -1 : 1));
  const candidates = out.map(({ code, nom, n, share }): LabelCandidate => {
    const [px, py] = [x(n), y(share)];
    const size = { width: fonts.regular.width(nom, LABEL.size), height: LABEL.leading };
    const places = [
      { x: px + LABEL.gap, y: py - size.height / 2, ...size },
      { x: px - LABEL.gap - size.width, y: py - size.height / 2, ...size },
      { x: px - size.width / 2, y: py - LABEL.gap - size.height, ...size },
      { x: px - size.width / 2, y: py + LABEL.gap, ...size },
    ];
    return { code, lines: [nom], places, stands: 'dot' };
  });
  const obstacles = cells.map((c) => ({ x: x(c.n) - 4, y: y(c.share) - 4, width: 8, height: 8 }));
  return placeLabels(candidates, plot, obstacles, NAMED).map(({ lines, box }) =>
    element('text', { x: box.x, y: box.y + LABEL.size, 'font-size': LABEL.size, fill: INK, stroke: '#ffffff', 'stroke-width': 2.4, 'paint-order': 'stroke' }, xmlEscaped(lines[0] ?? '')),
  );
}

/** How far a share is out of the widest limits, over their width. */
function beyond({ share, limits: { low998, high998 } }: ConfrontedCell): number {
  const width = Math.max(high998 - low998, Number.EPSILON);
  return Math.max(share - high998, low998 - share) / width;
}

function legend(thirds: ReadonlyMap<string, Third>, y: number): string {
  const shown = MARKS.filter(({ third }) => [...thirds.values()].includes(third));
  let x = PLOT.x;
  const parts = shown.map(({ third, label }) => {
    const text = mark(third, x, y - 4, null) + textElement(label, x + 12, y, { size: 11.5 });
    x += 40 + 6.6 * label.length;
    return text;
  });
  const lines = [
    ['99,8 %', undefined],
    ['95 %', '5 4'],
  ] as const;
  for (const [label, dashes] of lines) {
    parts.push(element('path', { d: `M${coordinate(x)},${coordinate(y - 4)}h26`, stroke: '#444444', 'stroke-width': 1.3, 'stroke-dasharray': dashes }) + textElement(label, x + 32, y, { size: 11.5 }));
    x += 90;
  }
  return parts.join('');
}

/** The funnel for who does not see it. */
function inWords({ cells, overall }: ConfrontationResult): string {
  const count = (...places: readonly ConfrontedCell['place'][]): string => frenchNumber(cells.filter((c) => places.includes(c.place)).length);
  return `Part d'ensemble ${frenchPercent(overall, 1)} sur ${counted(cells.length, 'commune')}. Au-dessus des limites à 99,8 % : ${count('+998')} ; au-dessous : ${count('-998')} ; entre 95 et 99,8 %, au-dessus : ${count('+95')}, au-dessous : ${count('-95')} ; dedans : ${count('dedans')}. ${VOLUNTEERS} ${WARNING}`;
}
