import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLock } from '../../src/sources/lock-file.js';
import { fragilite } from '../support/command-line.js';
import { OTHER, useFetch, ZIP } from '../support/fetch-bench.js';
import { serveFile } from '../support/local-server.js';
import { summaryOf } from '../support/summary.js';

const bench = useFetch();
const { server, fetch, got, lock, cacheNames } = bench;

describe('a file that comes', () => {
  it('is put into donnees, with its provenance in the cache and its checksum in the lock', async () => {
    const { code, stderr, stdout } = await fetch();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^donnees\/base\.zip : pris \([\d\u202f]+ octets, sha256 [0-9a-f]{12}…\)\nSources à citer : Insee \(Licence Ouverte 2\.0\)\.\nEnsuite : fragilite compute --insee donnees\/base\.zip\n$/u);
    expect(got().equals(ZIP)).toBe(true);
    const [file = '', record = '', ...rest] = cacheNames();
    expect([file, record]).toEqual([expect.stringMatching(/^base\.[0-9a-f]{8}\.zip$/), `${file}.json`]);
    expect(rest).toEqual([]);
    expect(JSON.parse(readFileSync(join(bench.here, 'cache', record), 'utf8'))).toMatchObject({
      url: `${server.url}/base`,
      finalUrl: `${server.url}/base`,
      date: '2026-09-22T00:00:00.000Z',
      size: ZIP.length,
      etag: '"un"',
    });
    expect(lock()).toContain(`  base:\n    url: ${server.url}/base\n    url_finale: ${server.url}/base\n    taille: ${String(ZIP.length)}\n    sha256: `);
    expect(lock()).not.toContain('2026-09');
    const { sources } = await readLock(bench.here);
    const { size, sha256 } = sources.get('base') ?? {};
    expect({ size, file: sources.get('base')?.file }).toEqual({ size: ZIP.length, file: { path: 'donnees/base.zip', size, sha256 } });
    expect(server.asked[0]?.headers['user-agent']).toMatch(/^fragilite\/\d/);
  });

  it('is not taken again while the server says that it is the same', async () => {
    await fetch();
    const before = lock();
    bench.clock.move(86_400_000);
    const { code, stderr } = await fetch();
    expect(code).toBe(0);
    expect(stderr).toContain('dans le cache depuis le 2026-09-22');
    expect(server.asked.map((a) => a.headers['if-none-match'])).toEqual([undefined, '"un"']);
    expect(lock()).toBe(before);
    // Put elsewhere, it is the file of there; what is known of its address stays.
    expect((await fetch('--out', 'autre')).code).toBe(0);
    expect(lock()).toBe(before.replace('chemin: donnees/base.zip', 'chemin: autre/base.zip'));
  });

  it('is taken from the cache with --offline, without a request', async () => {
    await fetch();
    rmSync(join(bench.here, 'donnees'), { recursive: true });
    expect((await fetch('--offline')).code).toBe(0);
    expect(server.asked).toHaveLength(1);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('is taken again when its copy in the cache has been altered', async () => {
    await fetch();
    const [file = ''] = cacheNames();
    const altered = Buffer.from(ZIP);
    altered[100] = (altered[100] ?? 0) ^ 1;
    writeFileSync(join(bench.here, 'cache', file), altered);
    expect(await fetch('--offline')).toMatchObject({ code: 3, stderr: expect.stringContaining("n'est pas dans le cache") as string });
    expect((await fetch()).code).toBe(0);
    expect(got().equals(ZIP)).toBe(true);
  });

  it('follows redirections, and keeps the address that answered', async () => {
    const file = serveFile(ZIP);
    server.answer = (request, response, n) => {
      if (request.url === '/base') return void response.writeHead(302, { Location: '/ailleurs/2026?X-Amz-Signature=abc' }).end();
      return file(request, response, n);
    };
    expect((await fetch()).code).toBe(0);
    // A signature is good for some minutes only, and for its bearer: the lock does not keep it.
    expect(lock()).toContain(`url: ${server.url}/base\n    url_finale: ${server.url}/ailleurs/2026\n`);
  });

  it('is asked at another address when the first has nothing', async () => {
    bench.catalogue({ others: [`${server.url}/base2`] });
    const file = serveFile(ZIP);
    server.answer = (request, response, n) => (request.url === '/base2' ? file(request, response, n) : void response.writeHead(404).end());
    expect((await fetch()).code).toBe(0);
    expect(lock()).toContain(`url: ${server.url}/base2`);
  });

  it('is expanded into donnees when it is a gzip', async () => {
    bench.catalogue({ forme: 'gzip', least: 10 });
    server.answer = serveFile(gzipSync('{"type":"FeatureCollection","features":[]}'));
    const outcome = await fetch('--json');
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('donnees/base.geojson : pris') as string });
    const text = readFileSync(join(bench.here, 'donnees', 'base.geojson'), 'utf8');
    expect(text).toBe('{"type":"FeatureCollection","features":[]}');
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(summaryOf(outcome).sorties).toEqual([{ chemin: 'base.geojson', sha256 }]);
    const source = (await readLock(bench.here)).sources.get('base');
    expect(source?.file).toEqual({ path: 'donnees/base.geojson', size: 42, sha256 });
    expect(source?.sha256).not.toBe(source?.file?.sha256);
  });
});

