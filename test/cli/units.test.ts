import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCog } from '../../src/sources/cog.js';
import { csvByCode, csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const folder = useFolder();
beforeAll(() => cpSync(repositoryFile('fixtures/mailles'), folder.path, { recursive: true }));

const text = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
const write = (name: string, content: string): void => writeFileSync(join(folder.path, name), content);
const compute = (unit: string, insee: readonly string[], ...more: string[]): Promise<Run> =>
  runCli(['compute', '--unit', unit, ...insee.flatMap((f) => ['--insee', f]), ...more], folder.path);
const rows = (out: string): ReadonlyMap<string, ReadonlyMap<string, string>> => csvByCode(join(folder.path, out, 'ifn.csv'));
const number = (row: ReadonlyMap<string, string> | undefined, column: string): number => Number(row?.get(column) ?? 'absent');
const square = (x: number, y: number, size = 0.125): number[][][] => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];
const collection = (features: readonly { properties: object; coordinates: number[][][] }[]): string =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map(({ properties, coordinates }) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } })) });

const BRIE = '247700644';
const GARON = '246900757';
const BOTH = ['--territory', `epci:${BRIE},epci:${GARON}`];

describe('EPCI as units', () => {
  const FILES = ['communes.csv', 'filosofi_communes.csv', 'filosofi_epci.csv'];

  it('sums the counts of their communes and takes the rates that INSEE publishes for them', async () => {
    const run = await compute('epci', FILES, ...BOTH, '--out', 'epci');
    expect(run.code).toBe(0);
    const brie = rows('epci').get(BRIE);
    // 4000 + 600 + 720 + 320 of 30000 inhabitants, and so on; 10 % is the row of filosofi_epci.csv.
    const expected = { jeunes_15_29: 18.8, ages_65_plus: 496 / 30, menages_une_personne: 27.6, monoparentales: 18, chomeurs: 8.4, peu_diplomes: 4236 / 180, pauvrete: 10, population: 30000, population_15_plus: 24000 };
    for (const [column, value] of Object.entries(expected)) expect(number(brie, column), column).toBeCloseTo(value, 10);
    // (10 × 29250 + 7 × 31200) / 60450 for the rate; (5640 + 5320) / 62000 for the count.
    expect(number(brie, 'pauvrete_points')).toBeCloseTo(1000 / (510_900 / 60_450), 8);
    expect(number(brie, 'jeunes_15_29_points')).toBeCloseTo((100 * 18.8) / (1_096_000 / 62_000), 8);
    expect([...(rows('epci').get(GARON) ?? [])].filter(([c]) => c.endsWith('_statut')).map(([, v]) => v)).toEqual(Array<string>(7).fill('observe'));
    expect([brie?.get('nom'), brie?.get('departement'), brie?.get('epci')]).toEqual(["CC l'Orée de la Brie", '', BRIE]);
    expect(rows('epci').get(GARON)?.get('departement')).toBe('69');
    expect(text('epci/classement.md')).toContain('| Rang | EPCI |');
    expect(JSON.parse(text('epci/manifest.json'))).toMatchObject({ options: { unit: 'epci' }, scores: { unites: 2 } });
  });

  it('explains one of them', async () => {
    const { stdout } = await runCli(['explain', BRIE, 'epci'], folder.path);
    expect(stdout).toContain("CC l'Orée de la Brie (247700644) ; rang de fragilité 1 sur 2");
    const unknown = await runCli(['explain', '69027', 'epci'], folder.path);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain("n'est pas un EPCI de ce résultat");
  });

  it('has the same reference, by total, as its communes', async () => {
    write('valeurs.csv', `territoire;variable;valeur;millesime;source\nepci:${BRIE},epci:${GARON};pauvrete;8;2021;inventée\n`);
    const communes = await runCli(['compute', '--insee', 'communes.csv', '--insee', 'filosofi_communes.csv', ...BOTH, '--reference-values', 'valeurs.csv', '--out', 'communes'], folder.path);
    expect(communes.code).toBe(0);
    const references = (out: string): Record<string, number> =>
      Object.fromEntries((JSON.parse(text(`${out}/manifest.json`)) as { variables: { id: string; reference: { valeur: number } }[] }).variables.map((v) => [v.id, v.reference.valeur]));
    const { pauvrete: published, ...counts } = references('epci');
    expect(references('communes')).toMatchObject(counts);
    expect(published).toBeCloseTo(510_900 / 60_450, 10);
  });

  it('says a sum over some communes, and withholds one over too few', async () => {
    const without = (code: string): string => text('communes.csv').split('\n').filter((line) => !line.startsWith(code)).join('\n');
    write('sans-montagny.csv', without('69136'));
    const some = await compute('epci', ['sans-montagny.csv', 'filosofi_epci.csv'], ...BOTH, '--out', 'partie');
    expect(some.code).toBe(0);
    const garon = rows('partie').get(GARON);
    // 2160 + 1200 + 640 + 600 of 28000, Montagny being a tenth of the population.
    expect(number(garon, 'jeunes_15_29')).toBeCloseTo(460 / 28, 10);
    expect(garon?.get('jeunes_15_29_statut')).toBe('recalcule');
    expect(garon?.get('pauvrete_statut')).toBe('observe');
    expect(garon?.get('population')).toBe('');
    expect(some.stderr).toMatch(/1 EPCI sur une partie de ses communes, statut recalcule .*: CC de la Vallée du Garon \(CCVG\) \(246900757, 90,\d/);
    write('sans-brignais.csv', without('69027'));
    const few = await compute('epci', ['sans-brignais.csv', 'filosofi_epci.csv'], ...BOTH, '--out', 'trop-peu');
    expect(few.code).toBe(0);
    expect(rows('trop-peu').get(GARON)?.get('jeunes_15_29_statut')).toBe('non_disponible');
    expect(rows('trop-peu').get(GARON)?.get('jeunes_15_29')).toBe('');
    expect(few.stderr).toContain('1 EPCI sans valeur, moins de 80');
    write('epci-rp.csv', `CODGEO;P22_POP;P22_POP1529\n${GARON};32000;5500\n`);
    await compute('epci', ['sans-brignais.csv', 'epci-rp.csv', 'filosofi_epci.csv'], ...BOTH, '--out', 'ligne');
    // The row of the EPCI itself: 5500 / 32000.
    expect(number(rows('ligne').get(GARON), 'jeunes_15_29')).toBeCloseTo(17.1875, 10);
    expect(rows('ligne').get(GARON)?.get('jeunes_15_29_statut')).toBe('observe');
  });

  it('takes the sum of all communes before the row of the EPCI, and says where they differ', async () => {
    write('epci-autre.csv', `CODGEO;P22_POP;P22_POP1529\n${GARON};32000;5500\n${BRIE};30000;5640\n`);
    const run = await compute('epci', [...FILES, 'epci-autre.csv'], ...BOTH, '--out', 'autre');
    expect(run.code).toBe(0);
    expect(run.stderr.replaceAll('\u202f', ' ')).toContain("jeunes_15_29 : 1 EPCI dont la somme des communes n'est pas l'effectif publié pour l'unité ; la somme sert : CC de la Vallée du Garon (CCVG) (246900757, 5 320,0 et 5 500,0).");
    // 5320 of 32000, not 5500.
    expect(number(rows('autre').get(GARON), 'jeunes_15_29')).toBeCloseTo(16.625, 10);
  });

  it('stops when no unit has enough of its communes', async () => {
    const run = await compute('departement', ['communes.csv'], '--territory', 'dep:69', '--reference', 'epci:246900757', '--out', 'rien');
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('1 département sans valeur, moins de 80');
  });

  it('has no rate that no file publishes for EPCI, and says which file has it', async () => {
    const run = await compute('epci', ['communes.csv', 'filosofi_communes.csv'], ...BOTH, '--out', 'sans-taux');
    expect(run.code).toBe(0);
    expect(run.stderr.match(/aucun fichier ne publie pauvrete pour les EPCI/g)).toHaveLength(1);
    expect(run.stderr).toContain('cc_filosofi_2021_EPCI.csv');
    const brie = rows('sans-taux').get(BRIE);
    expect([brie?.get('pauvrete'), brie?.get('pauvrete_points'), brie?.get('pauvrete_statut'), brie?.get('completude')]).toEqual(['', '', 'non_disponible', '0.75']);
    expect(brie?.get('axes_absents')).toBe('interfaces');
    expect((await runCli(['explain', BRIE, 'sans-taux'], folder.path)).stdout).toContain('non disponible');
  });

  it('takes the EPCI that a territory touches, and names those that straddle it', async () => {
    const run = await compute('epci', FILES, '--territory', 'communes:91631,69027,85113', '--out', 'touche');
    expect(run.code).toBe(0);
    expect([...rows('touche').keys()]).toEqual([GARON, BRIE]);
    expect(run.stderr).toContain("CC l'Orée de la Brie (247700644, 1 sur 4)");
    expect(run.stderr).toContain("1 commune du territoire dans aucun EPCI, donc hors du calcul : L'Île-d'Yeu (85113)");
  });

  it('measures against the very communes of a reference that is given', async () => {
    const run = await compute('epci', FILES, ...BOTH, '--reference', 'communes:77053,77114', '--out', 'reference');
    expect(run.code).toBe(0);
    // 4600 of 24000 aged 15 to 29 in the two communes.
    expect(number(rows('reference').get(BRIE), 'jeunes_15_29_points')).toBeCloseTo((100 * 18.8 * 24) / 460, 8);
  });

  it('is drawn from contours of communes, or of EPCI', async () => {
    const communes = ['69027', '69043', '69133', '69136', '69268', '77053', '77114', '77450', '91631'];
    write('communes.geojson', collection(communes.map((code, i) => ({ properties: { INSEE_COM: code, INSEE_DEP: code.slice(0, 2) }, coordinates: square(2 + i / 8, 45) }))));
    const run = await compute('epci', FILES, ...BOTH, '--boundaries', 'communes.geojson', '--out', 'dessin', '--verbose');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('contours de communes, réunis en 2 EPCI');
    const features = (out: string): { properties: { code: string }; geometry: { type: string; coordinates: number[][][] } | null }[] =>
      (JSON.parse(text(`${out}/ifn.geojson`)) as { features: ReturnType<typeof features> }).features;
    const xs = features('dessin')[0]?.geometry?.coordinates[0]?.map(([x]) => x ?? 0) ?? [];
    // Five squares in a row, one ring: from 2 to 2.625.
    expect([features('dessin')[0]?.properties.code, features('dessin')[0]?.geometry?.type, Math.min(...xs), Math.max(...xs)]).toEqual([GARON, 'Polygon', 2, 2.625]);
    write('partie.geojson', collection([{ properties: { code: '69027' }, coordinates: square(2, 45) }]));
    const part = await compute('epci', FILES, ...BOTH, '--boundaries', 'partie.geojson', '--out', 'dessin-partie');
    expect(part.stderr).toContain('au contour incomplet, faute de communes dans le fichier (combien y manquent) : CC de la Vallée du Garon (CCVG) (246900757, 4)');
    write('epci.geojson', collection([{ properties: { CODE_SIREN: BRIE, NOM: 'Brie' }, coordinates: square(2, 48) }]));
    expect((await compute('epci', FILES, ...BOTH, '--boundaries', 'epci.geojson', '--out', 'dessin-epci', '--verbose')).stderr).toContain('1 contour, clé CODE_SIREN');
    expect(features('dessin-epci').map((f) => f.geometry?.coordinates ?? null)).toEqual([null, square(2, 48)]);
  });

  it('is refused where posts or demands are crossed, or --plm asked for', async () => {
    expect(await compute('epci', FILES, '--posts', 'postes.csv')).toMatchObject({ code: 2, stderr: expect.stringContaining('--posts avec --unit epci') as string });
    expect(await compute('epci', FILES, '--plm', 'arrondissements')).toMatchObject({ code: 2, stderr: expect.stringContaining('--plm arrondissements ne change rien aux EPCI') as string });
    expect(await compute('epcis', FILES)).toMatchObject({ code: 2, stderr: expect.stringContaining('Vouliez-vous dire epci ?') as string });
    for (const command of [['cross', '--posts', 'x.csv'], ['allocate', '--total', '5']]) {
      const run = await runCli([...command, '--scores', 'epci/ifn.csv'], folder.path);
      expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('est un résultat par EPCI') as string });
    }
  });
});

