import { byCode } from '../territory/codes.js';
import type { Intervention, Post } from './records.js';

/**
 * Posts of a territory counted three ways, of which none adds to another: a post may be in all three.
 */
export interface InterventionCounts {
  /** Posts whose employer has its seat inside (implantés). */
  readonly seated: number;
  /** Posts that act inside (intervenant). */
  readonly acting: number;
  /** Full-time equivalents inside: the shares of the posts' time that are spent there. */
  readonly etp: number;
  /** Posts seated inside that act outside too, or only outside (implantés intervenant au-delà). */
  readonly beyond: number;
  /** Full-time equivalents that these posts spend outside. */
  readonly etpBeyond: number;
  /** Distinct posts that act inside or are seated inside and act beyond: each counted once. */
  readonly distinct: number;
  /** Posts seated inside of which no place is known. */
  readonly withoutPlace: number;
}

/**
 * Counts the posts of a territory by seat, by place of intervention and beyond it. Sources that give
 * « acting » and « seated with a wider area » do not say whether they overlap; here each post is
 * known, so the overlap is counted, and `distinct` never counts a post twice.
 *
 * @param inside the units of the territory
 * @param unitOf the unit of a commune code, or null
 */
export function interventionCounts(
  posts: readonly Post[],
  interventions: readonly Intervention[],
  inside: ReadonlySet<string>,
  unitOf: (code: string) => string | null,
): InterventionCounts {
  const placesOf = byPost(interventions);
  const counts = { seated: 0, acting: 0, etp: 0, beyond: 0, etpBeyond: 0, distinct: 0, withoutPlace: 0 };
  for (const post of posts) {
    const seat = post.seat === null ? null : unitOf(post.seat);
    const seatedHere = seat !== null && inside.has(seat);
    const places = placesOf.get(post.id) ?? [];
    let here = 0;
    let elsewhere = 0;
    let actsHere = false;
    let actsElsewhere = false;
    for (const { commune, share } of places) {
      const unit = unitOf(commune);
      if (unit !== null && inside.has(unit)) {
        here += share;
        actsHere = true;
      } else {
        elsewhere += share;
        actsElsewhere = true;
      }
    }
    if (seatedHere) counts.seated += post.count;
    if (seatedHere && places.length === 0) counts.withoutPlace += post.count;
    if (actsHere) counts.acting += post.count;
    counts.etp += here;
    const beyond = seatedHere && actsElsewhere;
    if (beyond) {
      counts.beyond += post.count;
      counts.etpBeyond += elsewhere;
    }
    if (actsHere || beyond) counts.distinct += post.count;
  }
  return counts;
}

/** Posts by the unit where each spends most of its time (a tie goes to the smaller code): whole posts, each once. */
export function mainPlaces(
  posts: readonly Post[],
  interventions: readonly Intervention[],
  unitOf: (code: string) => string | null,
): Map<string, number> {
  const placesOf = byPost(interventions);
  const counts = new Map<string, number>();
  for (const post of posts) {
    const shares = new Map<string, number>();
    for (const { commune, share } of placesOf.get(post.id) ?? []) {
      const unit = unitOf(commune);
      if (unit !== null) shares.set(unit, (shares.get(unit) ?? 0) + share);
    }
    const [main] = [...shares].sort(([a, x], [b, y]) => y - x || byCode(a, b));
    if (main !== undefined) counts.set(main[0], (counts.get(main[0]) ?? 0) + post.count);
  }
  return counts;
}

function byPost(interventions: readonly Intervention[]): Map<string, Intervention[]> {
  const places = new Map<string, Intervention[]>();
  // In the order of the communes: sums of shares are then the same whatever the order of the file.
  for (const place of [...interventions].sort((a, b) => byCode(a.commune, b.commune))) {
    const list = places.get(place.post);
    if (list === undefined) places.set(place.post, [place]);
    else list.push(place);
  }
  return places;
}
