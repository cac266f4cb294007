import { frenchNumber } from '../../french.js';
import { classBreaks } from '../../geometry/classes.js';
import type { PackedMap } from '../../geometry/packed.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { areas, HATCH } from '../map/areas.js';
import { mapColumn } from '../map/columns.js';
import { drawLand } from '../map/land.js';
import { classRequest, mapLayer, usualChoice } from '../map/layer.js';
import type { MapLayer } from '../map/layer.js';
import { scaleBar } from '../map/legend.js';
import { element } from '../map/svg.js';
import { QUIET, textElement } from '../map/text-column.js';
import { baseManifest } from './words.js';

const MOST_A_ROW = 3;
const GAP = 20;
const YEAR_HEIGHT = 26;
const LEAST_HEIGHT = 160;

export interface DrawnMaps {
  readonly markup: string;
  readonly bottom: number;
  /** One layer a year, of the same classes. */
  readonly layers: readonly MapLayer[];
  readonly projection: string;
}

/** One small map of the score a year, all with the same classes and at the same scale. */
export function smallMaps(evolution: Evolution, contours: PackedMap, at: { readonly x: number; readonly y: number; readonly width: number }): DrawnMaps {
  const { panel } = evolution;
  const layers = yearLayers(evolution);
  const aRow = Math.min(MOST_A_ROW, Math.max(2, panel.years.length));
  const width = (at.width - GAP * (aRow - 1)) / aRow;
  const units = new Map(panel.units.map((u) => [u.code, u]));
  const drawn: string[] = [];
  let y = at.y;
  let bottom = at.y;
  let projection = '';
  for (const [i, { year }] of panel.years.entries()) {
    if (i > 0 && i % aRow === 0) y = bottom + 14;
    const x = at.x + (i % aRow) * (width + GAP);
    const land = drawLand(contours, { x, y: y + YEAR_HEIGHT, width }, LEAST_HEIGHT);
    const layer = layers[i];
    const style = {
      departementOf: (code: string): string => units.get(code)?.departement ?? '',
      fillOf: (code: string): string => {
        const place = layer?.classOf(code) ?? -1;
        return place < 0 ? HATCH : (layer?.colours[place] ?? HATCH);
      },
      titleOf: (code: string): string => {
        const value = layer?.values.get(code) ?? Number.NaN;
        return `${units.get(code)?.name ?? code} (${code}), ${String(year)} : ${Number.isNaN(value) ? 'sans valeur' : frenchNumber(value, 1)}`;
      },
    };
    drawn.push(
      element(
        'g',
        {},
        textElement(`${String(year)}${i === panel.base ? ' (année de référence)' : ''}`, x, y + 17, { size: 15, bold: true }),
        ...[land.main, ...land.insets.map((inset) => inset.drawn)].map((zone) => areas(zone, style)),
        ...land.insets.map(({ box, drawn: inset }) => textElement(inset.zone.name, box.x, box.y + 12, { size: 8, colour: QUIET })),
        ...(i === 0 ? [scaleBar(land.main, x + 4, land.bottom + 8, Math.min(110, width / 2), 9)] : []),
      ),
    );
    bottom = Math.max(bottom, land.bottom + (i === 0 ? 26 : 0));
    projection = `${land.main.zone.projection} (${land.main.zone.epsg})`;
  }
  return { markup: drawn.join('\n'), bottom, layers, projection };
}

/** The layer of each year, cut at the same limits: fixed ones in base 100, else of all years together. */
function yearLayers(evolution: Evolution): MapLayer[] {
  const { panel } = evolution;
  const manifest = baseManifest(evolution);
  const column = mapColumn('score', manifest);
  if (column === null) throw new Error('A result has a score');
  const base = { ...column, unit: `base 100 : ${manifest.reference.nom_court} en ${String(panel.years[panel.base]?.year ?? '')}` };
  const values = panel.years.map((_, at) => new Map(panel.units.map((u) => [u.code, u.score[at] ?? Number.NaN])));
  const shared = classBreaks(values.flatMap((v) => [...v.values()]), classRequest(base, usualChoice(base)));
  return values.map((v) => mapLayer(base, v, usualChoice(base), shared));
}
