import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { processIo } from '../../src/cli/io.js';
import { bytesOf, fragilite, recordsOf, textOf } from '../support/command-line.js';
import { GOOD, INSEE, put, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const OUTPUTS = ['classement.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'methode.md', 'quantites.csv'];
const ESCAPE = '\u001b[';

describe('les mots que la ligne de commande ne comprend pas (code 2)', () => {
  it.each([
    [['compute', '--teritory', 'dep:69'], 'Erreur : option « --teritory » inconnue. Vouliez-vous dire « --territory » ?\nVoir « fragilite compute --help ».\n'],
    [['check', '--inse', 'a.csv'], 'Erreur : option « --inse » inconnue. Vouliez-vous dire « --insee » ?\nVoir « fragilite check --help ».\n'],
    [['computte'], 'Erreur : commande « computte » inconnue. Vouliez-vous dire « compute » ?\n'],
    [['calculer-tout'], 'Erreur : commande « calculer-tout » inconnue.\n'],
    [['explain'], 'Erreur : il manque « code » à « explain ».\n'],
    [['territory', 'dep:69', 'dep:42'], 'Erreur : trop de mots (« dep:42 ») pour « territory ».\n'],
    [['compute', '--insee'], 'Erreur : l\'option « --insee <fichiers...> » attend une valeur.\n'],
    [['models', 'lyon'], 'Erreur : Modèle « lyon » inconnu. Vouliez-vous dire lyon-2021 ?\n'],
    [['territory', 'epci:1'], 'Erreur : Territoire « epci:1 » : aucun EPCI n\'a ce code'],
    [['territory', 'dep:69', '--plm', 'x'], 'Erreur : --plm x : il faut « commune » ou « arrondissements ».\n'],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await fragilite(await temporaryFolder(), argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message), stderr).toBe(true);
  });

  it('aucune commande : l’aide, et le code 2', async () => {
    const { code, stderr } = await fragilite(await temporaryFolder(), []);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Utilisation : fragilite /);
  });
});

