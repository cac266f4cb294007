import { inputError } from '../../errors.js';
import { POST_STATES } from '../../posts/records.js';
import type { Post } from '../../posts/records.js';
import type { Cog } from '../../territory/cog.js';
import { readCommune, readDepartement, readSiret } from './code-cells.js';
import { POSTS } from './columns.js';
import type { PostsRead } from './open-list.js';
import { RowNotes } from './row-notes.js';
import { checkSeat, requireCommunes } from './seat-checks.js';
import { columnKey } from '../small-csv.js';
import type { SmallCsv } from '../small-csv.js';
import { readAmount, readDate, readName, readOptionalCount, readText, readYesNo } from './value-cells.js';

/**
 * Reads our `postes.csv`. An empty `nombre` is 1.
 *
 * @throws inputError on a cell that cannot be used, or an identifier that stands twice
 */
export function readPosts(csv: SmallCsv, cog: Cog | null): PostsRead {
  const notes = new RowNotes(csv.shown);
  const rows = csv.rows(POSTS);
  const lines = new Map<string, number>();
  const posts = rows.map((row): Post => {
    const id = readName(row, 'id');
    refuseTwice(csv.shown, 'poste', id, lines.get(id), row.line);
    lines.set(id, row.line);
    const state = POST_STATES.find((known) => known === columnKey(row.text('state')));
    if (state === undefined) throw row.error('state', `statut inconnu. Statuts connus : ${POST_STATES.join(', ')}.`);
    const seat = readCommune(row, 'commune', notes);
    const post: Post = {
      id,
      count: readOptionalCount(row, 'count') ?? 1,
      structure: readName(row, 'structure'),
      siret: readSiret(row, 'siret', notes),
      type: readText(row, 'type'),
      seat,
      seatName: null,
      allocation: readDepartement(row, 'departement', seat, cog, notes),
      state,
      coordinator: readYesNo(row, 'coordinator'),
      validated: readDate(row, 'validated'),
      start: readDate(row, 'start'),
      end: readDate(row, 'end'),
      amount: readAmount(row, 'amount'),
    };
    if (post.start !== null && post.end !== null && post.end < post.start) {
      throw row.error('end', `la fin vient avant le début (${post.start}).`);
    }
    checkSeat({ line: row.line, seat, seatName: null, allocation: post.allocation, allocationName: null, postcode: null }, cog, notes);
    return post;
  });
  requireCommunes(csv.shown, POSTS.commune.name, posts.map(({ seat }) => ({ seat, postcode: null })), cog);
  return { posts, notes: notes.notes, rows: rows.length };
}

/** @throws inputError when an identifier was on an earlier line */
export function refuseTwice(shown: string, what: string, id: string, earlier: number | undefined, line: number): void {
  if (earlier !== undefined) {
    throw inputError(`${shown}, lignes ${String(earlier)} et ${String(line)} : deux lignes pour ${what === 'demande' ? 'la demande' : 'le poste'} « ${id} ». Donnez un identifiant à chacun.`);
  }
}
