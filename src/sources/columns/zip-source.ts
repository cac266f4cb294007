import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { FragiliteError, inputError } from '../../errors.js';
import type { ByteSource } from './byte-source.js';
import { fileDigest } from './digest.js';
import type { Digest } from './digest.js';
import { refuseBomb } from './expansion.js';
import { chooseMember } from './zip-member.js';

const MOST_MEMBERS = 10_000;
const CHUNK = 256 * 1024;
const DEFLATE = 8;
const STORED = 0;

/**
 * A member of a zip, unpacked while it is read. What the archive says of its members is not believed:
 * more bytes than declared, or other bytes than it has the checksum of, are an error.
 *
 * @throws inputError on an archive that cannot be read, or whose member is not to be told
 */
export async function zipSource(path: string, shown: string, wanted: string | null): Promise<ByteSource> {
  const member = await reading(shown, () => withArchive(path, async (zip) => chooseMember(await membersOf(zip, shown), wanted, shown)));
  const name = `${shown}:${member.fileName}`;
  refuse(member, name);
  let digest: Digest | null = null;
  async function* blocks(): AsyncGenerator<Buffer> {
    const zip = await reading(name, () => openArchive(path));
    try {
      let checksum = 0;
      let size = 0;
      for await (const chunk of unpacked(await zip.openReadStreamPromise(member, { decodeFileData: false }), member)) {
        checksum = crc32(chunk, checksum);
        size += chunk.length;
        if (size > member.uncompressedSize) {
          throw inputError(`${name} : le fichier décompressé est plus long que l'archive ne le dit. Téléchargez-la à nouveau.`);
        }
        yield chunk;
      }
      if (size < member.uncompressedSize || checksum !== member.crc32) throw damaged(name);
    } catch (error) {
      throw worded(error, name);
    } finally {
      zip.close();
    }
  }
  return { shown: name, packed: true, blocks, digest: async () => (digest ??= await fileDigest(path)) };
}

const openArchive = (path: string): Promise<ZipFile> => openPromise(path, { lazyEntries: true, autoClose: false });

function unpacked(packed: Readable, member: Entry): AsyncIterable<Buffer> {
  if (member.compressionMethod === STORED) return packed;
  return pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), () => {
    // The error, if any, is thrown by whoever iterates.
  }) as AsyncIterable<Buffer>;
}

async function withArchive<T>(path: string, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  const zip = await openArchive(path);
  try {
    return await use(zip);
  } finally {
    zip.close();
  }
}

async function membersOf(zip: ZipFile, shown: string): Promise<Entry[]> {
  if (zip.entryCount > MOST_MEMBERS) throw inputError(`${shown} : l'archive a ${String(zip.entryCount)} fichiers ; ce n'est pas une archive de l'Insee.`);
  const members: Entry[] = [];
  for await (const entry of zip.eachEntry()) members.push(entry);
  return members;
}

/** @throws inputError on a member that is not to be unpacked */
function refuse(member: Entry, name: string): void {
  if (member.isEncrypted()) throw inputError(`${name} : l'archive est chiffrée. Décompressez-la avec son mot de passe et donnez le CSV.`);
  if (member.compressionMethod !== DEFLATE && member.compressionMethod !== STORED) {
    throw inputError(`${name} : compression inconnue (méthode ${String(member.compressionMethod)}). Décompressez l'archive et donnez le CSV.`);
  }
  refuseBomb(member.uncompressedSize, member.compressedSize, name);
}

async function reading<T>(name: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw worded(error, name);
  }
}

const damaged = (name: string, cause?: unknown): FragiliteError =>
  inputError(`${name} : l'archive ZIP est coupée ou abîmée. Téléchargez-la à nouveau.`, { cause });

/** yauzl and zlib throw plain errors; those of the file system have a code of their own. */
function worded(error: unknown, name: string): unknown {
  if (error instanceof FragiliteError || !(error instanceof Error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (/encrypt/i.test(message)) return inputError(`${name} : l'archive est chiffrée. Décompressez-la avec son mot de passe et donnez le CSV.`, { cause: error });
  return code === undefined || code.startsWith('Z_') ? damaged(name, error) : error;
}
