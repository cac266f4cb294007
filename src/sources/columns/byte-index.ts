const EMPTY = 0;

/**
 * Numbers words by their bytes, from 0 in order of arrival: a field is known again without being
 * decoded. Made for words of some dozens of bytes.
 */
export class ByteIndex {
  /** The bytes of all words, one after the other; word `i` ends where `i + 1` begins. */
  #bytes = new Uint8Array(256);
  #starts = new Uint32Array(32);
  /** Open addressing: number of the word plus one, by the hash of its bytes. */
  #table = new Uint32Array(64);
  #size = 0;
  /** The word found last: rows of one place or year follow each other. */
  #last = 0;

  /** @param words known from the beginning, plain ASCII */
  constructor(words: Iterable<string> = []) {
    for (const word of words) {
      const bytes = Buffer.from(word, 'latin1');
      this.add(bytes, 0, bytes.length);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a word, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    if (this.#size === 0) return -1;
    if (this.#is(this.#last, bytes, from, to)) return this.#last;
    const mask = this.#table.length - 1;
    for (let at = hashOf(bytes, from, to) & mask; ; at = (at + 1) & mask) {
      const found = this.#table[at]! - 1;
      if (found < 0) return -1;
      if (this.#is(found, bytes, from, to)) {
        this.#last = found;
        return found;
      }
    }
  }

  /** The number of a word, which is new or already known. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const known = this.find(bytes, from, to);
    if (known >= 0) return known;
    const word = this.#size;
    const start = this.#starts[word]!;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(2 * end));
    if (word + 2 > this.#starts.length) this.#starts = grown(this.#starts, new Uint32Array(2 * this.#starts.length));
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#starts[word + 1] = end;
    this.#size += 1;
    if (2 * this.#size > this.#table.length) this.#widen();
    else this.#enter(word);
    return word;
  }

  #is(word: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#bytes;
    const start = this.#starts[word]!;
    let at = this.#starts[word + 1]!;
    if (at - start !== to - from) return false;
    // From the end, where words of one column differ.
    for (let i = to; at > start; ) if (own[--at] !== bytes[--i]) return false;
    return true;
  }

  #widen(): void {
    this.#table = new Uint32Array(2 * this.#table.length);
    for (let word = 0; word < this.#size; word += 1) this.#enter(word);
  }

  #enter(word: number): void {
    const mask = this.#table.length - 1;
    let at = hashOf(this.#bytes, this.#starts[word]!, this.#starts[word + 1]!) & mask;
    while (this.#table[at] !== EMPTY) at = (at + 1) & mask;
    this.#table[at] = word + 1;
  }
}

/** FNV-1a; its low bits are mixed once more, for a table that takes only those. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

function grown<T extends Uint8Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
