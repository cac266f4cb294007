import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fragilite } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { FakeClock } from '../support/fake-clock.js';
import { cutAfter, serveFile, useServer } from '../support/local-server.js';
import { useFolder } from '../support/run-cli.js';
import { zipBytes } from '../support/write-zip.js';

const folder = useFolder();
const server = useServer();
let here = '';
let clock = new FakeClock();
let tests = 0;

/** Some text that does not compress, so that a file has pieces. */
const noise = (length: number): string => Array.from({ length }, (_, i) => ((i * 7919 + (i >> 3) * 104729) % 90071).toString(36)).join(';');
const ZIP = zipBytes([{ name: 'base.csv', content: `CODGEO;P22_POP\n${noise(60_000)}\n`, stored: true }]);
const OTHER = zipBytes([{ name: 'base.csv', content: `CODGEO;P22_POP\n${noise(61_000)}\n`, stored: true }]);
const HTML = '<!DOCTYPE html>\n<html><body>Page introuvable</body></html>';

interface Entry {
  readonly forme?: string;
  readonly others?: readonly string[];
  readonly least?: number;
  readonly more?: string;
}

/** Writes a catalogue of one file, `base`, on the local server. */
function catalogue({ forme = 'zip', others = [], least = 100, more = '' }: Entry = {}): void {
  const list = others.length === 0 ? '' : `\n    autres_adresses: [${others.join(', ')}]`;
  writeFileSync(
    join(here, 'catalogue.yaml'),
    `version: 1
licences:
  lo2: { nom: Licence Ouverte 2.0, url: "https://exemple.fr/lo" }
sources:
  base:
    titre: Une base
    producteur: Insee
    usage: ${forme === 'gzip' ? 'contours' : 'donnees'}
    licence: lo2
    url: ${server.url}/base${list}
    forme: ${forme}
    taille_minimale: ${String(least)}
    confiance: haute${more}
`,
  );
}

const fetch = (...words: string[]): Promise<Outcome> =>
  fragilite(here, ['fetch', 'base', '--catalogue', 'catalogue.yaml', '--cache', 'cache', ...words], { clock });

const got = (): Buffer => readFileSync(join(here, 'donnees', 'base.zip'));
const lock = (): string => readFileSync(join(here, 'fragilite.lock'), 'utf8');
const cacheNames = (): string[] => (existsSync(join(here, 'cache')) ? readdirSync(join(here, 'cache')).sort() : []);

beforeEach(() => {
  tests += 1;
  here = join(folder.path, String(tests));
  clock = new FakeClock();
  server.answer = serveFile(ZIP);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toLowerCase(), '');
  }
  mkdirSync(here);
  catalogue();
});