describe('l’aide', () => {
  it.each([
    [['--help'], 'Commandes :'],
    [['compute', '--help'], '--territory <T>'],
    [['help', 'explain'], 'code Insee de la commune'],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j est sur la sortie standard', async (argv, text) => {
    const { code, stdout, stderr } = await fragilite(await temporaryFolder(), argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(text);
  });
});

describe('compute', () => {
  it('écrit cinq fichiers, parle sur stderr, rien sur stdout', async () => {
    const folder = await sixCommunes();
    const { code, stdout, stderr } = await fragilite(folder, GOOD);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(Object.keys(bytesOf(join(folder, 'sortie')))).toEqual(OUTPUTS);
    expect(stderr).toContain('Écrit dans sortie : ifn.csv, ifn.geojson, classement.md, methode.md, quantites.csv, manifest.json.');
  });

  it('--out - n’écrit que ifn.csv, sur la sortie standard', async () => {
    const folder = await sixCommunesComputed();
    const expected = textOf(join(folder, 'sortie'), 'ifn.csv');
    const before = Object.keys(bytesOf(await sixCommunes()));
    const other = await sixCommunes();
    const { code, stdout } = await fragilite(other, ['compute', ...INSEE, '--out', '-']);
    expect(code).toBe(0);
    expect(stdout).toBe(expected);
    expect(Object.keys(bytesOf(other))).toEqual(before);
  });

  it('--quiet ne dit que les erreurs', async () => {
    const folder = await sixCommunes();
    expect(await fragilite(folder, [...GOOD, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stderr } = await fragilite(folder, [...GOOD, '--quiet', '--insee', 'rien.csv']);
    expect(stderr).toBe('Erreur : rien.csv : fichier introuvable. Vérifiez le chemin.\n');
  });

  it('--verbose dit aussi les faits ; sans lui, les avertissements seuls', async () => {
    const folder = await sixCommunes();
    const fact = 'contours.geojson : 6 contours, clé code';
    expect((await fragilite(folder, [...GOOD, '--verbose'])).stderr).toContain(fact);
    expect((await fragilite(folder, GOOD)).stderr).not.toContain(fact);
  });

  it('montre la pile d’une erreur avec --verbose seulement', async () => {
    const folder = await sixCommunes();
    expect((await fragilite(folder, ['compute', '--insee', 'rien.csv', '--verbose'])).stderr).toMatch(/\n {4}at /);
    expect((await fragilite(folder, ['compute', '--insee', 'rien.csv'])).stderr).not.toMatch(/\n {4}at /);
  });

  it('retire l’ifn.geojson d’un calcul précédent quand il n’y a plus de contours, et garde les fichiers d’autrui', async () => {
    const folder = await sixCommunesComputed();
    writeFileSync(join(folder, 'sortie', 'notes.txt'), 'à moi');
    const { code, stderr } = await fragilite(folder, ['compute', ...INSEE, '--out', 'sortie']);
    expect(code).toBe(0);
    expect(stderr).toContain('Retiré de sortie, d\'un calcul précédent : ifn.geojson.');
    expect(Object.keys(bytesOf(join(folder, 'sortie')))).toEqual(['classement.md', 'ifn.csv', 'manifest.json', 'methode.md', 'notes.txt', 'quantites.csv']);
  });

  it('n’efface pas un ifn.geojson qui n’est pas d’un calcul de fragilite', async () => {
    const folder = await sixCommunes();
    mkdirSync(join(folder, 'sortie'));
    writeFileSync(join(folder, 'sortie', 'ifn.geojson'), 'à moi');
    expect((await fragilite(folder, ['compute', ...INSEE, '--out', 'sortie'])).code).toBe(0);
    expect(textOf(join(folder, 'sortie'), 'ifn.geojson')).toBe('à moi');
  });

  it('dit qu’une valeur vient d’un fichier là où l’autre n’en a pas', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'autre.csv': 'CODGEO;P22_POP\n69003;nd\n' });
    const { code, stderr } = await fragilite(folder, [...GOOD, '--insee', 'autre.csv', '--verbose']);
    expect(code).toBe(0);
    expect(stderr).toContain('P22_POP : 1 valeur prise dans un fichier là où un autre n\'en a pas (autre.csv, rp2022.csv).');
  });

  it('un seuil atteint ne change rien', async () => {
    const folder = await sixCommunes();
    expect((await fragilite(folder, [...GOOD, '--require-join', '100%', '--require-complete', '1'])).code).toBe(0);
  });

  it('un fichier nommé deux fois compte une fois', async () => {
    const folder = await sixCommunesComputed();
    const before = textOf(join(folder, 'sortie'), 'ifn.csv');
    expect((await fragilite(folder, [...GOOD, '--insee', './rp2022.csv'])).code).toBe(0);
    expect(textOf(join(folder, 'sortie'), 'ifn.csv')).toBe(before);
  });

  it('une erreur inattendue est un défaut du programme : code 1', async () => {
    const broken = (): never => {
      throw new TypeError('panne imprévue');
    };
    const { code, stderr } = await fragilite(await temporaryFolder(), ['models', '--json'], { stdout: broken });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Erreur interne de fragilite \d+\.\d+\.\d+ : panne imprévue\nC'est un défaut du programme/);
    expect(stderr).not.toContain('    at ');
  });
});

