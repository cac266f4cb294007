import { words } from '../../posts/wide-carrier.js';
import { byCode } from '../../territory/codes.js';

/** What an identifier is made from. */
export interface Unnamed {
  /** The identifier of the source, when it has one. */
  readonly given: string | null;
  readonly siret: string | null;
  readonly structure: string;
  /** All that the row says, so that rows of one employer are numbered in the same order always. */
  readonly content: string;
}

/**
 * An identifier for each row of a list that has none, or repeats them: the one given, else the SIRET,
 * else the name; rows that share one are numbered by what they say, not by where they stand, so that
 * shuffling the file changes no identifier.
 */
export function identifiers(rows: readonly Unnamed[]): string[] {
  const groups = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const base = row.given ?? row.siret ?? (words(row.structure).toLowerCase().replaceAll(' ', '-') || 'structure');
    groups.set(base, [...(groups.get(base) ?? []), index]);
  }
  const ids = new Array<string>(rows.length).fill('');
  const taken = new Set(groups.keys());
  for (const [base, members] of [...groups].sort(([a], [b]) => byCode(a, b))) {
    if (members.length === 1) {
      ids[members[0] ?? 0] = base;
      continue;
    }
    members.sort((a, b) => byCode(rows[a]?.content ?? '', rows[b]?.content ?? ''));
    let number = 0;
    for (const index of members) {
      do number += 1;
      while (taken.has(`${base}-${String(number)}`));
      ids[index] = `${base}-${String(number)}`;
    }
  }
  return ids;
}