describe('a file that comes', () => {
  it('is put into donnees, with its provenance in the cache and its checksum in the lock', async () => {
    const { code, stderr, stdout } = await fetch();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^donnees\/base\.zip : pris \([\d\u202f]+ octets, sha256 [0-9a-f]{12}…\)\nSources à citer : Insee \(Licence Ouverte 2\.0\)\.\nEnsuite : fragilite compute --insee donnees\/base\.zip\n$/u);
    expect(got().equals(ZIP)).toBe(true);
    const [file = '', record = '', ...rest] = cacheNames();
    expect([file, record]).toEqual([expect.stringMatching(/^base\.[0-9a-f]{8}\.zip$/), `${file}.json`]);
    expect(rest).toEqual([]);
    expect(JSON.parse(readFileSync(join(here, 'cache', record), 'utf8'))).toMatchObject({
      url: `${server.url}/base`,
      finalUrl: `${server.url}/base`,
      date: '2026-09-22T00:00:00.000Z',
      size: ZIP.length,
      etag: '"un"',
    });
    expect(lock()).toContain(`  base:\n    url: ${server.url}/base\n    url_finale: ${server.url}/base\n    taille: ${String(ZIP.length)}\n    sha256: `);
    expect(lock()).not.toContain('2026-09');
    expect(server.asked[0]?.headers['user-agent']).toMatch(/^fragilite\/\d/);
  });

  it('is not taken again while the server says that it is the same', async () => {
    await fetch();
    const before = lock();
    clock.move(86_400_000);
    const { code, stderr } = await fetch();
    expect(code).toBe(0);
    expect(stderr).toContain('dans le cache depuis le 2026-09-22');
    expect(server.asked.map((a) => a.headers['if-none-match'])).toEqual([undefined, '"un"']);
    expect(lock()).toBe(before);
  });

  it('is taken from the cache with --offline, without a request', async () => {
    await fetch();
    rmSync(join(here, 'donnees'), { recursive: true });
    expect((await fetch('--offline')).code).toBe(0);
    expect(server.asked).toHaveLength(1);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('is taken again when its copy in the cache has been altered', async () => {
    await fetch();
    const [file = ''] = cacheNames();
    const altered = Buffer.from(ZIP);
    altered[100] = (altered[100] ?? 0) ^ 1;
    writeFileSync(join(here, 'cache', file), altered);
    expect(await fetch('--offline')).toMatchObject({ code: 3, stderr: expect.stringContaining("n'est pas dans le cache") as string });
    expect((await fetch()).code).toBe(0);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('follows redirections, and keeps the address that answered', async () => {
    const file = serveFile(ZIP);
    server.answer = (request, response, n) => {
      if (request.url === '/ailleurs/2026') return file(request, response, n);
      return void response.writeHead(302, { Location: '/ailleurs/2026' }).end();
    };
    expect((await fetch()).code).toBe(0);
    expect(lock()).toContain(`url: ${server.url}/base\n    url_finale: ${server.url}/ailleurs/2026`);
  });

  it('is asked at another address when the first has nothing', async () => {
    catalogue({ others: [`${server.url}/base2`] });
    const file = serveFile(ZIP);
    server.answer = (request, response, n) => (request.url === '/base2' ? file(request, response, n) : void response.writeHead(404).end());
    expect((await fetch()).code).toBe(0);
    expect(lock()).toContain(`url: ${server.url}/base2`);
  });

  it('is expanded into donnees when it is a gzip', async () => {
    catalogue({ forme: 'gzip', least: 10 });
    server.answer = serveFile(gzipSync('{"type":"FeatureCollection","features":[]}'));
    const { code, stderr } = await fetch();
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('donnees/base.geojson : pris') as string });
    expect(readFileSync(join(here, 'donnees', 'base.geojson'), 'utf8')).toBe('{"type":"FeatureCollection","features":[]}');
  });
});

describe('a file that is cut', () => {
  it('is resumed within a run to identical bytes', async () => {
    const whole = serveFile(ZIP);
    const cut = cutAfter(ZIP, 70_000);
    server.answer = (request, response, n) => (n === 1 ? cut(request, response, n) : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(got().equals(ZIP)).toBe(true);
    expect(server.asked.map((a) => [a.headers.range, a.headers['if-range']])).toEqual([
      [undefined, undefined],
      ['bytes=70000-', '"un"'],
    ]);
    expect(clock.slept).toEqual([1000]);
  });

  it('is told to be tried again', async () => {
    server.answer = (request, response, n) => (n === 1 ? void response.writeHead(503).end() : serveFile(ZIP)(request, response, n));
    expect((await fetch()).stderr).toMatch(/^serveur indisponible \(503\) ; nouvel essai dans 1 s\ndonnees/);
    expect((await fetch('--quiet')).stderr).toBe('');
  });

  it('is resumed by the next run, when the one before gave up', async () => {
    let served = 0;
    server.answer = (request, response, n) => {
      served += 1;
      if (served === 1) return cutAfter(ZIP, 50_000)(request, response, n);
      return void response.destroy();
    };
    const stopped = await fetch();
    expect(stopped).toMatchObject({ code: 3 });
    expect(stopped.stderr).toContain(`\nErreur : base : connexion coupée.\n${server.url}/base\nRéessayez : ce qui est déjà là sera repris. Le catalogue se corrige par --catalogue FICHIER.\n`);
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000]);
    expect(existsSync(join(here, 'donnees'))).toBe(false);
    server.asked = [];
    server.answer = serveFile(ZIP);
    expect((await fetch()).code).toBe(0);
    expect(server.asked[0]?.headers.range).toBe('bytes=50000-');
    expect(got().equals(ZIP)).toBe(true);
  });

  it('is resumed as often as it advances', async () => {
    let sent = 0;
    server.answer = (request, response) => {
      const first = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      sent = Math.min(ZIP.length, first + Math.ceil(ZIP.length / 9));
      const part = ZIP.subarray(first, sent);
      const range: Record<string, string> = first === 0 ? {} : { 'Content-Range': `bytes ${String(first)}-${String(ZIP.length - 1)}/${String(ZIP.length)}` };
      response.writeHead(first === 0 ? 200 : 206, { ETag: '"un"', 'Content-Length': ZIP.length - first, ...range });
      if (sent === ZIP.length) response.end(part);
      else response.write(part, () => response.destroy());
    };
    expect((await fetch()).code).toBe(0);
    expect(server.asked).toHaveLength(9);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('starts again when the server ignores ranges', async () => {
    const whole = serveFile(ZIP, { ranges: false });
    server.answer = (request, response, n) => (n === 1 ? cutAfter(ZIP, 70_000)(request, response, n) : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(server.asked).toHaveLength(2);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('starts again when nothing tells whether the file is still the same', async () => {
    const whole = serveFile(ZIP, { etag: null });
    server.answer = (request, response, n) => (n === 1 ? cutAfter(ZIP, 70_000, {})(request, response, n) : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(server.asked[1]?.headers.range).toBeUndefined();
    expect(got().equals(ZIP)).toBe(true);
  });

  it('starts again when it was replaced in between', async () => {
    const other = serveFile(OTHER, { etag: '"deux"' });
    server.answer = (request, response, n) => (n === 1 ? cutAfter(ZIP, 70_000)(request, response, n) : other(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(got().equals(OTHER)).toBe(true);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['another place', (r) => void r.writeHead(206, { ETag: '"un"', 'Content-Range': `bytes 10-${String(ZIP.length - 1)}/${String(ZIP.length)}` }).end(ZIP.subarray(10))],
    ['another size', (r) => void r.writeHead(206, { ETag: '"un"', 'Content-Range': `bytes 70000-${String(ZIP.length)}/${String(ZIP.length + 1)}` }).end(ZIP.subarray(70_000))],
    ['another version', (r) => void r.writeHead(206, { ETag: '"deux"', 'Content-Range': `bytes 70000-${String(ZIP.length - 1)}/${String(ZIP.length)}` }).end(ZIP.subarray(70_000))],
    ['no range', (r) => void r.writeHead(206, { ETag: '"un"' }).end(ZIP.subarray(70_000))],
    ['416', (r) => void r.writeHead(416, { 'Content-Range': `bytes */${String(ZIP.length)}` }).end()],
  ])('starts again when what follows is of %s', async (_, wrong) => {
    const whole = serveFile(ZIP);
    server.answer = (request, response, n) => (n === 1 ? cutAfter(ZIP, 70_000)(request, response, n) : n === 2 ? wrong(response) : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(server.asked.map((a) => a.headers.range)).toEqual([undefined, 'bytes=70000-', undefined]);
    expect(got().equals(ZIP)).toBe(true);
  });
});

/** Ends the running delays once the client has had time to take what was sent. */
async function expireSoon(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((next) => setImmediate(next));
  clock.expire();
}

describe('two runs at once', () => {
  /** The claim that a run leaves beside a part while it writes it. */
  function claim(pid: number): void {
    const key = createHash('sha256').update(`${server.url}/base`).digest('hex').slice(0, 8);
    mkdirSync(join(here, 'cache'));
    writeFileSync(join(here, 'cache', `base.${key}.zip.part.pris`), String(pid));
  }

  it('the second does not write into the part of the first', async () => {
    claim(process.ppid);
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining(`un autre fragilite (processus ${String(process.ppid)}) est en train de prendre ce fichier`) as string });
    expect(server.asked).toEqual([]);
  });

  it('one that was killed hinders no one', async () => {
    // No process has the number above the largest.
    claim(2 ** 30);
    expect((await fetch()).code).toBe(0);
    expect(cacheNames()).toHaveLength(2);
  });
});

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
    expect(existsSync(join(here, 'fragilite.lock'))).toBe(false);
  });

  it('waits as long as a busy server asks, then has the file', async () => {
    const whole = serveFile(ZIP);
    server.answer = (request, response, n) => (n === 1 ? void response.writeHead(429, { 'Retry-After': '7' }).end() : n === 2 ? void response.writeHead(503, { 'Retry-After': new Date(clock.now() + 20_000).toUTCString() }).end() : whole(request, response, n));
    expect((await fetch()).code).toBe(0);
    expect(clock.slept).toEqual([7000, 20_000]);
  });

  it('does not wait for an hour', async () => {
    server.answer = (_, response) => void response.writeHead(503, { 'Retry-After': '3600' }).end();
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining("serveur indisponible (503), et demande d'attendre 60 minutes") as string });
    expect(clock.slept).toEqual([]);
  });

  it.each<[string, Entry, Buffer | string, RegExp]>([
    ['a page instead of a zip', {}, HTML, /le serveur a répondu une page HTML au lieu d'une archive zip ; rien n'est gardé/],
    ['a page instead of a CSV', { forme: 'csv' }, `\ufeff${HTML};`, /une page HTML au lieu d'un CSV/],
    ['another form', {}, Buffer.from(`PAR1${noise(100)}`), /les premiers octets \(50415231\) ne sont pas ceux d'une archive zip/],
    ['a binary instead of a CSV', { forme: 'csv', least: 5 }, Buffer.from([65, 0, 66, 59, 10, 12]), /n'est pas un CSV/],
    ['text instead of JSON', { forme: 'json', least: 5 }, 'rien;du tout', /n'est pas un JSON/],
    ['too small a file', { least: 10_000_000 }, ZIP, /trop petit pour être ce fichier \(au moins 10000000\)/],
    ['a truncated zip', {}, ZIP.subarray(0, -100), /le fichier est tronqué/],
    ['a truncated gzip', { forme: 'gzip', least: 5 }, gzipSync(noise(1000)).subarray(0, -9), /le fichier est tronqué/],
    ['a truncated JSON', { forme: 'json', least: 5 }, '{"a": [1, 2', /le fichier est tronqué/],
    ['a truncated Parquet', { forme: 'parquet', least: 5 }, Buffer.from(`PAR1${noise(100)}`), /le fichier est tronqué/],
    ['a truncated 7z', { forme: '7z', least: 5 }, Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(4), Buffer.from([200, 0, 0, 0, 0, 0, 0, 0]), Buffer.alloc(16)]), /le fichier est tronqué/],
  ])('%s: exit 3, nothing kept', async (_, entry, body, message) => {
    catalogue(entry);
    server.answer = serveFile(Buffer.from(body));
    const { code, stderr } = await fetch();
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringMatching(message) as string });
    expect(cacheNames()).toEqual([]);
    expect(existsSync(join(here, 'donnees'))).toBe(false);
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
    expect(existsSync(join(here, 'donnees'))).toBe(false);
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
    writeFileSync(join(here, 'catalogue.yaml'), readFileSync(join(here, 'catalogue.yaml'), 'utf8').replace(server.url, 'http://127.0.0.1:1'));
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining('connexion refusée : vérifiez le réseau ou le proxy') as string });
  });
});

