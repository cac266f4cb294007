import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { HTML, noise, useFetch, ZIP } from '../support/fetch-bench.js';
import type { Entry } from '../support/fetch-bench.js';
import { serveFile } from '../support/local-server.js';

const bench = useFetch();
const { server, fetch, got, cacheNames } = bench;

/** Ends the running delays once the client has had time to take what was sent. */
async function expireSoon(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((next) => setImmediate(next));
  bench.clock.expire();
}

describe('a server that is silent', () => {
  it('in the middle of a file: the file is resumed', async () => {
    const whole = serveFile(ZIP);
    server.answer = async (request, response, n) => {
      if (n > 1) return whole(request, response, n);
      response.writeHead(200, { ETag: '"un"', 'Content-Length': ZIP.length });
      response.write(ZIP.subarray(0, 70_000));
      await expireSoon();
    };
    expect((await fetch()).code).toBe(0);
    expect(server.asked).toHaveLength(2);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('for good: the run says so', async () => {
    server.answer = () => expireSoon();
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining('base : le serveur ne répond plus depuis 60 secondes.') as string });
    expect(server.asked).toHaveLength(5);
  });
});

describe('an answer that is not the file', () => {
  it.each<[number, RegExp, number]>([
    [401, /l'accès demande une identification \(401\)/, 1],
    [403, /le serveur refuse l'accès \(403\)/, 1],
    [404, /rien à cette adresse \(404\) : le fichier a été déplacé ou retiré/, 1],
    [418, /le serveur répond 418/, 1],
    [429, /trop de requêtes \(429\)/, 5],
    [500, /erreur du serveur \(500\) ; insee\.fr répond ainsi à une adresse qui n'existe plus/, 5],
    [503, /serveur indisponible \(503\)/, 5],
  ])('%d: exit 3, its message, %s, after %d requests', async (status, message, requests) => {
    server.answer = (_, response) => void response.writeHead(status, { 'Content-Type': 'text/html' }).end(HTML);
    const { code, stderr } = await fetch();
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(3 + requests - 1);
    expect(server.asked).toHaveLength(requests);
    expect(cacheNames()).toEqual([]);
    expect(existsSync(join(bench.here, 'fragilite.lock'))).toBe(false);
  });

  it('waits as long as a busy server asks, then has the file', async () => {
    const whole = serveFile(ZIP);
    server.answer = (request, response, n) => (n === 1 ? void response.writeHead(429, { 'Retry-After': '7' }).end() : n === 2 ? void response.writeHead(503, { 'Retry-After': new Date(bench.clock.now() + 20_000).toUTCString() }).end() : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(bench.clock.slept).toEqual([7000, 20_000]);
  });

  it('does not wait for an hour', async () => {
    server.answer = (_, response) => void response.writeHead(503, { 'Retry-After': '3600' }).end();
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining("serveur indisponible (503), et demande d'attendre 60 minutes") as string });
    expect(bench.clock.slept).toEqual([]);
  });

  it.each<[string, Entry, Buffer | string, RegExp]>([
    ['a page instead of a zip', {}, HTML, /le serveur a répondu une page HTML au lieu d'une archive zip ; rien n'est gardé/],
    ['a page instead of a CSV', { forme: 'csv' }, `\ufeff${HTML};`, /une page HTML au lieu d'un CSV/],
    ['another form', {}, Buffer.from(`PAR1${noise(100)}`), /les premiers octets \(50415231\) ne sont pas ceux d'une archive zip/],
    ['nothing', {}, '', /le serveur a donné un fichier vide/],
    ['a CSV cut in a row', { forme: 'csv', least: 5 }, 'CODGEO;P22_POP;P22_MEN\n01001;10;4\n01002;2', /le fichier est tronqué/],
    ['a binary instead of a CSV', { forme: 'csv', least: 5 }, Buffer.from([65, 0, 66, 59, 10, 12]), /n'est pas un CSV/],
    ['text instead of JSON', { forme: 'json', least: 5 }, 'rien;du tout', /n'est pas un JSON/],
    ['too small a file', { least: 10_000_000 }, ZIP, /trop petit pour être ce fichier \(au moins 10000000\)/],
    ['a truncated zip', {}, ZIP.subarray(0, -100), /le fichier est tronqué/],
    ['a truncated gzip', { forme: 'gzip', least: 5 }, gzipSync(noise(1000)).subarray(0, -9), /le fichier est tronqué/],
    ['a truncated JSON', { forme: 'json', least: 5 }, '{"a": [1, 2', /le fichier est tronqué/],
    ['a truncated Parquet', { forme: 'parquet', least: 5 }, Buffer.from(`PAR1${noise(100)}`), /le fichier est tronqué/],
    ['a truncated 7z', { forme: '7z', least: 5 }, Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(4), Buffer.from([200, 0, 0, 0, 0, 0, 0, 0]), Buffer.alloc(16)]), /le fichier est tronqué/],
  ])('%s: exit 3, nothing kept', async (_, entry, body, message) => {
    bench.catalogue(entry);
    server.answer = serveFile(Buffer.from(body));
    const { code, stderr } = await fetch();
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringMatching(message) as string });
    expect(cacheNames()).toEqual([]);
    expect(existsSync(join(bench.here, 'donnees'))).toBe(false);
  });

  it.each(['CODGEO;P22_POP\n01001;10\n01002;2', 'CODGEO;P22_POP\n01001;10\n', '"CODGEO";"LIBGEO"\n"01001";"A', 'CODGEO,LIBGEO\n01001,"Aast\nsur-Saône"'])('a CSV that may be whole is kept: %j', async (body) => {
    bench.catalogue({ forme: 'csv', least: 5 });
    server.answer = serveFile(Buffer.from(body));
    expect((await fetch()).code).toBe(0);
  });

  it('is worth another try only where another try may do', async () => {
    server.answer = (_, response) => void response.writeHead(404).end();
    expect((await fetch()).stderr).not.toContain('Réessayez');
    server.answer = (_, response) => void response.writeHead(503).end();
    expect((await fetch()).stderr).toContain('Réessayez');
  });

  it.each([
    ['a file', 'fichier', "c'est un fichier"],
    ['under a file', 'fichier/cache', 'un fichier est sur son chemin'],
  ])('a cache that is %s', async (_, cache, why) => {
    writeFileSync(join(bench.here, 'fichier'), '');
    expect(await fragilite(bench.here, ['fetch', 'base', '--catalogue', 'catalogue.yaml', '--cache', cache])).toMatchObject({ code: 5, stderr: expect.stringContaining(`${why}. Donnez un autre dossier par --cache`) as string });
  });

  it('a length that is larger than the file', async () => {
    server.answer = (request, response) => {
      const first = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const total = ZIP.length + 500;
      if (first === 0) response.writeHead(200, { ETag: '"un"', 'Content-Length': total });
      else response.writeHead(206, { ETag: '"un"', 'Content-Length': total - first, 'Content-Range': `bytes ${String(first)}-${String(total - 1)}/${String(total)}` });
      response.write(ZIP.subarray(first), () => response.destroy());
    };
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining('connexion coupée') as string });
  });

  it('a length that is smaller than the file', async () => {
    server.answer = (_, response) => {
      response.socket?.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nETag: "un"\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n'), ZIP]));
    };
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringMatching(/le fichier est tronqué \(70000 octets\)|connexion/) as string });
    expect(existsSync(join(bench.here, 'donnees'))).toBe(false);
  });

  it.each<[string, string, RegExp]>([
    ['to itself', '/base', /plus de 10 redirections/],
    ['to nowhere', '', /redirection sans adresse/],
    ['to another protocol', 'file:///etc/passwd', /redirection vers file:, qui n'est pas une adresse du web/],
  ])('a redirection %s', async (_, location, message) => {
    server.answer = (_request, response) => void response.writeHead(302, location === '' ? {} : { Location: location }).end();
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringMatching(message) as string });
  });

  it('no server at all', async () => {
    writeFileSync(join(bench.here, 'catalogue.yaml'), readFileSync(join(bench.here, 'catalogue.yaml'), 'utf8').replace(server.url, 'http://127.0.0.1:1'));
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining('connexion refusée : vérifiez le réseau ou le proxy') as string });
  });
});