describe('IRIS as units', () => {
  const FILES = ['iris.csv', 'filosofi_iris.csv', 'filosofi_communes_iris.csv'];
  const PLACES = 'communes:69191,69149,69123,69003';
  const WITH_VALUE = ['--reference-values', 'valeurs_reference.csv'];

  it('keeps the codes of the files, with their commune of today', async () => {
    const run = await compute('iris', FILES, '--territory', PLACES, ...WITH_VALUE, '--out', 'iris', '--verbose');
    expect(run.code).toBe(0);
    const found = [...rows('iris').values()].map((r) => ['code', 'nom', 'commune', 'departement', 'epci', 'pauvrete', 'pauvrete_statut', 'jeunes_15_29'].map((c) => r.get(c)).join(';'));
    expect(found).toEqual([
      // 450 of 3000; the commune is not divided: 9 % is its own rate.
      '690030000;Albigny-sur-Saône;69003;69;200046977;9;observe;15',
      '691490101;Oullins-Pierre-Bénite (Oullins Centre);69149;69;200046977;16;observe;25',
      '691520101;Oullins-Pierre-Bénite (Pierre-Bénite Centre);69149;69;200046977;;non_disponible;20',
      "691910101;Saint-Cyr-au-Mont-d'Or (Centre);69191;69;200046977;20;observe;20",
      "691910102;Saint-Cyr-au-Mont-d'Or (Plateau);69191;69;200046977;8;observe;15",
      '693810101;Lyon 1er Arrondissement (Bas des Pentes);69123;69;200046977;;secret;40',
    ]);
    // 3500 of 15500 aged 15 to 29: 450 + 750 + 400 + 600 + 300 + 1000.
    expect(number(rows('iris').get('693810101'), 'jeunes_15_29_points')).toBeCloseTo(4000 / (350_000 / 15_500), 8);
    expect(number(rows('iris').get('691910101'), 'pauvrete_points')).toBe(125);
    expect(run.stderr).toContain("filosofi_communes_iris.csv : lignes de communes, qui ne disent rien de leurs IRIS ; elles ne servent qu'aux communes non découpées");
    expect(run.stderr).toContain('1 commune non découpée en IRIS');
    expect(csvRows(text('iris/ifn.csv')).map((r) => [...r.keys()].slice(0, 4).join())[0]).toBe('code,nom,commune,departement');
  });

  it('takes the published rate of the commune as reference of its IRIS', async () => {
    const run = await compute('iris', FILES, '--territory', 'communes:69191', '--out', 'saint-cyr');
    expect(run.code).toBe(0);
    expect(number(rows('saint-cyr').get('691910101'), 'pauvrete_points')).toBeCloseTo(2000 / 14, 10);
  });

  it('selects IRIS by name, takes them away, and keeps arrondissements', async () => {
    write('liste.txt', '691910102\n693810101\n');
    await compute('iris', FILES, '--territory', `${PLACES},-file:liste.txt`, '--missing', 'ignorer', '--reference', PLACES, ...WITH_VALUE, '--out', 'sans-liste');
    expect([...rows('sans-liste').keys()]).toEqual(['690030000', '691490101', '691520101', '691910101']);
    await compute('iris', FILES, '--territory', 'file:liste.txt', '--reference', 'communes:69191', '--plm', 'arrondissements', '--out', 'liste');
    expect([...rows('liste')].map(([code, r]) => [code, r.get('commune')])).toEqual([['691910102', '69191'], ['693810101', '69381']]);
  });

  it('says what has no IRIS in the files, and stops when nothing has', async () => {
    const run = await compute('iris', FILES, '--territory', `${PLACES},communes:69259`, ...WITH_VALUE, '--out', 'manque');
    expect(run.stderr).toContain('1 commune du territoire sans aucun IRIS dans les fichiers (69259)');
    expect(await compute('iris', ['communes.csv'], '--out', 'rien')).toMatchObject({ code: 3, stderr: expect.stringContaining("Aucun des fichiers n'a de lignes d'IRIS") as string });
    expect(await compute('iris', ['iris.csv'], '--territory', 'communes:69259', '--out', 'rien')).toMatchObject({ code: 2, stderr: expect.stringContaining('il ne reste aucun IRIS') as string });
  });

  it('does not give an old undivided commune the figures of the commune that it joined', async () => {
    write('anciennes.csv', text('iris.csv').replace('691490101', '691490000').replace('691520101', '691520000'));
    await compute('iris', ['anciennes.csv', 'filosofi_communes_iris.csv'], '--territory', PLACES, ...WITH_VALUE, '--out', 'anciennes');
    expect(rows('anciennes').get('691490000')?.get('pauvrete')).toBe('');
    expect(rows('anciennes').get('690030000')?.get('pauvrete')).toBe('9');
  });

  it('is joined to contours on nine characters, and refuses those of communes', async () => {
    write('iris.geojson', collection([
      { properties: { CODE_IRIS: '691910101', INSEE_COM: '69191', NOM_IRIS: 'x' }, coordinates: square(4.8, 45.8) },
      { properties: { CODE_IRIS: '690030000', INSEE_COM: '69003', NOM_IRIS: 'x' }, coordinates: square(4.9, 45.8) },
    ]));
    const run = await compute('iris', FILES, '--territory', PLACES, ...WITH_VALUE, '--boundaries', 'iris.geojson', '--out', 'iris-dessin');
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/4 IRIS sans contour .*691490101/);
    write('communes-69.geojson', collection([{ properties: { code: '69191' }, coordinates: square(4.8, 45.8) }]));
    const refused = await compute('iris', FILES, '--territory', PLACES, ...WITH_VALUE, '--boundaries', 'communes-69.geojson', '--out', 'rien');
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.stderr).toContain("Avec --unit iris, il faut des contours d'IRIS");
  });

  it('reads them in a long file too, and leaves them aside where communes are the units', async () => {
    const long = ['GEO;GEO_OBJECT;FILOSOFI_MEASURE;UNIT_MEASURE;UNIT_MULT;CONF_STATUS;OBS_STATUS;TIME_PERIOD;OBS_VALUE'];
    for (const [code, value] of [['691910101', 20], ['691910102', 8]]) long.push(`"${String(code)}";"IRIS";"PR_MD60";"PT";"0";"F";"A";"2021";${String(value)}`);
    long.push('"69191";"COM";"PR_MD60";"PT";"0";"F";"A";"2021";14');
    write('filosofi_long.csv', `${long.join('\n')}\n`);
    const run = await compute('iris', ['iris.csv', 'filosofi_long.csv'], '--territory', 'communes:69191', '--out', 'long');
    expect(run).toMatchObject({ code: 0 });
    expect(rows('long').get('691910102')?.get('pauvrete')).toBe('8');
    expect(number(rows('long').get('691910102'), 'pauvrete_points')).toBeCloseTo(800 / 14, 10);
    const check = await runCli(['check', '--insee', 'iris.csv', '--insee', 'filosofi_long.csv', '--territory', 'communes:69191'], folder.path);
    expect(check.stdout).toContain("2 lignes d’un autre niveau ignorées (IRIS)");
  });
});

