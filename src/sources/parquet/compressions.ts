import { gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** More than any page of a sound file, unpacked: one has some megabytes. */
const MOST_PAGE = 512 * 1024 ** 2;

/** Node's own gunzip is faster, and stops at the length that the page announces. */
const known: Compressors = { ...compressors, GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }) };

/** The ways to unpack a page, by the name of the compression; none makes more than a page can be. */
export const COMPRESSIONS: Compressors = Object.fromEntries(
  Object.entries(known).map(([name, unpack]) => [
    name,
    (input: Uint8Array, length: number): Uint8Array => {
      if (length > MOST_PAGE) throw new RangeError(`a page of ${String(length)} bytes`);
      return unpack(input, length);
    },
  ]),
);

/** True for a compression that can be read. */
export const isRead = (name: string): boolean => name === 'UNCOMPRESSED' || name in COMPRESSIONS;

/** Their names, for messages. */
export const READ_NAMES = Object.keys(COMPRESSIONS).map((name) => name.toLowerCase()).sort();
