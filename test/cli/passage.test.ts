import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvByCode, csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import { textOf } from '../support/command-line.js';

const folder = useFolder();
const TERRITORY = 'communes:01001,01002,69003';
const JOB = ['--insee', 'rp2022.csv', '--territory', TERRITORY, '--reference-values', 'reference.csv'] as const;
const compute = (...more: string[]) => runCli(['compute', ...JOB, '--missing', 'ignorer', '--out', 'sortie', ...more], folder.path);

beforeAll(() => {
  cpSync(repositoryFile('fixtures/passage'), folder.path, { recursive: true });
  writeFileSync(join(folder.path, 'reference.csv'), `territoire;variable;valeur;millesime;source\n${TERRITORY};pauvrete;15;2021;inventée\n`);
});

describe('compute --passage', () => {
  it('partage et réunit comme la table le dit, et marque ce qui est partagé', async () => {
    const run = await compute('--passage', 'parts.csv');
    expect(run.code, run.stderr).toBe(0);
    const ifn = csvByCode(join(folder.path, 'sortie', 'ifn.csv'));
    // 200 + 1000/4, 400 + 3·1000/4, 500 + 100 (fixtures/passage/README.md).
    expect(['01001', '01002', '69003'].map((code) => ifn.get(code)?.get('population'))).toEqual(['450', '1150', '600']);
    // One-person households of 01001: (30 + 150/4) / (90 + 450/4).
    expect(Number(ifn.get('01001')?.get('menages_une_personne'))).toBeCloseTo((100 * 67.5) / 202.5, 10);
    expect(['01001', '01002', '69003'].map((code) => ifn.get(code)?.get('menages_une_personne_statut'))).toEqual(['recalcule', 'recalcule', 'observe']);
    // A published rate is not shared; whole communes put together have the mean by persons.
    expect(['01001', '01002', '69003'].map((code) => ifn.get(code)?.get('pauvrete_statut'))).toEqual(['non_disponible', 'non_disponible', 'recalcule']);
    expect(Number(ifn.get('69003')?.get('pauvrete'))).toBeCloseTo((485 * 20 + 95 * 12) / 580, 10);
    expect(run.stderr).toContain('1 commune partagée, ses effectifs au prorata, de statut recalcule : 01999 → 01001 (25,0');
    expect(run.stderr).toContain("taux ou médiane d'une commune partagée");
  });

  it('met la table dans le manifeste', async () => {
    await compute('--passage', 'parts.csv');
    const manifest = JSON.parse(textOf(join(folder.path, 'sortie'), 'manifest.json')) as { options: { passage: string }; entrees: { chemin: string; role: string; geographie?: number[] }[] };
    expect(manifest.options.passage).toBe('parts.csv');
    expect(manifest.entrees.find((e) => e.role === 'passage')).toMatchObject({ chemin: 'parts.csv' });
    expect(manifest.entrees.find((e) => e.role === 'insee')?.geographie?.at(-1)).toBe(2026);
  });

  it('parts ou populations de mêmes rapports : les mêmes octets', async () => {
    writeFileSync(join(folder.path, 'populations-2.csv'), 'ancien;nouveau;population\n01999;01001;300\n01999;01002;900\n01998;69003;1\n');
    await compute('--passage', 'parts.csv');
    const parts = textOf(join(folder.path, 'sortie'), 'ifn.csv');
    await compute('--passage', 'populations-2.csv');
    expect(textOf(join(folder.path, 'sortie'), 'ifn.csv')).toBe(parts);
  });

  it('sans table, les codes que le COG ne connaît pas restent dehors et sont nommés', async () => {
    const run = await compute();
    expect(csvByCode(join(folder.path, 'sortie', 'ifn.csv')).get('01001')?.get('population')).toBe('200');
    expect(run.stderr).toContain('2 codes inconnus du COG 2026 (01998, 01999)');
  });

  it('se lit dans le fichier de projet, son chemin partant du dossier de celui-ci', async () => {
    const project = join(folder.path, 'projet');
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'fragilite.yaml'), `insee: ../rp2022.csv\nterritory: ${TERRITORY}\nreference-values: ../reference.csv\npassage: ../parts.csv\nmissing: ignorer\nout: sortie\n`);
    const run = await runCli(['compute', '--config', 'projet/fragilite.yaml'], folder.path);
    expect(run.code, run.stderr).toBe(0);
    expect(csvByCode(join(project, 'sortie', 'ifn.csv')).get('01002')?.get('population')).toBe('1150');
  });

  it('refuse une table qui manque, ou une table sans --insee', async () => {
    expect(await compute('--passage', 'absente.csv')).toMatchObject({ code: 3, stderr: expect.stringContaining('absente.csv') as string });
    expect(await runCli(['compute', '--passage', 'parts.csv'], folder.path)).toMatchObject({ code: 2, stderr: expect.stringContaining('--passage sans --insee') as string });
  });
});

