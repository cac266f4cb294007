import { FragiliteError } from '../errors.js';
import { Journal } from '../journal.js';
import { FORMAT_LABELS } from '../sources/posts/format.js';
import type { PostFormat } from '../sources/posts/format.js';
import { readPostFiles } from '../sources/posts/read-post-files.js';
import type { Cog } from '../territory/cog.js';
import type { Taken } from './insee-choice.js';
import { reasonOf } from './recognise.js';

/** A file of posts, interventions or demands. */
export interface PostFound {
  readonly path: string;
  readonly format: PostFormat;
}

export interface PostChoice {
  readonly posts: readonly Taken[];
  readonly demands: readonly Taken[];
  readonly leftOut: readonly Taken[];
}

/** Lists of posts, those that say most of them first, with the files that complete each. */
const POST_LISTS: readonly (readonly PostFormat[])[] = [
  ['postes', 'interventions'],
  ['postes-anct', 'structures-anct'],
  ['structures-anct'],
  ['liste-ouverte'],
];

const DEMAND_LISTS: readonly PostFormat[] = ['demandes', 'structures-anct'];

/**
 * Chooses one list of posts and one of demands: two would count the same ones twice. Of two files of one form
 * the first path is taken.
 *
 * @param at the full path of a file
 */
export async function choosePosts(found: readonly PostFound[], at: (path: string) => string, cog: Cog): Promise<PostChoice> {
  const leftOut: Taken[] = [];
  const usable: PostFound[] = [];
  for (const file of found) {
    const fault = file.format === 'interventions' ? null : await faultOf([file.path], at, cog, 'all');
    if (fault === null) usable.push(file);
    else leftOut.push({ path: file.path, why: fault });
  }
  const first = (format: PostFormat): PostFound | undefined => usable.find((file) => file.format === format);
  let posts: PostFound[] = [];
  for (const [main, ...completing] of POST_LISTS) {
    const list = main === undefined ? undefined : first(main);
    if (list === undefined) continue;
    posts = [list];
    for (const format of completing) {
      const more = first(format);
      if (more !== undefined && (await faultOf([...posts.map((p) => p.path), more.path], at, cog, 'posts')) === null) posts.push(more);
    }
    break;
  }
  const demands = DEMAND_LISTS.map(first).find((file) => file !== undefined);
  const taken = new Set([...posts, ...(demands === undefined ? [] : [demands])]);
  for (const file of usable) {
    if (taken.has(file)) continue;
    const why = file.format === 'interventions' ? 'ses postes ne sont pas ceux de la liste qui est prise' : file.format === 'demandes' ? 'une autre liste de demandes est prise ; deux compteraient double' : 'une autre liste de postes est prise ; deux compteraient double';
    leftOut.push({ path: file.path, why: `${FORMAT_LABELS[file.format]} ; ${why}` });
  }
  const described = (file: PostFound): Taken => ({ path: file.path, why: FORMAT_LABELS[file.format] });
  return { posts: posts.map(described), demands: demands === undefined ? [] : [described(demands)], leftOut };
}

async function faultOf(paths: readonly string[], at: (path: string) => string, cog: Cog, wanted: 'all' | 'posts'): Promise<string | null> {
  try {
    await readPostFiles(paths, at, cog, new Journal(), wanted);
    return null;
  } catch (error) {
    if (error instanceof FragiliteError) return reasonOf(error, paths.at(-1) ?? '');
    throw error;
  }
}
