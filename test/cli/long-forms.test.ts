import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';
import { parquetTwin } from '../support/write-parquet.js';

const FIXTURE = repositoryFile('fixtures/formes-longues');
const folder = useFolder();
beforeAll(() => cpSync(FIXTURE, folder.path, { recursive: true }));

const insee = (files: readonly string[]): string[] => files.flatMap((file) => ['--insee', file]);
const CUBES = readdirSync(join(FIXTURE, 'cubes')).map((name) => `cubes/${name}`);
const WIDE = ['large/rp.csv', 'large/filosofi.csv'];
/** The dossier has neither one-person households nor 15 and over. */
const DOSSIER = ['dossier/dossier_complet.csv', 'large/menages.csv'];
const PERSONS = 'large/personnes.csv';
const VALLEE_DU_GARON = ['--territory', 'epci:246900757'];
const WITH_LYON = ['--territory', 'communes:69123,69259,69027,69043,69133'];

let runs = 0;
/** Computes and gives the bytes of ifn.csv and the manifest. */
async function compute(files: readonly string[], options: readonly string[]): Promise<{ ifn: string; manifest: string; run: Run; out: string }> {
  runs += 1;
  const out = `sortie-${String(runs)}`;
  const run = await runCli(['compute', ...insee(files), ...options, '--out', out], folder.path);
  expect(run).toMatchObject({ code: 0 });
  const text = (name: string): string => readFileSync(join(folder.path, out, name), 'utf8');
  return { ifn: text('ifn.csv'), manifest: text('manifest.json'), run, out };
}

describe('the same figures, wide and long, give the same ifn.csv', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['the published row of the EPCI as reference', VALLEE_DU_GARON, []],
    ['the older census of the same files', [...VALLEE_DU_GARON, '--vintage', 'rp=2016'], []],
    ['Lyon whole, the total of the rate weighted by a wide column', WITH_LYON, [PERSONS]],
    ['Lyon by arrondissement', ['--territory', 'communes:69381,69385,69389,69259', '--plm', 'arrondissements'], [PERSONS]],
  ])('%s', async (_, options, more) => {
    const { ifn, manifest } = await compute([...WIDE, ...more], options);
    expect(manifest).not.toContain('forme longue');
    const cubes = await compute([...CUBES, ...more], options);
    expect(cubes.ifn).toBe(ifn);
    expect(cubes.manifest).toMatch(/"numerateur": "population_65_plus \(forme longue, 20(16|22)\)"/);
    expect((await compute([...DOSSIER, ...more], options)).ifn).toBe(ifn);
    expect((await compute([...CUBES, ...WIDE, ...DOSSIER, ...more], options)).ifn).toBe(ifn);
  });

  it('in Parquet: every output is that of the CSV twins, but the names and hashes of the inputs', async () => {
    const twin = (file: string): string => {
      const path = file.replace(/csv$/, 'parquet');
      writeFileSync(join(folder.path, path), parquetTwin(readFileSync(join(folder.path, file), 'utf8'), { rowGroupSize: 40 }));
      return path;
    };
    for (const files of [[...CUBES, PERSONS], DOSSIER]) {
      const csv = await compute(files, VALLEE_DU_GARON);
      const parquet = await compute(files.map(twin), VALLEE_DU_GARON);
      const outputs = readdirSync(join(folder.path, csv.out)).filter((name) => name !== 'manifest.json');
      expect(outputs).toContain('quantites.csv');
      for (const name of outputs) {
        expect(readFileSync(join(folder.path, parquet.out, name), 'utf8').replaceAll('.parquet', '.csv')).toBe(readFileSync(join(folder.path, csv.out, name), 'utf8'));
      }
      const rest = (manifest: string): unknown => ({ ...(JSON.parse(manifest) as object), entrees: 0, options: 0, sorties: 0 });
      expect(rest(parquet.manifest)).toEqual(rest(csv.manifest));
    }
    const { stdout } = await runCli(['check', ...insee(CUBES.map(twin)), ...VALLEE_DU_GARON], folder.path);
    expect(stdout).toMatch(/DS_RP_FAMILLE_COMP_2022_data\.parquet +16 communes +GEO +UTF-8 +– +4 quantités \(forme longue\)/);
  });

  it('mixed, each with its vintage', async () => {
    const cube = readFileSync(join(folder.path, 'cubes/DS_RP_DIPLOMES_PRINC_2022_data.csv'), 'utf8');
    writeFileSync(join(folder.path, 'diplomes-2023.csv'), cube.replaceAll('"2022"', '"2023"'));
    const { manifest, ifn } = await compute([...WIDE, 'diplomes-2023.csv'], VALLEE_DU_GARON);
    expect(manifest).toContain('"numerateur": "sans_diplome_cep_brevet (forme longue, 2023)"');
    expect(manifest).toContain('"numerateur": "P22_POP65P"');
    expect(ifn).toBe((await compute(WIDE, VALLEE_DU_GARON)).ifn);
  });
});

