import type { Post, PostState } from '../../posts/records.js';
import { byCode } from '../../territory/codes.js';
import type { Cog } from '../../territory/cog.js';
import { readDepartement } from './code-cells.js';
import { ANCT_POSTS } from './columns.js';
import type { StructureSeat } from './anct-structures.js';
import { RowNotes } from './row-notes.js';
import type { FileNote } from './row-notes.js';
import type { Row, SmallCsv } from '../small-csv.js';
import { parseDate, readAmount, readDate, readName, readText, readYesNo } from './value-cells.js';

const STATES: ReadonlyMap<string, PostState> = new Map([
  ['occupe', 'occupe'],
  ['vacant', 'vacant'],
  ['rendu', 'rendu'],
]);

export interface AnctPostsRead {
  readonly posts: readonly Post[];
  /** Post → ID of its structure, for the join with the export of structures. */
  readonly structureOf: ReadonlyMap<string, string>;
  readonly notes: readonly FileNote[];
  readonly rows: number;
}

interface Candidate {
  readonly line: number;
  readonly post: Post;
  readonly structureId: string | null;
  readonly contractEnd: string | null;
}

/**
 * Reads the back office's list of posts: several rows per post (conventions and contracts follow one
 * another), each post counted once, as its row of the latest `Fin de convention` says; of equal ones
 * the latest end of contract, then the order of what the rows say. It has no commune.
 *
 * @throws inputError on a cell that cannot be used
 */
export function readAnctPosts(csv: SmallCsv, cog: Cog | null): AnctPostsRead {
  const notes = new RowNotes(csv.shown);
  const rows = csv.rows(ANCT_POSTS);
  const byPost = new Map<string, Candidate[]>();
  for (const row of rows) {
    const candidate = readCandidate(row, cog, notes);
    byPost.set(candidate.post.id, [...(byPost.get(candidate.post.id) ?? []), candidate]);
  }
  const posts: Post[] = [];
  const structureOf = new Map<string, string>();
  for (const [id, candidates] of byPost) {
    const kept = candidates.reduce((best, candidate) => (later(candidate, best) ? candidate : best));
    posts.push(kept.post);
    if (kept.structureId !== null) structureOf.set(id, kept.structureId);
    noteChoice(id, candidates, kept, notes);
  }
  return { posts, structureOf, notes: notes.notes, rows: rows.length };
}

function readCandidate(row: Row<keyof typeof ANCT_POSTS>, cog: Cog | null, notes: RowNotes): Candidate {
  const stateText = row.text('state').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const state = STATES.get(stateText);
  if (state === undefined) throw row.error('state', 'statut inconnu. Statuts connus : Occupé, Vacant, Rendu.');
  const post: Post = {
    id: readName(row, 'id'),
    count: 1,
    structure: readName(row, 'structure'),
    siret: null,
    type: null,
    seat: null,
    seatName: null,
    allocation: readDepartement(row, 'departement', null, cog, notes),
    state,
    coordinator: readYesNo(row, 'coordinator'),
    validated: null,
    // The column holds a date in some exports, the name of the convention in others.
    start: parseDate(row.text('convention')) ?? null,
    end: readDate(row, 'end'),
    amount: readAmount(row, 'amount'),
  };
  return { line: row.line, post, structureId: readText(row, 'structureId'), contractEnd: readDate(row, 'contractEnd') };
}

function later(a: Candidate, b: Candidate): boolean {
  const order =
    byCode(a.post.end ?? '', b.post.end ?? '') ||
    byCode(a.contractEnd ?? '', b.contractEnd ?? '') ||
    byCode(JSON.stringify([a.post, a.structureId]), JSON.stringify([b.post, b.structureId]));
  return order > 0;
}

/** Says which row speaks for a post when its rows do not say the same. */
function noteChoice(id: string, candidates: readonly Candidate[], kept: Candidate, notes: RowNotes): void {
  const differs = candidates.some((c) => JSON.stringify([c.post, c.structureId]) !== JSON.stringify([kept.post, kept.structureId]));
  if (!differs) return;
  const states = [...new Set(candidates.map((c) => c.post.state))];
  const why = kept.post.end === null ? 'aucune fin de convention' : `fin de convention ${kept.post.end}`;
  const other = states.length > 1 ? `, statut ${kept.post.state} (aussi ${states.filter((s) => s !== kept.post.state).join(', ')})` : '';
  notes.add(kept.line, 'repeated', `poste ${id} sur les lignes ${candidates.map((c) => c.line).join(', ')}, compté une fois : la ligne ${String(kept.line)} fait foi (${why})${other}`);
}

/**
 * Gives each post the seat, SIRET and type of its structure.
 *
 * @returns the posts, and the ids of those whose structure is not in the export
 */
export function joinSeats(
  posts: readonly Post[],
  structureOf: ReadonlyMap<string, string>,
  seats: ReadonlyMap<string, StructureSeat>,
): { readonly posts: Post[]; readonly unmatched: string[] } {
  const unmatched: string[] = [];
  const joined = posts.map((post) => {
    const seat = seats.get(structureOf.get(post.id) ?? '');
    if (seat === undefined) {
      unmatched.push(post.id);
      return post;
    }
    return { ...post, siret: seat.siret, type: seat.type, seat: seat.seat, seatName: seat.seatName };
  });
  return { posts: joined, unmatched };
}
