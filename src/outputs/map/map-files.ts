import { classBreaks } from '../../geometry/classes.js';
import type { Breaks } from '../../geometry/classes.js';
import type { PackedMap } from '../../geometry/packed.js';
import type { StoredResult } from '../../sources/result-folder.js';
import type { OutputFile } from '../write-folder.js';
import type { MapColumn } from './columns.js';
import { loadFonts } from './font.js';
import { classRequest, columnValues, mapLayer, usualChoice } from './layer.js';
import type { ClassChoice, MapLayer } from './layer.js';
import { mapSvg } from './map-svg.js';
import { pngOf } from './png.js';

export const MAP_FORMATS = ['svg', 'png'] as const;
export type MapFormat = (typeof MAP_FORMATS)[number];

/** The maps that are asked of a result. */
export interface MapRequest {
  readonly columns: readonly MapColumn[];
  /** Null: fixed limits in base 100, equal classes of a scale that has two ends, quantiles elsewhere. */
  readonly choice: ClassChoice | null;
  /** True when maps of columns that are not on the scale of the index share their limits too. */
  readonly sameBreaks: boolean;
  /** Counts drawn over the areas of a column. */
  readonly circlesOver: (column: MapColumn) => readonly MapColumn[];
  readonly labels: number;
  readonly formats: readonly MapFormat[];
  /** Pixels of a PNG. */
  readonly width: number;
}

/** A map made: its files, and what the manifest says of it. */
export interface MadeMap {
  readonly column: MapColumn;
  readonly layer: MapLayer | null;
  readonly files: readonly OutputFile[];
  readonly entry: MapEntry;
}

/** A map in the section `cartes` of a manifest. */
export interface MapEntry {
  readonly sorties: readonly string[];
  readonly colonne: string;
  /** Null for a map of counts. */
  readonly classes: { readonly methode: string; readonly bornes: readonly number[] } | null;
  readonly cercles: readonly string[];
}

/** `carte` for the score, `carte-pauvrete` for another column. */
export const mapName = (column: string): string => (column === 'score' ? 'carte' : `carte-${column}`);

/** What a count or a gap is drawn as: circles, never areas. */
export const isCount = ({ kind }: MapColumn): boolean => kind === 'effectif' || kind === 'ecart';

/**
 * Makes the maps of a result.
 *
 * @param contours at least one
 */
export async function makeMaps(stored: StoredResult, contours: PackedMap, request: MapRequest): Promise<MadeMap[]> {
  const fonts = loadFonts();
  const shared = sharedBreaks(stored, request);
  const made: MadeMap[] = [];
  for (const column of request.columns) {
    const layer = isCount(column) ? null : mapLayer(column, columnValues(column, stored.rows), request.choice ?? usualChoice(column), shared.get(column.id) ?? null);
    const over = isCount(column) ? [column] : request.circlesOver(column);
    const counts = over.map((c) => ({ column: c, values: columnValues(c, stored.rows) }));
    const svg = mapSvg({ stored, contours, layer, counts, labels: request.labels, fonts });
    const name = mapName(column.id);
    const files: OutputFile[] = [];
    for (const format of request.formats) {
      if (format === 'svg') files.push({ name: `${name}.svg`, text: svg });
      else {
        const png = await pngOf(svg, request.width);
        files.push({ name: `${name}.png`, chunks: () => [png] });
      }
    }
    const entry = {
      sorties: files.map((f) => f.name),
      colonne: column.id,
      classes: layer === null ? null : { methode: layer.method, bornes: layer.breaks?.limits ?? [] },
      cercles: over.map((c) => c.id),
    };
    made.push({ column, layer, files, entry });
  }
  return made;
}

/**
 * Limits taken from the values of several columns together, for maps that are compared: those on the scale
 * of the index always, the others when it is asked. Fixed and given limits are the same on all maps by
 * themselves.
 */
function sharedBreaks(stored: StoredResult, { columns, choice, sameBreaks }: MapRequest): ReadonlyMap<string, Breaks> {
  const shared = new Map<string, Breaks>();
  const areas = columns.filter((column) => !isCount(column));
  for (const ofIndex of [true, false]) {
    const together = areas.filter(({ scale }) => (scale !== null) === ofIndex);
    const [first] = together;
    if (first === undefined || together.length < 2 || !(ofIndex || sameBreaks)) continue;
    const own = choice ?? usualChoice(first);
    if (own.method === 'base100' || own.method === 'echelle' || typeof own.method === 'object') continue;
    const values = together.flatMap((column) => [...columnValues(column, stored.rows).values()]);
    const breaks = classBreaks(values, classRequest(first, own));
    if (breaks !== null) for (const column of together) shared.set(column.id, breaks);
  }
  return shared;
}
