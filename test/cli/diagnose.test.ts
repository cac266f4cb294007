import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredDiagnosis } from '../../src/sources/stored-diagnosis.js';
import { bytesOf } from '../support/command-line.js';
import { csvByCode, csvRows, repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const folder = useFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);
const read = (...parts: string[]): string => readFileSync(at(...parts), 'utf8');
const diagnosisOf = (out: string): StoredDiagnosis => JSON.parse(read(out, 'diagnostic.json')) as StoredDiagnosis;
/** Few draws: what the tests say of ranks does not hang on the last of them. */
const diagnose = (...words: string[]): Promise<Run> => runCli(['diagnose', ...words, '--draws', '200'], folder.path);
const folderOf = (out: string): string => {
  cpSync(at('computed'), at(out), { recursive: true });
  return out;
};

let run: Run;
beforeAll(async () => {
  expect((await runCli(['compute', '--out', 'computed', '--quiet'], folder.path)).code).toBe(0);
  run = await diagnose(folderOf('sortie'));
});

describe('fragilite diagnose on the demonstration', () => {
  it('says what a careful statistician would', () => {
    expect(run.code).toBe(0);
    for (const text of [
      'Ce qui porte l\'indice : « Taux de pauvreté (seuil 60 %) » (25\u202f% du poids nominal, 44\u202f% de la variance de l\'indice, corrélation 0,95).',
      'Ce qui ne le déplace presque pas : « Part des 75 ans et plus (à défaut des 65 ans et plus) » (12,5\u202f% du poids nominal, 3\u202f% de la variance de l\'indice, corrélation 0,11). Sans elle, un rang changerait pourtant de 3,0 places en moyenne et de 13 places au plus (Saint-Didier-au-Mont-d\'Or, du 43e au 56e)',
      '« Taux de pauvreté (seuil 60 %) » manque (secret statistique ou absence) pour 14 communes (Fontaines-Saint-Martin, La Tour-de-Salvagny, Quincieux, Rochetaillée-sur-Saône, Charly, Fleurieu-sur-Saône et 8 autres), et y est estimé ; rangs 39 à 58, aucun dans la moitié la plus fragile. Si ces valeurs étaient laissées de côté, leur rang changerait de 3,4 places en moyenne et de 9 places au plus (Charly, du 46e au 37e) ; celui des autres communes, de 5 places au plus.',
      'Fiabilité des chiffres : bonne pour 36 communes, moyenne pour 8, faible pour 14.',
    ]) {
      expect(run.stderr).toContain(text);
      expect(read('sortie', 'diagnostic.md')).toContain(text);
    }
  });

  it('says which ranks are solid, whatever the last of the draws', () => {
    for (const sentence of [
      /, 7\d\u202f% des paires d'unités gardent le même ordre dans au moins 95 % des tirages ; l'intervalle de rang, du 5e au 95e centile des tirages, s'étend sur \d+ places sur 58 à la médiane\./,
      /Le classement se lit en \d+ groupes : 1er groupe, Vénissieux.* l'ordre y est peu sûr, et peut l'être aussi d'un groupe au suivant\./,
      /Rangs solides, à 2 places près : Vénissieux \(1er/,
      /Rangs les moins sûrs : .*(Poleymieux|Rochetaillée|Saint-Romain)/,
      /Fréquence sur les tirages, sous ces hypothèses, d'être dans le dixième le plus fragile : au moins 95\u202f% pour \d communes \(Vénissieux, Saint-Fons/,
      /Première source d'incertitude : « Valeurs manquantes »/,
      /Leur intervalle de rang s'étend sur (1|2)\d places à la médiane, contre \d pour les autres\./,
    ]) expect(run.stderr).toMatch(sentence);
  });

  it('writes the sections in the order of the handbook, with the warning', () => {
    const text = read('sortie', 'diagnostic.md');
    expect([...text.matchAll(/^## (.+)$/gm)].map((m) => m[1])).toEqual([
      "L'essentiel", '1. Complétude', '2. Distributions', '3. Corrélations', '4. Cohérence interne', '5. Poids nominaux et effectifs',
      '6. Retirer une variable, retirer un axe', '7. Incertitude des rangs', '8. Fiabilité des chiffres',
    ]);
    for (const part of [
      'Indice relatif de risque d\'un territoire',
      '| Taux de pauvreté (seuil 60 %) | 0,250 | 44 | 0 | 14 | 0 |',
      'Ajustement log-log sur 44 communes de la référence : ln y = 25,91 − 2,31 · ln x (R² 0,84).',
      'quantiles de type 7', 'G1 et aplatissement G2',
      'disent presque la même chose (corrélation 0,93',
      '200 tirages (graine 2021', 'Ici : celle du modèle, moyenne, médiane.',
    ]) expect(text.toLowerCase()).toContain(part.toLowerCase());
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('writes a diagnostic.json that obeys its schema and agrees with ifn.csv', () => {
    const schema = JSON.parse(readFileSync(repositoryFile('schemas/diagnostic.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);
    const diagnosis = diagnosisOf('sortie');
    validate(diagnosis);
    expect(validate.errors).toBeNull();
    const rows = csvByCode(at('sortie', 'ifn.csv'));
    expect(diagnosis.unites.map((u) => u.code)).toEqual([...rows.keys()]);
    for (const unit of diagnosis.unites) {
      const row = rows.get(unit.code)!;
      expect([unit.rang, unit.fiabilite]).toEqual([Number(row.get('rang')), row.get('fiabilite')]);
      expect(unit.rang_p5!).toBeLessThanOrEqual(unit.rang!);
      expect(unit.rang_p95!).toBeGreaterThanOrEqual(unit.rang!);
    }
    expect(diagnosis.poids!.variables.reduce((sum, v) => sum + v.part_variance, 0)).toBeCloseTo(1, 9);
    // Pearson's r with the score is the manifest's.
    const manifest = JSON.parse(read('sortie', 'manifest.json')) as { variables: { id: string; correlation_score: number }[] };
    for (const v of manifest.variables) expect(diagnosis.correlations.avec_indice.find((w) => w.id === v.id)!.pearson).toBeCloseTo(v.correlation_score, 12);
  });

  it('changes nothing of ifn.csv and ifn.geojson but the reliability, in its place', () => {
    const without = (text: string): string => csvRows(text).map((row) => [...row].filter(([name]) => name !== 'fiabilite').join('|')).join('\n');
    const [before, after] = [read('computed', 'ifn.csv'), read('sortie', 'ifn.csv')];
    expect(after.split('\n')[0]).toBe(before.split('\n')[0]);
    expect(without(after)).toBe(without(before));
    const features = (out: string) => (JSON.parse(read(out, 'ifn.geojson')) as { features: { properties: Record<string, unknown>; geometry: object }[] }).features;
    const rows = csvByCode(at('sortie', 'ifn.csv'));
    expect(features('sortie')).toEqual(features('computed').map((f) => ({ ...f, properties: { ...f.properties, fiabilite: rows.get(f.properties['code'] as string)!.get('fiabilite') } })));
    expect(Object.keys(features('sortie')[0]!.properties)).toEqual(Object.keys(features('computed')[0]!.properties));
  });

  it('puts the intervals into classement.md and keeps the rest', () => {
    const [before, after] = [read('computed', 'classement.md').split('\n'), read('sortie', 'classement.md').split('\n')];
    expect(after.find((line) => line.includes('| Vénissieux |'))).toMatch(/^\| 1 \| 1(?: à 2)? \| 1 \| Vénissieux \| 69259 \| \*\*141,6\*\* \|/);
    expect(after.find((line) => line.startsWith('| Rang |'))).toMatch(/^\| Rang \| Intervalle de rang \| Groupe \| Commune \| Code \|/);
    // Every other line is there, in order.
    const kept = before.filter((line) => !/^\| (Rang|\d+) \||^\|---:\|---\|---\|/.test(line));
    const rest = after.filter((line) => !/^\| (Rang|\d+) \||^\|---:\|---:\|---:\||^Intervalle de rang : /.test(line));
    expect(rest.join('\n').replace(/\n\n\n/g, '\n\n')).toBe(kept.join('\n'));
  });

  it('lists its files in the manifest with their sha256', () => {
    const manifest = JSON.parse(read('sortie', 'manifest.json')) as { diagnostic: object; sorties: { chemin: string; sha256: string }[] };
    expect(manifest.diagnostic).toMatchObject({ tirages: 200, graine: 2021, fiabilite: { bonne: 36, moyenne: 8, faible: 14 }, fichiers: [] });
    for (const name of ['diagnostic.json', 'diagnostic.md', 'ifn.csv', 'ifn.geojson', 'classement.md']) {
      expect(manifest.sorties.find((s) => s.chemin === name)?.sha256).toBe(createHash('sha256').update(read('sortie', name)).digest('hex'));
    }
    const schema = JSON.parse(readFileSync(repositoryFile('schemas/manifest.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  it('gives the same bytes again, and others with another seed', async () => {
    const filesOf = (): Record<string, string> => Object.fromEntries(Object.entries(bytesOfFiles('sortie')));
    const first = filesOf();
    await diagnose('sortie');
    expect(filesOf()).toEqual(first);
    const other = folderOf('autre-graine');
    await diagnose(other, '--seed', '7');
    expect(diagnosisOf(other).simulation.graine).toBe(7);
    expect(diagnosisOf(other).unites.map((u) => u.rang_p95)).not.toEqual(diagnosisOf('sortie').unites.map((u) => u.rang_p95));
  });

  it('prints diagnostic.json with --json', async () => {
    const told = await diagnose(folderOf('en-json'), '--json', '--quiet');
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toBe(read('en-json', 'diagnostic.json'));
  });
});

/** The files of a result, without its folders of scenes. */
const bytesOfFiles = (out: string): Record<string, string> => {
  const names = ['ifn.csv', 'ifn.geojson', 'classement.md', 'diagnostic.json', 'diagnostic.md', 'manifest.json'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(at(out, name)).toString('hex')]));
};

describe('a diagnosed result', () => {
  it('keeps its reliability when it is crossed, and its crossing when it is diagnosed', async () => {
    const out = folderOf('croise');
    const cross = ['cross', '--scores', join(out, 'ifn.csv'), '--posts', repositoryFile('data/demo/avril-2023/postes.csv'), '--quiet'];
    await diagnose(out, '--quiet');
    expect((await runCli(cross, folder.path)).code).toBe(0);
    const crossed = read(out, 'ifn.csv');
    expect(csvByCode(at(out, 'ifn.csv')).get('69259')!.get('fiabilite')).toBe('bonne');
    await diagnose(out, '--quiet');
    expect(read(out, 'ifn.csv')).toBe(crossed);
    expect(csvByCode(at(out, 'ifn.csv')).get('69259')!.get('postes_portes')).not.toBe('');
  });

  it('is shown in the report, with nothing from outside', async () => {
    expect((await runCli(['report', 'sortie', '--quiet'], folder.path)).code).toBe(0);
    const page = read('sortie', 'rapport.html');
    const [section = ''] = /<section id="solidite".*?<\/section>/s.exec(page) ?? [];
    expect(section).toContain('Ce qui porte l&#39;indice');
    expect(section.match(/<g><title>/g)).toHaveLength(58);
    expect(section).toContain('aria-label="Intervalles de rang, de Vénissieux à Cailloux-sur-Fontaines"');
    expect([...section.matchAll(/<caption>/g)]).toHaveLength(3);
    expect(section.replace(/http:\/\/www\.w3\.org\/2000\/svg/g, '')).not.toMatch(/https?:|NaN|undefined/);
    expect(page).toContain('<a href="#solidite">Solidité</a>');
    const manifest = JSON.parse(read('sortie', 'manifest.json')) as { rapport: { cree_de: string[] } };
    expect(manifest.rapport.cree_de).toEqual(['ifn.csv', 'ifn.geojson', 'diagnostic.json', 'classement.md', 'methode.md', 'diagnostic.md']);
  });

  it('is told by explain in a line', async () => {
    const told = await runCli(['explain', '69259', 'sortie'], folder.path);
    expect(told.stdout.split('\n')[1]).toMatch(/^Intervalle de rang : 1(?: à 2)?, du 5e au 95e centile de 200 tirages, sous les hypothèses du diagnostic ; fiabilité des chiffres : bonne$/);
    const json = JSON.parse((await runCli(['explain', '69199', 'sortie', '--json'], folder.path)).stdout) as object;
    expect(json).toMatchObject({ intervalle_de_rang: { p5: diagnosisOf('sortie').unites.find((u) => u.code === '69199')!.rang_p5 } });
    expect((await runCli(['explain', '69259', 'computed'], folder.path)).stdout).not.toContain('Intervalle');
  });

  it('is forgotten when the result is computed again', async () => {
    const out = folderOf('refait');
    await diagnose(out, '--quiet');
    await runCli(['compute', '--out', out, '--quiet'], folder.path);
    expect(read(out, 'ifn.csv')).toBe(read('computed', 'ifn.csv'));
    expect(read(out, 'manifest.json')).not.toContain('"diagnostic"');
    expect((await runCli(['report', out, '--quiet'], folder.path)).code).toBe(0);
    expect(read(out, 'rapport.html')).not.toContain('id="solidite"');
  });
});

describe('what diagnose refuses', () => {
  it('a result of too few units, and nothing is written', async () => {
    const compute = ['compute', '--insee', ...['rp2022', 'filosofi2021'].map((name) => repositoryFile(`fixtures/six-communes/${name}.csv`)), '--territory', 'communes:01001,01002,69003', '--out', 'trois', '--quiet'];
    expect(await runCli(compute, folder.path)).toMatchObject({ code: 0 });
    const before = bytesOf(at('trois'));
    expect(await diagnose('trois')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'Erreur : « trois » : 3 communes ont un indice ; en dire la solidité en demande au moins 5.\nCalculez un territoire plus large (fragilite compute --territory T), puis recommencez.\n',
    });
    expect(bytesOf(at('trois'))).toEqual(before);
  });

  it('numbers that are none, a folder that is no result, quantities that are gone', async () => {
    expect(await runCli(['diagnose', 'sortie', '--draws', '3'], folder.path)).toMatchObject({ code: 2, stderr: 'Erreur : --draws 3 : il faut un nombre entier de 20 à 100000.\n' });
    expect(await runCli(['diagnose', 'sortie', '--seed', '-1'], folder.path)).toMatchObject({ code: 2 });
    expect(await diagnose('vide')).toMatchObject({ code: 3, stderr: expect.stringContaining('« vide » n\'est pas un dossier de résultat') as string });
    rmSync(at(folderOf('sans-quantites'), 'quantites.csv'));
    expect(await diagnose('sans-quantites')).toMatchObject({ code: 3, stderr: expect.stringContaining('quantites.csv n\'y est plus') as string });
    expect(existsSync(at('sans-quantites', 'diagnostic.md'))).toBe(false);
  });

  it('a table that is cut or is another, with the line', async () => {
    const out = folderOf('abime');
    const [head = '', first = '', ...others] = read(out, 'ifn.csv').split('\n');
    writeFileSync(at(out, 'ifn.csv'), [head, first.slice(0, 40), ...others].join('\n'));
    expect(await diagnose(out)).toMatchObject({ code: 3, stderr: "Erreur : « abime » : ifn.csv n'est plus une table lisible (ligne 2, un guillemet ou le nombre de champs). Recalculez le résultat (fragilite compute).\n" });
    writeFileSync(at(out, 'ifn.csv'), '');
    expect(await diagnose(out)).toMatchObject({ code: 3, stderr: expect.stringContaining("ifn.csv n'est plus une table lisible (elle n'a pas de colonne code)") as string });
  });

  it('a ranking that was rewritten by hand: it is left alone, and said', async () => {
    const out = folderOf('recrit');
    writeFileSync(at(out, 'classement.md'), '# À ma façon\n');
    expect((await diagnose(out)).stderr).toContain('classement.md manque, ou a été réécrit');
    expect(read(out, 'classement.md')).toBe('# À ma façon\n');
  });
});

describe('other models and scales', () => {
  it('deciles, axes without themes', async () => {
    await runCli(['compute', '--model', repositoryFile('fixtures/models/deciles.yaml'), '--out', 'deciles', '--quiet'], folder.path);
    const told = await diagnose('deciles');
    expect(told.code).toBe(0);
    expect(read('deciles', 'diagnostic.md')).not.toMatch(/undefined|NaN|\[object|[Bb]ase 100/);
    expect(diagnosisOf('deciles').noeuds.every((n) => n.niveau === 'axe')).toBe(true);
  });

  it('IRIS, whose codes and communes stay as they are', async () => {
    const insee = ['iris', 'filosofi_iris', 'filosofi_communes_iris'].flatMap((name) => ['--insee', repositoryFile(`fixtures/mailles/${name}.csv`)]);
    await runCli(['compute', '--unit', 'iris', ...insee, '--territory', 'communes:69191,69149,69123,69003', '--reference-values', repositoryFile('fixtures/mailles/valeurs_reference.csv'), '--out', 'iris', '--quiet'], folder.path);
    const before = csvByCode(at('iris', 'ifn.csv'));
    const told = await diagnose('iris');
    expect(told.code).toBe(0);
    expect(told.stderr).toContain('6 IRIS ont un indice, moins de 30. Corrélations, alpha et distributions y tiennent à une ou deux d\'entre elles.');
    const after = csvByCode(at('iris', 'ifn.csv'));
    expect([...after].map(([code, row]) => [code, row.get('commune')])).toEqual([...before].map(([code, row]) => [code, row.get('commune')]));
    expect([...after.values()].map((row) => row.get('fiabilite'))).not.toContain('');
    expect(read('iris', 'diagnostic.md')).toContain('**Peu d\'unités** : 6 IRIS ont un indice, moins de 30.');
  });

  it('values left aside: who has none is told too', async () => {
    await runCli(['compute', '--missing', 'ignorer', '--out', 'ignorer', '--quiet'], folder.path);
    const told = await diagnose('ignorer');
    expect(told.stderr).toMatch(
      /« Taux de pauvreté \(seuil 60 %\) » manque \(secret statistique ou absence\) pour 14 communes \(La Tour-de-Salvagny, .* et 8 autres\), et y est laissé de côté : leur indice se fait sans cette variable, dont les autres prennent le poids ; rangs 31 à 58\. Leur intervalle de rang s'étend sur \d+ places à la médiane, contre \d pour les autres\./,
    );
    // Five of 58 lack the diplomas: sections tell it, the essential does not.
    expect(told.stderr).not.toContain('» manque (secret statistique ou absence) pour 5 communes');
  });

  it('an axis that works against the score, as inr-2020 has: the first thing said', async () => {
    await runCli(['compute', '--model', 'inr-2020', '--out', 'inr', '--quiet'], folder.path);
    const told = await diagnose('inr');
    expect(told.stderr).toContain("À contresens de l'indice : « Accès aux interfaces numériques » (corrélation −0,58).");
    expect(diagnosisOf('inr').correlations.alertes[0]).toMatchObject({ genre: 'contre-indice', niveau: 'axe', ids: ['interfaces'] });
  });
});
