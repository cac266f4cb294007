import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cubesOf, serveApi } from '../support/api-server.js';
import { fragilite } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { FakeClock } from '../support/fake-clock.js';
import { useServer } from '../support/local-server.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const CUBES = repositoryFile('fixtures/formes-longues/cubes');
const cubes = cubesOf(CUBES);
const folder = useFolder();
const server = useServer();
let here = '';
let clock = new FakeClock();
let tests = 0;

const DATA_SETS: readonly (readonly [id: string, dataSet: string, family: string, year: number, quantities: string])[] = [
  ['population', 'DS_RP_POPULATION_PRINC', 'rp', 2022, 'population, population_15_plus, population_65_plus'],
  ['education', 'DS_RP_EDUCATION_PRINC', 'rp', 2022, 'population_15_29'],
  ['diplomes', 'DS_RP_DIPLOMES_PRINC', 'rp', 2022, 'non_scolarises_15_plus, sans_diplome_cep_brevet'],
  ['menages', 'DS_RP_MENAGES_COMP', 'rp', 2022, 'menages, menages_une_personne'],
  ['familles', 'DS_RP_FAMILLE_COMP', 'rp', 2022, 'familles, familles_monoparentales'],
  ['emploi', 'DS_RP_EMPLOI_LR_PRINC', 'rp', 2022, 'actifs_15_64, chomeurs_15_64'],
  ['revenus', 'DS_FILOSOFI_CC', 'filosofi', 2021, 'taux_pauvrete, niveau_de_vie_median'],
];
const FILES = DATA_SETS.map(([id]) => `donnees/${id}.epci-246900757.csv`);

/** A catalogue of the seven data sets, whose API is the local server. */
function catalogue(): void {
  const lots = DATA_SETS.map(([id, , , , quantities]) => `  ${id}: [${quantities}]`);
  const sources = DATA_SETS.map(
    ([id, dataSet, family, year]) => `  ${id}:
    titre: ${id}
    producteur: Insee
    usage: donnees
    millesimes: { ${family}: [${String(year)}] }
    licence: lo2
    url: ${server.url}/fichier/${id}
    forme: zip
    taille_minimale: 1
    lots: [${id}]
    jeu: ${dataSet}
    confiance: haute`,
  );
  const head = `version: 1\napi: { url: "${server.url}/melodi", requetes_par_minute: 30 }\nlicences:\n  lo2: { nom: LO, url: "https://exemple.fr" }`;
  writeFileSync(join(here, 'catalogue.yaml'), [head, 'lots:', ...lots, 'sources:', ...sources, ''].join('\n'));
}

const fetch = (...words: string[]): Promise<Outcome> =>
  fragilite(here, ['fetch', ...words, '--territory', 'epci:246900757', '--catalogue', 'catalogue.yaml', '--cache', 'cache'], { clock });

const compute = (files: readonly string[], out: string): Promise<Outcome> =>
  fragilite(here, ['compute', ...files.flatMap((file) => ['--insee', file]), '--territory', 'epci:246900757', '--out', out]);

beforeEach(() => {
  tests += 1;
  here = join(folder.path, String(tests));
  clock = new FakeClock();
  server.answer = serveApi(cubes, 1000);
  for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']) vi.stubEnv(name, '');
  mkdirSync(here);
  catalogue();
});

