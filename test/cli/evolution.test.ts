import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, fragilite, recordsOf, textOf } from '../support/command-line.js';
import { computeYear, computeYears } from '../support/evolution-years.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const place = useFolder();
let folder = '';
const rows = (out = 'evolution'): Record<string, string>[] => recordsOf(textOf(join(folder, out), 'evolution.csv'));
const rowOf = (code: string, year: number, out?: string): Record<string, string> => rows(out).find((r) => r['code'] === code && r['annee'] === String(year))!;
const numberOf = (code: string, year: number, column: string, out?: string): number => Number(rowOf(code, year, out)[column]);

const validatorOf = (name: string) => {
  const schema = JSON.parse(readFileSync(repositoryFile(`schemas/${name}.schema.json`), 'utf8')) as object;
  return new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowMatchingProperties: true }).compile(schema);
};

beforeAll(async () => {
  folder = place.path;
  await computeYears(folder);
  const run = await fragilite(folder, ['evolution', '2011/', '2016/', '2022/', '--base', '2016']);
  expect(run, run.stderr).toMatchObject({ code: 0, stdout: '' });
});

describe('evolution: three years, worked by hand', () => {
  it('points are 100 × value of the year / reference of 2016', () => {
    // 69003: 300 of 1 250 inhabitants are 65 or more in 2022, 24 %; the reference of 2016 has 20 %.
    expect(numberOf('69003', 2022, 'ages_65_plus')).toBe(24);
    expect(numberOf('69003', 2022, 'ages_65_plus_points')).toBe(120);
    // Published 24 % of poor in 2021 against 16 % in the reference of 2016.
    expect(numberOf('69003', 2022, 'pauvrete_points')).toBe(150);
    expect([2011, 2016, 2022].map((year) => numberOf('69003', year, 'score'))).toEqual([102.1875, 106.25, 114.6875]);
  });

  it('the change of a score is that of its variables, each parted between count and population', () => {
    // 65 and over weigh 1/8: (120 − 100)/8 = 2.5, of which (45 − 25)/8: +9 and −5 percents of 20 (see two-factors).
    expect(numberOf('69003', 2022, 'ages_65_plus_evolution')).toBeCloseTo(2.5, 12);
    expect(numberOf('69003', 2022, 'ages_65_plus_par_numerateur')).toBeCloseTo((9 / 20) * 100 / 8, 12);
    expect(numberOf('69003', 2022, 'ages_65_plus_par_denominateur')).toBeCloseTo((-5 / 20) * 100 / 8, 12);
    const moved = Object.entries(rowOf('69003', 2022)).filter(([name]) => name.endsWith('_evolution')).map(([, cell]) => Number(cell));
    // poverty (150 − 125)/4, single parents 25/8, one person 12.5/8, unemployed −20/8, young 0, old 20/8, diplomas −20/8.
    expect(moved).toEqual([6.25, 3.125, 1.5625, -2.5, 0, 2.5, -2.5]);
    expect(numberOf('69003', 2022, 'evolution')).toBeCloseTo(moved.reduce((a, b) => a + b, 0), 12);
    expect(rowOf('69003', 2011)['evolution']).toBe('');
    expect(rowOf('69003', 2011)['pauvrete_evolution']).toBe('');
    // A published rate has no count.
    expect(rowOf('69003', 2022)['pauvrete_par_numerateur']).toBe('');
  });

  it('a merger since is put together in the years before, and its perimeter told apart', () => {
    // 300 + 100 of 2 000 + 1 000 are 65 or more in 2016.
    expect(rowOf('69149', 2016)).toMatchObject({ reunit: '69149+69152', nom: 'Oullins-Pierre-Bénite', pauvrete_statut: 'recalcule', ages_65_plus_statut: 'observe' });
    expect(numberOf('69149', 2016, 'ages_65_plus')).toBeCloseTo(40 / 3, 12);
    // (14 × 2 000 + 8 × 1 000) / 3 000 = 12 % of poor.
    expect(numberOf('69149', 2016, 'pauvrete')).toBe(12);
    expect(rowOf('69149', 2022)['reunit']).toBe('');
    expect(rows().some((r) => r['code'] === '69152')).toBe(false);
    // What 2016 published for 69149 alone, 92.56, is 3.53 more than Oullins and Pierre-Bénite together.
    expect(numberOf('69149', 2016, 'score_publie')).toBeCloseTo(92.5595238, 6);
    expect(numberOf('69149', 2016, 'effet_geographie')).toBeCloseTo(numberOf('69149', 2016, 'score') - 92.5595238, 6);
    expect(numberOf('69149', 2016, 'effet_reference')).toBe(0);
    expect(numberOf('69149', 2022, 'effet_geographie')).toBe(0);
  });

  it('a rate that is secret in one year leaves the three years of the unit', () => {
    expect(rows().filter((r) => r['code'] === '69259').map((r) => [r['pauvrete_statut'], r['variables_absentes'], r['interfaces']])).toEqual([
      ['observe', 'pauvrete', ''],
      ['observe', 'pauvrete', ''],
      ['secret', 'pauvrete', ''],
    ]);
    // What 2016 published had poverty, 125 points for a quarter: (125 + acces without it …); the rest stands for it now.
    expect(numberOf('69259', 2016, 'score_publie') + numberOf('69259', 2016, 'effet_definition')).toBeCloseTo(numberOf('69259', 2016, 'score'), 9);
    expect(numberOf('69259', 2016, 'effet_definition')).not.toBe(0);
  });

  it('everywhere the published score and the three effects make the score, and ranks are within the year', () => {
    for (const row of rows()) {
      const sum = ['score_publie', 'effet_definition', 'effet_reference', 'effet_geographie'].reduce((s, name) => s + Number(row[name]), 0);
      expect(sum).toBeCloseTo(Number(row['score']), 9);
    }
    for (const year of ['2011', '2016', '2022']) {
      const own = rows().filter((r) => r['annee'] === year).sort((a, b) => Number(b['score']) - Number(a['score']));
      expect(own.map((r) => Number(r['rang']))).toEqual([1, 2, 3, 4]);
    }
  });

  it('each row obeys its schema', () => {
    const validate = validatorOf('evolution');
    const text = new Set(['code', 'nom', 'departement', 'epci', 'reunit', 'variables_absentes']);
    for (const row of rows()) {
      const typed = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === '' ? null : text.has(name) || Number.isNaN(Number(cell)) ? cell : Number(cell)]));
      validate(typed);
      expect({ row, errors: validate.errors }).toEqual({ row, errors: null });
    }
  });
});

