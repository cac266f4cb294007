import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { ByteSource } from './byte-source.js';

/** What JSON files of contours are written in. */
export type JsonEncoding = 'utf-8' | 'windows-1252';

/** UTF-8 when all bytes are, else windows-1252. */
export function encodingOf(source: ByteSource): JsonEncoding {
  const buffer = Buffer.allocUnsafe(1 << 20);
  let kept = 0;
  for (let position = 0; ; ) {
    const got = source.read(position, buffer, kept, buffer.length - kept);
    if (got === 0) return isUtf8(buffer.subarray(0, kept)) ? 'utf-8' : 'windows-1252';
    position += got;
    const length = kept + got;
    // The last character may go on in the next piece.
    let whole = length - 1;
    while (whole > length - 4 && whole > 0 && ((buffer[whole] ?? 0) & 0xc0) === 0x80) whole--;
    if (!isUtf8(buffer.subarray(0, whole))) return 'windows-1252';
    buffer.copyWithin(0, whole, length);
    kept = length - whole;
  }
}

export const decode = (bytes: Buffer, encoding: JsonEncoding): string => (encoding === 'utf-8' ? bytes.toString('utf8') : iconv.decode(bytes, encoding));

/** How many bytes the beginning of a text takes. */
export const bytesBefore = (text: string, length: number, encoding: JsonEncoding): number =>
  encoding === 'utf-8' ? Buffer.byteLength(text.slice(0, length)) : length;
