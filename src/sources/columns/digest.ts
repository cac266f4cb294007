import { createHash } from 'node:crypto';
import { fileBlocks } from './file-blocks.js';

/** What names the content of a file as it stands on disk. */
export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

/** Size and sha256 of bytes that go by. */
export class Digester {
  readonly #hash = createHash('sha256');
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  end(): Digest {
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }
}

/** Reads a whole file for its size and sha256. */
export async function fileDigest(path: string): Promise<Digest> {
  const digester = new Digester();
  for await (const block of fileBlocks(path)) digester.push(block);
  return digester.end();
}