describe('evolution: what it writes', () => {
  it('the text says the frozen reference, its own way, the mergers and the precautions', () => {
    const text = textOf(join(folder, 'evolution'), 'evolution.md');
    expect(text).toContain('**Référence figée** : 5 communes choisies en 2016');
    // The reference of 2022 has 22,65… % of 65 and over: 113,3 against the 20 % of 2016.
    expect(text).toMatch(/\| Part des 65 ans et plus \| 92,4 \| 100,0 \| 113,3 \| 18,5 \| 20,0 \| 22,7 \|/);
    expect(text).toMatch(/\*\*Indice de la référence\*\* \| \*\*97,4\*\* \| \*\*100,0\*\*/);
    expect(text).toContain('- Oullins-Pierre-Bénite (69149) : 2011 = 69149 + 69152 ; 2016 = 69149 + 69152');
    expect(text).toContain('Les petites communes varient par sondage');
    expect(text).toContain("ne compte pas de personnes");
    expect(text).toContain('±6,3 points de la variable et ±1,6 de l\'indice');
  });

  it('sentences name variables by their label; an id is where a column needs it, and beside its label once', () => {
    const [essential = ''] = /<ul class="messages">[^]*?<\/ul>/.exec(textOf(join(folder, 'evolution'), 'rapport.html')) ?? [];
    expect(essential).toContain('Plus forte hausse : Albigny-sur-Saône, +12,5 (« Taux de pauvreté (seuil 60 %) » +9,4, « Part des 65 ans et plus » +3,8).');
    expect(essential).not.toMatch(/pauvrete|ages_65_plus/);
    const lines = textOf(join(folder, 'evolution'), 'evolution.md').split('\n').filter((line) => /pauvrete|ages_65_plus|menages_une_personne/.test(line));
    expect(lines.filter((line) => !line.startsWith('| '))).toEqual([expect.stringContaining('**Poids** : Taux de pauvreté (seuil 60 %) (`pauvrete`) 0,250 ; ')]);
    for (const cells of lines.filter((line) => line.startsWith('| '))) expect(cells).toMatch(/^\| [^|]+ \(\d{5}\) \|/);
  });

  it('the manifest names every file that it rests on, with its sha256, and the outputs', () => {
    const manifest = JSON.parse(textOf(join(folder, 'evolution'), 'manifest.json')) as { evolution: { base: number }; entrees: { chemin: string; sha256: string }[]; sorties: { chemin: string }[] };
    expect(manifest.evolution).toMatchObject({ base: 2016, geographie: { cog: 2026 } });
    const names = ['2011', '2016', '2022'].flatMap((year) => ['ifn.csv', ...(year === '2022' ? ['ifn.geojson'] : []), 'manifest.json', 'quantites.csv'].map((name) => `${year}/${name}`));
    expect(manifest.entrees.map((e) => e.chemin)).toEqual(names);
    for (const { chemin, sha256 } of manifest.entrees) expect(createHash('sha256').update(readFileSync(join(folder, chemin))).digest('hex')).toBe(sha256);
    const validate = validatorOf('manifest');
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(manifest.sorties.map((s) => s.chemin)).toEqual(['evolution.csv', 'evolution.md', 'evolution.json', 'evolution.svg', 'evolution.png', 'rapport.html']);
  });

  it('the picture has a map a year and one legend, and the page stands alone', () => {
    const svg = textOf(join(folder, 'evolution'), 'evolution.svg');
    expect(svg.match(/<title>Bron \(69029\), \d+ : /g)).toEqual([2011, 2016, 2022].map((year) => `<title>Bron (69029), ${String(year)} : `));
    expect(svg).toContain('2016 (année de référence)');
    const page = textOf(join(folder, 'evolution'), 'rapport.html');
    expect(page).toContain('<svg class="graphique"');
    expect(page.match(/\bsrc=|<link|@import|<script/g)).toBeNull();
    // On a telephone the letters of a shrunk picture are not read.
    expect(page).toMatch(/@media screen \{ \.graphique \{ min-width: \d+rem/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  it('folders in another order, or run again, give the same bytes', async () => {
    const before = bytesOf(join(folder, 'evolution'));
    expect((await fragilite(folder, ['evolution', '2022/', '2011/', '2016/', '--base', '2016', '--out', 'autre', '--quiet'])).code).toBe(0);
    expect(bytesOf(join(folder, 'autre'))).toEqual(before);
  });

  it('is verified, made again from the three results; a byte changed is caught', async () => {
    expect(await fragilite(folder, ['verify', 'evolution'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/Pris tels quels, sans être recalculés : 2011, 2016, 2022\.[^]*octet par octet\.\n$/) as string });
    for (const [name, code] of [['evolution/evolution.csv', 4], ['evolution/rapport.html', 4], ['2016/quantites.csv', 3]] as const) {
      const text = textOf(folder, name);
      writeFileSync(join(folder, name), text.replace('1', '2'));
      expect({ name, code: (await fragilite(folder, ['verify', 'evolution', '--quiet'])).code }).toEqual({ name, code });
      writeFileSync(join(folder, name), text);
    }
  });

  it('--json prints what evolution.json holds', async () => {
    const run = await fragilite(folder, ['evolution', '2011/', '2016/', '2022/', '--base', '2016', '--json', '--quiet']);
    expect(run.stdout).toBe(textOf(join(folder, 'evolution'), 'evolution.json'));
    expect(JSON.parse(run.stdout)).toMatchObject({ base: 2016, unites_panel: [{ code: '69003', scores: [102.1875, 106.25, 114.6875], evolution: 12.5 }, {}, { code: '69149', reunit: [['69149', '69152'], ['69149', '69152'], []] }, {}] });
  });

  it('another base year only changes what is 100', async () => {
    expect((await fragilite(folder, ['evolution', '2011', '2016', '2022', '--base', '2022', '--out', 'base', '--quiet'])).code).toBe(0);
    const { trajectoire_reference: path } = JSON.parse(textOf(join(folder, 'base'), 'evolution.json')) as { trajectoire_reference: { annee: number; score: number }[] };
    expect(path[2]).toMatchObject({ annee: 2022, score: 100 });
    expect((await fragilite(folder, ['evolution', '2011', '2016', '2022', '--out', 'base', '--quiet'])).code).toBe(0);
    expect(textOf(join(folder, 'base'), 'evolution.md')).toContain('choisies en 2011');
  });

  it('--without takes a variable out of all years, and gives its weight to the others', async () => {
    expect((await fragilite(folder, ['evolution', '2011', '2016', '2022', '--base', '2016', '--without', 'pauvrete', '--out', 'sans', '--quiet'])).code).toBe(0);
    expect(Object.keys(rowOf('69003', 2022, 'sans'))).not.toContain('pauvrete');
    // Without poverty the axis « information » stands for the theme: (118.75 + 95) / 2.
    expect(numberOf('69003', 2022, 'score', 'sans')).toBe((118.75 + 95) / 2);
    expect(textOf(join(folder, 'sans'), 'evolution.md')).toContain('| Taux de pauvreté (seuil 60 %) | écartée par --without | 15,0 | 16,0 | 15,6 |');
  });

  it('without contours: curves alone, and said', async () => {
    const run = await fragilite(folder, ['evolution', '2011', '2016', '--out', 'courbes']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("n'a de contours (compute --boundaries) : evolution.svg n'a que des courbes");
    expect(textOf(join(folder, 'courbes'), 'evolution.svg')).not.toContain('<title>Bron');
  });
});

interface StoredManifest {
  readonly options: { unit: string };
  readonly modele: { readonly poids_relatifs: Record<string, number> };
  reference: { selecteur: string; nom: string; nom_court: string };
  readonly variables: { readonly id: string; readonly normalisation: { methode: string } }[];
}

describe('evolution: what it refuses', () => {
  const refused = async (argv: readonly string[], code: number, ...said: readonly string[]): Promise<void> => {
    const run = await fragilite(folder, ['evolution', ...argv, '--out', 'refus']);
    expect(run.code, run.stderr).toBe(code);
    for (const text of said) expect(run.stderr).toContain(text);
    expect(run.stderr.trimEnd().split('\n').filter((line) => !line.startsWith('Attention')).length).toBeLessThanOrEqual(3);
    expect(existsSync(join(folder, 'refus'))).toBe(false);
  };

  it('a file in the place of a folder', async () => {
    expect(await fragilite(folder, ['evolution', '2016', 'rp2022.csv'])).toMatchObject({ code: 3, stderr: expect.stringContaining("« rp2022.csv » est un fichier ; donnez le dossier d'un résultat") as string });
  });

  it('one folder, one folder twice, what is no result', async () => {
    await refused(['2016'], 2, 'au moins deux dossiers');
    await refused(['2016', './2016'], 2, 'nommé deux fois');
    await refused(['2016', 'evolution'], 3, "n'est pas celui d'un résultat");
    await refused(['2016', '2017'], 3, "n'est pas un dossier de résultat");
  });

  it('a base or a variable that is not there', async () => {
    await refused(['2011', '2016', '--base', '2017'], 2, "aucun des dossiers n'a ce nom ni cette année", '2011 (2011), 2016 (2016)');
    cpSync(join(folder, '2011'), join(folder, 'bis', '2016'), { recursive: true });
    await refused(['bis/2016', '2016', '--base', '2016'], 2, 'plusieurs dossiers ont ce nom ou cette année', 'bis/2016 (2011), 2016 (2016)');
    expect((await fragilite(folder, ['evolution', 'bis/2016', '2016', '--base', 'bis/2016', '--out', 'bis/evolution', '--quiet'])).code).toBe(0);
    await refused(['2011', '2016', '--without', 'pauvreté'], 2, 'vouliez-vous dire pauvrete ?');
  });

  it('another policy, another model', async () => {
    await computeYear(folder, '2016', '2016-ignorer', '--missing', 'ignorer');
    await refused(['2011', '2016-ignorer'], 3, 'manquants de pauvrete « estimation » dans 2011 et « ignorer » dans 2016-ignorer');
    await computeYear(folder, '2016', '2016-inr', '--model', 'inr-2020');
    await refused(['2011', '2016-inr'], 3, 'modèle « lyon-2021 version 1 » dans 2011 et « inr-2020 version 1 » dans 2016-inr');
  });

  it('the same year twice, and quantities changed since', async () => {
    cpSync(join(folder, '2016'), join(folder, '2016-bis'), { recursive: true });
    await refused(['2016', '2016-bis'], 3, 'le même millésime (2016) dans 2016 et 2016-bis', '--without');
    writeFileSync(join(folder, '2016-bis', 'quantites.csv'), textOf(join(folder, '2016-bis'), 'quantites.csv').replace(';200;1000;', ';201;1000;'));
    await refused(['2011', '2016-bis'], 3, 'quantites.csv a changé depuis le calcul');
  });

  it('vintages too close, unless they are allowed, with the reason', async () => {
    for (const name of ['rp2016.csv', 'filosofi2016.csv']) {
      writeFileSync(join(folder, name.replace('2016', '2020')), textOf(folder, name).replaceAll(/([PC])16_/g, '$120_').replace('TP6016', 'TP6020').replace('NBPERS16', 'NBPERSMENFISC20').replace('MED16', 'MED20').replace('_DIPLMIN', '_DIPLMIN;P20_NSCOL15P_BEPC').replaceAll(/^(69.*)$/gm, name.startsWith('rp') ? '$1;10' : '$1'));
    }
    const made = await fragilite(folder, ['compute', '--insee', 'rp2020.csv', 'filosofi2020.csv', '--territory', 'communes:69003,69029,69149,69152,69259', '--cog', '2022', '--passage', 'passage-2022.csv', '--out', '2020', '--quiet']);
    expect(made, made.stderr).toMatchObject({ code: 0 });
    await refused(['2016', '2020'], 3, "2016 et 2020 sont à 4 ans d'écart, il en faut 5", 'cinq enquêtes annuelles', '--allow-overlap');
    const run = await fragilite(folder, ['evolution', '2016', '2020', '--allow-overlap', '--out', 'proches']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Attention : --allow-overlap : monoparentales, menages_une_personne');
    expect(textOf(join(folder, 'proches'), 'evolution.md')).toContain('**Millésimes trop proches, comparés sur demande**');
    // Income is counted whole every year: four years are enough.
    expect(run.stderr).not.toContain('pauvrete : 2016 et 2020');
  });

  /** Copies of results with their manifests changed, named after what changed. */
  const altered = (what: string, years: readonly string[], change: (manifest: StoredManifest, year: string) => void): string[] =>
    years.map((year) => {
      const name = `${year}-${what}`;
      cpSync(join(folder, year), join(folder, name), { recursive: true });
      const manifest = JSON.parse(textOf(join(folder, year), 'manifest.json')) as StoredManifest;
      change(manifest, year);
      writeFileSync(join(folder, name, 'manifest.json'), JSON.stringify(manifest));
      return name;
    });

  it('a model without a reference to freeze', async () => {
    const years = altered('deciles', ['2011', '2016'], ({ variables }) => {
      for (const v of variables) v.normalisation.methode = 'decile';
    });
    await refused(years, 3, "place chaque unité parmi celles de l'année (decile)", 'lyon-2021');
  });

  it('one model number with two trees, two references, units that cannot be carried', async () => {
    const [tree = ''] = altered('arbre', ['2016'], ({ modele }) => {
      modele.poids_relatifs['pauvrete'] = 2;
    });
    await refused(['2011', tree], 3, "n'y a pas le même arbre sous le même numéro de version");
    const [reference = ''] = altered('reference', ['2016'], (manifest) => {
      manifest.reference = { selecteur: 'dep:69', nom: 'Rhône (69)', nom_court: 'Rhône' };
    });
    await refused(['2011', reference], 3, 'référence « 5 communes choisies » dans 2011 et « Rhône » dans 2016-reference');
    const epci = altered('epci', ['2016', '2022'], (manifest) => {
      manifest.options.unit = 'epci';
    });
    await refused(epci, 3, "Des unités « epci » ne se portent pas d'une géographie à l'autre", '--cog');
  });

  it('lists of communes that are not the same ones', async () => {
    await computeYear(folder, '2016', '2016-liste', '--territory', 'communes:69003,69029,69149,69152');
    await refused(['2011', '2016-liste'], 3, 'des listes de communes qui ne se recouvrent pas : 69259 (absente de 2016-liste');
  });

  it('a definition that changes leaves all the years, and is said', async () => {
    const [name = ''] = altered('repli', ['2016'], ({ variables }) => {
      for (const v of variables) if (v.id === 'ages_65_plus') Object.assign(v, { repli: 'ages_75_plus', definition: 'Part des 75 ans et plus' });
    });
    const run = await fragilite(folder, ['evolution', '2011', name, '--out', 'definition']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('ages_65_plus quitte toutes les années : la définition change : 2011 « Part des 65 ans et plus », 2016 « Part des 75 ans et plus »');
    const text = textOf(join(folder, 'definition'), 'evolution.md');
    expect(text).toContain('## Variables écartées de toutes les années');
    // Its axis is left with the diplomas: 0.25 for them.
    expect(text).toContain('(`peu_diplomes`) 0,250');
  });

  it('nothing left to follow', async () => {
    await refused(['2011', '2016', '--without', 'pauvrete,monoparentales,menages_une_personne,chomeurs,jeunes_15_29,ages_65_plus,peu_diplomes'], 3, 'Aucune variable ne se suit sur toutes les années');
  });

  it('a folder that holds something else', async () => {
    const run = await fragilite(folder, ['evolution', '2011', '2016', '--out', '2022']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("qui n'est pas celui d'une évolution");
  });
});
