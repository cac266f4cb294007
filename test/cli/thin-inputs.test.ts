import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';

const folder = useFolder();
const demo = (name: string): string => repositoryFile(`data/demo/${name}`);
const RP = ['--insee', demo('rp2022_metropole_lyon.csv'), demo('rp2018_diplomes_metropole_lyon.csv')];
const LYON = ['--territory', 'epci:200046977'];
const put = (name: string, text: string): string => {
  writeFileSync(join(folder.path, name), text);
  return name;
};
const filosofi = readFileSync(demo('filosofi2021_metropole_lyon.csv'), 'utf8');

describe('a published rate of which the files lack whole communes', () => {
  it.each([
    ['Lyon and Villeurbanne without a row', filosofi.replace(/^69(123|266);.*\n/gm, '')],
    ['a file cut between two rows', filosofi.split('\n').slice(0, 16).join('\n')],
  ])('%s: the reference is refused, not made of the rest', async (_, text) => {
    const { code, stderr } = await runCli(['compute', ...RP, put('filosofi.csv', text), ...LYON, '--out', 'refuse'], folder.path);
    expect(code).toBe(3);
    expect(stderr).toMatch(/pauvrete : .* n'est publié que pour \d+,\d\s% des personnes \(\d+ unités sans poids dans les fichiers : 69/);
    expect(stderr).toContain('--reference-values');
  });
});

describe('--reference-values of another territory', () => {
  const values = 'territoire;variable;valeur;millesime;source\ndep:01;pauvrete;11;2021;inventée\ndep:69;pauvrete;14;2021;inventée\n';

  it('is told, since nothing of it serves', async () => {
    const files = [...RP, demo('filosofi2021_metropole_lyon.csv'), ...LYON, '--reference-values'];
    const { code, stderr } = await runCli(['compute', ...files, put('ailleurs.csv', values), '--out', 'ailleurs'], folder.path);
    expect([code, stderr]).toEqual([0, expect.stringContaining('--reference-values : 2 lignes d\'un autre territoire (dep:01, dep:69) ; la référence est epci:200046977 : elles ne servent pas.')]);
    expect((await runCli(['check', ...files, 'ailleurs.csv'], folder.path)).stdout).toContain("2 lignes d'un autre territoire (dep:01, dep:69)");
    const own = values.replaceAll(/dep:\d+;pauvrete;1\d/g, 'epci:200046977;pauvrete;16');
    expect((await runCli(['compute', ...files, put('ici.csv', own), '--out', 'ici'], folder.path)).stderr).not.toContain('autre territoire');
  });

  it('is told where a published value is asked for', async () => {
    const few = put('filosofi-rares.csv', filosofi.split('\n').slice(0, 16).join('\n'));
    const { code, stderr } = await runCli(['compute', ...RP, few, ...LYON, '--reference-values', put('ailleurs.csv', values), '--out', 'refuse'], folder.path);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/il en faut 80 %\.\n--reference-values : 2 lignes d'un autre territoire \(dep:01, dep:69\) ;.*\nAjoutez/)]);
  });
});

describe('--missing departement', () => {
  it('says that the files hold little of the département', async () => {
    const { stderr } = await runCli(['compute', '--missing', 'pauvrete=departement', '--out', 'departement'], folder.path);
    expect(stderr).toMatch(/la valeur imputée du département repose sur moins de 80 %/);
  });
});

describe('contours that are not in France', () => {
  it('are refused, with a place and what to check', async () => {
    const collection = JSON.parse(readFileSync(demo('contours_schematiques.geojson'), 'utf8')) as { features: { geometry: { coordinates: number[][][] } }[] };
    for (const { geometry } of collection.features) geometry.coordinates = geometry.coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [y, x]));
    put('inverse.geojson', JSON.stringify(collection));
    const { code, stderr } = await runCli(['compute', ...RP, demo('filosofi2021_metropole_lyon.csv'), ...LYON, '--boundaries', 'inverse.geojson', '--out', 'inverse'], folder.path);
    expect(code).toBe(3);
    expect(stderr).toMatch(/inverse\.geojson : le contour de 69003 passe par 45\.\d+° de longitude et 4\.\d+° de latitude, hors de France/);
  });
});

describe('places of intervention for few posts', () => {
  beforeAll(async () => {
    expect((await runCli(['compute', '--out', 'sortie'], folder.path)).code).toBe(0);
    put('postes.csv', 'poste;structure;commune;departement;statut\n' + ['a', 'b', 'c', 'd', 'e'].map((id) => `${id};Structure ${id};69259;69;valide\n`).join(''));
    put('interventions.csv', 'poste;commune;quotite\na;69266;1\n');
  });

  it('give no class, no gap and no inequality, and say why', async () => {
    const { code, stderr } = await runCli(['cross', '--scores', 'sortie/ifn.csv', '--posts', 'postes.csv', 'interventions.csv', '--out', 'croise'], folder.path);
    expect(code).toBe(0);
    expect(stderr).toContain("n'ont pas de lieu d'intervention");
    const report = readFileSync(join(folder.path, 'croise/croisement.md'), 'utf8');
    expect(report).not.toContain("aucun poste n'intervient");
    expect(report).toContain("l'inégalité et les écarts ne sont pas donnés");
  });
});