describe('the rows of a territory', () => {
  it('give the same ifn.csv as the whole files, whatever the pages and their order', async () => {
    const whole = await compute(readdirSync(CUBES).map((name) => join(CUBES, name)), 'entiers');
    expect(whole.code).toBe(0);
    const expected = readFileSync(join(here, 'entiers', 'ifn.csv'), 'utf8');
    const written: string[][] = [];
    const backwards = new Map([...cubes].map(([name, rows]) => [name, [...rows].reverse()]));
    for (const answer of [serveApi(cubes, 1000), serveApi(backwards, 7)]) {
      server.answer = answer;
      const { code, stderr } = await fetch();
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).toContain('Ensuite : fragilite compute --insee donnees/population.epci-246900757.csv');
      expect(stderr).toContain('--territory epci:246900757\n');
      expect((await compute(FILES, 'sortie')).code).toBe(0);
      expect(readFileSync(join(here, 'sortie', 'ifn.csv'), 'utf8')).toBe(expected);
      written.push(FILES.map((file) => readFileSync(join(here, file), 'utf8')));
      rmSync(join(here, 'cache'), { recursive: true });
    }
    expect(written[1]).toEqual(written[0]);
  });

  it('are of its communes and of itself only, at the vintage and the cells that quantities name', async () => {
    expect((await fetch('diplomes')).code).toBe(0);
    const [asked] = server.asked;
    const { searchParams, pathname } = new URL(asked?.path ?? '', server.url);
    expect(pathname).toBe('/melodi/data/DS_RP_DIPLOMES_PRINC');
    expect(searchParams.getAll('GEO')).toEqual(['EPCI-246900757', 'COM-69027', 'COM-69043', 'COM-69133', 'COM-69136', 'COM-69268']);
    expect(searchParams.getAll('TIME_PERIOD')).toEqual(['2022']);
    expect(searchParams.getAll('RP_MEASURE')).toEqual(['POP']);
    expect(searchParams.getAll('EDUC')).toEqual(['001T100_RP', '200_RP', '_T']);
    expect(searchParams.has('SEX')).toBe(false);
    expect(asked?.headers['user-agent']).toMatch(/^fragilite\//);
    const [header = '', first = '', ...rows] = readFileSync(join(here, 'donnees/diplomes.epci-246900757.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('GEO;GEO_OBJECT;AGE;EDUC;FREQ;OBS_STATUS;RP_MEASURE;SEX;TIME_PERIOD;OBS_VALUE');
    expect(first).toMatch(/^2025-COM-69027;COM;Y_GE15;001T100_RP;A;A;POP;_T;2022;[\d.]+$/);
    expect([...rows].sort()).toEqual(rows);
  });

  it('of arrondissements are another file, known as such', async () => {
    const lyon = (...words: string[]): Promise<Outcome> =>
      fragilite(here, ['fetch', 'population', '--territory', 'communes:69123', ...words, '--catalogue', 'catalogue.yaml', '--cache', 'cache'], { clock });
    expect((await lyon()).code).toBe(0);
    expect((await lyon('--plm', 'arrondissements')).code).toBe(0);
    expect(readdirSync(join(here, 'donnees'))).toEqual(['population.communes-69123-arm.csv', 'population.communes-69123.csv']);
    expect(readFileSync(join(here, 'fragilite.lock'), 'utf8')).toMatch(/population@communes:69123 \(arrondissements\):[^]*population@communes:69123:|population@communes:69123:[^]*population@communes:69123 \(arrondissements\):/);
    const geo = server.asked.map(({ path }) => new URL(path, server.url).searchParams.getAll('GEO'));
    expect(geo[0]).toEqual(['COM-69123']);
    expect(geo.at(-1)).toHaveLength(9);
    expect((await lyon('--offline')).code).toBe(0);
  });

  it('are known to the lock under their territory, and asked only once', async () => {
    await fetch('population');
    const lock = readFileSync(join(here, 'fragilite.lock'), 'utf8');
    expect(lock).toContain('  population@epci:246900757:\n    url: http');
    const asked = server.asked.length;
    const again = await fetch('population');
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('dans le cache depuis le 2026-09-22') as string });
    expect(server.asked).toHaveLength(asked);
    expect((await fetch('population', '--offline')).code).toBe(0);
    expect(await fetch('menages', '--offline')).toMatchObject({ code: 3, stderr: expect.stringContaining("menages@epci:246900757 n'est pas dans le cache") as string });
  });

  it('that have changed are refused until --update', async () => {
    await fetch('population');
    const revised = new Map([...cubes].map(([name, rows]) => [name, rows.map((row) => ({ ...row, OBS_VALUE: row['OBS_VALUE'] === '' ? '' : String(Number(row['OBS_VALUE']) + 1) }))]));
    server.answer = serveApi(revised, 1000);
    rmSync(join(here, 'cache'), { recursive: true });
    expect(await fetch('population')).toMatchObject({ code: 3, stderr: expect.stringMatching(/population@epci:246900757 a changé[^]*fragilite fetch population --territory epci:246900757 --catalogue catalogue\.yaml --cache cache --update\n$/) as string });
    expect((await fetch('population', '--update')).code).toBe(0);
  });

  it('come within thirty requests a minute', async () => {
    server.answer = serveApi(cubes, 1);
    expect((await fetch('population', 'menages')).code).toBe(0);
    expect(server.asked.length).toBeGreaterThan(60);
    const waited = clock.slept.reduce((a, b) => a + b, 0);
    expect(waited).toBe(60_000 * Math.floor((server.asked.length - 1) / 30));
  });

  it('are resumed from the last page, for a day', async () => {
    const api = serveApi(cubes, 10);
    server.answer = (request, response, n) => (n > 2 ? void response.writeHead(503).end() : api(request, response, n));
    const stopped = await fetch('population');
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toMatch(/\nErreur : population@epci:246900757 : serveur indisponible \(503\)\.\nhttp.*…\nRéessayez : les pages déjà là sont gardées un jour\. Sinon, le fichier entier : fragilite fetch population --catalogue catalogue\.yaml --cache cache\n$/);
    expect(existsSync(join(here, 'donnees'))).toBe(false);
    server.answer = api;
    server.asked = [];
    expect((await fetch('population')).code).toBe(0);
    const pages = server.asked.map(({ path }) => new URL(path, server.url).searchParams.get('page'));
    expect(pages[0]).toBe('3');
    expect(readdirSync(join(here, 'cache', 'pages'))).toEqual([]);

    rmSync(join(here, 'cache'), { recursive: true });
    server.answer = (request, response, n) => (n > 2 ? void response.writeHead(404).end() : api(request, response, n));
    server.asked = [];
    await fetch('population');
    clock.move(25 * 3600 * 1000);
    server.answer = api;
    server.asked = [];
    await fetch('population');
    expect(server.asked).toHaveLength(pages.length + 2);
  });
});