describe('compute --cog', () => {
  it("dit quoi installer pour une année qui ne l'est pas", async () => {
    const run = await compute('--cog', '2024');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('npm install cog-2024@npm:@etalab/decoupage-administratif@4.1.0');
  });

  it("ou se fait d'une table de passage vers cette année, et le dit", async () => {
    writeFileSync(join(folder.path, 'vers-2023.csv'), 'ancien;nouveau;part;nom\n69149;69149;0,75;Oullins\n69149;69152;0,25;Pierre-Bénite\n69114;69159;;Porte des Pierres Dorées\n');
    writeFileSync(join(folder.path, 'rp-69.csv'), 'CODGEO;P22_POP\n69149;40000\n69114;4000\n');
    const run = await runCli(['check', '--insee', 'rp-69.csv', '--cog', '2023', '--passage', 'vers-2023.csv', '--json'], folder.path);
    const report = JSON.parse(run.stdout) as { cog: number; jointures: { units: number }; messages: { texte: string }[] };
    expect([report.cog, report.jointures.units]).toEqual([2023, 3]);
    expect(report.messages.map((m) => m.texte).join('\n')).toContain('COG 2023 non installé : communes d\'après vers-2023.csv');
  });
});

describe('check : la géographie des fichiers', () => {
  it("dit l'année que les codes disent, et ceux qui n'en sont pas", async () => {
    const rhone = await runCli(['territory', 'epci:200046977', '--codes'], folder.path);
    const codes = rhone.stdout.trim().split('\n');
    writeFileSync(join(folder.path, 'metropole.csv'), `CODGEO;P22_POP\n${[...codes, '69999'].map((code) => `${code};1000`).join('\n')}\n`);
    const args = ['check', '--insee', 'metropole.csv', '--territory', 'epci:200046977'];
    const { stdout } = await runCli(args, folder.path);
    expect(stdout).toContain("Géographie de metropole.csv : au 1er janvier, de 2024 à 2026 (58 codes sur 59 ; 2023 en aurait 58, et 1 commune que le fichier n'a pas ; hors de cette année : 69999)");
    const { stdout: json } = await runCli([...args, '--json'], folder.path);
    expect((JSON.parse(json) as { fichiers: { geographie: unknown }[] }).fichiers[0]?.geographie).toEqual({
      annees: [2024, 2025, 2026],
      codes: 59,
      reconnus: 58,
      hors_de_l_annee: ['69999'],
      absents: [],
      voisines: [{ annee: 2023, reconnus: 58, communes_de_plus: 1 }],
    });
  });

  it('nomme les années une à une quand un code a été quitté puis repris', async () => {
    writeFileSync(join(folder.path, 'repris.csv'), 'CODGEO;P22_POP\n69003;3000\n69114;4000\n');
    const { stdout } = await runCli(['check', '--insee', 'repris.csv', '--territory', 'communes:69114'], folder.path);
    expect(stdout).toContain('Géographie de repris.csv : au 1er janvier 2015, 2016, 2025 ou 2026 (2 codes sur 2)');
    writeFileSync(join(folder.path, 'repris.csv'), 'CODGEO;P22_POP\n69003;3000\n');
    const common = await runCli(['check', '--insee', 'repris.csv', '--territory', 'communes:69003'], folder.path);
    expect(common.stdout).toContain('Géographie de repris.csv : codes communs aux années 2015 à 2026 (1 code');
  });

  it('porte une commune scindée par la date du fichier, au prorata du COG, et le dit', async () => {
    writeFileSync(join(folder.path, 'oise.csv'), 'CODGEO;P18_POP\n60054;1000\n60159;40000\n');
    const territory = ['--territory', 'communes:60054,60694'];
    const undated = await runCli(['check', '--insee', 'oise.csv', ...territory], folder.path);
    expect(undated.stdout).toContain("60054 n'a pas le même territoire selon l'année");
    // The whole EPCI of 60054 but 60694: a geography before 2024.
    const sablons = await runCli(['territory', 'communes:60054', '--json'], folder.path);
    const { epci } = (JSON.parse(sablons.stdout) as { unites: { epci: string }[] }).unites[0]!;
    const all = (await runCli(['territory', `epci:${epci}`, '--codes'], folder.path)).stdout.trim().split('\n').filter((code) => code !== '60694');
    writeFileSync(join(folder.path, 'oise.csv'), `CODGEO;P18_POP\n${all.map((code) => `${code};1000`).join('\n')}\n`);
    const dated = await runCli(['check', '--insee', 'oise.csv', ...territory], folder.path);
    expect(dated.stdout).toMatch(/oise\.csv : au 1er janvier, de 20\d\d à 2023/);
    expect(dated.stdout).toMatch(/1 commune partagée, ses effectifs au prorata, de statut recalcule : 60054 → 60054 \(\d\d,\d\s%\) \+ 60694/);
  });
});

