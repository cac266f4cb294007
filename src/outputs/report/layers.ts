import type { StoredResult } from '../../sources/result-folder.js';
import { circleLayer, circleScale } from '../map/circles.js';
import type { MapColumn } from '../map/columns.js';
import { drawableColumns, mapColumn } from '../map/columns.js';
import type { Land } from '../map/land.js';
import { columnValues, mapLayer } from '../map/layer.js';
import type { AreaLayer, CirclesLayer, ReportData } from './form.js';

/** The columns of a result that a report shows as colours, in the order of its list of layers. */
function areaColumns({ columns, manifest, tree }: StoredResult): readonly (readonly [group: string, column: MapColumn])[] {
  const themes = tree.themes.map((t) => t.id);
  const axes = [...tree.themes.flatMap((t) => t.axes), ...tree.looseAxes].map((a) => a.id);
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['Indice', ['score', 'rang', 'dixieme', 'completude']],
    ['Thèmes', themes],
    ['Axes', axes.filter((id) => !themes.includes(id))],
    ['Variables, en points', manifest.variables.map((v) => `${v.id}_points`)],
    ['Variables, observées', manifest.variables.map((v) => v.id)],
    ['Postes et demandes', ['postes_pour_10000']],
  ];
  const drawable = new Set(drawableColumns(columns, manifest));
  const seen = new Set<string>();
  return groups.flatMap(([group, ids]) =>
    ids.flatMap((id): (readonly [string, MapColumn])[] => {
      const column = drawable.has(id) && !seen.has(id) ? mapColumn(id, manifest) : null;
      if (column === null || column.kind === 'effectif' || column.kind === 'ecart') return [];
      seen.add(id);
      return [[group, column]];
    }),
  );
}

/** The choropleths of a report, cut and coloured as `fragilite map` does without options. */
export function areaLayers(stored: StoredResult): AreaLayer[] {
  const codes = [...stored.rows.keys()];
  const layers = areaColumns(stored).map(([group, column]): AreaLayer => {
    const values = columnValues(column, stored.rows);
    const layer = mapLayer(column, values);
    // The legend runs from the most fragile down; a class is known by its place in it.
    const place = new Map(layer.legend.map((entry, i) => [entry.at, i]));
    return {
      id: column.id,
      group,
      label: column.label,
      unit: column.unit,
      decimals: column.decimals,
      values: codes.map((code) => rounded(values.get(code) ?? Number.NaN, column.decimals)),
      classes: codes.map((code) => place.get(layer.classOf(code)) ?? -1),
      legend: layer.legend.map(({ label, colour, count }) => ({ label, colour, count })),
      missing: layer.missing,
      ends: column.kind === 'base100' || column.kind === 'echelle' ? ['plus fragile', 'moins fragile'] : null,
      method: layer.method,
      note: column.note,
    };
  });
  const classes = crossingClasses(stored, codes);
  return classes === null ? layers : [...layers, classes];
}

/** A number as it is shown, and null for what is missing. */
export const rounded = (value: number, decimals: number): number | null => (Number.isNaN(value) ? null : Number(value.toFixed(decimals)));

/**
 * Colours of classes in words: the need sets the hue, what there is sets the depth, so that a strong need
 * without a post is the darkest. Okabe and Ito's palette, which people with colour-blindness tell apart.
 */
const NEED_COLOURS: Readonly<Record<string, readonly string[]>> = {
  'besoin fort': ['#8f3d00', '#d55e00', '#f3b98d'],
  'besoin modéré': ['#6b5a00', '#c9a800', '#efe3a0'],
  'besoin faible': ['#00496f', '#0072b2', '#a9d3ec'],
};

/** The class of the crossing of need and supply, where a crossing gave any. */
function crossingClasses({ rows, columns }: StoredResult, codes: readonly string[]): AreaLayer | null {
  if (!columns.includes('classe')) return null;
  const texts = codes.map((code) => rows.get(code)?.get('classe') ?? '');
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size === 0) return null;
  const needs = Object.keys(NEED_COLOURS);
  const needOf = (text: string): string => text.split(' ; ')[0] ?? '';
  const supplied = (text: string): number => (text.includes('aucun poste') ? (text.includes('demande en attente') ? 0 : 1) : 2);
  const legend = [...counts]
    .sort(([a], [b]) => needs.indexOf(needOf(a)) - needs.indexOf(needOf(b)) || supplied(a) - supplied(b) || (a < b ? -1 : 1))
    .map(([label, count]) => ({ label, count, colour: NEED_COLOURS[needOf(label)]?.[supplied(label)] ?? '#bbbbbb' }));
  const place = new Map(legend.map(({ label }, i) => [label, i]));
  return {
    id: 'classe',
    group: 'Postes et demandes',
    label: 'Classe du croisement : besoin et postes',
    unit: '',
    decimals: 0,
    values: [],
    classes: texts.map((text) => place.get(text) ?? -1),
    legend,
    missing: texts.filter((text) => text === '').length,
    ends: null,
    method: 'classes du croisement',
    note: null,
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Where the circle of each unit stands. */
export const placesOf = ({ rows }: StoredResult, land: Land): ReportData['places'] =>
  [...rows.keys()].map((code) => {
    const place = land.placeOf(code);
    return place === null ? null : [tenth(place.x), tenth(place.y)];
  });

/** The counts of a report, as circles on its map. */
export function circlesLayers({ rows, columns, manifest }: StoredResult, land: Land): CirclesLayer[] {
  const at = new Map([...rows.keys()].map((code, i) => [code, i]));
  return drawableColumns(columns, manifest).flatMap((name): CirclesLayer[] => {
    const column = mapColumn(name, manifest);
    if (column === null || (column.kind !== 'effectif' && column.kind !== 'ecart')) return [];
    const values = columnValues(column, rows);
    const scale = circleScale([values], land.area, column.decimals);
    const layer = circleLayer(column, values, scale, land.placeOf);
    if (layer.circles.length === 0) return [];
    return [
      {
        id: column.id,
        label: column.label,
        unit: column.unit,
        note: column.note,
        decimals: column.decimals,
        total: rounded(layer.total, column.decimals) ?? 0,
        circles: layer.circles.map((c) => [at.get(c.code) ?? -1, rounded(c.value, column.decimals) ?? 0, tenth(c.radius)]),
        scale: scale.shown.map((value) => [value, tenth(scale.radius(value))]),
      },
    ];
  });
}
