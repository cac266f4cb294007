import type { Post } from './records.js';

/**
 * True when a post is supply: not given back, not a coordinator, and at the date (AAAA-MM-JJ) already
 * validated and started, not yet ended. A date that the source does not give excludes nothing; the
 * day of the end still counts.
 */
export function isSupply(post: Post, asOf: string | null): boolean {
  if (post.coordinator || post.state === 'rendu') return false;
  if (asOf === null) return true;
  return (
    (post.validated === null || post.validated <= asOf) &&
    (post.start === null || post.start <= asOf) &&
    (post.end === null || post.end >= asOf)
  );
}

/** True when a post that is supply ends before the horizon. */
export const endsBefore = (post: Post, horizon: string): boolean => post.end !== null && post.end < horizon;