describe('a file that has changed', () => {
  it('is refused, the copy of before kept, until --update', async () => {
    await fetch();
    const before = lock();
    server.answer = serveFile(OTHER, { etag: '"deux"' });
    const refused = await fetch();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^Erreur : base a changé : fragilite\.lock attend [0-9a-f]{12}…, .* octets ; trouvé [0-9a-f]{12}…, .* octets\.\nhttp.*\nSi c'est voulu \(.*\) : fragilite fetch base --update\n$/u);
    expect({ lock: lock(), same: got().equals(ZIP) }).toEqual({ lock: before, same: true });
    expect((await fetch('--offline')).code).toBe(0);
    const accepted = await fetch('--update');
    expect(accepted).toMatchObject({ code: 0, stderr: expect.stringContaining("Attention : base n'est plus le fichier attendu ; accepté par --update, fragilite.lock est à jour.") as string });
    expect(got().equals(OTHER)).toBe(true);
    expect(lock()).not.toBe(before);
    expect((await fetch()).code).toBe(0);
  });

  it('is refused too where there is a lock and no cache, as in a pipeline', async () => {
    await fetch();
    rmSync(join(here, 'cache'), { recursive: true });
    server.answer = serveFile(OTHER, { etag: '"deux"' });
    expect((await fetch()).code).toBe(3);
    expect(cacheNames()).toEqual([]);
  });

  it('is refused when it has not the published digest, until --update', async () => {
    catalogue({ more: `\n    md5: "${'0'.repeat(32)}"` });
    const refused = await fetch();
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/base n'a pas la somme de contrôle publiée : md5 000000000000… attendu, [0-9a-f]{12}… trouvé\./) as string });
    expect((await fetch('--update')).code).toBe(0);
    // What was acknowledged is in the lock, that now decides.
    expect((await fetch()).code).toBe(0);
  });
});

