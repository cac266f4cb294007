import type { ByteSource } from './byte-source.js';
import { Digester, fileDigest } from './digest.js';
import type { Digest } from './digest.js';
import { fileBlocks } from './file-blocks.js';

/** A file as it is; its digest is taken on the way the first time it is read to its end. */
export function plainSource(path: string, shown: string): ByteSource {
  let digest: Digest | null = null;
  async function* blocks(): AsyncGenerator<Buffer> {
    const digester = digest === null ? new Digester() : null;
    for await (const block of fileBlocks(path)) {
      digester?.push(block);
      yield block;
    }
    digest ??= digester?.end() ?? null;
  }
  return { shown, packed: false, blocks, digest: async () => (digest ??= await fileDigest(path)) };
}