describe('territory --near', () => {
  // Squares of 0.1° along the 45th parallel (7.9 km wide): 69266, 69259 beside it, 69199 one square further.
  const square = (west: number): number[][][] => [[[west, 45], [west + 0.1, 45], [west + 0.1, 45.1], [west, 45.1], [west, 45]]];
  const features = [['69266', 4.8], ['69259', 4.9], ['69199', 5]] as const;

  beforeAll(() => {
    const collection = {
      type: 'FeatureCollection',
      features: features.map(([code, west]) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: square(west) } })),
    };
    writeFileSync(join(folder.path, 'carres.geojson'), JSON.stringify(collection));
  });
  const near = (distance: string, ...more: string[]) => runCli(['territory', 'communes:69266', '--near', distance, '--boundaries', 'carres.geojson', ...more], folder.path);

  it('ajoute les communes proches avec leur distance', async () => {
    const { code, stdout } = await near('8km');
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 commune ou arrondissement \(.*, et 2 communes ajoutées à moins de 8 km/);
    expect(stdout).toMatch(/69259 .*\+ 0,0\n/);
    expect(stdout).toMatch(/69199 .*\+ 7,9\n/);
    expect((await near('500 m')).stdout).toMatch(/et 1 commune ajoutée à moins de 0,5 km/);
  });

  it('donne les mètres en JSON, et null aux communes du territoire', async () => {
    const report = JSON.parse((await near('8km', '--json')).stdout) as { proche_m: number; unites: { code: string; distance_m: number | null }[] };
    expect(report.proche_m).toBe(8000);
    const distances = new Map(report.unites.map((u) => [u.code, u.distance_m]));
    expect([distances.get('69266'), distances.get('69259')]).toEqual([null, 0]);
    // 0.1° of the parallel of 45.1°, the northern side: 111,319.49 · 0.1 · cos φ / √(1 − e² sin² φ).
    const phi = (45.1 * Math.PI) / 180;
    expect(distances.get('69199')).toBeCloseTo((11_131.949 * Math.cos(phi)) / Math.sqrt(1 - 0.00669438 * Math.sin(phi) ** 2), -0.5);
  });

  it('--codes donne une liste que --territory file: lit', async () => {
    const { stdout } = await near('8km', '--codes');
    expect(stdout).toBe('69199\n69259\n69266\n');
    writeFileSync(join(folder.path, 'zone.txt'), stdout);
    const again = await runCli(['territory', 'file:zone.txt', '--codes'], folder.path);
    expect(again).toMatchObject({ code: 0, stdout });
  });

  it.each([
    [['--near', '20km'], /--near 20km : il faut les contours.*--boundaries/],
    [['--near', 'loin', '--boundaries', 'carres.geojson'], /--near loin : il faut une distance, par exemple 20km ou 500m/],
    [['--boundaries', 'carres.geojson'], /--boundaries ne sert qu'avec --near/],
    [['--codes', '--json'], /choisissez une seule forme/],
  ])('refuse %j', async (args, expected) => {
    const { code, stderr } = await runCli(['territory', 'communes:69266', ...args], folder.path);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });

  it('dit ce que le fichier de contours n’a pas autour', async () => {
    const { stderr } = await near('8km');
    expect(stderr).toMatch(/carres\.geojson : contours des seules communes du département 69 ; \d+ communes y manquent \(.*\) ; celles d'ailleurs, même voisines, ne sont pas mesurées\./);
    expect((await near('8km', '--codes')).stdout).not.toContain('contours');
  });

  it('refuse des contours qui n’ont rien du territoire, et dit ce qui leur manque', async () => {
    expect(await runCli(['territory', 'communes:01001', '--near', '1km', '--boundaries', 'carres.geojson'], folder.path)).toMatchObject({ code: 3 });
    const some = await runCli(['territory', 'communes:69266,69003', '--near', '1km', '--boundaries', 'carres.geojson'], folder.path);
    expect(some.stderr).toContain('1 commune du territoire sans contour (69003)');
  });

  it('propose la forme d’un code nu', async () => {
    expect((await runCli(['territory', '69123'], folder.path)).stderr).toContain('Vouliez-vous dire communes:69123 ?');
    expect((await runCli(['territory', '200046977'], folder.path)).stderr).toContain('Vouliez-vous dire epci:200046977 ?');
  });
});

describe('le schéma de la table', () => {
  it('accepte les lignes de la fixture', async () => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const { readFileSync } = await import('node:fs');
    const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(JSON.parse(readFileSync(repositoryFile('schemas/passage.schema.json'), 'utf8')) as object);
    for (const row of csvRows(readFileSync(repositoryFile('fixtures/passage/parts.csv'), 'utf8'))) {
      expect(validate(Object.fromEntries(row)), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ ancien: '69149', nouveau: '69149', part: '72 %' })).toBe(false);
  });
});
