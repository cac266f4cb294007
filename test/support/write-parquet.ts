import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { CompressionCodec } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

export interface ParquetOptions {
  readonly codec?: CompressionCodec;
  readonly rowGroupSize?: number;
  readonly pageSize?: number;
  /** Columns of numbers; the others are of strings. */
  readonly numbers?: readonly string[];
}

const ZSTD_BLOCK = 0x1ffff;

/** A zstd frame of blocks that are not compressed (RFC 8878, 3.1.1): a single segment with its size on four bytes. */
function zstdStored(input: Uint8Array): Uint8Array {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(input.length, 5);
  const parts: Uint8Array[] = [head];
  for (let at = 0; at === 0 || at < input.length; at += ZSTD_BLOCK) {
    const block = input.subarray(at, at + ZSTD_BLOCK);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + ZSTD_BLOCK >= input.length ? 1 : 0), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

const compressors = {
  GZIP: (input: Uint8Array): Uint8Array => gzipSync(input),
  BROTLI: (input: Uint8Array): Uint8Array => brotliCompressSync(input),
  ZSTD: zstdStored,
  LZO: (input: Uint8Array): Uint8Array => input,
};

/** The Parquet twin of a CSV: an empty cell is a null. */
export function parquetTwin(csv: string, { numbers = [], ...options }: ParquetOptions = {}): Buffer {
  const [header = [], ...rows] = parse(csv, { delimiter: ';', bom: true, skip_empty_lines: true });
  const columnData = header.map((name, i) => ({
    name,
    type: numbers.includes(name) ? 'DOUBLE' : 'STRING',
    data: rows.map((row) => (row[i] === '' ? null : numbers.includes(name) ? Number(row[i]) : row[i])),
  }));
  return Buffer.from(parquetWriteBuffer({ columnData, compressors, ...options }));
}