describe('an envelope and groupings that do not hold together', () => {
  const envelope = (parts: string): string => `territoire: dep:69\nnom: Rhône\nbas: 49\nhaut: 65\nsource: essai\nparts:\n${parts}`;

  it('parts that share communes: exit 3, with the communes and what to write', async () => {
    put('e.yaml', envelope('  - { territoire: "epci:200046977", nom: M, convenu: 50 }\n  - { territoire: "dep:69", nom: R, convenu: 15 }\n'));
    const { code, stderr } = await runCli(['allocate', '--scores', 'sortie/ifn.csv', '--envelope', 'e.yaml', '--out', 'e'], folder.path);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/58 communes à la fois dans epci:200046977 et dans dep:69 .*\n.*dep:69,-epci:200046977/)]);
  });

  it('a part outside the territory: exit 3', async () => {
    put('f.yaml', envelope('  - { territoire: "dep:42", nom: L, convenu: 50 }\n'));
    const { code, stderr } = await runCli(['allocate', '--scores', 'sortie/ifn.csv', '--envelope', 'f.yaml', '--out', 'f'], folder.path);
    expect([code, stderr]).toEqual([3, expect.stringContaining('hors de dep:69')]);
  });

  it('groups: lost zeros and former communes are carried, the rest is told', async () => {
    put('groupes.csv', 'code;groupe\n69266;Est\n69152;Sud\n99999;Nulle part\n1001;Ain\n');
    const { code, stderr } = await runCli(['allocate', '--scores', 'sortie/ifn.csv', '--total', '10', '--by', './groupes.csv', '--out', 'g'], folder.path);
    expect(code).toBe(0);
    expect(stderr).toContain('1 code inconnu du COG');
    expect(stderr).toContain('69152 → 69149');
    expect(stderr).toContain('1 commune hors des scores');
    expect(stderr).toContain('56 communes des scores dans aucun groupe');
  });
});

describe('explain', () => {
  it('a former commune and an arrondissement: says where they are', async () => {
    const former = await runCli(['explain', '69152', 'sortie'], folder.path);
    expect([former.code, former.stderr]).toEqual([2, expect.stringContaining('69152 est dans 69149 (Oullins-Pierre-Bénite)')]);
    expect((await runCli(['explain', '69381', 'sortie'], folder.path)).stderr).toContain('69381 est dans 69123 (Lyon)');
  });
});

describe('docs/fichiers.md', () => {
  const blocks = [...readFileSync(repositoryFile('docs/fichiers.md'), 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({ kind, text: text ?? '' }));
  const block = (start: string): string => blocks.find(({ text }) => text.startsWith(start))?.text ?? '';

  it('the model, with columns of the user’s own', async () => {
    put('ma-fiche.yaml', block('id: ma-fiche'));
    put('fibre.csv', 'code_insee;locaux;sans_fibre\n69266;1000;100\n69259;500;100\n');
    const { code, stderr } = await runCli(
      ['compute', '--model', 'ma-fiche.yaml', '--insee', demo('rp2022_metropole_lyon.csv'), 'fibre.csv', '--territory', 'communes:69266,69259', '--out', 'fiche'],
      folder.path,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('Part des locaux sans fibre')]);
    expect(readFileSync(join(folder.path, 'fiche/classement.md'), 'utf8')).toContain('fichiers propres : fibre.csv');
  });

  it('reference values, lists of codes, scores, groups and rates are read', async () => {
    put('reference.csv', block('territoire;'));
    put('codes.txt', block('69266  #'));
    put('scores.csv', block('code;score'));
    put('bassins.csv', block('code;groupe'));
    put('taux.csv', block('code;taux'));
    const given = await runCli(['compute', ...RP, demo('filosofi2021_metropole_lyon.csv'), ...LYON, '--reference-values', 'reference.csv', '--out', 'ref'], folder.path);
    expect([given.code, given.stderr]).toEqual([0, expect.stringMatching(/16,00\s%\s+publie/)]);
    expect((await runCli(['territory', 'file:codes.txt'], folder.path)).stdout).toContain('2 communes choisies');
    for (const argv of [['--by', './bassins.csv'], ['--weight', 'personnes', '--illectronisme', 'taux.csv']]) {
      const { code, stderr } = await runCli(['allocate', '--scores', 'scores.csv', '--total', '3', ...argv, '--out', 'essai'], folder.path);
      expect([code, stderr]).toEqual([0, expect.stringContaining('Répartition de 3 postes')]);
    }
  });

  it('the project file obeys its schema', async () => {
    put('fragilite-essai.yaml', block('insee:\n  - insee/'));
    const { code, stderr } = await runCli(['check', '--config', 'fragilite-essai.yaml'], folder.path);
    // Its files are not there: that is the first thing wrong.
    expect([code, stderr]).toEqual([3, expect.stringContaining('fichier introuvable')]);
  });
});
