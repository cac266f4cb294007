import { cachedName } from '../catalogue/source.js';
import type { Source } from '../catalogue/source.js';
import { inputError, outputError } from '../errors.js';
import type { FragiliteError } from '../errors.js';
import { counted } from '../french.js';
import type { LockedSource } from '../lock.js';
import { CachedFile, makeCache } from './cache.js';
import type { Provenance } from './cache.js';
import type { Network } from './connection.js';
import { download } from './download.js';
import type { Downloaded, Progress } from './download.js';
import { fromCache, keepPart } from './expected.js';
import type { Expected, Fetched } from './expected.js';
import { NetworkFault } from './fault.js';
import { formFault } from './file-form.js';

/** How a file is to be had. */
export interface FetchRules {
  readonly cache: string;
  /** Take what the cache has, ask nothing. */
  readonly offline: boolean;
  /** Ask anew, and accept a file that is no longer the one of the lock or of the catalogue. */
  readonly update: boolean;
  /** The options that say where things are, each with a space before it, for a command to be told again. */
  readonly repeated: string;
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
  const expected: Expected = { source, id: source.id, locked, checksum: source.checksum, update: rules.update, command: `fragilite fetch ${source.id}${rules.repeated}` };
  const urls = [source.url, ...source.otherUrls];
  const known = await firstKnown(source, urls, rules.cache);
  if (rules.offline) {
    if (known === null) throw notInCache(source.id, rules.cache);
    return fromCache(expected, known.file, known.provenance);
  }
  const faults: { readonly url: string; readonly fault: NetworkFault }[] = [];
  for (const url of urls) {
    const file = new CachedFile(rules.cache, cachedName(source), url);
    const before = known?.file.path === file.path ? known.provenance : null;
    // Nothing to ask it by: the copy stands until --update.
    if (before !== null && !rules.update && before.etag === null && before.lastModified === null) return fromCache(expected, file, before);
    try {
      makeCache(rules.cache);
      return await file.part.alone(async () => {
        const downloaded = await download(url, file.part, before, network, progress);
        if (downloaded !== null) return checked(expected, file, { ...downloaded, url }, network);
        if (before === null) throw new NetworkFault('le serveur dit que rien n’a changé (304), sans que rien ne lui ait été dit', false);
        return fromCache(expected, file, before);
      });
    } catch (fault) {
      if (!(fault instanceof NetworkFault)) throw cacheFault(fault, rules.cache);
      faults.push({ url, fault });
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
async function checked(expected: Expected, file: CachedFile, from: Downloaded & { readonly url: string }, network: Network): Promise<Fetched> {
  const fault = await formFault(file.part.path, expected.source.form, expected.source.leastSize);
  if (fault !== null) {
    file.part.discard();
    throw new NetworkFault(`${fault} ; rien n'est gardé`, false);
  }
  return keepPart(expected, file, from, network.clock);
}

/** The error for a file that --offline does not find. */
export const notInCache = (id: string, cache: string): FragiliteError =>
  inputError(`${id} n'est pas dans le cache (${cache}).\nSans --offline, fetch le demande au réseau.`);

function unreached(source: Source, faults: readonly { readonly url: string; readonly fault: NetworkFault }[], copy: Provenance | null): Error {
  const [first] = faults;
  const others = faults.length > 1 ? ` (${counted(faults.length, 'adresse essayée', 'adresses essayées')})` : '';
  const again = faults.some(({ fault }) => fault.again) ? 'Réessayez : ce qui est déjà là sera repris. ' : '';
  const advice =
    copy === null
      ? `${again}Une adresse du catalogue se corrige par --catalogue FICHIER ; un fichier pris autrement se donne tel quel à compute.`
      : `Le cache en a une copie du ${copy.date.slice(0, 10)} : --offline la prend.`;
  return inputError(`${source.id} : ${first?.fault.message ?? ''}.\n${first?.url ?? ''}${others}\n${advice}`);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'le disque est plein'],
  ['EACCES', 'droits insuffisants'],
  ['EPERM', 'droits insuffisants'],
  ['EROFS', 'le disque est en lecture seule'],
  ['EEXIST', "c'est un fichier"],
  ['ENOTDIR', "un fichier est sur son chemin"],
]);

/** The error for a cache that cannot be written; any other is given back as it is. */
export function cacheFault(cause: unknown, cache: string): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  const why = REASONS.get(String(cause.code)) ?? String(cause.code);
  return outputError(`Impossible d'écrire dans le cache « ${cache} » : ${why}. Donnez un autre dossier par --cache.`, { cause });
}
