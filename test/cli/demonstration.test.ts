import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvByCode, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const GOLDEN = repositoryFile('fixtures/demonstration');
const LABEL = 'Part des 75 ans et plus (à défaut des 65 ans et plus)';
const WARNING =
  "Indice relatif de risque d'un territoire : il ne décrit aucun habitant, ne compte pas de personnes, ne se compare pas entre deux références, et n'est pas un barème d'attribution. Projection statistique, à recouper avec le terrain.";

/** The figures of the method: score by estimation, score by ignorer. */
const METHOD: readonly (readonly [string, string, number, number])[] = [
  ['69259', 'Vénissieux', 141.6, 140.7],
  ['69199', 'Saint-Fons', 139.9, 139.0],
  ['69256', 'Vaulx-en-Velin', 136.0, 135.0],
  ['69091', 'Givors', 129.8, 129.0],
  ['69286', 'Rillieux-la-Pape', 117.5, 116.8],
  ['69123', 'Lyon', 98.3, 97.8],
  ['69250', 'La Tour-de-Salvagny', 64.6, 76.1],
  ['69033', 'Cailloux-sur-Fontaines', 44.0, 43.7],
];

interface Manifest {
  readonly variables: readonly {
    readonly id: string;
    readonly definition: string;
    readonly repli: string | null;
    readonly millesime: number;
    readonly poids_nominal: number;
    readonly correlation_score: number;
    readonly reference: { readonly valeur: number; readonly regle: string };
    readonly statuts: Readonly<Record<string, number>>;
  }[];
  readonly scores: { readonly publies: number; readonly unites: number };
}

const folder = useFolder();
let run: Run;
let ignoring: Run;

beforeAll(async () => {
  run = await runCli(['compute'], folder.path);
  ignoring = await runCli(['compute', '--missing', 'ignorer', '--out', 'ignorer'], folder.path);
});

