import { requireFile } from '../fingerprint.js';
import type { Digest } from './digest.js';

/** A table's bytes, wherever they are: in a file, in a gzip, in a member of a zip. */
export interface ByteSource {
  /** The name that messages show: `fichier.csv`, `archive.zip:membre.csv`. */
  readonly shown: string;
  /** True for an archive, whose damages show in its last bytes only. */
  readonly packed: boolean;
  /** The bytes from their beginning, by blocks; a block holds only until the next is asked for. */
  readonly blocks: () => AsyncIterable<Buffer>;
  /** Of the file as it stands on disk, be it an archive; free once its blocks went by, where they can tell. */
  readonly digest: () => Promise<Digest>;
}

const ZIP = /^(.*\.zip)(?::(.+))?$/is;

/** The file on disk of a path that may name a member of an archive, and that member. */
export function splitMember(path: string): { readonly file: string; readonly member: string | null } {
  const [, file, member] = ZIP.exec(path) ?? [];
  return file === undefined ? { file: path, member: null } : { file, member: member ?? null };
}

/**
 * Opens a file for its bytes: `.gz` and `.zip` are unpacked while they are read, never to disk.
 *
 * @param path `fichier.csv`, `fichier.csv.gz`, `archive.zip` or `archive.zip:membre.csv`
 * @throws inputError when the file is missing or is a folder, or when the archive has no such member or
 *   several that could be meant
 */
export async function openSource(path: string, shown: string): Promise<ByteSource> {
  const { file, member } = splitMember(path);
  if (/\.zip$/i.test(file)) {
    const name = splitMember(shown).file;
    requireFile(file, name);
    return (await import('./zip-source.js')).zipSource(file, name, member);
  }
  requireFile(path, shown);
  if (/\.gz$/i.test(path)) return (await import('./gzip-source.js')).gzipSource(path, shown);
  return (await import('./plain-source.js')).plainSource(path, shown);
}
