import { counted, frenchNumber } from '../../french.js';
import type { PackedMap } from '../../geometry/packed.js';
import type { StoredResult } from '../../sources/result-folder.js';
import { mapText, unitNames } from './about-map.js';
import type { MapText } from './about-map.js';
import { areas, circleMarkup, HATCH, hatchPattern, PLAIN_GROUND } from './areas.js';
import type { AreaStyle } from './areas.js';
import { circleLayer, circleScale, countText } from './circles.js';
import type { CircleLayer } from './circles.js';
import type { MapColumn } from './columns.js';
import { FONT_FAMILY } from './font.js';
import type { Fonts } from './font.js';
import { placeLabels } from './labels.js';
import type { PlacedLabel } from './labels.js';
import { drawLand } from './land.js';
import type { Land } from './land.js';
import type { ColumnValues, MapLayer } from './layer.js';
import { circleLegend, classLegend, groundLegend, northArrow, scaleBar } from './legend.js';
import { DOT_RADIUS, LABEL_LEADING, LABEL_SIZE, nameCandidates } from './name-candidates.js';
import { luminance } from './palette.js';
import { element } from './svg.js';
import { xmlEscaped } from '../xml-text.js';
import { INK, QUIET, TextColumn, textElement } from './text-column.js';

/** A column of counts and its values. */
export interface Counts {
  readonly column: MapColumn;
  readonly values: ColumnValues;
}

/** What a picture shows: a choropleth, counts as circles, or both. */
export interface MapPicture {
  readonly stored: StoredResult;
  /** At least one contour. */
  readonly contours: PackedMap;
  readonly layer: MapLayer | null;
  readonly counts: readonly Counts[];
  /** Names written at most. */
  readonly labels: number;
  readonly fonts: Fonts;
  /** The words around it, when they are not those of one result. */
  readonly text?: MapText;
}

const WIDTH = 1000;
const MARGIN = 24;
const LEGEND_WIDTH = 238;
const GAP = 22;
const MAP_WIDTH = WIDTH - 2 * MARGIN - LEGEND_WIDTH - GAP;

/** Contours that lost more than this share of their positions are said to be simplified. */
const SIMPLIFIED = 0.02;

/**
 * The map of a result as an SVG of 1000 units in width: title, areas, circles, names, legend, scale,
 * north, sources and warning. The same result gives the same text.
 */
