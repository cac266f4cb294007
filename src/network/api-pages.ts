import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from './connection.js';
import { NetworkFault, statusFault } from './fault.js';
import { get } from './follow.js';
import type { RateLimit } from './rate-limit.js';
import { withRetries } from './retry.js';

/** One observation of INSEE's API. */
export interface Observation {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string | null>>;
  readonly measures?: Readonly<Record<string, { readonly value?: number | null } | undefined>>;
}

/** One page of an answer. */
export interface Page {
  readonly paging?: { readonly count?: number; readonly isLast?: boolean; readonly next?: string };
  readonly observations: readonly Observation[];
}

/** Pages of an interrupted run serve for a day: later, the data set may have been replaced. */
const KEPT_FOR = 24 * 3600 * 1000;

/** The pages of an answer as they come, kept so that an interrupted run goes on from the last. */
export class ApiPages {
  readonly #folder: string;
  readonly #network: Network;
  readonly #limit: RateLimit;
  readonly #kept: string[] = [];

  constructor(folder: string, network: Network, limit: RateLimit) {
    this.#folder = join(folder, 'pages');
    this.#network = network;
    this.#limit = limit;
  }

  /**
   * Every page of a query, following the server from one to the next.
   *
   * @param told called after each page
   * @throws NetworkFault when one does not come or is not a page
   */
  async all(first: string, told: () => void): Promise<Page[]> {
    const pages: Page[] = [];
    const asked = new Set<string>();
    for (let url: string | null = first; url !== null; ) {
      if (asked.has(url)) {
        this.forget();
        throw new NetworkFault("les pages de l'API tournent en rond", false);
      }
      asked.add(url);
      const page: Page = this.#stored(url) ?? (await this.#ask(url));
      pages.push(page);
      told();
      url = nextOf(page, url);
    }
    return pages;
  }

  /** Forgets the pages, once what they hold is kept elsewhere. */
  forget(): void {
    for (const path of this.#kept) rmSync(path, { force: true });
  }

  #pathOf(url: string): string {
    return join(this.#folder, `${createHash('sha256').update(url).digest('hex').slice(0, 16)}.json`);
  }

  #stored(url: string): Page | null {
    const path = this.#pathOf(url);
    if (!existsSync(path)) return null;
    try {
      const { date, body } = JSON.parse(readFileSync(path, 'utf8')) as { date: number; body: string };
      const age = this.#network.clock.now() - date;
      if (age < 0 || age > KEPT_FOR) return null;
      const page = parsePage(body);
      this.#kept.push(path);
      return page;
    } catch {
      // Cut while it was written.
      return null;
    }
  }

  async #ask(url: string): Promise<Page> {
    const { clock } = this.#network;
    return withRetries(this.#network, async () => {
      await this.#limit.turn();
      const answer = await get(url, { Accept: 'application/json' }, this.#network);
      if (answer.status !== 200) {
        answer.discard();
        throw statusFault(answer.status, answer.headers, clock.now());
      }
      const pieces: Buffer[] = [];
      for await (const piece of answer.pieces) pieces.push(piece);
      const body = Buffer.concat(pieces).toString('utf8').replace(/^\ufeff/, '');
      const page = parsePage(body);
      // A page that leads nowhere is not worth keeping.
      nextOf(page, url);
      this.#keep(url, body);
      return page;
    });
  }

  #keep(url: string, body: string): void {
    mkdirSync(this.#folder, { recursive: true });
    const path = this.#pathOf(url);
    writeFileSync(`${path}.tmp`, JSON.stringify({ date: this.#network.clock.now(), url, body }));
    renameSync(`${path}.tmp`, path);
    this.#kept.push(path);
  }
}

function parsePage(body: string): Page {
  let page: unknown;
  try {
    page = JSON.parse(body);
  } catch (cause) {
    const html = /^\s*</.test(body);
    // A page cut short may come whole the next time.
    throw new NetworkFault(html ? "l'API a répondu une page HTML au lieu de JSON" : "la réponse de l'API n'est pas du JSON lisible", !html, { cause });
  }
  const { observations } = page as { observations?: unknown };
  if (!Array.isArray(observations)) throw new NetworkFault("la réponse de l'API n'a pas d'observations : sa forme a changé", false);
  return page as Page;
}

/** The next page, where the server says that there is one; on the same server. */
function nextOf({ paging }: Page, url: string): string | null {
  const next = paging?.next ?? null;
  if (paging?.isLast === true || (next === null && paging?.isLast !== false)) return null;
  if (next === null || !URL.canParse(next, url)) throw new NetworkFault("l'API annonce une page suivante sans son adresse", false);
  const to = new URL(next, url);
  if (to.host !== new URL(url).host) throw new NetworkFault(`l'API renvoie vers un autre serveur (${to.host}), refusé`, false);
  // Behind its gateway the server may take itself for plain HTTP.
  to.protocol = new URL(url).protocol;
  return to.href;
}
