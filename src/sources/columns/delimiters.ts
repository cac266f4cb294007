/** Words of four bytes counted at once; a lane of eight bits holds at most this many. */
const BLOCK = 16;
/** Below this many delimiters to pass, stepping byte by byte is the shorter way. */
const FEW = 8;
const LOW_BITS = 0x7f7f7f7f;
const ONES = 0x01010101;

/**
 * Passes over `count` delimiters without looking at what stands between them.
 *
 * Four bytes are compared at once: after an exclusive or with the delimiter, a byte that is zero was
 * one; `~(((x & 0x7f…) + 0x7f…) | x | 0x7f…)` has the high bit of exactly the zero bytes (Warren,
 * Hacker's Delight, 6-1).
 *
 * @param words the same memory as `bytes`, four bytes each; `bytes` starts at its first byte
 * @returns the position just after the last delimiter passed; when there are fewer before `to`,
 *   `-1 - found`
 */
export function afterDelimiters(
  bytes: Uint8Array,
  words: Int32Array,
  from: number,
  to: number,
  delimiter: number,
  count: number,
): number {
  let at = from;
  let left = count;
  if (count > FEW) {
    for (; (at & 3) !== 0 && at < to; at += 1) if (bytes[at] === delimiter) left -= 1;
    const pattern = Math.imul(delimiter, ONES);
    const lastBlock = (to >> 2) - BLOCK;
    let word = (at + 3) >> 2;
    while (word <= lastBlock) {
      let lanes = 0;
      for (let i = word; i < word + BLOCK; i += 1) {
        const x = words[i]! ^ pattern;
        lanes += ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS) >>> 7;
      }
      const found = Math.imul(lanes, ONES) >>> 24;
      if (found >= left) break;
      left -= found;
      word += BLOCK;
      at = word << 2;
    }
  }
  for (; at < to; at += 1) {
    if (bytes[at] === delimiter) {
      left -= 1;
      if (left === 0) return at + 1;
    }
  }
  return left - count - 1;
}