export function mapSvg(picture: MapPicture): string {
  const { stored, contours, layer, counts, fonts } = picture;
  const [first, ...others] = [...(layer === null ? [] : [layer.column]), ...counts.map((c) => c.column)];
  if (first === undefined) throw new Error('A map shows one column at least');
  const text = picture.text ?? mapText([first, ...others], stored.manifest, stored.rows.size);
  const head = new TextColumn(fonts, MARGIN, 20, WIDTH - 2 * MARGIN);
  head.text(text.title, { size: 24, bold: true, most: 3 });
  head.text(text.subtitle, { size: 14, colour: QUIET, before: 1, most: 2 });

  const top = head.y + 14;
  const land = drawLand(contours, { x: MARGIN, y: top, width: MAP_WIDTH });
  const scale = circleScale(counts.map((c) => c.values), land.area, first.decimals);
  const circles = counts.map(({ column, values }) => circleLayer(column, values, scale, land.placeOf));
  const style = areaStyle(picture);
  const drawnZones = [land.main, ...land.insets.map((inset) => inset.drawn)];
  const names = labelsOf(picture, land, circles);

  const legend = legendColumn(picture, land, circles, scale, top);
  const foot = footer(text, drawnZones.some(({ positions }) => positions.after < (1 - SIMPLIFIED) * positions.before), fonts, Math.max(land.bottom, legend.y) + 16);
  const height = Math.ceil(foot.y + 14);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="fr" aria-labelledby="fragilite-titre fragilite-texte" width="${String(WIDTH)}" height="${String(height)}" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="${FONT_FAMILY}">`,
    element('title', { id: 'fragilite-titre' }, xmlEscaped(`${text.title}. ${text.subtitle}`)),
    element('desc', { id: 'fragilite-texte' }, xmlEscaped(inWords(picture, circles, text))),
    element('defs', {}, hatchPattern()),
    element('rect', { width: WIDTH, height, fill: '#ffffff' }),
    head.markup(),
    ...land.insets.map(({ box, drawn }) => insetMarkup(box, drawn.zone.name, scaleBar(drawn, box.x + 8, box.y + box.height - 9, box.width - 70, 9.5))),
    ...drawnZones.map((drawn) => areas(drawn, style)),
    ...circles.map((c, i) => element('g', {}, `\n${circleMarkups(c, i, stored).join('\n')}\n`)),
    ...names.map((name) => nameMarkup(name, land, style.fillOf(name.code))),
    legend.markup(),
    foot.markup(),
    '</svg>\n',
  ].join('\n');
}

function areaStyle({ stored, layer }: MapPicture): AreaStyle {
  return {
    departementOf: (code) => stored.rows.get(code)?.get('departement') ?? '',
    fillOf: (code) => {
      if (layer === null) return PLAIN_GROUND;
      const at = layer.classOf(code);
      return at < 0 ? HATCH : (layer.colours[at] ?? HATCH);
    },
    titleOf: (code) => {
      const value = layer?.values.get(code) ?? NaN;
      const told = layer === null ? '' : ` : ${Number.isNaN(value) ? 'sans valeur' : frenchNumber(value, layer.column.decimals)}`;
      return `${nameOf(stored, code)} (${code})${told}`;
    },
  };
}

const nameOf = (stored: StoredResult, code: string): string => {
  const nom = stored.rows.get(code)?.get('nom') ?? '';
  return nom === '' ? code : nom;
};

const circleMarkups = ({ circles, column }: CircleLayer, at: number, stored: StoredResult): string[] =>
  circles.map(({ code, value, x, y, radius }) => circleMarkup(x, y, radius, at > 0 || value < 0, `${nameOf(stored, code)} (${code}) : ${countText(value, column)}`));

function labelsOf({ stored, labels, fonts }: MapPicture, land: Land, circles: readonly CircleLayer[]): PlacedLabel[] {
  if (labels === 0) return [];
  const units = [...land.main.shapes.keys()].map((code) => ({ code, nom: nameOf(stored, code), population: Number(stored.rows.get(code)?.get('population') ?? 0) }));
  const obstacles = circles.flatMap((c) => c.circles.map(({ x, y, radius }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius })));
  return placeLabels(nameCandidates(units, land, circles, fonts, labels), land.frame, obstacles, labels);
}

/** Names under this luminance of their area are white. */
const DARK = 0.22;

/** A name that stands in its unit is edged with the colour of the unit, another with white. */
function nameMarkup({ code, lines, box, stands }: PlacedLabel, land: Land, fill: string): string {
  const place = stands === 'dot' ? land.placeOf(code) : null;
  const dot = place === null ? '' : element('circle', { cx: place.x, cy: place.y, r: DOT_RADIUS, fill: INK, stroke: '#ffffff', 'stroke-width': 0.8 });
  const plain = stands === 'inside' && fill.startsWith('#');
  const colours = plain ? { fill: luminance(fill) < DARK ? '#ffffff' : INK, stroke: fill } : { fill: INK, stroke: '#ffffff' };
  const written = lines.map((line, i) =>
    element('text', { x: box.x + box.width / 2, y: box.y + i * LABEL_LEADING + LABEL_SIZE * 0.93, 'font-size': LABEL_SIZE, 'text-anchor': 'middle', ...colours, 'stroke-width': 2.6, 'stroke-opacity': 0.85, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }, xmlEscaped(line)),
  );
  return dot + written.join('');
}

function insetMarkup(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, name: string, scale: string): string {
  return element('g', {}, element('rect', { ...box, fill: 'none', stroke: '#b5b5b5', 'stroke-width': 0.8 }), textElement(name, box.x + 7, box.y + 15, { size: 10.5, bold: true }), scale);
}

function legendColumn({ stored, contours, layer, counts, fonts }: MapPicture, land: Land, circles: readonly CircleLayer[], scale: ReturnType<typeof circleScale>, top: number): TextColumn {
  const names = unitNames(stored.manifest);
  const legend = new TextColumn(fonts, WIDTH - MARGIN - LEGEND_WIDTH, top, LEGEND_WIDTH);
  if (layer !== null) classLegend(legend, layer, names);
  else groundLegend(legend, names[1]);
  const undrawn = stored.rows.size - contours.size;
  if (undrawn > 0) legend.text(`Sans contour, non dessinées : ${counted(undrawn, ...names)}.`, { size: 9.5, colour: QUIET, before: 3 });
  const note = layer?.column.note ?? null;
  if (note !== null) legend.text(`Note : ${note}.`, { size: 9.5, colour: QUIET, before: 3 });
  if (counts.length > 0) {
    legend.y += 14;
    circleLegend(legend, circles, scale, postNotes(stored), names);
  }
  legend.y += 22;
  const { zone } = land.main;
  legend.draw(26, (y) => scaleBar(land.main, legend.x + 26, y + 10, 130, 10.5) + northArrow(land.main, legend.x + 8, y + 8));
  const own = land.insets.length > 0 ? `Carte principale : ${zone.name} ; chaque carton a son échelle et sa projection légale. ` : '';
  legend.text(`${own}Projection ${zone.projection} (${zone.epsg}).`, { size: 9.5, colour: QUIET, before: 2 });
  return legend;
}

/** What the counts of posts and demands leave out, by column: employers wider than the commune of their seat. */
function postNotes({ manifest }: StoredResult): ReadonlyMap<string, readonly string[]> {
  const { postes, demandes } = manifest.croisement ?? {};
  const notes = [
    ['postes_portes', postes?.a_localiser ?? 0, 'poste'],
    ['demandes_postes', demandes?.a_localiser.postes ?? 0, 'poste'],
    ['demandes_structures', demandes?.a_localiser.structures ?? 0, 'structure'],
  ] as const;
  return new Map(notes.filter(([, n]) => n > 0).map(([id, n, what]) => [id, [`à localiser, ${what === 'poste' ? 'non dessinés' : 'non dessinées'} : ${counted(n, what)} d'employeurs plus larges que leur commune`]]));
}

