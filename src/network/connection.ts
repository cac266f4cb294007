import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { VERSION } from '../version.js';
import type { Clock } from './clock.js';
import { connectionFault, NetworkFault } from './fault.js';
import { proxyFor } from './proxy.js';
import type { Environment } from './proxy.js';

/** What the network needs from outside: time, and the variables that name proxies. */
export interface Network {
  readonly clock: Clock;
  readonly environment: Environment;
  /** Told before a request is made again, of why and of the wait in milliseconds. */
  readonly retrying?: (fault: NetworkFault, wait: number) => void;
}

/** insee.fr and data.geopf.fr answer 403 to a client without a name. */
export const USER_AGENT = `fragilite/${VERSION} (indice de fragilite numerique des communes)`;

/** How long each step may last, in milliseconds. */
export const PATIENCE = { connect: 20_000, answer: 60_000, silence: 60_000 } as const;

/**
 * One GET, whose answer's headers have come; redirections are not followed. The proxy of the
 * environment is used: Node's own `fetch` does not read it before Node 24, and undoes encodings, which
 * would spoil ranges of bytes.
 *
 * @throws NetworkFault when no answer comes
 */
export async function openGet(url: URL, headers: Readonly<Record<string, string>>, network: Network): Promise<IncomingMessage> {
  const proxy = proxyFor(url, network.environment);
  const all = { 'User-Agent': USER_AGENT, Accept: '*/*', 'Accept-Encoding': 'identity', ...headers };
  if (url.protocol === 'http:') {
    if (proxy === null) return answerOf(http.request(url, { headers: all, agent: false }), network.clock);
    return answerOf(requestTo(proxy, { path: url.href, headers: { ...all, Host: url.host, ...credentials(proxy) } }), network.clock).catch(namingProxy(proxy));
  }
  if (proxy === null) return answerOf(https.request(url, { headers: all, agent: false }), network.clock);
  const tunnel = await tunnelThrough(proxy, url, network.clock).catch(namingProxy(proxy));
  const secured = await securedSocket(tunnel, bareHost(url), network.clock);
  return answerOf(https.request(url, { headers: all, agent: false, createConnection: () => secured }), network.clock);
}

/** The bytes of an answer; a server silent for too long is a fault, and so is a connection cut before the end. */
export async function* piecesOf(answer: IncomingMessage, clock: Clock): AsyncGenerator<Buffer, void, undefined> {
  const arm = (): (() => void) => clock.after(PATIENCE.silence, () => answer.destroy(silent(PATIENCE.silence)));
  let disarm = arm();
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      disarm();
      yield piece;
      disarm = arm();
    }
  } catch (cause) {
    throw connectionFault(cause);
  } finally {
    disarm();
    answer.destroy();
  }
}

function answerOf(request: http.ClientRequest, clock: Clock): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let disarm = clock.after(PATIENCE.connect, () => request.destroy(new NetworkFault('pas de connexion : délai dépassé', true)));
    const connected = (): void => {
      disarm();
      disarm = clock.after(PATIENCE.answer, () => request.destroy(silent(PATIENCE.answer)));
    };
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', connected);
      else connected();
    });
    request.on('response', (answer) => {
      disarm();
      resolve(answer);
    });
    request.on('error', (cause) => {
      disarm();
      reject(connectionFault(cause));
    });
    request.end();
  });
}

const silent = (ms: number): NetworkFault => new NetworkFault(`le serveur ne répond plus depuis ${String(ms / 1000)} secondes`, true);

const requestTo = (proxy: URL, options: http.RequestOptions): http.ClientRequest =>
  (proxy.protocol === 'https:' ? https : http).request({ host: bareHost(proxy), port: portOf(proxy), agent: false, ...options });

function tunnelThrough(proxy: URL, target: URL, clock: Clock): Promise<Socket> {
  const host = `${target.hostname}:${portOf(target)}`;
  const request = requestTo(proxy, { method: 'CONNECT', path: host, headers: { Host: host, 'User-Agent': USER_AGENT, ...credentials(proxy) } });
  return new Promise((resolve, reject) => {
    const disarm = clock.after(PATIENCE.connect, () => request.destroy(new NetworkFault('le proxy ne répond pas', true)));
    const refused = (status: number | undefined): void => {
      reject(new NetworkFault(status === 407 ? 'le proxy demande une identification (407) : donnez-la dans HTTPS_PROXY, http://nom:motdepasse@hôte:port' : `le proxy refuse la connexion (${String(status)})`, status === 503 || status === 504));
    };
    request.on('connect', (answer, socket: Socket) => {
      disarm();
      if (answer.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      refused(answer.statusCode);
    });
    request.on('response', (answer) => {
      disarm();
      answer.destroy();
      refused(answer.statusCode);
    });
    request.on('error', (cause) => {
      disarm();
      reject(connectionFault(cause));
    });
    request.end();
  });
}

/** Says which proxy a fault came through: whoever reads it may not know that a variable names one. */
const namingProxy = (proxy: URL) => (cause: unknown): never => {
  const { message, again, wait } = connectionFault(cause);
  throw new NetworkFault(`${message} (proxy ${proxy.host})`, again, { wait, cause });
};

function credentials({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** TLS over a tunnel, once it is agreed on. */
function securedSocket(tunnel: Socket, host: string, clock: Clock): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    // A server name is never an IP address (RFC 6066, 3).
    const secured = tls.connect({ socket: tunnel, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
    const disarm = clock.after(PATIENCE.connect, () => secured.destroy(new NetworkFault('pas de connexion : délai dépassé', true)));
    secured.once('secureConnect', () => {
      disarm();
      resolve(secured);
    });
    // Stays: an error after the answer is read is told by the answer.
    secured.on('error', (cause) => {
      disarm();
      reject(connectionFault(cause));
    });
  });
}

const portOf = ({ port, protocol }: URL): string => (port === '' ? (protocol === 'https:' ? '443' : '80') : port);

/** A host as sockets want it: an IPv6 address without its brackets. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
