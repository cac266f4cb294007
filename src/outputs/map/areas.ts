import type { DrawnZone } from '../../geometry/picture.js';
import { bordersOf } from '../../geometry/picture.js';
import { coordinate, element, pathData } from './svg.js';
import { xmlEscaped } from '../xml-text.js';
import { NO_DATA } from './palette.js';

/** The name by which areas without a value call their hatching. */
const HATCH_ID = 'fragilite-sans-valeur';
export const HATCH = `url(#${HATCH_ID})`;

export const hatchPattern = (): string =>
  element(
    'pattern',
    { id: HATCH_ID, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    element('rect', { width: 5, height: 5, fill: NO_DATA.ground }),
    element('rect', { width: 1.4, height: 5, fill: NO_DATA.line }),
  );

/** Under a map of circles. */
export const PLAIN_GROUND = '#ebe7e0';

/** With more units than this, their borders would hide their colours. */
const MOST_BORDERED = 1500;

/** How the units of a zone are filled, told and grouped. */
export interface AreaStyle {
  readonly fillOf: (code: string) => string;
  /** What a reader who points at the unit is told. */
  readonly titleOf: (code: string) => string;
  readonly departementOf: (code: string) => string;
}

/** The units of a zone: one group per colour, white borders between them, then the outline of the whole. */
export function areas(drawn: DrawnZone, { fillOf, titleOf, departementOf }: AreaStyle): string {
  const groups = new Map<string, string[]>();
  for (const [code, polygons] of drawn.shapes) {
    const path = element('path', { d: pathData(polygons.flat(), true) }, element('title', {}, xmlEscaped(titleOf(code))));
    const fill = fillOf(code);
    const group = groups.get(fill);
    if (group === undefined) groups.set(fill, [path]);
    else group.push(path);
  }
  const bordered = drawn.shapes.size <= MOST_BORDERED;
  const width = drawn.shapes.size <= 150 ? 0.9 : 0.5;
  const filled = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([fill, paths]) =>
      // Without borders, a thin line of its own colour closes the gaps that a renderer leaves.
      element('g', { fill, stroke: borderOf(fill, bordered), 'stroke-width': bordered ? width : 0.3 }, `\n${paths.join('\n')}\n`),
    );
  const { between, outline } = bordersOf(drawn, departementOf);
  const lines = [
    ...(between.length === 0 ? [] : [element('path', { d: pathData(between, false), stroke: bordered ? '#6b6b6b' : '#ffffff', 'stroke-width': 0.9 })]),
    element('path', { d: pathData(outline, false), stroke: '#6b6b6b', 'stroke-width': 0.8 }),
  ];
  return [
    element('g', { 'stroke-linejoin': 'round', 'fill-rule': 'evenodd' }, `\n${filled.join('\n')}\n`),
    element('g', { fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }, ...lines),
  ].join('\n');
}

/** White hatching would swallow white borders. */
const borderOf = (fill: string, bordered: boolean): string => (fill === HATCH ? (bordered ? '#a3a3a3' : 'none') : bordered ? '#ffffff' : fill);

/** A white-edged disc, or a ring for a second column or a negative value. */
export function circleMarkup(x: number, y: number, radius: number, hollow: boolean, title: string | null = null): string {
  const told = title === null ? [] : [element('title', {}, xmlEscaped(title))];
  const place = { cx: x, cy: y, r: Number(coordinate(radius)) };
  if (!hollow) return element('circle', { ...place, fill: CIRCLE, stroke: '#ffffff', 'stroke-width': 0.9 }, ...told);
  return element(
    'g',
    { fill: 'none' },
    ...told,
    element('circle', { ...place, stroke: '#ffffff', 'stroke-width': 3.4 }),
    element('circle', { ...place, stroke: '#111111', 'stroke-width': 1.6 }),
  );
}

/** Neither on the fragile arm of the palettes nor on the other. */
const CIRCLE = '#00594f';