describe('overseas', () => {
  beforeAll(async () => {
    const { communes } = await loadCog();
    const header = text('communes.csv').split('\n')[0] ?? '';
    const lines = [...communes.values()].filter((c) => ['974', '976'].includes(c.departement)).map(({ code, nom }, i) => {
      const n = i + 1;
      return [code, nom, 100 * n, 30 * n, 20 * n + 3, 10 * n, 40 * n, 8 * n, 20 * n, 5 * n, 50 * n, 10 * n, 60 * n, 30 * n, 0].join(';');
    });
    write('outre-mer.csv', [header, ...lines, ''].join('\n'));
    write('filosofi_reg.csv', 'CODGEO;LIBGEO;NBPERSMENFISC21;MED21;TP6021\n04;La Réunion;850000;17000;36\n');
    write('filosofi_974.csv', `CODGEO;NBPERSMENFISC21;MED21;TP6021\n${[...communes.values()].filter((c) => c.departement === '974').map((c) => `${c.code};1000;17000;36`).join('\n')}\n`);
  });

  it('is computed by commune, contours and all', async () => {
    write('reunion.geojson', collection([{ properties: { code: '97411', nom: 'Saint-Denis' }, coordinates: square(55.4, -21) }]));
    const run = await runCli(['compute', '--insee', 'outre-mer.csv', '--insee', 'filosofi_974.csv', '--territory', 'dep:974', '--boundaries', 'reunion.geojson', '--out', 'reunion'], folder.path);
    expect(run.code).toBe(0);
    expect(rows('reunion').size).toBe(24);
    expect(rows('reunion').get('97411')?.get('departement')).toBe('974');
    expect(JSON.parse(text('reunion/ifn.geojson'))).toMatchObject({ bbox: [55.4, -21, 55.525, -20.875] });
  });

  it.each([['departement', '976', '974'], ['region', '06', '04']])('by %s', async (unit, mayotte, reunion) => {
    const run = await compute(unit, ['outre-mer.csv', 'filosofi_reg.csv'], '--territory', 'dep:976,dep:974', '--reference', 'reg:04', '--out', unit);
    expect(run.code).toBe(0);
    const found = rows(unit);
    expect([...found.keys()].sort()).toEqual([mayotte, reunion].sort());
    const { communes } = await loadCog();
    const own = csvRows(text('outre-mer.csv')).filter((r) => communes.get(r.get('CODGEO') ?? '')?.departement === '976');
    const sum = (column: string): number => own.reduce((s, r) => s + Number(r.get(column)), 0);
    expect(own).toHaveLength(17);
    expect(number(found.get(mayotte), 'jeunes_15_29')).toBeCloseTo((100 * sum('P22_POP1529')) / sum('P22_POP'), 10);
    expect(number(found.get(mayotte), 'population')).toBe(sum('P22_POP'));
    expect(found.get(reunion)?.get('pauvrete') ?? '').toBe(unit === 'region' ? '36' : '');
  });

  it('is told that Filosofi stops at Martinique and La Réunion', async () => {
    const commune = await runCli(['compute', '--insee', 'outre-mer.csv', '--insee', 'filosofi_974.csv', '--territory', 'dep:976', '--out', 'rien'], folder.path);
    expect(commune.code).toBe(3);
    expect(commune.stderr).toContain("L'Insee ne publie pas Filosofi pour la Guadeloupe, la Guyane et Mayotte");
    const epci = await compute('epci', ['outre-mer.csv', 'filosofi_974.csv'], '--territory', 'dep:976', '--out', 'mayotte');
    expect(epci.code).toBe(0);
    expect(epci.stderr).toContain("(l'Insee ne publie pas Filosofi pour la Guadeloupe, la Guyane et Mayotte)");
    expect(rows('mayotte').size).toBe(5);
  });

  it('counts among the 101 départements of France', async () => {
    const { stdout } = await runCli(['territory', 'france', '--json'], folder.path);
    const departements = new Set((JSON.parse(stdout) as { unites: { departement: string }[] }).unites.map((u) => u.departement));
    expect([departements.size, ['971', '972', '973', '974', '976'].every((d) => departements.has(d)), departements.has('975')]).toEqual([101, true, false]);
  });

  it('does not take régions for départements of the same code', async () => {
    write('regions.geojson', collection([{ properties: { code: '84', nom: 'Auvergne-Rhône-Alpes' }, coordinates: square(4, 45) }, { properties: { code: '76', nom: 'Occitanie' }, coordinates: square(2, 43) }]));
    const run = await compute('departement', ['outre-mer.csv'], '--territory', 'dep:976', '--boundaries', 'regions.geojson', '--out', 'rien');
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('ce sont des contours de régions');
  });
});
