import { counted, firstOf } from '../../french.js';
import type { Journal } from '../../journal.js';
import { nearest } from '../../nearest.js';
import type { Demand, Intervention, Post } from '../../posts/records.js';
import { byCode } from '../../territory/codes.js';
import type { Cog } from '../../territory/cog.js';
import { joinSeats, readAnctPosts } from './anct-posts.js';
import { readAnctStructures } from './anct-structures.js';
import type { AnctStructuresRead } from './anct-structures.js';
import { readDemands } from './canonical-demands.js';
import { checkInterventions, readInterventions } from './canonical-interventions.js';
import { readPosts } from './canonical-posts.js';
import { FORMAT_LABELS, columnsOf, isKnownColumn, recognisePostFormat } from './format.js';
import type { PostFormat } from './format.js';
import { readOpenList } from './open-list.js';
import type { PostsRead } from './open-list.js';
import { requireOneCount } from './one-count.js';
import type { Wanted } from './one-count.js';
import type { FileNote, NoteKind } from './row-notes.js';
import { columnKey, readSmallCsv } from '../small-csv.js';
import type { SmallCsv } from '../small-csv.js';

/** A file of posts or demands that was read. */
export interface PostFile {
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly format: PostFormat;
  readonly size: number;
  readonly sha256: string;
  readonly rows: number;
  /** Posts that were taken from it. */
  readonly posts: number;
  /** Demands that were taken from it. */
  readonly demands: number;
}

export interface PostFiles {
  readonly posts: readonly Post[];
  readonly interventions: readonly Intervention[];
  readonly demands: readonly Demand[];
  readonly notes: readonly FileNote[];
  readonly files: readonly PostFile[];
  /** True when places of intervention are given; else only the seat of the employer is known. */
  readonly locationsKnown: boolean;
}

interface Opened {
  readonly csv: SmallCsv;
  readonly format: PostFormat;
}

/**
 * Reads files of posts, interventions and demands, each recognised by its header. A list of posts of
 * the back office takes its seats from the export of structures, when both are given.
 *
 * @param paths as the user wrote them, in any order
 * @param at where a path is
 * @param cog against which names and codes are compared; null to compare nothing
 * @param wanted what the files were given for: of the export of structures, which holds both, only
 *   posts or only demands are then taken
 * @throws usageError when two files would count the same posts or demands twice, inputError when a
 *   file cannot be used
 */
export async function readPostFiles(
  paths: readonly string[],
  at: (path: string) => string,
  cog: Cog | null,
  journal: Journal,
  wanted: Wanted = 'all',
): Promise<PostFiles> {
  const opened: Opened[] = [];
  for (const shown of [...new Set(paths)].sort(byCode)) {
    const csv = await readSmallCsv(at(shown), shown, isKnownColumn);
    opened.push({ csv, format: recognisePostFormat(csv.header, shown) });
  }
  requireOneCount(opened.map(({ csv, format }) => ({ shown: csv.shown, format })), wanted);

  const csvOf = (format: PostFormat): SmallCsv | undefined => opened.find((file) => file.format === format)?.csv;
  const rows = new Map<PostFormat, number>();
  const notes: FileNote[] = [];
  const take = <R extends { readonly notes: readonly FileNote[]; readonly rows: number }>(format: PostFormat, read: (csv: SmallCsv, cog: Cog | null) => R): R | null => {
    const csv = csvOf(format);
    if (csv === undefined) return null;
    const result = read(csv, cog);
    rows.set(format, result.rows);
    notes.push(...result.notes);
    return result;
  };

  const structures = take('structures-anct', readAnctStructures);
  const lists: readonly (readonly [PostFormat, PostsRead | null])[] = [
    ['liste-ouverte', take('liste-ouverte', readOpenList)],
    ['postes', take('postes', readPosts)],
    ['postes-anct', take('postes-anct', (csv, known) => withSeats(csv, known, structures, journal))],
  ];
  const listed = lists.find(([, read]) => read !== null);
  const fromStructures = listed === undefined && wanted !== 'demands' ? (structures?.posts ?? []) : [];
  const posts = listed?.[1]?.posts ?? fromStructures;
  const demandsFile = take('demandes', readDemands);
  const demands = demandsFile?.demands ?? (wanted === 'posts' ? [] : (structures?.demands ?? []));
  const places = take('interventions', readInterventions);
  if (places !== null) checkInterventions(places, posts);

  const files = opened.map(({ csv, format }): PostFile => {
    const givesPosts = format === listed?.[0] || (format === 'structures-anct' && listed === undefined);
    const givesDemands = format === 'demandes' || (format === 'structures-anct' && demandsFile === null);
    return {
      shown: csv.shown,
      format,
      size: csv.print.size,
      sha256: csv.print.sha256,
      rows: rows.get(format) ?? 0,
      posts: givesPosts ? posts.reduce((sum, post) => sum + post.count, 0) : 0,
      demands: givesDemands ? demands.length : 0,
    };
  });
  notes.sort((a, b) => byCode(a.file, b.file) || a.line - b.line);
  for (const [index, { csv }] of opened.entries()) tellFile(csv, files[index], notes, journal);
  return {
    posts,
    interventions: places?.interventions.map(({ intervention }) => intervention) ?? [],
    demands,
    notes,
    files,
    locationsKnown: places !== null && places.interventions.length > 0,
  };
}

