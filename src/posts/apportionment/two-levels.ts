import { inputError } from '../../errors.js';
import { apportion, type Apportionment } from './apportion.js';
import type { Bounds } from './bounds.js';
import { checkLines, checkTotal, type Line, type Method } from './line.js';

/** A sub-territory that gets a part of the envelope and shares it between its lines. */
export interface Group {
  readonly code: string;
  /** Its name, for messages (French). */
  readonly name?: string;
  /** Weights of the envelope's first level (the agreed 50 and 15), or posts, as `agreed` says. */
  readonly agreed: number;
  /** Inhabitants: it settles ties between groups. */
  readonly population: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly lines: readonly Line[];
}

/** An envelope to be shared between sub-territories. */
export interface SharedEnvelope {
  readonly total: number;
  /**
   * `weights`: the groups' agreed numbers are proportions, the envelope is shared by the method;
   * `posts`: they are posts, settled beforehand, and their sum must be the total.
   */
  readonly agreed: 'weights' | 'posts';
}

export interface TwoLevels {
  /** The envelope between the groups; null when their posts were settled beforehand. */
  readonly first: Apportionment | null;
  /** Each group's posts between its lines, in the order of the groups. */
  readonly groups: readonly {
    readonly code: string;
    readonly seats: number;
    /** Null for a group of which no line is known: its posts are not shared further. */
    readonly apportionment: Apportionment | null;
  }[];
}

/**
 * Shares an envelope between sub-territories, then each one's part between its lines, by the same
 * method at both levels.
 *
 * `bounds` are those of the lines: the groups have their own `minimum` and `maximum` only. A group
 * whose part does not cover the minima of its lines is an error that names it, not a reason to
 * bend what was agreed between the groups.
 *
 * @throws a usage error (exit 2) for a total that is no whole number of posts, an input error
 *   (exit 3) for settled posts that do not make the total (the gap is stated), a line in two
 *   groups, and whatever `apportion` throws
 * @example 49 posts agreed as 50 and 15: 38 and 11 by Sainte-Laguë, 37 and 12 by Adams
 */
export function twoLevels(
  groups: readonly Group[],
  envelope: SharedEnvelope,
  method: Method,
  bounds: Bounds = {},
): TwoLevels {
  checkTotal(envelope.total);
  const asLines = groups.map(asLine);
  checkLines(asLines);
  checkOnce(groups);
  const first = envelope.agreed === 'weights' ? apportion(asLines, envelope.total, method) : null;
  if (first === null) checkSettled(groups, envelope.total);
  return {
    first,
    groups: groups.map((group, index) => {
      const seats = first === null ? group.agreed : (first.shares[index]?.seats ?? 0);
      const place = group.name ?? group.code;
      return {
        code: group.code,
        seats,
        apportionment: group.lines.length === 0 ? null : apportion(group.lines, seats, method, { ...bounds, place }),
      };
    }),
  };
}

const asLine = ({ code, agreed, population, minimum, maximum }: Group): Line => ({
  code,
  weight: agreed,
  population,
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
});

function checkOnce(groups: readonly Group[]): void {
  const seen = new Map<string, string>();
  for (const group of groups) {
    for (const { code } of group.lines) {
      const other = seen.get(code);
      if (other !== undefined && other !== group.code) {
        throw inputError(
          `La ligne ${code} figure dans deux territoires de l'enveloppe (${other} et ${group.code}).`,
        );
      }
      seen.set(code, group.code);
    }
  }
}

function checkSettled(groups: readonly Group[], total: number): void {
  for (const { code, name, agreed } of groups) checkTotal(agreed, `La part de ${name ?? code}`);
  const settled = groups.reduce((sum, { agreed }) => sum + agreed, 0);
  if (settled === total) return;
  const gap = Math.abs(settled - total);
  throw inputError(
    `Les parts convenues (${groups.map(({ agreed }) => agreed).join(' + ')} = ${String(settled)}) ` +
      `${settled > total ? "dépassent l'enveloppe" : "sont inférieures à l'enveloppe"} (${String(total)}) ` +
      `de ${String(gap)} poste${gap > 1 ? 's' : ''}.`,
  );
}
