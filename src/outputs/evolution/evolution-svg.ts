import { frenchNumber } from '../../french.js';
import type { PackedMap } from '../../geometry/packed.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { HATCH, hatchPattern } from '../map/areas.js';
import { capital, contoursText } from '../map/about-map.js';
import { FONT_FAMILY } from '../map/font.js';
import type { Fonts } from '../map/font.js';
import type { MapLayer } from '../map/layer.js';
import { element } from '../map/svg.js';
import { QUIET, TextColumn, textElement } from '../map/text-column.js';
import { WARNING } from '../method-text.js';
import { xmlEscaped } from '../xml-text.js';
import { lineCharts } from './line-charts.js';
import type { DrawnCharts } from './line-charts.js';
import { smallMaps } from './small-maps.js';
import { baseManifest, firstYear, lastYear, panelTerritory, panelUnitNames, signed, span } from './words.js';

const WIDTH = 1000;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;

/**
 * `evolution.svg`: small maps of the score, one a year, where there are contours, then small charts of the
 * score and of each variable. The same panel gives the same text.
 */
export function evolutionSvg(evolution: Evolution, contours: PackedMap | null, fonts: Fonts): string {
  const { panel } = evolution;
  const manifest = baseManifest(evolution);
  const baseYear = String(panel.years[panel.base]?.year ?? '');
  const title = `Indice de fragilité numérique, ${span(panel)}`;
  const subtitle = capital(`${panelTerritory(evolution).nom_court} ; base 100 : ${manifest.reference.nom === manifest.territoire.nom ? 'le territoire lui-même' : manifest.reference.nom_court} en ${baseYear}, figée`);
  const head = new TextColumn(fonts, MARGIN, 20, INNER);
  head.text(title, { size: 24, bold: true, most: 2 });
  head.text(subtitle, { size: 14, colour: QUIET, before: 1, most: 2 });
  const maps = contours === null ? null : smallMaps(evolution, contours, { x: MARGIN, y: head.y + 12, width: INNER });
  const legendTop = (maps?.bottom ?? head.y) + 12;
  const mapLegend = maps === null ? { markup: '', bottom: legendTop } : classesInLine(maps.layers, fonts, legendTop);
  const charts = lineCharts(panel, fonts, { x: MARGIN, y: mapLegend.bottom + 44, width: INNER });
  const chartLegend = linesInLine(charts, fonts, mapLegend.bottom + 22);
  const foot = footer(evolution, maps?.projection ?? null, fonts, charts.bottom + 16);
  const height = Math.ceil(foot.y + 14);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="fr" aria-labelledby="fragilite-evolution-titre fragilite-evolution-texte" width="${String(WIDTH)}" height="${String(height)}" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="${FONT_FAMILY}">`,
    element('title', { id: 'fragilite-evolution-titre' }, xmlEscaped(`${title}. ${subtitle}`)),
    element('desc', { id: 'fragilite-evolution-texte' }, xmlEscaped(inWords(evolution))),
    element('defs', {}, hatchPattern()),
    element('rect', { width: WIDTH, height, fill: '#ffffff' }),
    head.markup(),
    ...(maps === null ? [] : [maps.markup, mapLegend.markup]),
    chartLegend,
    charts.markup,
    foot.markup(),
    '</svg>\n',
  ].join('\n');
}

/** The classes of all the maps on one line, from the least fragile. */
function classesInLine(layers: readonly MapLayer[], fonts: Fonts, top: number): { readonly markup: string; readonly bottom: number } {
  const [layer] = layers;
  const missing = layers.some((l) => l.missing > 0);
  const entries = [...(layer?.legend ?? []).toReversed().map((e) => ({ label: e.label, colour: e.colour })), ...(missing ? [{ label: 'sans valeur', colour: HATCH }] : [])];
  let x = MARGIN;
  const parts = [textElement('moins fragile ◂', x, top + 11, { size: 9.5, colour: QUIET })];
  x += fonts.regular.width('moins fragile ◂', 9.5) + 10;
  for (const { label, colour } of entries) {
    if (colour === HATCH) {
      parts.push(textElement('▸ plus fragile', x, top + 11, { size: 9.5, colour: QUIET }));
      x += fonts.regular.width('▸ plus fragile', 9.5) + 16;
    }
    parts.push(element('rect', { x, y: top, width: 22, height: 14, fill: colour, stroke: '#8a8a8a', 'stroke-width': 0.6 }), textElement(label, x + 27, top + 11, { size: 10.5 }));
    x += 27 + fonts.regular.width(label, 10.5) + 13;
  }
  if (!missing) parts.push(textElement('▸ plus fragile', x, top + 11, { size: 9.5, colour: QUIET }));
  return { markup: element('g', {}, ...parts), bottom: top + 14 };
}

function linesInLine({ legend }: DrawnCharts, fonts: Fonts, y: number): string {
  let x = MARGIN;
  const parts = legend.map(({ label, sample }) => {
    const markup = sample(x, y) + textElement(label, x + 32, y + 4, { size: 10.5 });
    x += 32 + fonts.regular.width(label, 10.5) + 22;
    return markup;
  });
  return element('g', {}, ...parts);
}

function footer(evolution: Evolution, projection: string | null, fonts: Fonts, y: number): TextColumn {
  const { panel, years } = evolution;
  const manifest = baseManifest(evolution);
  const contours = years.map((one) => contoursText(one.manifest)).find((text) => text !== null) ?? null;
  const vintages = [...new Set(panel.variables.map((v) => `${v.years[0]?.family ?? v.id} ${v.years.map((own) => String(own.vintage ?? '–')).join(', ')}`))];
  const foot = new TextColumn(fonts, MARGIN, y, INNER);
  foot.draw(8, (at) => element('path', { d: `M${String(MARGIN)},${String(at)}H${String(WIDTH - MARGIN)}`, stroke: '#c9c9c9', 'stroke-width': 0.8 }));
  foot.text(`Sources : Insee (${vintages.join(' ; ')}) ; géographie : COG ${String(panel.cog)}. Données de l'Insee sous Licence Ouverte 2.0.${projection === null ? '' : ` Projection ${projection}.`}${contours === null ? '' : ` ${contours}`}`, { size: 10 });
  foot.text(
    `${manifest.modele.libelle} (${manifest.modele.id}, version ${String(manifest.modele.version)}${manifest.modele.liste_reconstituee ? ', liste reconstituée' : ''}). Points : 100 × valeur de l'année / valeur de la référence en ${String(panel.years[panel.base]?.year ?? '')} (disque blanc), à la même échelle partout.${panel.left.length === 0 ? '' : ` Écartées de toutes les années : ${panel.left.map((v) => v.id).join(', ')}.`}`,
    { size: 9, colour: QUIET, before: 1 },
  );
  foot.text(WARNING, { size: 10, bold: true, before: 4 });
  return foot;
}

/** The picture for who does not see it. */
function inWords(evolution: Evolution): string {
  const { panel } = evolution;
  const [, many] = panelUnitNames(evolution);
  const { score } = panel.reference;
  const rose = panel.units.filter((u) => (u.score.at(-1) ?? Number.NaN) > (u.score[0] ?? Number.NaN)).length;
  const scored = panel.units.filter((u) => !Number.isNaN(u.score[0] ?? Number.NaN)).length;
  return `De ${String(firstYear(panel))} à ${String(lastYear(panel))}, l'indice de la référence passe de ${frenchNumber(score[0] ?? null, 1)} à ${frenchNumber(score.at(-1) ?? null, 1)} (${signed((score.at(-1) ?? 0) - (score[0] ?? 0))}) ; il monte dans ${String(rose)} des ${String(scored)} ${many} suivies. Les valeurs sont dans evolution.csv. ${WARNING}`;
}
