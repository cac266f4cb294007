/** Why the bytes of a file are no records, and on which line; the reader words it for the user. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
  readonly kind: 'open-quote' | 'endless-line';
  /** Line where the quote opened, or where the record begins; 1 is the first line. */
  readonly line: number;

  constructor(kind: RecordFault['kind'], line: number) {
    super(`${kind}, line ${String(line)}`);
    this.kind = kind;
    this.line = line;
  }
}
