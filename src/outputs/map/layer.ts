import { classBreaks, classCounts, classOf } from '../../geometry/classes.js';
import type { Breaks, ClassMethod, ClassRequest } from '../../geometry/classes.js';
import { frenchNumber } from '../../french.js';
import type { StoredRow } from '../../sources/result-folder.js';
import type { MapColumn } from './columns.js';
import { paletteOf } from './palette.js';
import type { PaletteKind } from './palette.js';

/** The values of a column by code, in the unit that people read; NaN is missing. */
export type ColumnValues = ReadonlyMap<string, number>;

export function columnValues(column: MapColumn, rows: ReadonlyMap<string, StoredRow>): ColumnValues {
  const { id, factor } = column;
  return new Map(
    [...rows].map(([code, row]) => {
      const text = row.get(id) ?? '';
      return [code, text === '' ? NaN : Number(text) * factor];
    }),
  );
}

/** A class as a legend shows it. */
export interface LegendEntry {
  /** Its place among the classes, 0 the lowest values. */
  readonly at: number;
  /** `[85 ; 95[`, `moins de 70`, `130 et plus` */
  readonly label: string;
  readonly colour: string;
  readonly count: number;
  /** Its limits; null: open. The upper one is in the class only when it is the last. */
  readonly from: number | null;
  readonly to: number | null;
}

/** A column as a choropleth: its classes, their colours, and the class of each unit. */
export interface MapLayer {
  readonly column: MapColumn;
  readonly values: ColumnValues;
  readonly breaks: Breaks | null;
  readonly method: string;
  readonly palette: PaletteKind;
  /** In the order of the legend: from what is more fragile, or higher, down. */
  readonly legend: readonly LegendEntry[];
  readonly missing: number;
  /** The place of a unit's class among the classes; -1 for what is not a value. */
  readonly classOf: (code: string) => number;
  /** The colours of the classes, from the lowest values. */
  readonly colours: readonly string[];
}

/** How a choropleth is cut: a method or limits, and how many classes where a method lets choose. */
export interface ClassChoice {
  readonly method: ClassMethod | { readonly limits: readonly number[] };
  readonly classes: number;
}

/** Without a choice: fixed limits in base 100, quantiles elsewhere. */
export const usualChoice = (column: MapColumn): ClassChoice => ({ method: column.kind === 'base100' ? 'base100' : 'quantiles', classes: column.kind === 'base100' ? 6 : 5 });

/** The request that cuts a column; what is in base 100 parts at 100. */
export const classRequest = (column: MapColumn, { method, classes }: ClassChoice): ClassRequest => ({
  method,
  classes,
  pivot: column.kind === 'base100' ? 100 : null,
  decimals: column.decimals,
});

/**
 * Makes the choropleth of a column that is not a count.
 *
 * @param shared limits taken from several columns together, so that their maps compare
 */
export function mapLayer(column: MapColumn, values: ColumnValues, choice: ClassChoice = usualChoice(column), shared: Breaks | null = null): MapLayer {
  const breaks = shared ?? classBreaks(values.values(), classRequest(column, choice));
  const { classes, missing } = classCounts(breaks, values.values());
  const palette = paletteOf(breaks, column.kind !== 'rang');
  const legend = classes.map((count, at): LegendEntry => {
    const from = breaks?.limits[at - 1] ?? breaks?.ends?.[0] ?? null;
    const to = breaks?.limits[at] ?? breaks?.ends?.[1] ?? null;
    return { at, label: intervalText(from, to, at === classes.length - 1, breaks?.decimals ?? 0), colour: palette.colours[at] ?? '', count, from, to };
  });
  if (column.kind !== 'rang') legend.reverse();
  return {
    column,
    values,
    breaks,
    method: methodText(choice, breaks, shared !== null),
    palette: palette.kind,
    legend,
    missing,
    classOf: (code) => (breaks === null ? -1 : classOf(breaks, values.get(code) ?? NaN)),
    colours: palette.colours,
  };
}

/** `[85 ; 95[`, the last one closed, `moins de 70` and `130 et plus` where an end is open. */
export function intervalText(from: number | null, to: number | null, last: boolean, decimals: number): string {
  const text = (value: number): string => frenchNumber(value, decimals);
  if (from === null) return to === null ? 'toutes les valeurs' : `moins de ${text(to)}`;
  if (to === null) return `${text(from)} et plus`;
  return `[${text(from)} ; ${text(to)}${last ? ']' : '['}`;
}

export const METHOD_NAMES: Readonly<Record<ClassMethod, string>> = {
  base100: 'bornes fixes, les mêmes sur toutes les cartes en base 100',
  quantiles: 'quantiles (type 7)',
  jenks: 'seuils naturels (Jenks, par ckmeans)',
  'amplitudes-egales': 'amplitudes égales',
  'ecart-type': 'écarts-types',
  q6: 'quantiles 0-5-25-50-75-95-100 % (type 7)',
};

function methodText({ method }: ClassChoice, breaks: Breaks | null, shared: boolean): string {
  const name = typeof method === 'object' ? 'bornes données' : METHOD_NAMES[method];
  const pivot = breaks?.pivot ?? null;
  const parted = method !== 'base100' && pivot !== null && breaks?.limits.includes(pivot) === true ? `, ${frenchNumber(pivot)} étant une borne` : '';
  return `${name}${parted}${shared ? ' ; bornes communes aux cartes faites ensemble' : ''}`;
}
