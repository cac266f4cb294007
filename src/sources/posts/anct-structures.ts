import { inputError } from '../../errors.js';
import { DEMAND_STATES } from '../../posts/records.js';
import type { Demand, DemandState, Post } from '../../posts/records.js';
import { OPINIONS, compareDecisions, holdingDecision, isPositiveOpinion, parseCoselec } from '../../posts/validated.js';
import type { Decision } from '../../posts/validated.js';
import type { Cog } from '../../territory/cog.js';
import { noteRepeatedSirets, readCommune, readDepartement, readSiret } from './code-cells.js';
import { ANCT_STRUCTURES } from './columns.js';
import { RowNotes } from './row-notes.js';
import type { FileNote } from './row-notes.js';
import { checkSeat, requireCommunes } from './seat-checks.js';
import type { Row, SmallCsv } from '../small-csv.js';
import { isBlank, readDate, readName, readOptionalCount, readText, readYesNo } from './value-cells.js';

/** Who a structure is and where it has its seat. */
export interface StructureSeat {
  readonly siret: string | null;
  readonly type: string | null;
  readonly seat: string | null;
  readonly seatName: string | null;
}

export interface AnctStructuresRead {
  readonly posts: readonly Post[];
  readonly demands: readonly Demand[];
  /** ID Structure → its seat. */
  readonly seats: ReadonlyMap<string, StructureSeat>;
  readonly notes: readonly FileNote[];
  readonly rows: number;
}

type StructureRow = Row<keyof typeof ANCT_STRUCTURES>;

interface StructureRecord extends StructureSeat, Decision {
  readonly line: number;
  readonly id: string;
  readonly structure: string;
  readonly departement: string | null;
  readonly state: DemandState;
  readonly wished: number | null;
  readonly postcode: string | null;
  readonly date: string | null;
}

/** States of a structure, without those of amendments. */
const STRUCTURE_STATES = DEMAND_STATES.filter((state) => state === state.toUpperCase());

/** A structure in one of these states holds no post, whatever was validated before. */
const WITHOUT_POSTS: ReadonlySet<DemandState> = new Set(['ABANDON', 'ANNULEE', 'DOUBLON']);

/**
 * Reads the back office's export of structures: the validated posts of each structure (its last
 * COSELEC with a positive opinion, never a sum) and its demand. A structure may stand on several rows,
 * one per COSELEC. Contacts are not read.
 *
 * @throws inputError on a cell that cannot be used, an unknown state, or two decisions of one COSELEC
 */
export function readAnctStructures(csv: SmallCsv, cog: Cog | null): AnctStructuresRead {
  const notes = new RowNotes(csv.shown);
  const rows = csv.rows(ANCT_STRUCTURES).map((row) => readStructure(row, cog, notes));
  requireCommunes(csv.shown, ANCT_STRUCTURES.commune.name, rows, cog);
  const structures = new Map<string, StructureRecord[]>();
  for (const row of rows) structures.set(row.id, [...(structures.get(row.id) ?? []), row]);

  const posts: Post[] = [];
  const demands: Demand[] = [];
  const seats = new Map<string, StructureSeat>();
  const latest: StructureRecord[] = [];
  for (const records of structures.values()) {
    refuseContradictions(csv.shown, records);
    const last = records.reduce((best, record) => (compareDecisions(record, best) > 0 ? record : best));
    latest.push(last);
    noteSeveralRows(records, last, notes);
    checkSeat({ ...last, allocation: last.departement, allocationName: null }, cog, notes);
    seats.set(last.id, { siret: last.siret, type: last.type, seat: last.seat, seatName: last.seatName });
    demands.push(demandOf(last, notes));
    const holding = holdingDecision(records);
    if (holding === null || holding.posts === 0) continue;
    if (WITHOUT_POSTS.has(last.state)) {
      notes.add(last.line, 'dropped', `${last.structure} (${last.id}) : statut ${last.state}, ses ${String(holding.posts)} postes validés ne sont pas comptés`);
    } else {
      posts.push(postOf(last, holding));
    }
  }
  noteRepeatedSirets(latest, notes);
  return { posts, demands, seats, notes: notes.notes, rows: rows.length };
}

