import type { Checksum, Source } from '../catalogue/source.js';
import { inputError } from '../errors.js';
import type { FragiliteError } from '../errors.js';
import { frenchNumber } from '../french.js';
import type { LockedSource } from '../lock.js';
import type { CachedFile, Provenance } from './cache.js';
import type { Clock } from './clock.js';
import type { Downloaded } from './download.js';
import { digests } from './part-file.js';

/** What a file should be, and whether another is accepted in its place. */
export interface Expected {
  readonly source: Source;
  /** The name under which the lock knows it: `id`, or `id@territory`. */
  readonly id: string;
  /** What the lock says of it; null when it does not know it. */
  readonly locked: LockedSource | null;
  /** The digest that was published of these very bytes; null for none. */
  readonly checksum: Checksum | null;
  readonly update: boolean;
  /** The command that has it. */
  readonly command: string;
}

/** A source that is in the cache, checked. */
export interface Fetched {
  readonly source: Source;
  readonly id: string;
  readonly path: string;
  readonly provenance: Provenance;
  /** `cache`: nothing was asked, or the server said that nothing changed. */
  readonly from: 'cache' | 'network';
  /** True for a file that is not the one of the lock or of the catalogue, and was accepted. */
  readonly changed: boolean;
}

/**
 * Makes a part that has been checked the file of the cache.
 *
 * @throws inputError when it is not the file expected, without --update: the copy of before, if any, stays
 */
export async function keepPart(expected: Expected, file: CachedFile, from: Downloaded & { readonly url: string }, clock: Clock): Promise<Fetched> {
  const provenance: Provenance = {
    url: from.url,
    finalUrl: from.finalUrl,
    date: new Date(clock.now()).toISOString(),
    ...(await digests(file.part.path)),
    etag: from.etag,
    lastModified: from.lastModified,
  };
  const change = changeOf(expected, provenance);
  if (change !== null && !expected.update) {
    file.part.discard();
    throw change;
  }
  file.keep(provenance);
  return { source: expected.source, id: expected.id, path: file.path, provenance, from: 'network', changed: change !== null };
}

/** @throws inputError when the copy is not the file expected, without --update */
export function fromCache(expected: Expected, file: CachedFile, provenance: Provenance): Fetched {
  const change = changeOf(expected, provenance);
  if (change !== null && !expected.update) throw change;
  return { source: expected.source, id: expected.id, path: file.path, provenance, from: 'cache', changed: change !== null };
}

/** The error for a file that is not the one expected: the lock's, else the one of the published digest. */
function changeOf({ id, checksum, locked, command }: Expected, found: Provenance): FragiliteError | null {
  const accept = `Si c'est voulu (un producteur remplace parfois un fichier à la même adresse) : ${command} --update`;
  if (locked !== null) {
    if (locked.sha256 === found.sha256) return null;
    const [before, now] = [locked, found].map(({ sha256, size }) => `${short(sha256)}, ${frenchNumber(size)} octets`);
    return inputError(`${id} a changé : fragilite.lock attend ${before ?? ''} ; trouvé ${now ?? ''}.\n${found.finalUrl}\n${accept}`);
  }
  if (checksum === null || found[checksum.algorithm] === checksum.digest) return null;
  return inputError(`${id} n'a pas la somme de contrôle publiée : ${checksum.algorithm} ${short(checksum.digest)} attendu, ${short(found[checksum.algorithm])} trouvé.\n${found.finalUrl}\n${accept}`);
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;
