const LEAST = 64 * 1024;

/**
 * Joins small chunks into blocks of at least `least` bytes (the last one may be shorter). A chunk that
 * is long enough goes through as it is, so a block holds only until the next is asked for.
 */
export async function* joinedBlocks(chunks: AsyncIterable<Buffer>, least = LEAST): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    if (size === 0 && chunk.length >= least) {
      yield chunk;
      continue;
    }
    held.push(Buffer.from(chunk));
    size += chunk.length;
    if (size < least) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
