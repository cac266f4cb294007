import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';

/** A file of which slices are read when they are asked for. */
export const fileSlices = (file: FileHandle, size: number): AsyncBuffer => ({
  byteLength: size,
  slice: async (start, end = size): Promise<ArrayBuffer> => {
    if (start < 0 || end > size || start > end) throw new RangeError(`no bytes ${String(start)} to ${String(end)} in ${String(size)}`);
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new RangeError(`the file ends at byte ${String(start + bytesRead)}`);
    return bytes.buffer;
  },
});
