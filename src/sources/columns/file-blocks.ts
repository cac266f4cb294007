import { open } from 'node:fs/promises';

const BLOCK = 512 * 1024;

/**
 * The bytes of a file, block by block. The next block is read while the one that was given is used;
 * two buffers serve in turn, so a block holds only until the next is asked for.
 */
export async function* fileBlocks(path: string, size = BLOCK): AsyncGenerator<Buffer> {
  const file = await open(path);
  let given = Buffer.allocUnsafeSlow(size);
  let next = Buffer.allocUnsafeSlow(size);
  let reading = file.read(next, 0, size, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      [given, next] = [next, given];
      reading = file.read(next, 0, size, null);
      yield given.subarray(0, bytesRead);
    }
  } finally {
    // A read that is under way writes into a buffer of ours: it must end before the file is closed.
    await reading.catch(() => undefined);
    await file.close();
  }
}
