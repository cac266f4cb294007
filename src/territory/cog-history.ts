import { byCode } from './codes.js';

/** Codes of communes of one 1 January, and those of the same territory one year later; both sorted. */
export interface CogChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What became of the codes of communes, from one 1 January to the next. */
export interface CogHistory {
  /** The years known, in order. */
  readonly years: readonly number[];
  /** Year → the changes since the 1 January before; a code is in one at most. */
  readonly changes: ReadonlyMap<number, readonly CogChange[]>;
}

interface Indexed {
  /** Year → code of the year before → its change. */
  readonly forward: ReadonlyMap<number, ReadonlyMap<string, CogChange>>;
  /** Year → code of that year → its change. */
  readonly backward: ReadonlyMap<number, ReadonlyMap<string, CogChange>>;
  /** The codes that some change names → the years in which they are a commune. */
  readonly lives: ReadonlyMap<string, ReadonlySet<number>>;
  readonly changing: readonly string[];
}

const indexes = new WeakMap<CogHistory, Indexed>();

function indexOf(history: CogHistory): Indexed {
  const known = indexes.get(history);
  if (known !== undefined) return known;
  const forward = new Map<number, Map<string, CogChange>>();
  const backward = new Map<number, Map<string, CogChange>>();
  for (const [year, changes] of history.changes) {
    forward.set(year, new Map(changes.flatMap((c) => c.before.map((code) => [code, c] as const))));
    backward.set(year, new Map(changes.flatMap((c) => c.after.map((code) => [code, c] as const))));
  }
  const lives = new Map<string, Set<number>>();
  const named = new Set([...history.changes.values()].flat().flatMap((c) => [...c.before, ...c.after]));
  for (const code of named) {
    // Alive before the first change that names it, if that change takes it from somewhere.
    const first = history.years.find((year) => forward.get(year)?.has(code) === true || backward.get(year)?.has(code) === true);
    let alive = first !== undefined && forward.get(first)?.has(code) === true;
    const years = new Set<number>();
    for (const year of history.years) {
      if (forward.get(year)?.has(code) === true || backward.get(year)?.has(code) === true) alive = backward.get(year)?.has(code) === true;
      if (alive) years.add(year);
    }
    lives.set(code, years);
  }
  const changing = [...lives].filter(([, years]) => years.size < history.years.length).map(([code]) => code).sort(byCode);
  const made = { forward, backward, lives, changing };
  indexes.set(history, made);
  return made;
}

/** The years in which a code is a commune, or null when no change names it. */
export const yearsOfCode = (history: CogHistory, code: string): ReadonlySet<number> | null => indexOf(history).lives.get(code) ?? null;

/** The codes that are communes in some years only, sorted. */
export const changingCodes = (history: CogHistory): readonly string[] => indexOf(history).changing;

/**
 * The communes of the year `to` that hold the territory of a commune of the year `from`: one, several
 * when it was split, and none when, going back, it was not yet put together.
 *
 * A commune that had merged and was re-established since is itself again, not a share of the merger.
 *
 * @param code a commune of the year `from`
 * @param from a year of the history, as `to` is
 */
export function followCode(history: CogHistory, code: string, from: number, to: number): readonly string[] {
  const { forward, backward, lives } = indexOf(history);
  if (!lives.has(code)) return [code];
  const livedThen = (other: string): boolean => lives.get(other)?.has(from) === true;
  const back = to < from;
  const steps = history.years.filter((year) => year > Math.min(from, to) && year <= Math.max(from, to));
  if (back) steps.reverse();
  let at: readonly string[] = [code];
  for (const year of steps) {
    const reached = new Set<string>();
    for (const one of at) {
      const change = (back ? backward : forward).get(year)?.get(one);
      if (change === undefined) {
        reached.add(one);
        continue;
      }
      const targets = back ? change.before : change.after;
      if (targets.length === 1) {
        reached.add(targets[0] ?? one);
        continue;
      }
      // What lived apart in the year `from` is no part of this code, merged in the meantime or not.
      const rest = targets.filter((target) => target === one || !livedThen(target));
      if (code !== one && targets.includes(code)) reached.add(code);
      else if (back && rest.join() !== one) return [];
      else for (const target of rest.length === 0 ? targets : rest) reached.add(target);
    }
    at = [...reached].sort(byCode);
  }
  return at;
}
