import { carryCode } from '../territory/carry.js';
import { byCode } from '../territory/codes.js';
import { endsBefore, isSupply } from './active.js';
import type { CrossingInput } from './crossing.js';
import type { Post } from './records.js';

/** What ends before a date. */
export interface Horizon {
  readonly date: string;
  /** Posts seated or acting in the territory that end before the date, by end. */
  readonly ending: readonly Post[];
  /** Posts of the territory whose source gives no end: nothing is known of them. */
  readonly withoutEnd: number;
  /** Units that have a post and will have none left. */
  readonly losingLast: readonly { readonly code: string; readonly posts: number }[];
}

/**
 * What ends before `date`, and the units that lose their last post. A unit's posts are those that act
 * there when places are known, else those that employers not wider than a commune carry there.
 */
export function horizonOf(input: CrossingInput, date: string): Horizon {
  const scored = new Set(input.units.map((u) => u.code));
  const units = postsByUnit(input, scored);
  const ours = new Set([...units.values()].flat());
  for (const post of input.posts ?? []) {
    const seat = post.seat === null ? null : carryCode(input.geography, post.seat).unit;
    if (isSupply(post, input.asOf) && seat !== null && scored.has(seat)) ours.add(post);
  }
  const ending = [...ours]
    .filter((post) => endsBefore(post, date))
    .sort((a, b) => byCode(a.end ?? '', b.end ?? '') || byCode(a.structure, b.structure) || byCode(a.id, b.id));
  const losingLast = [...units]
    .filter(([, posts]) => posts.length > 0 && posts.every((post) => endsBefore(post, date)))
    .map(([code, posts]) => ({ code, posts: posts.reduce((n, p) => n + p.count, 0) }))
    .sort((a, b) => byCode(a.code, b.code));
  const withoutEnd = [...ours].filter((post) => post.end === null).reduce((n, p) => n + p.count, 0);
  return { date, ending, withoutEnd, losingLast };
}

function postsByUnit(input: CrossingInput, scored: ReadonlySet<string>): Map<string, Post[]> {
  const units = new Map<string, Post[]>();
  const put = (code: string | null, post: Post): void => {
    if (code === null || !scored.has(code)) return;
    const list = units.get(code) ?? [];
    if (!list.includes(post)) list.push(post);
    units.set(code, list);
  };
  const supply = (input.posts ?? []).filter((post) => isSupply(post, input.asOf));
  const byId = new Map(supply.map((post) => [post.id, post]));
  if (input.interventions !== null) {
    for (const { post: id, commune } of input.interventions) {
      const post = byId.get(id);
      if (post !== undefined) put(carryCode(input.geography, commune).unit, post);
    }
    return units;
  }
  for (const post of supply) {
    if (post.seat !== null && input.wide(post) === null) put(carryCode(input.geography, post.seat).unit, post);
  }
  return units;
}
