import type { IncomingHttpHeaders } from 'node:http';
import { openGet, piecesOf } from './connection.js';
import type { Network } from './connection.js';
import { NetworkFault } from './fault.js';

/** An answer after redirections. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The address that answered. */
  readonly url: string;
  /** The bytes; to be read to the end, or left by `discard`. */
  readonly pieces: AsyncGenerator<Buffer, void, undefined>;
  readonly discard: () => void;
}

const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTIONS = 10;

/**
 * A GET that follows redirections, at most ten, and never from https to http.
 *
 * @throws NetworkFault when no answer comes, or a redirection leads nowhere
 */
export async function get(address: string, headers: Readonly<Record<string, string>>, network: Network): Promise<Answer> {
  let url = new URL(address);
  for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections += 1) {
    const answer = await openGet(url, headers, network);
    const status = answer.statusCode ?? 0;
    if (!REDIRECTIONS.has(status)) {
      return { status, headers: answer.headers, url: url.href, pieces: piecesOf(answer, network.clock), discard: () => answer.destroy() };
    }
    answer.destroy();
    url = nextAddress(url, answer.headers.location);
  }
  throw new NetworkFault(`plus de ${String(MOST_REDIRECTIONS)} redirections : l'adresse tourne en rond`, false);
}

/** @throws NetworkFault where a redirection must not or cannot be followed */
export function nextAddress(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from.href)) throw new NetworkFault('redirection sans adresse', false);
  const to = new URL(location, from);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw new NetworkFault(`redirection vers ${to.protocol}, qui n'est pas une adresse du web`, false);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new NetworkFault(`redirection vers une adresse sans chiffrement (${to.host}), refusée`, false);
  }
  return to;
}
