import { inputError } from '../../errors.js';
import { STATE } from '../../index/state.js';
import { ByteIndex } from '../columns/byte-index.js';
import type { TableRecord } from '../columns/table-record.js';
import { missingState, readNumber } from '../numbers.js';
import type { LongColumns } from './columns.js';
import type { Slot } from './slots.js';

export interface Observation {
  readonly value: number;
  readonly state: number;
}

/** What `read` returns for a row of status K. */
export const DROPPED = -1;

/** In the order of their numbers in the indexes below. */
const OBS_STATUS = { none: 0, good: 1, merged: 2, missing: 3, dropped: 4 } as const;
const CONF_STATUS = { none: 0, free: 1, secret: 2 } as const;

/**
 * Reads the value of a row and why it has none. OBS_STATUS: A good, W good (merged commune), O missing, K
 * to be dropped; CONF_STATUS: C secret, whatever the cell holds, F free. An empty status is a good one.
 */
export class ObservationReader {
  readonly #shown: string;
  readonly #columns: LongColumns;
  readonly #obsStatus = new ByteIndex(['', 'A', 'W', 'O', 'K']);
  readonly #confStatus = new ByteIndex(['', 'F', 'C']);
  readonly #noMultiplier = new ByteIndex(['', '0']);
  /** The value that was read last, NaN without one. */
  value = Number.NaN;

  constructor(shown: string, columns: LongColumns) {
    this.#shown = shown;
    this.#columns = columns;
  }

  /**
   * The state of a row's value, then in `value`; or DROPPED.
   *
   * @throws inputError on a status that is none of these, a text that is no number, a negative value, a
   *   rate above 100 %, or a multiplier
   */
  read(record: TableRecord, text: (column: number) => string, slot: Slot): number {
    const { obsStatus, confStatus, unitMult, value: cell } = this.#columns;
    this.value = Number.NaN;
    const status = obsStatus < 0 ? OBS_STATUS.none : record.wordIn(this.#obsStatus, obsStatus);
    if (status === OBS_STATUS.dropped) return DROPPED;
    if (status < 0) {
      throw this.#fault(record, 'OBS_STATUS', text(obsStatus), "n'est pas un statut connu (A et W bons, O manquant, K à écarter).\nVérifiez ce que l'Insee en dit dans les métadonnées du jeu, puis corrigez ou retirez la ligne");
    }
    const secrecy = confStatus < 0 ? CONF_STATUS.none : record.wordIn(this.#confStatus, confStatus);
    if (secrecy === CONF_STATUS.secret) return STATE.secret;
    if (secrecy < 0) {
      throw this.#fault(record, 'CONF_STATUS', text(confStatus), "n'est pas un statut connu (C secret, F libre).\nVérifiez ce que l'Insee en dit dans les métadonnées du jeu, puis corrigez ou retirez la ligne");
    }
    if (status === OBS_STATUS.missing) return STATE.blank;
    let value: number | undefined = record.decimal(cell);
    if (Number.isNaN(value)) {
      value = readNumber(text(cell));
      if (value === undefined) throw this.#fault(record, 'OBS_VALUE', text(cell), `n'est ni un nombre ni une marque de valeur manquante (${slot.shown})`);
      if (Number.isNaN(value)) return missingState(text(cell), false);
    }
    if (unitMult >= 0 && record.wordIn(this.#noMultiplier, unitMult) < 0) {
      throw this.#fault(record, 'UNIT_MULT', text(unitMult), `n'est pas 0 : la valeur serait à multiplier (${slot.shown})`);
    }
    if (value < 0) throw this.#fault(record, 'OBS_VALUE', text(cell), `est négatif (${slot.shown})`);
    if (slot.isRate && value > 100) throw this.#fault(record, 'OBS_VALUE', text(cell), `dépasse 100 % (${slot.shown})`);
    this.value = value;
    return STATE.observed;
  }

  #fault(record: TableRecord, column: string, text: string, why: string): Error {
    return inputError(`${this.#shown}, ligne ${String(record.line)}, colonne ${column} : « ${text.slice(0, 60)} » ${why}.`);
  }
}
