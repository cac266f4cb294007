import { inputError } from '../../errors.js';
import type { LongForm } from './form.js';

/** Where the columns of a long file stand, in its header or among those read; -1 for one that it does not have. */
export interface LongColumns {
  readonly geo: number;
  readonly geoObject: number;
  readonly measure: number;
  readonly time: number;
  readonly value: number;
  readonly obsStatus: number;
  readonly confStatus: number;
  readonly unitMult: number;
  readonly table: number;
  /** The columns that cut a measure into cells (AGE, SEX, EDUC…); none for the dossier, whose measures say it all. */
  readonly dimensions: readonly Dimension[];
}

export interface Dimension {
  readonly name: string;
  readonly index: number;
}

/** The value of a dimension that a row does not cut by. */
export const TOTAL = '_T';

/** Columns that say something of the number and cut nothing. */
const ATTRIBUTE = /^(?:FREQ|UNIT_MEASURE|DECIMALS?|ID_TAB|LIB_.*|.*_LABEL(?:_FR|_EN)?|)$/;

/**
 * The columns of a long file, by their names.
 *
 * @throws inputError when one that is needed is missing, or one that is read stands twice
 */
export function longColumns(shown: string, header: readonly string[], form: LongForm): LongColumns {
  const at = (name: string): number => {
    const first = header.indexOf(name);
    const last = header.lastIndexOf(name);
    if (first === last) return first;
    throw inputError(
      `${shown} : deux colonnes s'appellent ${name} (colonnes ${String(first + 1)} et ${String(last + 1)}).\nGardez-en une seule.`,
    );
  };
  const lacking = ['GEO', 'TIME_PERIOD', 'OBS_VALUE'].filter((name) => at(name) < 0);
  if (lacking.length > 0) {
    throw inputError(
      `${shown} : forme longue (${form.label}) sans ${lacking.join(', ')}. Colonnes trouvées : ${header.slice(0, 12).join(', ')}${header.length > 12 ? ', …' : ''}.\n` +
        "Reprenez le fichier tel que l'Insee le sert.",
    );
  }
  const columns = {
    geo: at('GEO'),
    geoObject: at('GEO_OBJECT'),
    measure: at(form.measureColumn),
    time: at('TIME_PERIOD'),
    value: at('OBS_VALUE'),
    obsStatus: at('OBS_STATUS'),
    confStatus: at('CONF_STATUS'),
    unitMult: at('UNIT_MULT'),
    table: at('ID_TAB'),
  };
  const read = new Set<number>(Object.values(columns));
  const dimensions = [...header.entries()]
    .filter(([index, name]) => form.kind === 'cube' && !read.has(index) && !ATTRIBUTE.test(name))
    .map(([, name]) => ({ name, index: at(name) }));
  return { ...columns, dimensions };
}

/**
 * The positions in the file of the columns that are read, ascending, and the same columns by their
 * place among those.
 */
export function columnsRead({ dimensions, ...single }: LongColumns): { readonly wanted: readonly number[]; readonly columns: LongColumns } {
  const wanted = [...new Set([...Object.values(single), ...dimensions.map((d) => d.index)])].filter((index) => index >= 0).sort((a, b) => a - b);
  const place = (index: number): number => wanted.indexOf(index);
  const { geo, geoObject, measure, time, value, obsStatus, confStatus, unitMult, table } = single;
  return {
    wanted,
    columns: {
      geo: place(geo),
      geoObject: place(geoObject),
      measure: place(measure),
      time: place(time),
      value: place(value),
      obsStatus: place(obsStatus),
      confStatus: place(confStatus),
      unitMult: place(unitMult),
      table: place(table),
      dimensions: dimensions.map(({ name, index }) => ({ name, index: place(index) })),
    },
  };
}
