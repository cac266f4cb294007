import { inputError } from '../../errors.js';
import { firstOf } from '../../french.js';
import type { Quantities, Quantity } from '../../index/quantity.js';
import type { TableReader } from '../columns/read-table.js';
import type { ScannedRecord } from '../columns/scanned-record.js';
import type { CsvShape } from '../csv.js';
import type { Repair, SourceTable } from '../insee-table.js';
import { CellStore } from './cell-store.js';
import { longColumns } from './columns.js';
import type { LongColumns } from './columns.js';
import type { LongForm } from './form.js';
import { readObservation } from './observation.js';
import { PlaceReader } from './place.js';
import { makeQuantities } from './quantities.js';
import { cellKey, planSlots } from './slots.js';
import type { Slot, SlotPlan } from './slots.js';

/** The quantities to look for in long files, and every one known, to find the weights of rates. */
export interface LongWanted {
  readonly wanted: readonly Quantity[];
  readonly all: Quantities;
  /** True where IRIS are the units. */
  readonly iris?: boolean;
}

/** What messages tell of a long file. */
export interface LongFacts {
  readonly label: string;
  /** Ids of the quantities read. */
  readonly quantities: readonly string[];
  readonly years: readonly number[];
  /** Wanted rows of status K. */
  readonly dropped: number;
  /** When no quantity was read: the first measures of the file. */
  readonly measures: readonly string[];
}

const YEAR = /^\d{4}$/;
/** The years that two digits can tell apart. */
const FIRST_YEAR = 1960;
const LAST_YEAR = 2059;

/**
 * The reader of a long INSEE file: row by row, only the cells that the wanted quantities sum are kept.
 *
 * @throws inputError on a lacking column, a code without a level, an unknown status, a cell that is no
 *   number, a period that is no year, two values of one cell that differ, or dimensions never at `_T`
 */
export function longReader(shown: string, shape: CsvShape, form: LongForm, { wanted, all, iris = false }: LongWanted): TableReader<Omit<SourceTable, 'print'>> {
  const columns = longColumns(shown, shape.header, form);
  const plan = planSlots(wanted, all.values(), form, columns);
  const places = new PlaceReader(shown, columns.geoObject >= 0, iris);
  const store = new CellStore();
  const totals = new TotalsSeen(columns, plan);
  const repairs = new Map<string, Repair>();
  const measures = new Set<string>();
  const otherLevels = new Set<string>();
  let [rows, others, dropped] = [0, 0, 0];

  const row = ({ line }: ScannedRecord, text: (slot: number) => string): void => {
    rows += 1;
    const place = places.read(text(columns.geo), columns.geoObject < 0 ? '' : text(columns.geoObject), line);
    if (typeof place === 'string') {
      others += 1;
      if (otherLevels.size < 5) otherLevels.add(place);
      return;
    }
    const measure = text(columns.measure);
    const cells = plan.byMeasure.get(measure);
    if (cells === undefined) {
      if (measures.size < 5) measures.add(measure);
      return;
    }
    const fields = shape.header.map((_, i) => text(i));
    totals.see(fields);
    for (const slot of cells.get(cellKey(fields, columns)) ?? []) {
      if (!inTable(slot, fields, columns)) continue;
      const observation = readObservation(shown, fields, columns, slot, line);
      if (observation === null) {
        dropped += 1;
        continue;
      }
      const year = readYear(shown, fields[columns.time] ?? '', line);
      const { code, repaired } = place;
      if (repaired !== null && !repairs.has(code)) repairs.set(code, { text: fields[columns.geo] ?? '', code, why: repaired, line });
      const other = store.put(place, slot.index, year, observation, line);
      if (other !== null) {
        throw inputError(
          `${shown}, ligne ${String(line)} : ${slot.shown}, ${code}, ${String(year)} : ${other.now} ici, ${other.before} à la ligne ${String(other.line)}.\n` +
            (form.kind === 'dossier' ? 'La mesure revient avec une autre valeur (sous un autre ID_TAB ?) : ' : 'Deux valeurs pour une même cellule : ') +
            'gardez celle qui convient, fragilite ne choisit pas à votre place.',
        );
      }
    }
  };

  const end = (): Omit<SourceTable, 'print'> => {
    const made = makeQuantities(store, plan.quantities, all);
    if (rows === others) {
      const why = rows === 0 ? 'le fichier n’a que son en-tête' : `niveaux : ${[...otherLevels].join(', ')}`;
      throw inputError(`${shown} : aucune ligne de commune, d'EPCI, de département, de région ou de la France (${why}).`);
    }
    if (made.columns.length === 0) totals.requireSome(shown);
    return {
      file: shown,
      keyColumn: 'GEO',
      delimiter: shape.delimiter,
      iris: false,
      header: shape.header,
      ...made,
      repairs: [...repairs.values()],
      identicalDuplicates: [],
      otherLevels: [...otherLevels],
      otherLevelCount: others,
      ambiguousTerritories: [],
      long: {
        label: form.label,
        quantities: plan.quantities.map((q) => q.quantity.id).filter((id) => made.columns.some((c) => /^[a-z0-9_]+/.exec(c.name)?.[0] === id)),
        years: [...new Set(made.columns.flatMap((c) => c.vintage ?? []))].sort((a, b) => a - b),
        dropped,
        measures: made.columns.length === 0 ? [...measures] : [],
      },
    };
  };
  // Every column: a long file has a dozen, and each dimension may have to be looked at.
  return { wanted: shape.header.map((_, i) => i), row, end };
}

/** A file without ID_TAB cannot say otherwise. */
const inTable = (slot: Slot, fields: readonly string[], { table }: LongColumns): boolean =>
  slot.table === null || fields[table] === slot.table;

function readYear(shown: string, text: string, line: number): number {
  const year = Number(text);
  if (YEAR.test(text) && year >= FIRST_YEAR && year <= LAST_YEAR) return year;
  throw inputError(`${shown}, ligne ${String(line)}, colonne TIME_PERIOD : « ${text.slice(0, 60)} » n'est pas une année.\nCorrigez la cellule.`);
}

/** Which dimensions that no cell pins were met at their total, to tell why nothing of a wanted measure could be read. */
class TotalsSeen {
  readonly #waiting: Map<string, { readonly index: number; readonly values: Set<string> }>;
  #any = false;

  constructor({ dimensions }: LongColumns, { quantities }: SlotPlan) {
    const pinned = new Set(quantities.flatMap((q) => q.names.flatMap(({ name }) => name.dimensions)));
    const unpinned = dimensions.filter(({ name }) => !pinned.has(name));
    this.#waiting = new Map(unpinned.map(({ name, index }) => [name, { index, values: new Set<string>() }]));
  }

  see(fields: readonly string[]): void {
    this.#any = true;
    for (const [name, { index, values }] of this.#waiting) {
      const value = fields[index] ?? '';
      if (value === '' || value === '_T') this.#waiting.delete(name);
      else if (values.size < 4) values.add(value);
    }
  }

  /** @throws inputError when a dimension that has no total explains that nothing was read */
  requireSome(shown: string): void {
    const [first] = this.#waiting;
    if (!this.#any || first === undefined) return;
    const [name, { values }] = first;
    throw inputError(
      `${shown} : la colonne ${name} n'a jamais le total _T (${firstOf([...values])}…), aucune cellule ne peut être lue.\n` +
        `Reprenez le jeu entier, ou demandez aussi ${name}=_T.`,
    );
  }
}