describe('what the long forms say', () => {
  const say = (files: readonly string[], options: readonly string[]): Promise<Run> =>
    runCli(['compute', ...insee(files), ...options, '--out', 'rien'], folder.path);

  it('a rate without its weight: code 3, naming the column', async () => {
    const { code, stderr } = await say(CUBES, WITH_LYON);
    expect([code, stderr]).toEqual([3, expect.stringContaining('ne peut pas être totalisé sur la référence sans la colonne qui le pondère : NBPERSMENFISC21')]);
  });

  it('figures that differ from the wide ones: code 3, with both', async () => {
    const text = readFileSync(join(folder.path, 'cubes/DS_RP_MENAGES_COMP_2022_data.csv'), 'utf8');
    writeFileSync(join(folder.path, 'autre.csv'), text.replace(/^("69027".*"_T";"_T".*"2022";)[\d.]+$/m, '$1999'));
    const { code, stderr } = await say([...WIDE, 'autre.csv'], VALLEE_DU_GARON);
    expect([code, stderr]).toEqual([3, expect.stringContaining('menages (forme longue, 2022), commune 69027 : 999 dans autre.csv, 2470.5 dans large/rp.csv')]);
  });

  it('what is lacking, with the data sets that have it', async () => {
    const { code, stderr } = await say(CUBES.filter((f) => !f.includes('EMPLOI')), VALLEE_DU_GARON);
    expect(code).toBe(3);
    expect(stderr).toContain('il faut P{aa}_CHOM1564, et P{aa}_ACT1564.');
    expect(stderr).toContain('ou des formes longues DS_RP_EMPLOI_LR_PRINC');
  });

  it('households of the main survey in the dossier: a fallback that is said', async () => {
    const menages = readFileSync(join(folder.path, 'large/menages.csv'), 'utf8');
    writeFileSync(join(folder.path, 'seuls.csv'), menages.replaceAll(/C(\d\d)_MEN;/g, 'X$1;'));
    const { ifn, manifest } = await compute(['dossier/dossier_complet.csv', 'seuls.csv'], VALLEE_DU_GARON);
    expect(manifest).toContain('"denominateur": "menages (forme longue, à peu près, 2022)"');
    expect(manifest).toContain("ménages de l'exploitation principale, à défaut de la complémentaire");
    expect(ifn).toContain(';repli;');
  });

  it('rows of a level that is not known: refused where it is nearly one, else told; no inhabitants: told', async () => {
    const population = 'cubes/DS_RP_POPULATION_PRINC_2022_data.csv';
    const others = CUBES.filter((f) => f !== population);
    const text = readFileSync(join(folder.path, population), 'utf8');
    writeFileSync(join(folder.path, 'niveau.csv'), text.replace('"COM"', '"COMX"'));
    const misspelt = await say([...others, 'niveau.csv'], VALLEE_DU_GARON);
    expect([misspelt.code, misspelt.stderr]).toEqual([3, expect.stringContaining('niveau.csv, ligne 2 : GEO_OBJECT « COMX » inconnu (vouliez-vous dire COM ?).')]);
    const odd = text.replace(/^"69027";"COM"/gm, '"69027";"BASSIN"');
    const count = odd.split('BASSIN').length - 1;
    writeFileSync(join(folder.path, 'niveau.csv'), odd);
    const { stderr } = (await compute([...others, 'niveau.csv'], VALLEE_DU_GARON)).run;
    expect(stderr).toContain(`niveau.csv : GEO_OBJECT « BASSIN » n'est pas un niveau connu de l'Insee ; ${String(count)} lignes ignorées.`);
    expect(stderr).toContain('population : vide pour 1 commune (69027).');
    expect((await compute(CUBES, VALLEE_DU_GARON)).run.stderr).not.toMatch(/niveau connu|vide pour/);
  });

  it('Filosofi from 2023: a new series', async () => {
    const text = readFileSync(join(folder.path, 'cubes/DS_FILOSOFI_CC_2021_data.csv'), 'utf8');
    writeFileSync(join(folder.path, 'filosofi-2023.csv'), text.replaceAll('"2021"', '"2023"'));
    const files = [...CUBES.filter((f) => !f.includes('FILOSOFI')), 'filosofi-2023.csv'];
    const warning = 'pauvrete : millésime 2023, nouvelle série (Filosofi 2), non comparable avec celle de 2012 à 2021.';
    expect((await compute(files, VALLEE_DU_GARON)).run.stderr).toContain(warning);
    expect((await compute(CUBES, VALLEE_DU_GARON)).run.stderr).not.toContain('nouvelle série');
    const { stdout } = await runCli(['check', ...insee(files), ...VALLEE_DU_GARON], folder.path);
    expect(stdout).toContain(warning);
  });

  it('check: the form, the quantities, what was left aside', async () => {
    const { code, stdout } = await runCli(['check', ...insee(CUBES), ...VALLEE_DU_GARON], folder.path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/DS_RP_FAMILLE_COMP_2022_data\.csv +16 communes +GEO +UTF-8 +; +4 quantités \(forme longue\)/);
    expect(stdout).toContain('familles_monoparentales (forme longue, 2022) / familles (forme longue, 2022)');
    expect(stdout).toContain('forme longue (cube du recensement), 2 quantités (familles_monoparentales, familles), millésimes 2016, 2022.');
    expect(stdout).toContain('2 lignes d’un autre niveau ignorées (BV2022, AAV2020)');
    expect(stdout).toContain('2 lignes de statut K écartées');
    expect(stdout).not.toMatch(/[a-z]@\d\d/);
  });
});