/** The back office's posts, with the seats of the export of structures when it is given. */
function withSeats(csv: SmallCsv, cog: Cog | null, structures: AnctStructuresRead | null, journal: Journal): PostsRead {
  const read = readAnctPosts(csv, cog);
  if (structures === null) {
    if (read.posts.length > 0) {
      journal.warn(`${csv.shown} : cette liste n'a pas de commune ; donnez aussi l'export des structures pour situer le siège des ${counted(read.posts.length, 'poste')}.`);
    }
    return read;
  }
  const { posts, unmatched } = joinSeats(read.posts, read.structureOf, structures.seats);
  journal.info(`${csv.shown} : siège de ${counted(posts.length - unmatched.length, 'poste')} pris dans l'export des structures (ID Structure).`);
  if (unmatched.length > 0) {
    journal.warn(`${csv.shown} : la structure de ${counted(unmatched.length, 'poste')} n'est pas dans l'export des structures, siège inconnu : ${firstOf(unmatched)}.`);
  }
  return { ...read, posts };
}

const KIND_TEXTS: Readonly<Record<NoteKind, readonly [one: string, many: string]>> = {
  repaired: ['ligne réparée', 'lignes réparées'],
  odd: ['ligne douteuse, gardée', 'lignes douteuses, gardées'],
  outside: ['ligne dont le siège est hors du département d’attribution', 'lignes dont le siège est hors du département d’attribution'],
  repeated: ['répétition, sans double compte', 'répétitions, sans double compte'],
  dropped: ['ligne qui ne compte pour aucun poste', 'lignes qui ne comptent pour aucun poste'],
};

function tellFile(csv: SmallCsv, file: PostFile | undefined, notes: readonly FileNote[], journal: Journal): void {
  if (file === undefined) return;
  const holds = [
    counted(file.rows, 'ligne'),
    ...(file.posts > 0 ? [counted(file.posts, 'poste')] : []),
    ...(file.demands > 0 ? [counted(file.demands, 'demande')] : []),
  ];
  journal.info(`${file.shown} : ${FORMAT_LABELS[file.format]} ; ${holds.join(', ')}.`);
  if (file.rows === 0) journal.warn(`${file.shown} : aucune ligne sous l'en-tête.`);
  tellUnread(csv, file.format, journal);
  for (const [kind, [one, many]] of Object.entries(KIND_TEXTS) as [NoteKind, readonly [string, string]][]) {
    const of = notes.filter((note) => note.file === file.shown && note.kind === kind);
    if (of.length === 0) continue;
    const text = `${file.shown} : ${counted(of.length, one, many)} (${firstOf(of.map(({ line }) => `ligne ${String(line)}`))}).`;
    if (kind === 'outside' || kind === 'repeated') journal.info(text);
    else journal.warn(text);
  }
}

/** Columns that are not read, and, in our own formats, those that look like one of ours misspelt. */
function tellUnread(csv: SmallCsv, format: PostFormat, journal: Journal): void {
  const columns = columnsOf(format);
  const known = new Set(columns.flatMap((c) => [c.name, ...c.also].map(columnKey)));
  const unread = csv.header.filter((name) => name !== '' && !known.has(columnKey(name)));
  if (unread.length === 0) return;
  journal.info(`${csv.shown} : colonnes non lues : ${unread.join(', ')}.`);
  const present = new Set(csv.header.map(columnKey));
  const absent = columns.filter((c) => ![c.name, ...c.also].some((name) => present.has(columnKey(name)))).map((c) => c.name);
  for (const name of unread) {
    const [near] = nearest(name, absent, 1);
    if (near !== undefined) journal.warn(`${csv.shown} : colonne « ${name} » non lue ; vouliez-vous dire « ${near} » ?`);
  }
}
