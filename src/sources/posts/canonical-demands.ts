import { DEMAND_STATES } from '../../posts/records.js';
import type { Demand, DemandKind } from '../../posts/records.js';
import type { Cog } from '../../territory/cog.js';
import { readCommune, readDepartement, readSiret } from './code-cells.js';
import { refuseTwice } from './canonical-posts.js';
import { DEMANDS } from './columns.js';
import { RowNotes } from './row-notes.js';
import type { FileNote } from './row-notes.js';
import { checkSeat, requireCommunes } from './seat-checks.js';
import { columnKey } from '../small-csv.js';
import type { SmallCsv } from '../small-csv.js';
import { readCount, readDate, readName, readText } from './value-cells.js';

const KINDS: readonly DemandKind[] = ['structure', 'ajout', 'retrait'];

export interface DemandsRead {
  readonly demands: readonly Demand[];
  readonly notes: readonly FileNote[];
  readonly rows: number;
}

/**
 * Reads our `demandes.csv`.
 *
 * @throws inputError on a cell that cannot be used, an unknown state, or an identifier that stands twice
 */
export function readDemands(csv: SmallCsv, cog: Cog | null): DemandsRead {
  const notes = new RowNotes(csv.shown);
  const rows = csv.rows(DEMANDS);
  const lines = new Map<string, number>();
  const demands = rows.map((row): Demand => {
    const id = readName(row, 'id');
    refuseTwice(csv.shown, 'demande', id, lines.get(id), row.line);
    lines.set(id, row.line);
    const kind = KINDS.find((known) => known === columnKey(row.text('kind')));
    if (kind === undefined) throw row.error('kind', `nature inconnue. Natures connues : ${KINDS.join(', ')}.`);
    const states = DEMAND_STATES.filter((s) => (s === s.toUpperCase()) === (kind === 'structure'));
    const state = states.find((known) => columnKey(known) === columnKey(row.text('state')));
    if (state === undefined) {
      throw row.error('state', `état inconnu pour la nature ${kind}. États connus : ${states.join(', ')}.`);
    }
    const seat = readCommune(row, 'commune', notes);
    const demand: Demand = {
      id,
      kind,
      structure: readName(row, 'structure'),
      siret: readSiret(row, 'siret', notes),
      type: readText(row, 'type'),
      seat,
      seatName: null,
      departement: readDepartement(row, 'departement', seat, cog, notes),
      posts: readCount(row, 'posts'),
      state,
      date: readDate(row, 'date'),
    };
    checkSeat({ line: row.line, seat, seatName: null, allocation: demand.departement, allocationName: null, postcode: null }, cog, notes);
    return demand;
  });
  requireCommunes(csv.shown, DEMANDS.commune.name, demands.map(({ seat }) => ({ seat, postcode: null })), cog);
  return { demands, notes: notes.notes, rows: rows.length };
}
