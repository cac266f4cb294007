import { inputError } from '../../errors.js';
import { csvShape } from '../csv.js';
import type { CsvShape } from '../csv.js';
import { HEAD, refuseEmpty, refuseUtf16 } from '../fingerprint.js';
import type { Fingerprint } from '../fingerprint.js';
import { hasBom, Utf8Watch } from '../text-encoding.js';
import type { TextEncoding } from '../text-encoding.js';
import { joinedBlocks } from './blocks.js';
import type { ByteSource } from './byte-source.js';
import { FieldText } from './field-text.js';
import { CR, LF } from './line-ends.js';
import { RecordFault } from './record-fault.js';
import { RecordScanner } from './record-scanner.js';
import type { ScannedRecord } from './scanned-record.js';
import type { TableRecord } from './table-record.js';

/** What a reader of tables does with one of them. */
export interface TableReader<T> {
  /** Positions of the columns it wants, ascending and distinct: the slots of the records. */
  readonly wanted: readonly number[];
  /** Takes one record after the header, of the header's width; `text` decodes a wanted field. */
  readonly row: (record: TableRecord, text: (slot: number) => string) => void;
  readonly end: () => T;
}

export interface ReadTable<T> {
  readonly result: T;
  readonly shape: CsvShape;
  readonly print: Fingerprint;
}

/**
 * Reads a delimited table in one pass: bytes are hashed, records found and wanted fields handed to the
 * reader that `begin` makes once the header is known. A file that turns out to be windows-1252 after
 * letters of it were read as UTF-8 is read a second time.
 *
 * @param isKey knows a column name that makes a header
 * @throws inputError on another kind of file, a record of another width, or a quote that never closes
 */
export async function readTable<T>(
  source: ByteSource,
  isKey: (name: string) => boolean,
  begin: (shape: CsvShape) => TableReader<T>,
): Promise<ReadTable<T>> {
  const first = new Pass(source, isKey, begin, null);
  let encoding: TextEncoding;
  try {
    encoding = await first.run();
  } catch (error) {
    // What the message cites may be misread, or come of a damaged archive: the rest of the file tells.
    if (!first.guessed && !source.packed) throw error;
    encoding = await encodingOf(source, error);
    if (!first.guessed || encoding === 'utf8') throw error;
  }
  const pass = first.guessed && encoding !== 'utf8' ? new Pass(source, isKey, begin, encoding) : first;
  if (pass !== first) await pass.run();
  const { head } = pass;
  const { size, sha256 } = await source.digest();
  return { ...pass.read(), print: { size, sha256, encoding, bom: hasBom(head), head } };
}

/**
 * The encoding of a whole file that something was found in.
 *
 * @param earlier thrown again when the rest of a file cannot be read; an archive is to blame itself
 */
async function encodingOf(source: ByteSource, earlier: unknown): Promise<TextEncoding> {
  const watch = new Utf8Watch();
  try {
    for await (const block of source.blocks()) watch.push(block);
  } catch (error) {
    throw source.packed ? error : earlier;
  }
  return watch.end();
}

/** One reading of the bytes from their beginning. */
class Pass<T> {
  readonly #source: ByteSource;
  readonly #isKey: (name: string) => boolean;
  readonly #begin: (shape: CsvShape) => TableReader<T>;
  readonly #known: TextEncoding | null;
  #head: Buffer = Buffer.alloc(0);
  #text: FieldText | null = null;
  #shape: CsvShape | null = null;
  #reader: TableReader<T> | null = null;
  #scanner: RecordScanner | null = null;

  constructor(source: ByteSource, isKey: (name: string) => boolean, begin: (shape: CsvShape) => TableReader<T>, known: TextEncoding | null) {
    this.#source = source;
    this.#isKey = isKey;
    this.#begin = begin;
    this.#known = known;
  }

  get head(): Buffer {
    return this.#head;
  }

  get guessed(): boolean {
    return this.#text?.guessed === true;
  }

  read(): { result: T; shape: CsvShape } {
    if (this.#reader === null || this.#shape === null) throw new Error('the table was not read');
    return { result: this.#reader.end(), shape: this.#shape };
  }

  /** Reads everything, and returns the encoding. */
  async run(): Promise<TextEncoding> {
    const watch = new Utf8Watch();
    try {
      for await (const block of joinedBlocks(this.#source.blocks(), HEAD)) {
        if (this.#known === null) watch.push(block);
        this.#scanner ??= this.#start(block, watch);
        this.#scanner.push(block);
      }
      // No block at all: an empty file is told by its head.
      this.#scanner ??= this.#start(Buffer.alloc(0), watch);
      this.#scanner.end();
    } catch (error) {
      if (error instanceof RecordFault) throw worded(error, this.#source.shown);
      throw error;
    }
    return this.#known ?? (hasBom(this.#head) ? 'utf8' : watch.end());
  }

  #start(block: Buffer, watch: Utf8Watch): RecordScanner {
    const { shown } = this.#source;
    const head = Buffer.from(block.subarray(0, HEAD));
    this.#head = head;
    refuseEmpty(head, shown);
    refuseUtf16(head, shown);
    const text = this.#known === null ? FieldText.watching(head, watch) : FieldText.known(this.#known);
    this.#text = text;
    text.decoded(head);
    const shape = csvShape(shown, { head, encoding: text.encoding }, this.#isKey);
    this.#shape = shape;
    const reader = this.#begin(shape);
    this.#reader = reader;
    return new RecordScanner(
      { delimiter: shape.delimiter.charCodeAt(0), lineEnd: lineEndOf(head), wanted: reader.wanted },
      rowsOf(reader, shape, text, shown),
    );
  }
}

/** Passes over the header, and hands on every record of its width. */
function rowsOf(reader: TableReader<unknown>, shape: CsvShape, text: FieldText, shown: string): (record: ScannedRecord) => void {
  const width = shape.header.length;
  let toSkip = shape.skipped + 1;
  let first: number | null = null;
  let current: ScannedRecord;
  const textOf = (slot: number): string => text.of(current.field(slot));
  return (record) => {
    if (toSkip > 0) {
      toSkip -= 1;
      return;
    }
    first ??= record.count;
    // Columns over that are empty in the first row too are columns (FILO 2016 has 68); in one row, a separator
    // too many may stand anywhere before, and have pushed an empty last field out.
    if (record.count !== width && (record.count < width || record.count !== first || !record.isEmptyFrom(width))) {
      throw inputError(
        `${shown}, ligne ${String(record.line)} : ${String(record.count)} champs au lieu de ${String(width)}.\n` +
          'Le fichier est coupé ou un séparateur manque : vérifiez cette ligne, ou téléchargez-le à nouveau.',
      );
    }
    current = record;
    reader.row(record, textOf);
  };
}

/** CR alone ends the lines of a file whose first end of line, outside quotes, is a CR without LF. */
function lineEndOf(head: Buffer): typeof LF | typeof CR {
  let inside = false;
  for (const [at, byte] of head.entries()) {
    if (byte === 0x22) inside = !inside;
    else if (!inside && byte === LF) return LF;
    else if (!inside && byte === CR) return head[at + 1] === LF || at + 1 === head.length ? LF : CR;
  }
  return LF;
}

function worded(fault: RecordFault, shown: string): Error {
  const where = `${shown}, ligne ${String(fault.line)} : `;
  return fault.kind === 'open-quote'
    ? inputError(`${where}ce n'est pas un CSV lisible (guillemet mal fermé ou fichier coupé).`, { cause: fault })
    : inputError(`${where}une ligne de plus de 16 Mo ; ce n'est pas un CSV lisible.`, { cause: fault });
}