describe('what is asked', () => {
  it('by --dry-run is nothing, and nothing is written', async () => {
    const { code, stdout } = await fetch('--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain(`${server.url}/base`);
    expect(server.asked).toEqual([]);
    expect(readdirSync(here)).toEqual(['catalogue.yaml']);
  });

  it('with a model is what it needs, and the command that gets it', async () => {
    catalogue({ more: '\n    millesimes: { rp: [2022] }\n    lots: [un]' });
    const path = join(here, 'catalogue.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('sources:', 'lots:\n  un: [population]\nsources:'));
    const { code, stdout } = await fragilite(here, ['fetch', '--vintage', 'rp=2022', '--catalogue', 'catalogue.yaml', '--cache', 'cache']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Ce dont lyon-2021 a besoin \(rp 2022\)\n/);
    expect(stdout).toMatch(/Dans aucun fichier du catalogue : familles_monoparentales \(rp 2022\), /);
    expect(stdout).toMatch(/\nPrendre : fragilite fetch base --catalogue catalogue\.yaml --cache cache\n$/);
  });

  it('by --json is a list for a machine', async () => {
    await fetch();
    const { stdout } = await fragilite(here, ['fetch', '--json', '--catalogue', 'catalogue.yaml', '--cache', 'cache']);
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'base', url: `${server.url}/base`, en_cache: true }]);
  });

  it('by --offline without a copy is an error', async () => {
    expect(await fetch('--offline')).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Erreur : base n'est pas dans le cache \(.*cache\)\.\nSans --offline, fetch le demande au réseau\.\n$/) as string });
  });

  it.each<[string[], RegExp]>([
    [['fetch', 'insee-dossier-complet-2205'], /« insee-dossier-complet-2205 » n'est pas au catalogue\. Vouliez-vous dire insee-dossier-complet-2025 \?/],
    [['fetch', 'base', '--model', 'lyon-2021'], /--model avec des identifiants/],
    [['fetch', '--out', 'ici'], /--out sans identifiant/],
    [['fetch', 'insee-cog-2026', '--offline', '--update'], /--offline et --update/],
    [['fetch', 'insee-cog-2026', '--territory', 'dep:69'], /insee-cog-2026 : l'API de l'Insee ne sert pas ce fichier par territoire/],
    [['fetch', 'insee-filosofi-2023', '--territory', 'france'], /pour toute la France, prenez les fichiers entiers/],
  ])('%j: exit 2', async (words, message) => {
    expect(await fragilite(here, words, { clock })).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string });
  });

  it('with a folder that cannot be written is an output error', async () => {
    writeFileSync(join(here, 'donnees'), 'un fichier');
    expect((await fetch()).code).toBe(5);
    rmSync(join(here, 'donnees'));
    writeFileSync(join(here, 'cache'), 'un fichier');
    expect(await fetch()).toMatchObject({ code: 5, stderr: expect.stringContaining("Impossible d'écrire dans le cache") as string });
  });

  it('with a catalogue that its schema refuses is told with its line', async () => {
    catalogue({ forme: 'rar' });
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringMatching(/catalogue\.yaml, ligne 11, champ sources\.base\.forme : "rar" n'est pas une valeur possible/) as string });
  });
});
