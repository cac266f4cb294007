import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownProcess } from '../../src/process-mark.js';
import type { ProcessMark } from '../../src/process-mark.js';
import { OTHER, useFetch, ZIP } from '../support/fetch-bench.js';
import { cutAfter, serveFile } from '../support/local-server.js';

const bench = useFetch();
const { server, fetch, got, cacheNames } = bench;

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
    expect(bench.clock.slept).toEqual([1000]);
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
    expect(stopped.stderr).toContain(`\nErreur : base : connexion coupée.\n${server.url}/base\nRéessayez : ce qui est déjà là sera repris. Une adresse du catalogue se corrige par --catalogue FICHIER ; un fichier pris autrement se donne tel quel à compute.\n`);
    expect(bench.clock.slept).toEqual([1000, 2000, 4000, 8000]);
    expect(existsSync(join(bench.here, 'donnees'))).toBe(false);
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

/** The path of the test's file in the cache, which it makes. */
function cached(): string {
  const key = createHash('sha256').update(`${server.url}/base`).digest('hex').slice(0, 8);
  mkdirSync(join(bench.here, 'cache'));
  return join(bench.here, 'cache', `base.${key}.zip`);
}

describe('a run killed once everything had come', () => {
  it.each<[string, string | null, number]>([
    ['is gone on with, without a request', '"un"', 0],
    ['starts again where nothing tells the version', null, 1],
  ])('%s', async (_, etag, requests) => {
    const path = cached();
    writeFileSync(`${path}.part`, ZIP);
    writeFileSync(`${path}.part.json`, JSON.stringify({ url: `${server.url}/base`, finalUrl: `${server.url}/base`, total: ZIP.length, etag, lastModified: null }));
    expect((await fetch()).code).toBe(0);
    expect(server.asked).toHaveLength(requests);
    expect(got().equals(ZIP)).toBe(true);
  });
});

describe('two runs at once', () => {
  /** The claim that a run leaves beside a part while it writes it. */
  const claim = (mark: Partial<ProcessMark>): void => writeFileSync(`${cached()}.part.pris`, JSON.stringify({ ...ownProcess(), ...mark }));

  it('the second does not write into the part of the first', async () => {
    claim({});
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringContaining(`un autre fragilite (processus ${String(process.pid)} de ${hostname()}) est en train de prendre ce fichier`) as string });
    expect(server.asked).toEqual([]);
  });

  it('one that was killed hinders no one', async () => {
    // No process has the number above the largest.
    claim({ pid: 2 ** 30 });
    expect((await fetch()).code).toBe(0);
    expect(cacheNames()).toHaveLength(2);
  });

  it('nor one whose number serves again, as in the containers of a pipeline', async () => {
    claim({ pid: process.ppid, started: '0' });
    expect((await fetch()).code).toBe(0);
  });

  it('nor a claim that was cut while it was written', async () => {
    writeFileSync(`${cached()}.part.pris`, '{"pid":');
    expect((await fetch()).code).toBe(0);
  });
});

