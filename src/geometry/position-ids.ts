/** Positions numbered from 0 so that equal ones have one number. */
export interface PositionIds {
  /** The number of each position. */
  readonly ids: Int32Array;
  /** A position of each number, as its place in the list. */
  readonly places: Int32Array;
}

/**
 * Numbers positions in the order in which they are first met.
 *
 * @param coordinates x, y, x, y…
 */
export function positionIds(coordinates: Int32Array): PositionIds {
  const count = coordinates.length / 2;
  const ids = new Int32Array(count);
  const places = new Int32Array(count);
  // A hash table with free places after each other: half full at most.
  const bits = Math.max(4, Math.ceil(Math.log2(2 * count + 1)));
  const last = 2 ** bits - 1;
  const table = new Int32Array(last + 1).fill(-1);
  let different = 0;
  for (let i = 0; i < count; i++) {
    const x = coordinates[2 * i]!;
    const y = coordinates[2 * i + 1]!;
    // The high bits of the product depend on all of both numbers.
    let slot = Math.imul(Math.imul(x, 0x9e3779b1) ^ (y + (x >>> 15)), 0x85ebca6b) >>> (32 - bits);
    for (;;) {
      const id = table[slot]!;
      if (id < 0) {
        table[slot] = different;
        places[different] = i;
        ids[i] = different++;
        break;
      }
      const place = 2 * places[id]!;
      if (coordinates[place] === x && coordinates[place + 1] === y) {
        ids[i] = id;
        break;
      }
      slot = (slot + 1) & last;
    }
  }
  return { ids, places: places.slice(0, different) };
}
