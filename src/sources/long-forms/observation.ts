import { inputError } from '../../errors.js';
import { STATE } from '../../index/state.js';
import { missingState, readNumber } from '../numbers.js';
import type { LongColumns } from './columns.js';
import type { Slot } from './slots.js';

export interface Observation {
  readonly value: number;
  readonly state: number;
}

const missing = (state: number): Observation => ({ value: Number.NaN, state });

/**
 * The value of a row and why it has none. OBS_STATUS: A good, W good (merged commune), O missing, K to be
 * dropped (null); CONF_STATUS: C secret, whatever the cell holds, F free. An empty status is a good one.
 *
 * @throws inputError on a status that is none of these, a text that is no number, a negative value, a
 *   rate above 100 %, or a multiplier
 */
export function readObservation(shown: string, fields: readonly string[], columns: LongColumns, slot: Slot, line: number): Observation | null {
  const cell = (index: number): string => (index < 0 ? '' : (fields[index] ?? ''));
  const fault = (column: string, text: string, why: string): Error =>
    inputError(`${shown}, ligne ${String(line)}, colonne ${column} : « ${text.slice(0, 60)} » ${why}.`);
  const status = cell(columns.obsStatus);
  if (status === 'K') return null;
  if (status !== '' && status !== 'A' && status !== 'W' && status !== 'O') {
    throw fault('OBS_STATUS', status, "n'est pas un statut connu (A et W bons, O manquant, K à écarter).\nVérifiez ce que l'Insee en dit dans les métadonnées du jeu, puis corrigez ou retirez la ligne");
  }
  const secrecy = cell(columns.confStatus);
  if (secrecy === 'C') return missing(STATE.secret);
  if (secrecy !== '' && secrecy !== 'F') {
    throw fault('CONF_STATUS', secrecy, "n'est pas un statut connu (C secret, F libre).\nVérifiez ce que l'Insee en dit dans les métadonnées du jeu, puis corrigez ou retirez la ligne");
  }
  if (status === 'O') return missing(STATE.blank);
  const text = cell(columns.value);
  const value = readNumber(text);
  if (value === undefined) throw fault('OBS_VALUE', text, `n'est ni un nombre ni une marque de valeur manquante (${slot.shown})`);
  if (Number.isNaN(value)) return missing(missingState(text, false));
  const multiplier = cell(columns.unitMult);
  if (multiplier !== '' && multiplier !== '0') throw fault('UNIT_MULT', multiplier, `n'est pas 0 : la valeur serait à multiplier (${slot.shown})`);
  if (value < 0) throw fault('OBS_VALUE', text, `est négatif (${slot.shown})`);
  if (slot.isRate && value > 100) throw fault('OBS_VALUE', text, `dépasse 100 % (${slot.shown})`);
  return { value, state: STATE.observed };
}