function footer(text: MapText, simplified: boolean, fonts: Fonts, y: number): TextColumn {
  const foot = new TextColumn(fonts, MARGIN, y, WIDTH - 2 * MARGIN);
  foot.draw(8, (at) => element('path', { d: `M${String(MARGIN)},${String(at)}H${String(WIDTH - MARGIN)}`, stroke: '#c9c9c9', 'stroke-width': 0.8 }));
  const contours = text.contours ?? (simplified ? "Contours simplifiés à l'échelle de la carte." : null);
  foot.text([text.sources, ...(contours === null ? [] : [contours])].join(' '), { size: 10 });
  for (const line of text.about) foot.text(line, { size: 9, colour: QUIET, before: 1 });
  foot.text(text.warning, { size: 10, bold: true, before: 4 });
  return foot;
}

/** The map for who does not see it. */
function inWords({ stored, layer }: MapPicture, circles: readonly CircleLayer[], text: MapText): string {
  const names = unitNames(stored.manifest);
  const classes = (layer?.legend ?? []).map((entry) => `${entry.label} : ${counted(entry.count, ...names)}`);
  const missing = layer !== null && layer.missing > 0 ? [`sans valeur : ${counted(layer.missing, ...names)}`] : [];
  const told = [
    ...(layer === null ? [] : [`${layer.column.label} (${layer.column.unit}), par classes : ${[...classes, ...missing].join(' ; ')}.`]),
    ...circles.map((c) => `${c.column.label}, en cercles${c.column.additive ? ` : total ${countText(c.total, c.column)}` : ''}.`),
    text.sources,
    ...(text.contours === null ? [] : [text.contours]),
    ...text.about,
    text.warning,
  ];
  return told.join(' ');
}
