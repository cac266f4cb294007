import type { IncomingHttpHeaders } from 'node:http';

/** Why an address did not give a file (a French clause), and what may be tried next. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  /** True where the same request may succeed a little later. */
  readonly again: boolean;
  /** How long the server asks to wait, in milliseconds; null when it does not say. */
  readonly wait: number | null;

  constructor(message: string, again: boolean, { wait = null, cause }: { readonly wait?: number | null; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.again = again;
    this.wait = wait;
  }
}

/** What a person can do about a status, by its number. */
const STATUSES: ReadonlyMap<number, string> = new Map([
  [401, "l'accès demande une identification (401)"],
  [403, "le serveur refuse l'accès (403)"],
  [404, "rien à cette adresse (404) : le fichier a été déplacé ou retiré"],
  [407, 'le proxy demande une identification (407) : donnez-la dans HTTPS_PROXY, http://nom:motdepasse@hôte:port'],
  [410, "rien à cette adresse (410) : le fichier a été retiré"],
  [429, 'trop de requêtes (429)'],
  [500, "erreur du serveur (500) ; insee.fr répond ainsi à une adresse qui n'existe plus"],
  [502, 'serveur indisponible (502)'],
  [503, 'serveur indisponible (503)'],
  [504, 'serveur trop lent à répondre (504)'],
]);

const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * The fault of an answer that is not the file.
 *
 * @param now milliseconds since 1970, for a `Retry-After` that is a date
 */
export function statusFault(status: number, headers: IncomingHttpHeaders, now: number): NetworkFault {
  const text = STATUSES.get(status) ?? `le serveur répond ${String(status)}`;
  return new NetworkFault(text, PASSING.has(status), { wait: retryAfter(headers['retry-after'], now) });
}

/** Milliseconds of a `Retry-After` (RFC 9110, 10.2.3: seconds, or a date); null without one that is understood. */
export function retryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const CODES: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'nom de serveur inconnu : vérifiez le réseau, le proxy ou l’adresse'],
  ['EAI_AGAIN', 'nom de serveur introuvable pour le moment : vérifiez le réseau ou le proxy'],
  ['ECONNREFUSED', 'connexion refusée : vérifiez le réseau ou le proxy'],
  ['ECONNRESET', 'connexion coupée'],
  ['EPIPE', 'connexion coupée'],
  ['ETIMEDOUT', 'pas de connexion : délai dépassé'],
  ['EHOSTUNREACH', 'serveur injoignable : vérifiez le réseau ou le proxy'],
  ['ENETUNREACH', 'réseau injoignable : vérifiez le réseau ou le proxy'],
  ['HPE_INVALID_CONSTANT', 'réponse qui n’est pas du HTTP'],
]);

/** The fault of a connection that failed. */
export function connectionFault(cause: unknown): NetworkFault {
  if (cause instanceof NetworkFault) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/CERT|TLS|SSL|SIGN/.test(code)) {
    return new NetworkFault(`certificat du serveur refusé (${code}) : derrière un proxy qui déchiffre, donnez son certificat par NODE_EXTRA_CA_CERTS`, false, { cause });
  }
  // A name that no server knows will not be known in a minute.
  return new NetworkFault(CODES.get(code) ?? `connexion impossible (${code === '' ? String(cause) : code})`, code !== 'ENOTFOUND', { cause });
}
