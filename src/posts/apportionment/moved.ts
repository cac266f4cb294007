/** The posts of a line in an allocation. */
export interface Seated {
  readonly code: string;
  readonly seats: number;
}

/** A line whose posts differ between two allocations. */
export interface Difference {
  readonly code: string;
  readonly before: number;
  readonly after: number;
  /** after − before, in posts. */
  readonly change: number;
}

/**
 * How many posts move from one allocation to another: half the sum of absolute differences.
 * A line that one of them does not know has no post there. Between two allocations of one total
 * it is a whole number; otherwise the posts added or lost count for half.
 */
export const movedPosts = (before: readonly Seated[], after: readonly Seated[]): number =>
  differences(before, after).reduce((sum, { change }) => sum + Math.abs(change), 0) / 2;

/** The lines whose posts differ, those of `before` first, in their order. */
export function differences(before: readonly Seated[], after: readonly Seated[]): Difference[] {
  const then = new Map(before.map(({ code, seats }) => [code, seats]));
  const now = new Map(after.map(({ code, seats }) => [code, seats]));
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((code): Difference => {
      const [was, is] = [then.get(code) ?? 0, now.get(code) ?? 0];
      return { code, before: was, after: is, change: is - was };
    })
    .filter(({ change }) => change !== 0);
}
