import type { Post } from '../../posts/records.js';
import type { Cog } from '../../territory/cog.js';
import { noteRepeatedSirets, readCommune, readDepartement, readSiret } from './code-cells.js';
import { OPEN_LIST } from './columns.js';
import { identifiers } from './post-ids.js';
import { RowNotes } from './row-notes.js';
import type { FileNote } from './row-notes.js';
import { checkSeat, requireCommunes } from './seat-checks.js';
import type { SmallCsv } from '../small-csv.js';
import { isBlank, readAmount, readCount, readDate, readName, readText } from './value-cells.js';

/** Posts of a file and what its rows called for. */
export interface PostsRead {
  readonly posts: readonly Post[];
  readonly notes: readonly FileNote[];
  readonly rows: number;
}

/**
 * Reads the open list of structures with validated posts: one record per row, that stands for all the
 * posts of the row. The département is that of allocation, the commune the seat of the employer: they
 * may differ, and the list does not say where the posts work.
 *
 * @throws inputError on a cell that cannot be used
 */
export function readOpenList(csv: SmallCsv, cog: Cog | null): PostsRead {
  const notes = new RowNotes(csv.shown);
  const rows = csv.rows(OPEN_LIST);
  const read = rows.map((row) => {
    const seat = readCommune(row, 'commune', notes);
    const post: Omit<Post, 'id'> = {
      count: readCount(row, 'count'),
      structure: readName(row, 'structure'),
      siret: readSiret(row, 'siret', notes),
      type: readText(row, 'type'),
      seat,
      seatName: readText(row, 'communeName'),
      allocation: readDepartement(row, 'departement', seat, cog, notes),
      state: 'valide',
      coordinator: false,
      validated: readDate(row, 'date'),
      start: null,
      end: null,
      amount: readAmount(row, 'amount'),
    };
    return { line: row.line, post, postcode: blankAsNull(row.text('postcode')), departementName: readText(row, 'departementName'), id: readText(row, 'id') };
  });
  requireCommunes(csv.shown, OPEN_LIST.commune.name, read.map(({ post, postcode }) => ({ seat: post.seat, postcode })), cog);
  for (const { line, post, postcode, departementName } of read) {
    checkSeat({ line, seat: post.seat, seatName: post.seatName, allocation: post.allocation, allocationName: departementName, postcode }, cog, notes);
    if (post.count === 0) notes.add(line, 'odd', '0 poste validé : ligne gardée, elle ne compte pour aucun poste');
  }
  noteRepeatedSirets(read.map(({ line, post }) => ({ line, siret: post.siret })), notes);
  const ids = identifiers(
    read.map(({ post, postcode, id }) => ({ given: id, siret: post.siret, structure: post.structure, content: JSON.stringify([post.allocation, post.validated, post, postcode]) })),
  );
  return { posts: read.map(({ post }, index) => ({ id: ids[index] ?? '', ...post })), notes: notes.notes, rows: rows.length };
}

const blankAsNull = (text: string): string | null => (isBlank(text) ? null : text);
