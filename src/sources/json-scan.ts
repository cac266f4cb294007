import type { ByteSource } from './byte-source.js';

/** A place where bytes stop being the JSON that is expected. */
export class JsonScanFault extends Error {
  constructor(
    readonly offset: number,
    readonly kind: 'truncated' | 'invalid' | 'huge',
    /** The value that was being read began here, or null between values. */
    readonly valueStart: number | null,
  ) {
    super(`${kind} JSON at byte ${offset}`);
  }
}

/** A value and its place in the source; the bytes are lent until the next one is asked for. */
interface Lent {
  readonly bytes: Buffer;
  readonly offset: number;
}

/** What is met in the root object: its list begins, an item of it, another member. */
export type RootPart =
  | { readonly kind: 'list' }
  | ({ readonly kind: 'item' } & Lent)
  | ({ readonly kind: 'member'; /** As JSON: in quotes. */ readonly name: Buffer } & Lent);

/** What a byte is to the scan: most are nothing, and skipped. */
const OTHER = 0;
const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const KIND = new Uint8Array(256);
KIND[0x22] = QUOTE;
KIND[0x5b] = KIND[0x7b] = OPEN;
KIND[0x5d] = KIND[0x7d] = CLOSE;

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;
const END = -1;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const CHUNK_BYTES = 1 << 20;

/**
 * Walks through a JSON object of any size whose bulk is one list, value after value, in the memory
 * of the largest value. Only the extent of values is found here: JSON.parse judges their content.
 *
 * @param listName the member whose items are given one by one, when it is a list
 * @param most bytes of the largest value that is accepted
 * @returns false, having read nothing, when the root is not an object
 * @throws a JsonScanFault, also when the list is there twice
 */
export function* scanRootObject(source: ByteSource, listName: string, most: number, chunk = CHUNK_BYTES): Generator<RootPart, boolean> {
  const scan = new Scan(source, most, chunk);
  scan.skipMark();
  if (scan.peek() !== OPEN_OBJECT) return false;
  scan.next();
  const wanted = Buffer.from(JSON.stringify(listName));
  let listed = false;
  if (scan.peek() !== CLOSE_OBJECT) {
    for (;;) {
      if (scan.peek() !== DOUBLE_QUOTE) throw scan.fault();
      const name = Buffer.from(scan.value().bytes);
      scan.expect(COLON);
      if (scan.peek() === OPEN_LIST && name.equals(wanted)) {
        if (listed) throw scan.fault();
        listed = true;
        yield { kind: 'list' };
        scan.next();
        for (let more = scan.peek() !== CLOSE_LIST; more; ) {
          yield { kind: 'item', ...scan.value() };
          more = scan.peek() !== CLOSE_LIST;
          if (more) scan.expect(COMMA);
        }
        scan.next();
      } else yield { kind: 'member', name, ...scan.value() };
      if (scan.peek() === CLOSE_OBJECT) break;
      scan.expect(COMMA);
    }
  }
  scan.next();
  if (scan.peek() !== END) throw scan.fault();
  return true;
}

class Scan {
  #buffer: Buffer;
  /** Position in the source of the first byte of the buffer. */
  #base = 0;
  #at = 0;
  #end = 0;
  /** Where the value that is being read begins in the buffer; -1 between values. */
  #mark = -1;

  constructor(
    readonly source: ByteSource,
    readonly most: number,
    chunk: number,
  ) {
    this.#buffer = Buffer.allocUnsafe(chunk);
  }

  /** Skips a byte order mark. */
  skipMark(): void {
    const head = Buffer.alloc(3);
    if (this.source.read(0, head, 0, 3) === 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) this.#base = 3;
  }

  /** The next byte that is not a space, or END; it stays. */
  peek(): number {
    for (;;) {
      while (this.#at < this.#end) {
        const byte = this.#buffer[this.#at] ?? 0;
        if (!isSpace(byte)) return byte;
        this.#at++;
      }
      if (!this.#fill()) return END;
    }
  }

  next(): void {
    this.#at++;
  }

  expect(byte: number): void {
    if (this.peek() !== byte) throw this.fault();
    this.#at++;
  }

  /** A fault at the present place: too short when nothing is left. */
  fault(): JsonScanFault {
    const ended = this.#at === this.#end && !this.#fill();
    return new JsonScanFault(this.#base + this.#at, ended ? 'truncated' : 'invalid', this.#mark < 0 ? null : this.#base + this.#mark);
  }

  /** Finds the extent of the next value and lends its bytes. */
  value(): Lent {
    const first = this.peek();
    this.#mark = this.#at;
    if (first === DOUBLE_QUOTE) {
      this.#at++;
      this.#string();
    } else if (first === OPEN_OBJECT || first === OPEN_LIST) this.#container();
    else this.#scalar();
    const mark = this.#mark;
    this.#mark = -1;
    return { bytes: this.#buffer.subarray(mark, this.#at), offset: this.#base + mark };
  }

  #container(): void {
    const open: number[] = [];
    for (;;) {
      const buffer = this.#buffer;
      const end = this.#end;
      let at = this.#at;
      let kind: number = OTHER;
      while (at < end && (kind = KIND[buffer[at] ?? 0] ?? OTHER) === OTHER) at++;
      this.#at = at;
      if (at === end) {
        if (!this.#fill()) throw this.fault();
        continue;
      }
      const byte = buffer[at] ?? 0;
      if (kind === CLOSE && open.pop() !== byte - 2) throw this.fault();
      this.#at++;
      if (kind === QUOTE) this.#string();
      else if (kind === OPEN) open.push(byte);
      else if (open.length === 0) return;
    }
  }

  /** From after the opening quote to after the closing one. */
  #string(): void {
    for (;;) {
      const buffer = this.#buffer;
      const end = this.#end;
      let at = this.#at;
      let byte = 0;
      while (at < end && (byte = buffer[at] ?? 0) !== DOUBLE_QUOTE && byte !== BACKSLASH && byte >= 0x20) at++;
      this.#at = at;
      if (at === end) {
        if (!this.#fill()) throw this.fault();
        continue;
      }
      // A raw line break in a string: its end is missing, and it is better said here than at the end.
      if (byte < 0x20) throw this.fault();
      this.#at++;
      if (byte === DOUBLE_QUOTE) return;
      if (this.#at === this.#end && !this.#fill()) throw this.fault();
      this.#at++;
    }
  }

  #scalar(): void {
    for (;;) {
      while (this.#at < this.#end) {
        const byte = this.#buffer[this.#at] ?? 0;
        if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST || byte === COLON || isSpace(byte)) {
          if (this.#at === this.#mark) throw this.fault();
          return;
        }
        this.#at++;
      }
      if (!this.#fill()) throw this.fault();
    }
  }

  /** Brings more bytes, keeping those of the value that is being read. False at the end. */
  #fill(): boolean {
    const keep = this.#mark < 0 ? this.#at : this.#mark;
    if (this.#end - keep > this.most) throw new JsonScanFault(this.#base + keep, 'huge', null);
    if (keep > 0) {
      this.#buffer.copyWithin(0, keep, this.#end);
      this.#base += keep;
      this.#at -= keep;
      this.#end -= keep;
      if (this.#mark >= 0) this.#mark = 0;
    }
    if (this.#end === this.#buffer.length) {
      const larger = Buffer.allocUnsafe(2 * this.#buffer.length);
      this.#buffer.copy(larger, 0, 0, this.#end);
      this.#buffer = larger;
    }
    const got = this.source.read(this.#base + this.#end, this.#buffer, this.#end, this.#buffer.length - this.#end);
    this.#end += got;
    return got > 0;
  }
}
