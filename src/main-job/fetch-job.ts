import { statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isExpanded } from '../catalogue/source.js';
import { withSources } from '../lock.js';
import type { LockedFile } from '../lock.js';
import type { Network } from '../network/connection.js';
import type { Progress } from '../network/download.js';
import type { Fetched } from '../network/expected.js';
import { fetchSource } from '../network/fetch-source.js';
import type { FetchRules } from '../network/fetch-source.js';
import { fetchTerritory } from '../network/fetch-territory.js';
import type { FetchedTerritory } from '../network/fetch-territory.js';
import { RateLimit } from '../network/rate-limit.js';
import { deposit } from '../outputs/deposit.js';
import { lockText } from '../outputs/lock-text.js';
import { updateLock } from '../outputs/lock-update.js';
import { LOCK_NAME, readLock } from '../sources/lock-file.js';
import type { PlannedFile } from './fetch-plan.js';

export interface FetchJob {
  readonly files: readonly PlannedFile[];
  readonly rules: FetchRules;
  /** The folder of the project, that of `fragilite.lock`. */
  readonly project: string;
  /** The folder that the files are put in, as it was named. */
  readonly out: string;
  readonly folder: string;
  readonly requestsPerMinute: number;
}

/** A file in its place. */
export type Deposited = (Fetched | FetchedTerritory) & {
  readonly name: string;
  /** Of the file in its place, which may be an expanded one. */
  readonly sha256: string;
};

/** What is told while files come. */
export interface FetchEvents {
  readonly progress: (file: PlannedFile) => Progress;
  readonly done: (file: PlannedFile, got: Deposited) => void;
}

/**
 * Has each file in the cache, puts it into the user's folder, and writes it down in the lock, one after
 * the other: what came before a failure is in its place.
 *
 * @throws inputError when a file cannot be had or has changed, outputError when one cannot be written
 */
export async function runFetch(job: FetchJob, network: Network, events: FetchEvents): Promise<Deposited[]> {
  const { sources } = await readLock(job.project);
  const limit = new RateLimit(job.requestsPerMinute, network.clock);
  const deposited: Deposited[] = [];
  for (const file of job.files) {
    const locked = sources.get(file.id) ?? null;
    const progress = events.progress(file);
    const got =
      file.rows === null
        ? await fetchSource(file.source, locked, job.rules, network, progress)
        : await fetchTerritory(file.rows, locked, job.rules, network, limit, progress);
    const expanded = deposit(got.path, job.folder, job.out, file.name, file.rows === null && isExpanded(file.source));
    const sha256 = expanded ?? got.provenance.sha256;
    await noteInLock(job.project, got, lockedFile(job, file.name, sha256), network);
    const here = { ...got, name: file.name, sha256 };
    deposited.push(here);
    events.done(file, here);
  }
  return deposited;
}

/** A file in its place, as the lock names it. */
function lockedFile({ project, folder }: FetchJob, name: string, sha256: string): LockedFile {
  const path = join(folder, name);
  return { path: relative(project, path).split(sep).join('/'), size: statSync(path).size, sha256 };
}

/** Writes a file down in the lock, as the lock is now: another `fetch` may have written it in the meantime. */
async function noteInLock(project: string, { id, provenance }: Fetched, file: LockedFile, network: Network): Promise<void> {
  const { size, sha256 } = provenance;
  await updateLock(
    { folder: project, shown: '.', advice: 'vérifiez les droits de ce dossier, celui du projet' },
    (lock) => {
      const known = lock.sources.get(id);
      // Another address of the same bytes is no change worth a new lock.
      const from = known?.sha256 === sha256 ? known : { url: provenance.url, finalUrl: withoutSignature(provenance.finalUrl) };
      const text = lockText(withSources(lock, new Map([[id, { ...from, size, sha256, file }]])));
      return text === lockText(lock) ? [] : [{ name: LOCK_NAME, text }];
    },
    network.clock.sleep,
  );
}

/** A redirected address without a query that is good for some minutes only, and for its bearer. */
function withoutSignature(address: string): string {
  const url = new URL(address);
  if (/(?:^|[?&])(?:x-amz-|x-goog-|sig(?:nature)?=|token=|expires=)/i.test(url.search)) url.search = '';
  return url.href;
}

/** Where a file was put, as a later command names it. */
export const shownPath = (out: string, name: string): string => join(out, name).replaceAll('\\', '/');
