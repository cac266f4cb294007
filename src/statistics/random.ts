/** A source of numbers uniform on [0, 1[, the same for the same seed on every machine. */
export type Random = () => number;

/**
 * The generator known as mulberry32: 32 bits of state, a period of 2³², plenty for the draws of a
 * simulation that must be the same everywhere; not for secrets.
 *
 * @param seed any integer; its 32 low bits serve
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
