const BUFFER_BYTES = 1 << 18;

/** Pieces of what is written, each lent until the next is asked for. */
export type Pieces = Generator<Uint8Array>;

/**
 * One buffer that serves again and again: texts and numbers are written into it, and what fills it is
 * given away, so that a file is never one string.
 *
 *     if (!writer.put(text)) yield* writer.flushAndPut(text);
 */
export class ByteWriter {
  readonly buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  /** Where the next byte goes. */
  at = 0;

  get room(): number {
    return this.buffer.length - this.at;
  }

  /** Writes a text, or nothing when there may be no room for it. */
  put(text: string): boolean {
    // A character takes three bytes at most, two of UTF-16 taking four together.
    if (3 * text.length > this.room) return false;
    this.at += this.buffer.write(text, this.at, 'utf8');
    return true;
  }

  /** Gives what was written, then writes a text, of any length. */
  *flushAndPut(text: string): Pieces {
    yield* this.flush();
    if (!this.put(text)) yield Buffer.from(text, 'utf8');
  }

  /** Gives what was written. */
  *flush(): Pieces {
    if (this.at > 0) yield this.buffer.subarray(0, this.at);
    this.at = 0;
  }
}

/** The bytes of lines, some hundreds of kilobytes at a time. */
export function* linesAsBytes(lines: Iterable<string>): Pieces {
  const writer = new ByteWriter();
  for (const line of lines) if (!writer.put(line)) yield* writer.flushAndPut(line);
  yield* writer.flush();
}
