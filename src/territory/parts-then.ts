import { byCode } from './codes.js';
import { changingCodes, followCode, yearsOfCode } from './cog-history.js';
import type { CogHistory } from './cog-history.js';

/**
 * What communes of the year `to` were made of in an earlier year: the codes of that year that went whole
 * into each, sorted. Only communes that were not then what they are: the others are not in the map.
 */
export function partsThen(history: CogHistory, from: number, to: number): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  const livesIn = (code: string): boolean => yearsOfCode(history, code)?.has(from) !== false;
  for (const code of changingCodes(history).filter(livesIn)) {
    const targets = followCode(history, code, from, to);
    const [target] = targets;
    if (targets.length === 1 && target !== undefined && target !== code) parts.set(target, [...(parts.get(target) ?? []), code]);
  }
  // A commune that kept its code, and took others in, is in none of the changes of its own code.
  for (const [target, codes] of parts) {
    if (livesIn(target) && followCode(history, target, from, to).join() === target) codes.push(target);
    codes.sort(byCode);
  }
  return parts;
}