function readStructure(row: StructureRow, cog: Cog | null, notes: RowNotes): StructureRecord {
  const seat = readCommune(row, 'commune', notes);
  const posts = readOptionalCount(row, 'count');
  const positive = readPositive(row, notes);
  if (positive && posts === null) throw row.error('count', 'avis positif sans nombre de postes validés ; il faut un nombre entier.');
  const postcode = row.text('postcode');
  return {
    line: row.line,
    id: readName(row, 'id'),
    structure: readName(row, 'structure'),
    siret: readSiret(row, 'siret', notes),
    type: readText(row, 'type'),
    seat,
    seatName: readText(row, 'communeName'),
    departement: readDepartement(row, 'departement', seat, cog, notes),
    state: readState(row),
    wished: readOptionalCount(row, 'wished'),
    postcode: isBlank(postcode) ? null : postcode,
    date: readDate(row, 'date'),
    coselec: readCoselec(row),
    phase: readPhase(row),
    positive,
    posts: posts ?? 0,
  };
}

function readState(row: StructureRow): DemandState {
  const state = STRUCTURE_STATES.find((known) => known === row.text('state').toUpperCase());
  if (state === undefined) throw row.error('state', `statut inconnu. Statuts connus : ${STRUCTURE_STATES.join(', ')}.`);
  return state;
}

/** The opinion of the COSELEC where the file gives it, else whether it validated the structure. */
function readPositive(row: StructureRow, notes: RowNotes): boolean {
  const validated = readYesNo(row, 'validated');
  const text = row.text('opinion');
  if (isBlank(text)) return validated;
  const positive = isPositiveOpinion(text);
  if (positive === undefined) throw row.error('opinion', `avis inconnu. Avis connus : ${OPINIONS}.`);
  if (positive !== validated) {
    notes.add(row.line, 'odd', `avis « ${text} » mais « Validée en COSELEC » dit ${validated ? 'oui' : 'non'} : l'avis fait foi`);
  }
  return positive;
}

function readCoselec(row: StructureRow): string | null {
  const text = row.text('coselec');
  if (isBlank(text)) return null;
  if (parseCoselec(text) === undefined) throw row.error('coselec', 'il faut un numéro de COSELEC, par exemple 62 ou 62BIS.');
  return text;
}

function readPhase(row: StructureRow): 1 | 2 | null {
  const text = row.text('phase');
  if (isBlank(text)) return null;
  const phase = /^(?:phase|v)?\s*([12])$/i.exec(text)?.[1];
  if (phase === undefined) throw row.error('phase', 'il faut 1 ou 2.');
  return phase === '1' ? 1 : 2;
}

/** Two positive decisions of one COSELEC that do not validate the same number of posts. */
function refuseContradictions(shown: string, records: readonly StructureRecord[]): void {
  const decided = records.filter(({ positive }) => positive);
  for (const [index, record] of decided.entries()) {
    const other = decided.slice(0, index).find((earlier) => compareDecisions(earlier, record) === 0 && earlier.posts !== record.posts);
    if (other === undefined) continue;
    const which = record.coselec === null ? 'sans numéro de COSELEC' : `au COSELEC ${record.coselec}`;
    throw inputError(
      `${shown}, lignes ${String(other.line)} et ${String(record.line)} : la structure ${record.id} a ${String(other.posts)} puis ${String(record.posts)} postes validés ${which}.\n` +
        'Corrigez le numéro de COSELEC, ou gardez une seule ligne.',
    );
  }
}

function noteSeveralRows(records: readonly StructureRecord[], last: StructureRecord, notes: RowNotes): void {
  if (records.length === 1) return;
  const states = [...new Set(records.map(({ state }) => state))];
  const kept = states.length > 1 ? `, statut ${last.state} (ligne ${String(last.line)})` : '';
  notes.add(last.line, 'repeated', `structure ${last.id} sur les lignes ${records.map(({ line }) => line).join(', ')} : une seule demande, postes du dernier COSELEC favorable${kept}`);
}

function demandOf(last: StructureRecord, notes: RowNotes): Demand {
  if (last.wished === null) notes.add(last.line, 'odd', `structure ${last.id} : pas de nombre de conseillers souhaités, compté 0`);
  return {
    id: last.id,
    kind: 'structure',
    structure: last.structure,
    siret: last.siret,
    type: last.type,
    seat: last.seat,
    seatName: last.seatName,
    departement: last.departement,
    posts: last.wished ?? 0,
    state: last.state,
    date: last.date,
  };
}

const postOf = (last: StructureRecord, holding: Decision): Post => ({
  id: last.id,
  count: holding.posts,
  structure: last.structure,
  siret: last.siret,
  type: last.type,
  seat: last.seat,
  seatName: last.seatName,
  allocation: last.departement,
  state: 'valide',
  coordinator: false,
  validated: null,
  start: null,
  end: null,
  amount: null,
});
