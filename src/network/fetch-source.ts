import { cachedName } from '../catalogue/source.js';
import type { Checksum, Source } from '../catalogue/source.js';
import { inputError, outputError } from '../errors.js';
import type { FragiliteError } from '../errors.js';
import { counted, frenchNumber } from '../french.js';
import type { LockedSource } from '../lock.js';
import { CachedFile, makeCache } from './cache.js';
import type { Provenance } from './cache.js';
import type { Network } from './connection.js';
import { download } from './download.js';
import type { Downloaded, Progress } from './download.js';
import { NetworkFault } from './fault.js';
import { formFault } from './file-form.js';
import { digests } from './part-file.js';

/** How a file is to be had. */
export interface FetchRules {
  readonly cache: string;
  /** Take what the cache has, ask nothing. */
  readonly offline: boolean;
  /** Ask anew, and accept a file that is no longer the one of the lock or of the catalogue. */
  readonly update: boolean;
}

/** A source that is in the cache, checked. */
export interface Fetched {
  readonly source: Source;
  /** The name under which the lock knows it: `id`, or `id@territory`. */
  readonly id: string;
  readonly path: string;
  readonly provenance: Provenance;
  /** `cache`: nothing was asked, or the server said that nothing changed. */
  readonly from: 'cache' | 'network';
  /** True for a file that is not the one of the lock or of the catalogue, and was accepted. */
  readonly changed: boolean;
}

/**
 * Has a source in the cache: what is there is taken as it is when the server says that it is still the
 * same, or says nothing to tell versions by; otherwise it is downloaded, checked, and kept.
 *
 * @param locked what the lock says of it; null when it does not know it
 * @throws inputError when it cannot be had, is not what it should be, or has changed without --update;
 *   outputError when the cache cannot be written
 */
export async function fetchSource(source: Source, locked: LockedSource | null, rules: FetchRules, network: Network, progress: Progress): Promise<Fetched> {
  const urls = [source.url, ...source.otherUrls];
  const known = await firstKnown(source, urls, rules.cache);
  if (rules.offline) {
    if (known === null) throw notInCache(source.id, rules.cache);
    return fromCache(source, source.id, known.file, known.provenance, locked, rules);
  }
  const faults: string[] = [];
  for (const url of urls) {
    const file = new CachedFile(rules.cache, cachedName(source), url);
    const before = known?.file.path === file.path ? known.provenance : null;
    // Nothing to ask it by: the copy stands until --update.
    if (before !== null && !rules.update && before.etag === null && before.lastModified === null) return fromCache(source, source.id, file, before, locked, rules);
    try {
      makeCache(rules.cache);
      return await file.part.alone(async () => {
        const downloaded = await download(url, file.part, before, network, progress);
        if (downloaded !== null) return checked(source, file, { ...downloaded, url }, locked, rules, network);
        if (before === null) throw new NetworkFault('le serveur dit que rien n’a changé (304), sans que rien ne lui ait été dit', false);
        return fromCache(source, source.id, file, before, locked, rules);
      });
    } catch (fault) {
      if (!(fault instanceof NetworkFault)) throw cacheFault(fault, rules.cache);
      faults.push(`${fault.message}.\n${url}`);
    }
  }
  throw unreached(source, faults, known?.provenance ?? null);
}

async function firstKnown(source: Source, urls: readonly string[], cache: string): Promise<{ readonly file: CachedFile; readonly provenance: Provenance } | null> {
  for (const url of urls) {
    const file = new CachedFile(cache, cachedName(source), url);
    const provenance = await file.verified();
    if (provenance !== null) return { file, provenance };
  }
  return null;
}

/** @throws NetworkFault on what is not the file, so that another address may be tried */
async function checked(source: Source, file: CachedFile, from: Downloaded & { readonly url: string }, locked: LockedSource | null, rules: FetchRules, network: Network): Promise<Fetched> {
  const fault = await formFault(file.part.path, source.form, source.leastSize);
  if (fault !== null) {
    file.part.discard();
    throw new NetworkFault(`${fault} ; rien n'est gardé`, false);
  }
  return keepPart(source, source.id, file, from, locked, rules, network);
}

