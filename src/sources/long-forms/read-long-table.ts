import { inputError } from '../../errors.js';
import type { Quantities, Quantity } from '../../index/quantity.js';
import { KnownTexts } from '../columns/known-texts.js';
import type { TableReader } from '../columns/read-table.js';
import type { TableRecord } from '../columns/table-record.js';
import type { CsvShape } from '../csv.js';
import type { Repair, SourceTable } from '../insee-table.js';
import { CellFinder } from './cell-finder.js';
import { CellStore } from './cell-store.js';
import { columnsRead, longColumns } from './columns.js';
import type { LongForm } from './form.js';
import { DROPPED, ObservationReader } from './observation.js';
import type { Place } from './place.js';
import { PlaceReader } from './place.js';
import { makeQuantities } from './quantities.js';
import { planSlots } from './slots.js';
import type { Slot } from './slots.js';
import { TotalsSeen } from './totals-seen.js';
import { readYear } from './year.js';

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
  /** Levels left aside that INSEE is not known to have, with their rows. */
  readonly unknownLevels: readonly { readonly level: string; readonly rows: number }[];
  /** When no quantity was read: the first measures of the file. */
  readonly measures: readonly string[];
}

/**
 * The reader of a long INSEE file: row by row, only the cells that the wanted quantities sum are kept.
 *
 * @throws inputError on a lacking column, a code without a level, an unknown status, a cell that is no
 *   number, a period that is no year, two values of one cell that differ, or dimensions never at `_T`
 */
export function longReader(shown: string, shape: CsvShape, form: LongForm, { wanted, all, iris = false }: LongWanted): TableReader<Omit<SourceTable, 'print'>> {
  const { wanted: read, columns } = columnsRead(longColumns(shown, shape.header, form));
  const { slots, quantities } = planSlots(wanted, all.values(), form, columns);
  const places = new PlaceReader(shown, columns, iris);
  const finder = new CellFinder(slots, columns);
  const observations = new ObservationReader(shown, columns);
  const store = new CellStore();
  const totals = new TotalsSeen(columns, quantities);
  const repairs = new Map<string, Repair>();
  const measures = new Set<string>();
  const measureTexts = new KnownTexts();
  const otherLevels = new Set<string>();
  const unknownRows = new Map<string, number>();
  let [rows, others, dropped] = [0, 0, 0];

  const row = (record: TableRecord, text: (column: number) => string): void => {
    rows += 1;
    const place = places.read(record, text);
    if (typeof place === 'string') {
      others += 1;
      if (otherLevels.size < 5) otherLevels.add(place);
      if (places.unknownLevels.has(place)) unknownRows.set(place, (unknownRows.get(place) ?? 0) + 1);
      return;
    }
    const measure = finder.measure(record);
    if (measure < 0) {
      if (measures.size < 5) measures.add(measureTexts.of(record, columns.measure, text));
      return;
    }
    totals.see(record, text);
    for (const slot of finder.slots(record, measure)) {
      if (finder.inTable(record, slot)) take(place, slot, record, text);
    }
  };

  const take = (place: Place, slot: Slot, record: TableRecord, text: (column: number) => string): void => {
    const { line } = record;
    const state = observations.read(record, text, slot);
    if (state === DROPPED) {
      dropped += 1;
      return;
    }
    const year = readYear(shown, record, columns.time, text);
    const { code, repaired } = place;
    if (repaired !== null && !repairs.has(code)) repairs.set(code, { text: text(columns.geo), code, why: repaired, line });
    const other = store.put(place, slot.index, year, observations.value, state, line);
    if (other !== null) {
      throw inputError(
        `${shown}, ligne ${String(line)} : ${slot.shown}, ${code}, ${String(year)} : ${other.now} ici, ${other.before} à la ligne ${String(other.line)}.\n` +
          (form.kind === 'dossier' ? 'La mesure revient avec une autre valeur (sous un autre ID_TAB ?) : ' : 'Deux valeurs pour une même cellule : ') +
          'gardez celle qui convient, fragilite ne choisit pas à votre place.',
      );
    }
  };

  const end = (): Omit<SourceTable, 'print'> => {
    const made = makeQuantities(store, quantities, all);
    if (rows === others) {
      const why = rows === 0 ? 'le fichier n’a que son en-tête' : `niveaux : ${[...otherLevels].join(', ')}`;
      const advice = otherLevels.has('IRIS') ? '\nCalculez avec --unit iris, ou donnez le fichier des communes.' : '';
      throw inputError(`${shown} : aucune ligne de commune, d'EPCI, de département, de région ou de la France (${why}).${advice}`);
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
        quantities: quantities.map((q) => q.quantity.id).filter((id) => made.columns.some((c) => /^[a-z0-9_]+/.exec(c.name)?.[0] === id)),
        years: [...new Set(made.columns.flatMap((c) => c.vintage ?? []))].sort((a, b) => a - b),
        dropped,
        unknownLevels: [...unknownRows].map(([level, n]) => ({ level, rows: n })),
        measures: made.columns.length === 0 ? [...measures] : [],
      },
    };
  };
  return { wanted: read, row, end };
}