describe('check', () => {
  it('rend compte sur la sortie standard, n’écrit rien', async () => {
    const folder = await sixCommunes();
    const before = bytesOf(folder);
    const { code, stdout } = await fragilite(folder, ['check', ...INSEE, '--boundaries', 'contours.geojson']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rp2022\.csv +6 communes +CODGEO +UTF-8 +; +13 sur 16$/m);
    expect(stdout).toContain('Toutes les variables du modèle ont des colonnes.');
    expect(bytesOf(folder)).toEqual(before);
  });

  it('imprime son rapport, puis échoue (code 3), quand des variables n’ont pas de colonnes', async () => {
    const { code, stdout, stderr } = await fragilite(await sixCommunes(), ['check', '--insee', 'filosofi2021.csv']);
    expect(code).toBe(3);
    expect(stdout).toContain('6 variables du modèle lyon-2021 sont sans colonnes utilisables dans filosofi2021.csv');
    expect(stdout).toContain('P{aa}_CHOM1564, et P{aa}_ACT1564');
    expect(stderr).toMatch(/^Erreur : 6 variables n’ont pas de colonnes utilisables/);
  });

  it('nomme les colonnes approchantes', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'rp2022.csv': textOf(folder, 'rp2022.csv').replace('P22_CHOM1564', 'P22_CHOM1565') });
    const { code, stdout } = await fragilite(folder, ['check', ...INSEE]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/chomeurs \(.*il faut P\{aa\}_CHOM1564, et P\{aa\}_ACT1564\. Dans les fichiers, d'approchant : P22_CHOM1565/);
  });

  it('--json est du JSON, même quand il échoue', async () => {
    const { code, stdout } = await fragilite(await sixCommunes(), ['check', '--insee', 'filosofi2021.csv', '--json']);
    const report = JSON.parse(stdout) as { variables_sans_colonnes: string[]; territoire: { unites: number } };
    expect([code, report.territoire.unites]).toEqual([3, 6]);
    expect(report.variables_sans_colonnes).toHaveLength(6);
  });

  it('refuse ce que compute refuse : le millésime d’une variable inconnue (code 2)', async () => {
    const { code, stderr } = await fragilite(await sixCommunes(), ['check', ...INSEE, '--vintage', 'chomeur=2022']);
    expect(code).toBe(2);
    expect(stderr).toContain('vouliez-vous dire chomeurs');
  });

  it('échoue sous le seuil de jointure (code 4), le rapport imprimé', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'contours.geojson': textOf(folder, 'contours.geojson').replace('"69149"', '"69266"') });
    const { code, stdout, stderr } = await fragilite(folder, ['check', ...INSEE, '--boundaries', 'contours.geojson', '--require-join', '99%']);
    expect(code).toBe(4);
    expect(stdout).toContain('1 commune sans contour (16,7\u202f%) : 69149');
    expect(stderr).toContain('--require-join 99,0\u202f% : seulement 83,3\u202f%');
  });
});

describe('models et territory', () => {
  it('répondent sur la sortie standard, en JSON si on le demande', async () => {
    const folder = await temporaryFolder();
    const json = async (...argv: string[]): Promise<unknown> => {
      const { code, stdout, stderr } = await fragilite(folder, [...argv, '--json']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout);
    };
    expect(await json('models')).toContainEqual(expect.objectContaining({ id: 'lyon-2021', variables: 7 }));
    expect(await json('models', 'lyon-2021')).toMatchObject({ id: 'lyon-2021', liste_reconstituee: true, seuil_completude: 0.5 });
    const chinon = (await json('territory', 'epci:200043081')) as { unites: { code: string; epci: string }[] };
    expect(chinon.unites).toHaveLength(19);
    expect(chinon.unites[0]).toMatchObject({ code: '37004', epci: '200043081', departement: '37' });
  });

  it('ou en un texte qu’une personne lit', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'codes.txt'), '\ufeff69003\r\n# Bron\r\n69029\r\n');
    const { code, stdout } = await fragilite(folder, ['territory', 'file:codes.txt']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 communes choisies : 2 communes ou arrondissements \(COG 2026\)\n/);
    expect(stdout).toMatch(/^69003 +Albigny-sur-Saône +69 +200046977/m);
    expect((await fragilite(folder, ['territory', 'communes:69003'])).stdout).toMatch(/^1 commune choisie : 1 commune ou arrondissement \(COG 2026\)\n/);
    expect((await fragilite(folder, ['territory', 'ctcd:69M,epci:200046977'])).stdout).toMatch(/^Métropole de Lyon \([^)]+\) : 58 communes/);
    expect((await fragilite(folder, ['territory', 'dep:69', '--cog', '1999'])).stderr).toContain('il faut une année : 2019, 2021');
    expect((await fragilite(folder, ['models', 'lyon-2021'])).stdout).toContain('Part des 65 ans et plus');
  });
});

