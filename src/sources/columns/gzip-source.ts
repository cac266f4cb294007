import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { inputError } from '../../errors.js';
import { refuseEmpty } from '../fingerprint.js';
import type { ByteSource } from './byte-source.js';
import { Digester, fileDigest } from './digest.js';
import type { Digest } from './digest.js';
import { refuseBomb } from './expansion.js';
import { fileBlocks } from './file-blocks.js';

const CHUNK = 256 * 1024;

/** A gzip, unpacked while it is read. */
export function gzipSource(path: string, shown: string): ByteSource {
  let digest: Digest | null = null;
  async function* packed(digester: Digester): AsyncGenerator<Buffer> {
    for await (const block of fileBlocks(path)) {
      digester.push(block);
      // The buffer serves again while zlib may still hold the one before.
      yield Buffer.from(block);
    }
    digest ??= digester.end();
  }
  async function* blocks(): AsyncGenerator<Buffer> {
    const gunzip = createGunzip({ chunkSize: CHUNK });
    const digester = new Digester();
    pipeline(Readable.from(packed(digester), { objectMode: true, highWaterMark: 1 }), gunzip, () => {
      // The error, if any, is thrown by the iteration below.
    });
    let size = 0;
    try {
      for await (const chunk of gunzip as AsyncIterable<Buffer>) {
        size += chunk.length;
        refuseBomb(size, digester.size, shown);
        yield chunk;
      }
    } catch (error) {
      if (digester.size === 0) refuseEmpty(Buffer.alloc(0), shown);
      throw gzipError(error, shown);
    }
  }
  return { shown, packed: true, blocks, digest: async () => (digest ??= await fileDigest(path)) };
}

function gzipError(error: unknown, shown: string): unknown {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'Z_BUF_ERROR') return inputError(`${shown} : l'archive gzip est coupée avant sa fin. Téléchargez-la à nouveau.`, { cause: error });
  if (code === 'Z_DATA_ERROR' && message === 'incorrect header check') {
    return inputError(`${shown} : ce n'est pas une archive gzip, malgré son nom. Renommez le fichier, ou téléchargez-le à nouveau.`, { cause: error });
  }
  if (code?.startsWith('Z_') === true) return inputError(`${shown} : l'archive gzip est abîmée. Téléchargez-la à nouveau.`, { cause: error });
  return error;
}