const text = (name: string, out = 'sortie'): string => readFileSync(join(folder.path, out, name), 'utf8');
/** The files of a folder and of those in it, sorted. */
const filesOf = (out: string): string[] =>
  readdirSync(join(folder.path, out), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(folder.path, out), join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
const manifestOf = (out = 'sortie'): Manifest => JSON.parse(text('manifest.json', out)) as Manifest;
const scores = (out = 'sortie') => csvByCode(join(folder.path, out, 'ifn.csv'));

describe('the demonstration', () => {
  it('writes the five outputs, the map and the report in « sortie » and talks on stderr only', () => {
    expect([run.code, ignoring.code]).toEqual([0, 0]);
    expect(run.stdout).toBe('');
    expect(filesOf('sortie').filter((name) => !name.includes('/'))).toEqual(['carte.png', 'carte.svg', 'classement.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'methode.md', 'quantites.csv', 'rapport.html']);
  });

  it.each(METHOD)('%s %s: the score of the method, by estimation and by ignorer', (code, nom, byEstimation, byIgnorer) => {
    expect(scores().get(code)?.get('nom')).toBe(nom);
    expect(Number(scores().get(code)?.get('score')).toFixed(1)).toBe(byEstimation.toFixed(1));
    expect(Number(scores('ignorer').get(code)?.get('score')).toFixed(1)).toBe(byIgnorer.toFixed(1));
    expect(run.stderr).toMatch(new RegExp(`${nom} +${code} +${byEstimation.toFixed(1).replace('.', ',')}\n`));
    expect(ignoring.stderr).toMatch(new RegExp(`${nom} +${code} +${byIgnorer.toFixed(1).replace('.', ',')}\n`));
  });

  it('ranks 58 communes, Vénissieux first and Cailloux-sur-Fontaines last', () => {
    expect(manifestOf().scores).toEqual({ publies: 58, unites: 58 });
    expect(scores().get('69259')?.get('rang')).toBe('1');
    expect(scores().get('69033')?.get('rang')).toBe('58');
    expect([scores().get('69259')?.get('dixieme'), scores().get('69033')?.get('dixieme')]).toEqual(['10', '1']);
  });

  it('has the reference values of the method', () => {
    const of = (out: string): string[] => manifestOf(out).variables.map((v) => `${v.id} ${v.reference.valeur.toFixed(v.id === 'pauvrete' ? 2 : 1)} ${v.reference.regle}`);
    const counts = ['monoparentales 18.4 total', 'menages_une_personne 44.1 total', 'chomeurs 11.9 total', 'jeunes_15_29 23.6 total', 'ages_65_plus 8.4 total', 'peu_diplomes 23.3 total'];
    expect(of('sortie')).toEqual(['pauvrete 17.11 total', ...counts]);
    expect(of('ignorer')).toEqual(['pauvrete 17.45 total', ...counts]);
  });

  it('has the correlations of the method: poverty 0.95, age 0.11', () => {
    const of = new Map(manifestOf().variables.map((v) => [v.id, v.correlation_score.toFixed(2)]));
    expect([of.get('pauvrete'), of.get('ages_65_plus')]).toEqual(['0.95', '0.11']);
    expect(run.stderr).toMatch(/Taux de pauvreté \(seuil 60 %\).* 0,250 +0,95 +44 observés, 14 estimés/);
    expect(run.stderr).toMatch(/Part des 75 ans et plus .* 0,125 +0,11 +58 observés par un repli/);
  });

  it('knows what was estimated, what fell to another column, what is not there', () => {
    expect(manifestOf().variables.map((v) => [v.id, v.millesime, v.statuts])).toEqual([
      ['pauvrete', 2021, { observe: 44, estime: 14 }],
      ['monoparentales', 2022, { observe: 58 }],
      ['menages_une_personne', 2022, { repli: 58 }],
      ['chomeurs', 2022, { observe: 58 }],
      ['jeunes_15_29', 2022, { observe: 58 }],
      ['ages_65_plus', 2022, { repli: 58 }],
      ['peu_diplomes', 2018, { observe: 53, absent: 5 }],
    ]);
    expect(manifestOf('ignorer').variables[0]!.statuts).toEqual({ observe: 44, secret: 14 });
    expect(run.stderr).toContain('pauvrete : 14 valeurs estimées');
    expect(ignoring.stderr).not.toContain('estimée');
  });

  it('says in full what the index is, and that its contours are schematic', () => {
    for (const said of [run.stderr, text('classement.md')]) {
      expect(said).toContain(WARNING);
      expect(said).toContain('liste reconstituée');
      expect(said).toContain('Métropole de Lyon (collectivité à statut particulier, traitée comme un EPCI par l\'Insee)');
      expect(said).toMatch(/schématiques/);
      expect(said).toContain('filosofi 2021, rp 2022 ; peu_diplomes : rp 2018');
    }
    expect(text('ifn.geojson')).toContain('schématiques');
  });

  it('never says palmarès', () => {
    for (const said of [run.stderr, text('classement.md')]) {
      expect(said).toMatch(/[Rr]ang de fragilité( :)? \(?1 = la plus fragile/);
      expect(said.toLowerCase()).not.toContain('palmarès');
    }
  });
});

describe('75 and over for want of 65 and over', () => {
  it('is told under its real label wherever a person reads', async () => {
    const explained = await runCli(['explain', '69259'], folder.path);
    expect(explained.code).toBe(0);
    for (const said of [run.stderr, text('classement.md'), explained.stdout]) {
      expect(said).toContain(LABEL);
      expect(said).not.toMatch(/(?<!défaut des )65 ans et plus/);
    }
  });

  it('is the definition in the manifest', () => {
    const ages = manifestOf().variables.find((v) => v.id === 'ages_65_plus')!;
    expect([ages.definition, ages.repli]).toEqual([LABEL, 'ages_75_plus']);
  });
});

describe('explain on the demonstration', () => {
  it('takes Vénissieux apart', async () => {
    const { stdout, code } = await runCli(['explain', '69259'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('Vénissieux (69259) ; rang de fragilité 1 sur 58 (1 = la plus fragile)');
    expect(stdout).toContain("Indice 142 : les facteurs retenus y sont en moyenne 1,42 fois ceux de la référence (Métropole de Lyon) ; cela ne signifie pas 42\u202f% d'habitants en difficulté de plus.");
    expect(stdout).toContain('Leur somme est l\'écart de l\'indice à 100 : +41,6.');
  });

  it('shows an estimate as points, never as a rate', async () => {
    const { stdout } = await runCli(['explain', '69250'], folder.path);
    expect(stdout).toMatch(/Taux de pauvreté \(seuil 60 %\) \(2021\) +– +17,1\u202f% +\d+,\d .*estimé/);
    const row = scores().get('69250')!;
    expect([row.get('pauvrete'), row.get('pauvrete_statut')]).toEqual(['', 'estime']);
    expect(Number(row.get('pauvrete_points'))).toBeGreaterThan(0);
    expect(Number(row.get('completude'))).toBe(0.75);
  });

  it('answers a machine with contributions that add up', async () => {
    const { stdout } = await runCli(['explain', '69123', '--json'], folder.path);
    const answer = JSON.parse(stdout) as { score: number; themes: { contribution: number; axes: { contribution: number; variables: { contribution: number | null }[] }[] }[] };
    const axes = answer.themes.flatMap((t) => t.axes);
    const sums = [answer.themes, axes, axes.flatMap((a) => a.variables)].map((parts) => parts.reduce((sum, p) => sum + (p.contribution ?? 0), 0));
    for (const sum of sums) expect(Math.abs(sum - (answer.score - 100))).toBeLessThan(1e-9);
    expect(answer.score).toBe(Number(scores().get('69123')?.get('score')));
  });
});

describe('the golden files', () => {
  it.each(['ifn.csv', 'classement.md'])('%s is fixtures/demonstration, byte for byte', (name) => {
    expect(text(name)).toBe(readFileSync(join(GOLDEN, name), 'utf8'));
    expect(readFileSync(join(folder.path, 'sortie', name)).equals(readFileSync(join(GOLDEN, name)))).toBe(true);
  });

  it('is what --out - prints, alone', async () => {
    const { stdout, code } = await runCli(['compute', '--out', '-', '--quiet'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(GOLDEN, 'ifn.csv'), 'utf8'));
  });

  it('does not move from one run, folder or output to another', async () => {
    const elsewhere = join(folder.path, 'ailleurs');
    mkdirSync(elsewhere);
    expect((await runCli(['compute', '--out', 'autre'], elsewhere)).code).toBe(0);
    expect(filesOf('ailleurs/autre')).toEqual(filesOf('sortie'));
    for (const name of filesOf('sortie')) {
      expect(readFileSync(join(elsewhere, 'autre', name)).equals(readFileSync(join(folder.path, 'sortie', name))), name).toBe(true);
    }
  });
});
