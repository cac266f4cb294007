import { apportion, type Apportionment } from './apportion.js';
import type { Bounds } from './bounds.js';
import { METHODS, type Line, type Method } from './line.js';
import { movedPosts } from './moved.js';

/** One method's table beside the reference's. */
export interface Compared {
  readonly method: Method;
  readonly apportionment: Apportionment;
  /** Posts that move against the reference method: half the sum of absolute differences. */
  readonly moved: number;
}

/**
 * The five methods side by side, over the same lines, total and bounds.
 *
 * @param reference the method that `moved` is counted from
 * @throws whatever `apportion` throws: bounds are feasible for all methods or for none
 */
export function compareMethods(
  lines: readonly Line[],
  total: number,
  bounds: Bounds = {},
  reference: Method = 'sainte-lague',
): Compared[] {
  const base = apportion(lines, total, reference, bounds);
  return METHODS.map((method) => {
    const apportionment = method === reference ? base : apportion(lines, total, method, bounds);
    return { method, apportionment, moved: movedPosts(base.shares, apportionment.shares) };
  });
}
