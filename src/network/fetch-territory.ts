import { writeFileSync } from 'node:fs';
import type { Source } from '../catalogue/source.js';
import { inputError } from '../errors.js';
import type { LockedSource } from '../lock.js';
import { ApiPages } from './api-pages.js';
import type { Page } from './api-pages.js';
import { apiTable } from './api-table.js';
import type { ApiTable } from './api-table.js';
import { CachedFile, makeCache } from './cache.js';
import type { Network } from './connection.js';
import type { Progress } from './download.js';
import { fromCache, keepPart } from './expected.js';
import type { Expected, Fetched } from './expected.js';
import { NetworkFault } from './fault.js';
import { cacheFault, notInCache } from './fetch-source.js';
import type { FetchRules } from './fetch-source.js';
import type { RateLimit } from './rate-limit.js';

/** The rows of one data set for one territory. */
export interface TerritoryRequest {
  readonly source: Source;
  /** `insee-rp-population-princ-2023@epci:200046977`, under which the lock knows it. */
  readonly id: string;
  /** Name of the file in the cache and in the user's folder. */
  readonly name: string;
  /** The command that has it, but for the options that say where things are. */
  readonly command: string;
  readonly queries: readonly string[];
  /** The places asked: `COM-69123`. */
  readonly places: readonly string[];
}

/** A file of a territory, with the places that the API has no row of. */
export interface FetchedTerritory extends Fetched {
  readonly without: readonly string[];
}

/**
 * Has the rows of a territory in the cache, from INSEE's API: page after page within its limit, each page
 * kept, then one CSV of the long form.
 *
 * @throws inputError when it cannot be had, or has changed without --update; outputError when the cache
 *   cannot be written
 */
export async function fetchTerritory(request: TerritoryRequest, locked: LockedSource | null, rules: FetchRules, network: Network, limit: RateLimit, progress: Progress): Promise<FetchedTerritory> {
  const { id, queries } = request;
  // A published digest is of the whole file, not of these rows.
  const expected: Expected = { source: request.source, id, locked, checksum: null, update: rules.update, command: `${request.command}${rules.repeated}` };
  const file = new CachedFile(rules.cache, request.name, queries.join('\n'));
  const known = await file.verified();
  if (known !== null && (rules.offline || !rules.update)) return { ...fromCache(expected, file, known), without: [] };
  if (rules.offline) throw notInCache(id, rules.cache);
  const pages = new ApiPages(rules.cache, network, limit);
  let asked = 0;
  try {
    makeCache(rules.cache);
    const answers = [];
    for (const query of queries) answers.push(await pages.all(query, () => progress((asked += 1), null)));
    // Pages that give no table would give none tomorrow: the next run asks for others.
    const table = tableOf(answers, () => pages.forget());
    const from = { url: queries[0] ?? '', finalUrl: queries[0] ?? '', etag: null, lastModified: null };
    const fetched = await file.part.alone(async () => {
      file.part.begin({ ...from, total: null });
      writeFileSync(file.part.path, table.text);
      return keepPart(expected, file, from, network.clock);
    });
    pages.forget();
    return { ...fetched, without: request.places.filter((place) => !table.places.has(place)) };
  } catch (fault) {
    if (!(fault instanceof NetworkFault)) throw cacheFault(fault, rules.cache);
    throw inputError(`${id} : ${fault.message}.\n${queries[0]?.slice(0, 120) ?? ''}…\nRéessayez : les pages déjà là sont gardées un jour. Sinon, le fichier entier : fragilite fetch ${request.source.id}${rules.repeated}`, { cause: fault });
  }
}

function tableOf(answers: readonly (readonly Page[])[], otherwise: () => void): ApiTable {
  try {
    const table = apiTable(answers);
    if (table.rows === 0) throw new NetworkFault("l'API n'a aucune ligne pour ces communes à ce millésime", false);
    return table;
  } catch (fault) {
    otherwise();
    throw fault;
  }
}
