import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server as SecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { get } from '../../src/network/follow.js';
import type { Answer } from '../../src/network/follow.js';
import { FakeClock } from '../support/fake-clock.js';
import { useServer } from '../support/local-server.js';
import { repositoryFile } from '../support/run-cli.js';

const origin = useServer();
let proxy: Server | undefined;
let secured: SecureServer | undefined;
const seen: string[] = [];

/** A proxy on the loopback: plain requests are passed on; a tunnel is opened, or refused with a status. */
async function startProxy(refusal: number | null): Promise<string> {
  seen.length = 0;
  const started = createServer((request, response) => {
    seen.push(`GET ${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
    httpRequest(request.url ?? '', { headers: { host: request.headers.host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    }).end();
  });
  proxy = started;
  started.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${String(refusal)} Non\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const to = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      to.pipe(socket).pipe(to);
    });
    to.on('error', () => socket.destroy());
    socket.on('error', () => to.destroy());
  });
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return `http://moi:mot%20secret@127.0.0.1:${String((started.address() as AddressInfo).port)}`;
}

async function startSecured(answer: RequestListener): Promise<string> {
  const pem = (name: string): string => readFileSync(repositoryFile(`fixtures/local-certificate/${name}.pem`), 'utf8');
  secured = createSecureServer({ cert: pem('certificate'), key: pem('key') }, answer);
  await new Promise<void>((listening) => secured?.listen(0, '127.0.0.1', listening));
  return `127.0.0.1:${String((secured.address() as AddressInfo).port)}`;
}

async function textOf({ pieces }: Answer): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of [proxy, secured]) {
    server?.closeAllConnections();
    server?.close();
  }
  [proxy, secured] = [undefined, undefined];
});

const CREDENTIALS = `Basic ${Buffer.from('moi:mot secret').toString('base64')}`;

describe('through a proxy', () => {
  it('a plain address is asked in full, with credentials', async () => {
    const environment = { HTTP_PROXY: await startProxy(null) };
    origin.answer = (_, response) => void response.end('bonjour');
    const answer = await get(`${origin.url}/x?y=1`, {}, { clock: new FakeClock(), environment });
    expect(await textOf(answer)).toBe('bonjour');
    expect(seen).toEqual([`GET ${origin.url}/x?y=1 ${CREDENTIALS}`]);
  });

  it('an encrypted address goes through a tunnel', async () => {
    const environment = { HTTPS_PROXY: await startProxy(null) };
    const host = await startSecured((_, response) => void response.end('bonjour'));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const answer = await get(`https://${host}/x`, {}, { clock: new FakeClock(), environment });
    expect(await textOf(answer)).toBe('bonjour');
    expect(seen).toEqual([`CONNECT ${host} ${CREDENTIALS}`]);
  });

  it.each<[number, RegExp]>([
    [407, /le proxy demande une identification \(407\)/],
    [403, /le proxy refuse la connexion \(403\)/],
  ])('that refuses with %d says so', async (status, message) => {
    const environment = { HTTPS_PROXY: await startProxy(status) };
    const asked = get('https://www.insee.fr/x', {}, { clock: new FakeClock(), environment });
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.not.toThrow(/secret/);
  });
});

describe('a proxy that is not there', () => {
  it.each(['http://a.fr/x', 'https://a.fr/x'])('is named, for %s', async (url) => {
    const environment = { ALL_PROXY: 'http://moi:secret@127.0.0.1:1' };
    const asked = get(url, {}, { clock: new FakeClock(), environment });
    await expect(asked).rejects.toThrow(/connexion refusée : .* \(proxy 127\.0\.0\.1:1\)/);
    await expect(asked).rejects.not.toThrow(/secret/);
  });
});

describe('without a proxy', () => {
  it('an encrypted address is asked directly', async () => {
    const host = await startSecured((_, response) => void response.end('bonjour'));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await textOf(await get(`https://${host}/x`, {}, { clock: new FakeClock(), environment: {} }))).toBe('bonjour');
  });

  it('a certificate that no one vouches for is refused, with what to do', async () => {
    const host = await startSecured((_, response) => void response.end('bonjour'));
    await expect(get(`https://${host}/x`, {}, { clock: new FakeClock(), environment: {} })).rejects.toThrow(/certificat du serveur refusé \(DEPTH_ZERO_SELF_SIGNED_CERT\) : .*NODE_EXTRA_CA_CERTS/);
  });

  it('encryption is not left by a redirection', async () => {
    const host = await startSecured((_, response) => void response.writeHead(301, { Location: `${origin.url}/x` }).end());
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await expect(get(`https://${host}/x`, {}, { clock: new FakeClock(), environment: {} })).rejects.toThrow(/sans chiffrement/);
    expect(origin.asked).toEqual([]);
  });
});