describe('an API that answers otherwise', () => {
  it.each<[string, string, RegExp]>([
    ['HTML', '<html></html>', /l'API a répondu une page HTML au lieu de JSON/],
    ['no observations', '{"paging": {}}', /n'a pas d'observations : sa forme a changé/],
    ['no row', '{"observations": []}', /l'API n'a aucune ligne pour ces communes à ce millésime/],
    ['a row without its place', '{"observations": [{"dimensions": {"GEO": "69027", "TIME_PERIOD": "2022"}}]}', /une ligne de l'API n'a pas la forme connue \(GEO "69027"/],
    ['fewer rows than it announces', '{"paging": {"count": 2, "isLast": true}, "observations": [{"dimensions": {"GEO": "2025-COM-69027", "TIME_PERIOD": "2022"}}]}', /annonce 2 lignes et en donne 1/],
    ['a next page without an address', '{"paging": {"isLast": false}, "observations": []}', /une page suivante sans son adresse/],
    ['a next page elsewhere', '{"paging": {"isLast": false, "next": "https://ailleurs.fr/x"}, "observations": []}', /renvoie vers un autre serveur \(ailleurs\.fr\), refusé/],
    ['the first page as the next', '{"paging": {"isLast": false, "next": "/melodi/x"}, "observations": []}', /les pages de l'API tournent en rond/],
  ])('%s: exit 3, nothing written', async (_, body, message) => {
    server.answer = (_request, response) => void response.end(body);
    const { code, stderr } = await fetch('population');
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringMatching(message) as string });
    expect(existsSync(join(here, 'donnees'))).toBe(false);
    // The next run does not stumble over what this one kept.
    server.answer = serveApi(cubes, 1000);
    expect((await fetch('population')).code).toBe(0);
  });

  it('communes without a row are told', async () => {
    const fewer = new Map([...cubes].map(([name, rows]) => [name, rows.filter((row) => !(row['GEO'] ?? '').includes('69133'))]));
    server.answer = serveApi(fewer, 1000);
    expect(await fetch('population')).toMatchObject({ code: 0, stderr: expect.stringContaining("population : l'API n'a aucune ligne pour COM-69133.") as string });
  });
});
