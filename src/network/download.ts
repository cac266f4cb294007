import type { IncomingHttpHeaders } from 'node:http';
import { ifRange, parseContentRange } from './byte-range.js';
import type { Validators } from './byte-range.js';
import type { Network } from './connection.js';
import { NetworkFault, statusFault } from './fault.js';
import { get } from './follow.js';
import type { Answer } from './follow.js';
import type { PartFile, PartState } from './part-file.js';
import { withRetries } from './retry.js';

/** What a download gave: the part is whole. */
export interface Downloaded extends Validators {
  readonly finalUrl: string;
}

/** Told of the bytes there so far, and of the size announced. */
export type Progress = (received: number, total: number | null) => void;

/**
 * Downloads an address into a part, going on where an earlier attempt, or an earlier run, was cut:
 * `Range` with `If-Range`, so that a file that has been replaced starts again from its first byte. A
 * server that ignores ranges starts again too.
 *
 * @param known validators of a copy that is there: null is returned when the server says that it still is the same
 * @throws NetworkFault when the file does not come after several attempts
 */
export async function download(url: string, part: PartFile, known: Validators | null, network: Network, progress: Progress): Promise<Downloaded | null> {
  let furthest = 0;
  const work = async (): Promise<Downloaded | null> => {
    const before = resumable(part, url);
    const size = before === null ? 0 : part.size;
    if (before !== null && size === before.total) return before;
    const answer = await get(url, requestHeaders(size, before, known), network);
    if (answer.status === 304 && size === 0 && known !== null) {
      answer.discard();
      return null;
    }
    const state = accepted(answer, part, url, size, before, network);
    let received = part.size;
    progress(received, state.total);
    await part.append(answer.pieces, (bytes) => {
      received += bytes;
      furthest = Math.max(furthest, received);
      progress(received, state.total);
    });
    const { size: there } = part;
    if (there !== (state.total ?? received)) {
      if (there > received || received > (state.total ?? received)) part.discard();
      throw new NetworkFault(`connexion coupée à ${String(received)} octets sur ${String(state.total ?? '?')}`, true);
    }
    return state;
  };
  return withRetries(network, work, () => furthest);
}

/** The state of a part that can be gone on with: of this address, and with something to tell its version by. */
function resumable(part: PartFile, url: string): PartState | null {
  const { state } = part;
  return state !== null && state.url === url && ifRange(state) !== null ? state : null;
}

function requestHeaders(size: number, before: PartState | null, known: Validators | null): Record<string, string> {
  const validator = before === null ? null : ifRange(before);
  if (size > 0 && validator !== null) return { Range: `bytes=${String(size)}-`, 'If-Range': validator };
  if (known !== null && known.etag !== null) return { 'If-None-Match': known.etag };
  if (known !== null && known.lastModified !== null) return { 'If-Modified-Since': known.lastModified };
  return {};
}

/**
 * Makes the part ready for the bytes of an answer: emptied for a whole file, as it is for what follows.
 *
 * @throws NetworkFault on an answer that is neither
 */
function accepted(answer: Answer, part: PartFile, url: string, size: number, before: PartState | null, network: Network): PartState {
  const { status, headers } = answer;
  if (status === 200) {
    const state = { url, finalUrl: answer.url, total: lengthOf(headers), etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null };
    part.begin(state);
    return state;
  }
  if (status === 206 && before !== null && follows(headers, size, before)) return before;
  answer.discard();
  if (status === 206 || status === 416) {
    part.discard();
    throw new NetworkFault(`la suite demandée (à partir de l'octet ${String(size)}) n'est pas celle qui vient (${String(status)}, Content-Range : ${headers['content-range'] ?? 'absent'})`, true);
  }
  throw statusFault(status, headers, network.clock.now());
}

/** True for the bytes that come after those of a part, of the same version of the file. */
function follows(headers: IncomingHttpHeaders, size: number, { total, etag }: PartState): boolean {
  const range = parseContentRange(headers['content-range']);
  if (range?.first !== size) return false;
  if (range.total !== null && total !== null && range.total !== total) return false;
  return headers.etag === undefined || etag === null || headers.etag === etag;
}

function lengthOf(headers: IncomingHttpHeaders): number | null {
  const text = headers['content-length'];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
