import type { DrawnZone } from '../../geometry/picture.js';
import { bordersOf } from '../../geometry/picture.js';
import type { StoredResult } from '../../sources/result-folder.js';
import { HATCH, hatchPattern } from '../map/areas.js';
import type { Land } from '../map/land.js';
import { scaleBar } from '../map/legend.js';
import { coordinate, element, pathData } from '../map/svg.js';
import { xmlEscaped } from '../xml-text.js';
import { textElement } from '../map/text-column.js';
import type { AreaLayer } from './form.js';
import { Markup } from './markup.js';

/** The width of the map of a report, in its own units. */
export const MAP_WIDTH = 1000;

/**
 * The map of a report: a path per unit, coloured by a first layer until the page's script chooses
 * another, and places for circles and for what is pointed at.
 */
export function reportMap({ rows, manifest }: StoredResult, land: Land, layer: AreaLayer): Markup {
  const at = new Map([...rows.keys()].map((code, i) => [code, i]));
  const zones = [land.main, ...land.insets.map((inset) => inset.drawn)];
  const departementOf = (code: string): string => rows.get(code)?.get('departement') ?? '';
  const height = Math.ceil(land.bottom + 34);
  const title = `Carte : ${manifest.territoire.nom_court}`;
  return new Markup(
    element(
      'svg',
      { id: 'carte', xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(MAP_WIDTH)} ${String(height)}`, role: 'group', 'aria-label': title, 'data-hatch': HATCH },
      element('defs', {}, hatchPattern()),
      element('rect', { width: MAP_WIDTH, height, fill: '#ffffff' }),
      ...land.insets.map(({ box, drawn }) =>
        element('g', { 'aria-hidden': 'true' }, element('rect', { ...box, fill: 'none', stroke: '#b5b5b5', 'stroke-width': 0.8 }), textElement(drawn.zone.name, box.x + 7, box.y + 15, { size: 12, bold: true }), scaleBar(drawn, box.x + 8, box.y + box.height - 9, box.width - 70, 10)),
      ),
      element('g', { id: 'unites', 'stroke-linejoin': 'round', 'fill-rule': 'evenodd', stroke: '#ffffff', 'stroke-width': strokeWidth(rows.size) }, ...zones.flatMap((drawn) => unitPaths(drawn, at, layer))),
      element('g', { fill: 'none', stroke: '#5f5f5f', 'stroke-width': 0.9, 'stroke-linejoin': 'round', 'pointer-events': 'none', 'aria-hidden': 'true' }, ...zones.flatMap((drawn) => outlines(drawn, departementOf))),
      element('g', { id: 'cercles', 'pointer-events': 'none', 'aria-hidden': 'true' }, ''),
      element('path', { id: 'viseur', d: '', fill: 'none', stroke: '#000000', 'stroke-width': 2.4, 'stroke-linejoin': 'round', 'pointer-events': 'none' }),
      element('g', { 'aria-hidden': 'true' }, scaleBar(land.main, 12, height - 10, 160, 12)),
    ),
  );
}

/** Thin enough not to hide the colours of many units. */
const strokeWidth = (units: number): number => (units <= 150 ? 0.9 : units <= 1500 ? 0.5 : 0.2);

function unitPaths({ shapes }: DrawnZone, at: ReadonlyMap<string, number>, layer: AreaLayer): string[] {
  return [...shapes].flatMap(([code, polygons]) => {
    const unit = at.get(code);
    // A row that was taken out of ifn.csv since.
    if (unit === undefined) return [];
    const colour = layer.legend[layer.classes[unit] ?? -1]?.colour ?? HATCH;
    return [element('path', { 'data-u': String(unit), fill: colour, d: ringsData(polygons.flat()) })];
  });
}

function outlines(drawn: DrawnZone, departementOf: (code: string) => string): string[] {
  const { between, outline } = bordersOf(drawn, departementOf);
  return [...(between.length === 0 ? [] : [element('path', { d: pathData(between, false) })]), element('path', { d: pathData(outline, false) })];
}

/**
 * Closed rings as the `d` of a path, to the tenth of a unit and in steps from one position to the next:
 * half the bytes. Positions are rounded before the steps are taken, so that borders stay shared.
 */
export function ringsData(rings: readonly (readonly (readonly number[])[])[]): string {
  return rings
    .map((ring) => {
      const tenths = ring.slice(0, -1).map(([x = 0, y = 0]) => [Math.round(10 * x), Math.round(10 * y)] as const);
      const [[x0, y0] = [0, 0]] = tenths;
      const steps = tenths.slice(1).map(([x, y], i) => [x - (tenths[i]?.[0] ?? 0), y - (tenths[i]?.[1] ?? 0)] as const);
      const moves = steps.filter(([dx, dy]) => dx !== 0 || dy !== 0).map(([dx, dy]) => tenth(dx) + tenth(dy));
      // A ring smaller than a tenth stays a place to point at.
      return `M${String(x0 / 10)} ${String(y0 / 10)}${moves.length === 0 ? 'h.1' : `l${moves.join('')}`}z`;
    })
    .join('');
}

/** ` .5`, `-12`: a number of a path, parted from the one before by its sign or a space. */
const tenth = (tenths: number): string => `${tenths < 0 ? '' : ' '}${String(tenths / 10)}`.replace(/(?<!\d)0\./, '.');

/** The sample of a class beside its words; hatched for what is not a value. */
export const swatch = (colour: string | null): Markup =>
  new Markup(
    element(
      'svg',
      { class: 'pastille', width: 22, height: 14, viewBox: '0 0 22 14', 'aria-hidden': 'true' },
      element('rect', { x: 0.5, y: 0.5, width: 21, height: 13, fill: colour ?? HATCH, stroke: '#6b6b6b', 'stroke-width': 0.8 }),
    ),
  );

/** A text of a chart. */
export const chartText = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', attributes: Readonly<Record<string, string | number>> = {}): string =>
  element('text', { x: Number(coordinate(x)), y: Number(coordinate(y)), 'text-anchor': anchor, 'font-size': 13, fill: '#333333', ...attributes }, xmlEscaped(text));