describe('les couleurs', () => {
  it('colorent les avertissements sur un terminal, rien ailleurs', async () => {
    const folder = await sixCommunes();
    const argv = ['compute', ...INSEE, '--insee', 'autre.csv', '--out', 'sortie'];
    await put(folder, { 'autre.csv': 'CODGEO;P22_POP\n1001;800\n' });
    expect((await fragilite(folder, argv, { color: true })).stderr).toContain(ESCAPE);
    expect((await fragilite(folder, argv)).stderr).not.toContain(ESCAPE);
  });

  it.each([
    [true, {}, true, true],
    [true, { NO_COLOR: '1' }, true, false],
    [true, { NO_COLOR: '' }, true, true],
    [true, { TERM: 'dumb' }, false, false],
    [false, {}, false, false],
  ])('terminal %s, environnement %j', (isTTY, environment, interactive, color) => {
    const before = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('TERM', 'xterm');
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      if (before === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
      else Object.defineProperty(process.stderr, 'isTTY', before);
    });
    expect(processIo()).toMatchObject({ interactive, color });
  });
});

describe('fragilite.yaml', () => {
  const PROJECT = 'insee:\n  - donnees/rp2022.csv\n  - donnees/filosofi2021.csv\nterritory: communes:01001,01002,69003\nboundaries: donnees/contours.geojson\nout: resultat\n';

  const project = async (): Promise<string> => {
    const folder = await sixCommunes();
    mkdirSync(join(folder, 'projet', 'donnees'), { recursive: true });
    for (const name of ['rp2022.csv', 'filosofi2021.csv', 'contours.geojson']) renameSync(join(folder, name), join(folder, 'projet', 'donnees', name));
    await put(join(folder, 'projet'), { 'fragilite.yaml': PROJECT });
    return folder;
  };
  const codes = (folder: string): (string | undefined)[] => recordsOf(textOf(folder, 'ifn.csv')).map((r) => r['code']);

  it('est pris dans le dossier courant, ses chemins partant du sien', async () => {
    const folder = join(await project(), 'projet');
    const { code, stderr } = await fragilite(folder, ['compute']);
    expect(code).toBe(0);
    expect(stderr).toContain('fragilite.yaml');
    expect(codes(join(folder, 'resultat'))).toEqual(['01001', '01002', '69003']);
  });

  it('par --config d’un autre dossier, et donne le même manifeste, sans chemin absolu', async () => {
    const here = await project();
    const there = await project();
    expect((await fragilite(join(here, 'projet'), ['compute'])).code).toBe(0);
    expect((await fragilite(there, ['compute', '--config', 'projet/fragilite.yaml'])).code).toBe(0);
    expect(bytesOf(join(there, 'projet', 'resultat'))).toEqual(bytesOf(join(here, 'projet', 'resultat')));
    const manifest = textOf(join(there, 'projet', 'resultat'), 'manifest.json');
    expect(manifest).toContain('"donnees/rp2022.csv"');
    expect(manifest).not.toContain(basename(there));
  });

  it('cède aux options de la commande, dont les chemins partent du dossier courant', async () => {
    const folder = await project();
    writeFileSync(join(folder, 'codes.txt'), '69149\n01001\n');
    const argv = ['compute', '--config', 'projet/fragilite.yaml', '--out', 'ici'];
    expect((await fragilite(folder, [...argv, '--territory', 'communes:2A004,69149'])).code).toBe(0);
    expect(codes(join(folder, 'ici'))).toEqual(['2A004', '69149']);
    expect(existsSync(join(folder, 'projet', 'resultat'))).toBe(false);
    expect((await fragilite(folder, [...argv, '--territory', 'file:codes.txt'])).code).toBe(0);
    expect(codes(join(folder, 'ici'))).toEqual(['01001', '69149']);
    expect(textOf(join(folder, 'ici'), 'manifest.json')).not.toContain(basename(folder));
  });

  it('ne compte pas quand --insee est donné', async () => {
    const folder = join(await project(), 'projet');
    expect((await fragilite(folder, ['compute', '--insee', 'donnees/rp2022.csv', '--insee', 'donnees/filosofi2021.csv', '--out', 'tout'])).code).toBe(0);
    expect(codes(join(folder, 'tout'))).toHaveLength(6);
  });
});