describe('two files taken at once in one project', () => {
  it('are both in the lock', async () => {
    const catalogue = readFileSync(join(bench.here, 'catalogue.yaml'), 'utf8');
    writeFileSync(join(bench.here, 'autre.yaml'), catalogue.replace('  base:', '  autre:').replace('/base', '/autre'));
    const whole = serveFile(ZIP);
    let bothAsked = (): void => undefined;
    const both = new Promise<void>((asked) => (bothAsked = asked));
    // None has its file before the other, which has read the lock too, asks for its own.
    server.answer = async (request, response, n) => {
      if (n === 2) bothAsked();
      await both;
      await whole(request, response, n);
    };
    const outcomes = await Promise.all([fetch(), fragilite(bench.here, ['fetch', 'autre', '--catalogue', 'autre.yaml', '--cache', 'cache'], { clock: bench.clock })]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect([...(await readLock(bench.here)).sources.keys()]).toEqual(['autre', 'base']);
  });
});

describe('a file that has changed', () => {
  it('is refused, the copy of before kept, until --update', async () => {
    await fetch();
    const before = lock();
    server.answer = serveFile(OTHER, { etag: '"deux"' });
    const refused = await fetch();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^Erreur : base a changé : fragilite\.lock attend [0-9a-f]{12}…, .* octets ; trouvé [0-9a-f]{12}…, .* octets\.\nhttp.*\nSi c'est voulu \(.*\) : fragilite fetch base --catalogue catalogue\.yaml --cache cache --update\n$/u);
    const elsewhere = await fetch('--out', 'les fichiers');
    expect(elsewhere.stderr).toContain("fragilite fetch base --catalogue catalogue.yaml --cache cache --out 'les fichiers' --update\n");
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
    rmSync(join(bench.here, 'cache'), { recursive: true });
    server.answer = serveFile(OTHER, { etag: '"deux"' });
    expect((await fetch()).code).toBe(3);
    expect(cacheNames()).toEqual([]);
  });

  it('is refused when it has not the published digest, until --update', async () => {
    bench.catalogue({ more: `\n    md5: "${'0'.repeat(32)}"` });
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
    expect(readdirSync(bench.here)).toEqual(['catalogue.yaml']);
  });

  it('with a model is what it needs, and the command that gets it', async () => {
    bench.catalogue({ more: '\n    millesimes: { rp: [2022] }\n    lots: [un]' });
    const path = join(bench.here, 'catalogue.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('sources:', 'lots:\n  un: [population]\nsources:'));
    const { code, stdout } = await fragilite(bench.here, ['fetch', '--vintage', 'rp=2022', '--catalogue', 'catalogue.yaml', '--cache', 'cache']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Ce dont lyon-2021 a besoin \(rp 2022\)\n/);
    expect(stdout).toMatch(/Dans aucun fichier du catalogue : familles_monoparentales \(rp 2022\), /);
    expect(stdout).toMatch(/\nPrendre : fragilite fetch base --catalogue catalogue\.yaml --cache cache\n$/);
  });

  it('by --json is a list for a machine', async () => {
    await fetch();
    const { stdout } = await fragilite(bench.here, ['fetch', '--json', '--catalogue', 'catalogue.yaml', '--cache', 'cache']);
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'base', url: `${server.url}/base`, en_cache: true }]);
  });

  it('with --json is told in the summary of all commands', async () => {
    const file = { identifiant: 'base', chemin: 'base.zip', adresses: [`${server.url}/base`], taille: ZIP.length, change: false };
    const summary = { commande: 'fetch', erreur: null, dossier: 'donnees', sorties: [{ chemin: 'base.zip', sha256: createHash('sha256').update(ZIP).digest('hex') }] };
    expect(summaryOf(await fetch('--json'))).toMatchObject({ ...summary, resultat: { fichiers: [{ ...file, dans_le_cache: false }] } });
    expect(summaryOf(await fetch('--json', '--offline'))).toMatchObject({ ...summary, resultat: { fichiers: [{ ...file, dans_le_cache: true }] } });
  });

  it('by --offline without a copy is an error', async () => {
    expect(await fetch('--offline')).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Erreur : base n'est pas dans le cache \(.*cache\)\.\nSans --offline, fetch le demande au réseau\.\n$/) as string });
  });

  it.each<[string[], RegExp]>([
    [['fetch', 'insee-dossier-complet-2205'], /« insee-dossier-complet-2205 » n'est pas au catalogue\. Vouliez-vous dire insee-dossier-complet-2025 \?/],
    [['fetch', '--vintage', 'filosofy=2021'], /« filosofy » n'est pas une variable du modèle lyon-2021 ; vouliez-vous dire filosofi \?/],
    [['fetch', 'base', '--model', 'lyon-2021'], /--model avec des identifiants/],
    [['fetch', '--out', 'ici'], /--out sans identifiant/],
    [['fetch', 'insee-cog-2026', '--offline', '--update'], /--offline et --update/],
    [['fetch', 'insee-cog-2026', '--territory', 'dep:69'], /insee-cog-2026 : l'API de l'Insee ne sert pas ce fichier par territoire/],
    [['fetch', 'insee-filosofi-2023', '--territory', 'france'], /pour toute la France, prenez les fichiers entiers/],
  ])('%j: exit 2', async (words, message) => {
    expect(await fragilite(bench.here, words, { clock: bench.clock })).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string });
  });

  it('with a folder that cannot be written is an output error', async () => {
    writeFileSync(join(bench.here, 'donnees'), 'un fichier');
    expect((await fetch()).code).toBe(5);
    rmSync(join(bench.here, 'donnees'));
    writeFileSync(join(bench.here, 'cache'), 'un fichier');
    expect(await fetch()).toMatchObject({ code: 5, stderr: expect.stringContaining("Impossible d'écrire dans le cache") as string });
  });

  it('with a catalogue that its schema refuses is told with its line', async () => {
    bench.catalogue({ forme: 'rar' });
    expect(await fetch()).toMatchObject({ code: 3, stderr: expect.stringMatching(/catalogue\.yaml, ligne 11, champ sources\.base\.forme : "rar" n'est pas une valeur possible/) as string });
  });
});