/**
 * Makes a part that has been checked the file of the cache.
 *
 * @param id the name under which the lock knows it
 * @throws inputError when it is not the file expected, without --update: the copy of before, if any, stays
 */
export async function keepPart(source: Source, id: string, file: CachedFile, from: Downloaded & { readonly url: string }, locked: LockedSource | null, rules: FetchRules, network: Network): Promise<Fetched> {
  const provenance: Provenance = {
    url: from.url,
    finalUrl: from.finalUrl,
    date: new Date(network.clock.now()).toISOString(),
    ...(await digests(file.part.path)),
    etag: from.etag,
    lastModified: from.lastModified,
  };
  const changed = changeOf(id, source.checksum, provenance, locked);
  if (changed !== null && !rules.update) {
    file.part.discard();
    throw changed;
  }
  file.keep(provenance);
  return { source, id, path: file.path, provenance, from: 'network', changed: changed !== null };
}

/** @throws inputError when the copy is not the file expected, without --update */
export function fromCache(source: Source, id: string, file: CachedFile, provenance: Provenance, locked: LockedSource | null, rules: FetchRules): Fetched {
  const changed = changeOf(id, source.checksum, provenance, locked);
  if (changed !== null && !rules.update) throw changed;
  return { source, id, path: file.path, provenance, from: 'cache', changed: changed !== null };
}

/** The error for a file that is not the one expected: the lock's, else the one of the published digest. */
function changeOf(id: string, checksum: Checksum | null, found: Provenance, locked: LockedSource | null): FragiliteError | null {
  const [name = '', territory] = id.split('@');
  const accept = `Si c'est voulu (l'Insee remplace des fichiers à la même adresse) : fragilite fetch ${name}${territory === undefined ? '' : ` --territory ${territory}`} --update`;
  const now = `${short(found.sha256)}, ${frenchNumber(found.size)} octets`;
  if (locked !== null) {
    if (locked.sha256 === found.sha256) return null;
    return inputError(`${id} a changé : fragilite.lock attend ${short(locked.sha256)}, ${frenchNumber(locked.size)} octets ; trouvé ${now}.\n${found.finalUrl}\n${accept}`);
  }
  if (checksum === null || found[checksum.algorithm] === checksum.digest) return null;
  return inputError(`${id} n'a pas la somme de contrôle publiée : ${checksum.algorithm} ${short(checksum.digest)} attendu, ${short(found[checksum.algorithm])} trouvé.\n${found.finalUrl}\n${accept}`);
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;

export const notInCache = (id: string, cache: string): FragiliteError =>
  inputError(`${id} n'est pas dans le cache (${cache}).\nSans --offline, fetch le demande au réseau.`);

function unreached(source: Source, faults: readonly string[], copy: Provenance | null): Error {
  const others = faults.length > 1 ? ` (${counted(faults.length, 'adresse essayée', 'adresses essayées')})` : '';
  const advice =
    copy === null
      ? 'Réessayez : ce qui est déjà là sera repris. Le catalogue se corrige par --catalogue FICHIER.'
      : `Le cache en a une copie du ${copy.date.slice(0, 10)} : --offline la prend.`;
  return inputError(`${source.id} : ${faults[0] ?? ''}${others}\n${advice}`);
}

/** The error for a cache that cannot be written; any other is given back as it is. */
export function cacheFault(cause: unknown, cache: string): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  const why = cause.code === 'ENOSPC' ? 'le disque est plein' : cause.code === 'EACCES' ? 'droits insuffisants' : String(cause.code);
  return outputError(`Impossible d'écrire dans le cache « ${cache} » : ${why}. Donnez un autre dossier par --cache.`, { cause });
}
