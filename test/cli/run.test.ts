import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, fragilite } from '../support/command-line.js';
import { edit, projectFolder, stepsOf, touch, useProjectDone } from '../support/project.js';
import { put, sixCommunes } from '../support/six-communes.js';

const ALL_DONE = { check: 'fait', compute: 'fait', cross: 'fait', allocate: 'fait', diagnose: 'fait', map: 'fait', report: 'fait' };
const UNCHANGED = { check: 'inchangé', compute: 'inchangé', cross: 'inchangé', allocate: 'inchangé', diagnose: 'inchangé', map: 'inchangé', report: 'inchangé' };
const OUTPUTS = ['allocation.csv', 'allocation.md', 'carte-acces.svg', 'carte.svg', 'classement.md', 'croisement.csv', 'croisement.md', 'diagnostic.json', 'diagnostic.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'methode.md', 'quantites.csv', 'rapport.html'];

/** Runs, and gives what each step did. */
async function run(folder: string, ...words: readonly string[]): Promise<Record<string, string>> {
  const { code, stderr } = await fragilite(folder, ['run', ...words]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stepsOf(stderr);
}

const done = useProjectDone();

/** The bytes that the project gives in a folder without any result. */
async function fromScratch(folder: string): Promise<Record<string, string>> {
  const other = await projectFolder();
  for (const name of readdirSync(folder)) if (/\.(csv|yaml|geojson)$/.test(name)) writeFileSync(join(other, name), readFileSync(join(folder, name)));
  await run(other);
  return bytesOf(join(other, 'sortie'));
}

describe('fragilite run', () => {
  it('fait toutes les étapes du fichier, puis rien', async () => {
    const folder = await projectFolder();
    expect(await run(folder)).toEqual(ALL_DONE);
    expect(readdirSync(join(folder, 'sortie')).sort()).toEqual(OUTPUTS);
    const before = bytesOf(join(folder, 'sortie'));
    const { code, stdout, stderr } = await fragilite(folder, ['run']);
    expect({ code, stdout, steps: stepsOf(stderr) }).toEqual({ code: 0, stdout: '', steps: UNCHANGED });
    expect(stderr).toContain('Résultat dans sortie ; à lire : sortie/rapport.html.');
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
    expect(await fragilite(folder, ['verify'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Conforme à son manifeste, octet par octet.') as string });
    expect(await run(folder, '--force')).toEqual(ALL_DONE);
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });

  it.each([
    ['rp2022.csv', ALL_DONE],
    ['contours.geojson', ALL_DONE],
    ['postes.csv', { ...UNCHANGED, cross: 'fait', map: 'fait', report: 'fait' }],
    ['demandes.csv', { ...UNCHANGED, cross: 'fait', map: 'fait', report: 'fait' }],
    ['enveloppe.yaml', { ...UNCHANGED, allocate: 'fait', report: 'fait' }],
    ['fragilite.yaml', UNCHANGED],
  ])('un octet de plus dans %s refait ce qui en dépend et rien d’autre', async (name, expected) => {
    const folder = await done();
    touch(folder, name);
    expect(await run(folder)).toEqual(expected);
    expect(bytesOf(join(folder, 'sortie'))).toEqual(await fromScratch(folder));
    expect(await run(folder)).toEqual(UNCHANGED);
  });

  it.each<[string, string, string, object]>([
    ['une option de la répartition', 'envelope: enveloppe.yaml', 'envelope: enveloppe.yaml\n  method: dhondt', { ...UNCHANGED, allocate: 'fait', report: 'fait' }],
    ['une option du diagnostic', 'draws: 50', 'draws: 60', { ...UNCHANGED, diagnose: 'fait', report: 'fait' }],
    ['le diagnostic en moins', 'diagnose:\n  draws: 50\n', '', { ...ALL_DONE, check: 'inchangé', diagnose: 'non demandé' }],
    ['une option des cartes', 'column: [score, acces]', 'column: score', { ...UNCHANGED, map: 'fait' }],
    ['les demandes en moins', '  demands: demandes.csv\n', '', { ...UNCHANGED, cross: 'fait', map: 'fait', report: 'fait' }],
    ['une option du calcul', 'insee:', 'missing: ignorer\ninsee:', { ...ALL_DONE, check: 'inchangé' }],
    ['la répartition en moins', 'allocate:\n  envelope: enveloppe.yaml\n', '', { ...UNCHANGED, allocate: 'retiré', report: 'fait' }],
    ['le croisement en moins', 'cross:\n  posts: postes.csv\n  demands: demandes.csv\n', '', { ...ALL_DONE, check: 'inchangé', cross: 'non demandé' }],
  ])('%s : ce qui en dépend est refait, comme dans un dossier neuf', async (_, from, to, expected) => {
    const folder = await done();
    edit(folder, 'fragilite.yaml', from, to);
    expect(await run(folder)).toEqual(expected);
    expect(bytesOf(join(folder, 'sortie'))).toEqual(await fromScratch(folder));
  });

  it.each([
    ['ifn.csv', ALL_DONE],
    ['manifest.json', ALL_DONE],
    ['croisement.md', { ...UNCHANGED, cross: 'fait' }],
    ['diagnostic.json', { ...UNCHANGED, diagnose: 'fait' }],
    ['carte-acces.svg', { ...UNCHANGED, map: 'fait' }],
    ['rapport.html', { ...UNCHANGED, report: 'fait' }],
  ])('%s, modifié ou supprimé, est refait', async (name, expected) => {
    const folder = await done();
    const before = bytesOf(join(folder, 'sortie'));
    touch(join(folder, 'sortie'), name);
    expect(await run(folder)).toEqual({ ...expected, ...(expected === ALL_DONE ? { check: 'inchangé' } : {}) });
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
    rmSync(join(folder, 'sortie', name));
    expect(await run(folder)).toEqual({ ...expected, ...(expected === ALL_DONE ? { check: 'inchangé' } : {}) });
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);
  });

  it('dit pourquoi une étape est refaite', async () => {
    const folder = await done();
    touch(folder, 'postes.csv');
    edit(folder, 'fragilite.yaml', 'format: svg', 'format: svg\n  labels: non');
    rmSync(join(folder, 'sortie', 'allocation.md'));
    const { stderr } = await fragilite(folder, ['run']);
    expect(stderr).toContain('cross     fait (postes.csv a changé)');
    expect(stderr).toContain("allocate  fait (sortie/allocation.md n'est plus là)");
    expect(stderr).toContain('map       fait (option changée : labels)');
    expect(stderr).toContain('report    fait (après cross)');
  });

  it('s’arrête au code de l’étape qui échoue, garde ce qui est fait et reprend là', async () => {
    const folder = await projectFolder();
    edit(folder, 'enveloppe.yaml', 'bas: 8', 'bas: 80');
    const failed = await fragilite(folder, ['run']);
    expect(failed.code).toBe(3);
    expect(stepsOf(failed.stderr)).toEqual({ check: 'fait', compute: 'fait', cross: 'fait', allocate: 'échec' });
    expect(failed.stderr).toContain('Erreur : enveloppe.yaml, ligne 4, champ bas : 80 dépasse haut (12).');
    edit(folder, 'enveloppe.yaml', 'bas: 80', 'bas: 8');
    expect(await run(folder)).toEqual({ ...UNCHANGED, allocate: 'fait', diagnose: 'fait', map: 'fait', report: 'fait' });
    expect(bytesOf(join(folder, 'sortie'))).toEqual(await fromScratch(folder));
  });

  it('rend le code 4 d’un seuil, et 3 d’un fichier qui manque', async () => {
    const folder = await projectFolder();
    edit(folder, 'fragilite.yaml', 'insee:', 'require-join: 99%\nterritory: dep:01\ninsee:');
    expect((await fragilite(folder, ['run'])).code).toBe(4);
    rmSync(join(folder, 'rp2022.csv'));
    const { code, stderr } = await fragilite(folder, ['run']);
    expect(code).toBe(3);
    expect(stderr).toBe('check     échec\nErreur : rp2022.csv : fichier introuvable. Vérifiez le chemin.\n');
  });

  it('montre ce que check a trouvé quand il échoue', async () => {
    const folder = await projectFolder();
    edit(folder, 'fragilite.yaml', 'insee: [rp2022.csv, filosofi2021.csv]', 'insee: rp2022.csv');
    const { code, stderr } = await fragilite(folder, ['run']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/pauvrete \(.*\) : il faut TP60\{aa\}[\s\S]*check {5}échec\nErreur : 1 variable n’a pas de colonnes utilisables \(rapport ci-dessus\)/);
    expect(stderr.split('\n').filter((line) => line.startsWith('compute'))).toEqual([]);
  });

  it('prend le fichier que --config nomme, dans son dossier, et garde un état pour chacun', async () => {
    const folder = await projectFolder();
    mkdirSync(join(folder, 'ailleurs'));
    edit(folder, 'fragilite.yaml', 'insee:', 'out: resultat/2022\ninsee:');
    const { code, stderr } = await fragilite(join(folder, 'ailleurs'), ['run', '--config', '../fragilite.yaml']);
    expect({ code, steps: stepsOf(stderr) }).toEqual({ code: 0, steps: ALL_DONE });
    expect(readdirSync(join(folder, 'resultat', '2022')).sort()).toEqual(OUTPUTS);
    expect((await fragilite(join(folder, 'ailleurs'), ['verify', '../resultat/2022', '--from', '..'])).code).toBe(0);
    expect(readdirSync(join(folder, 'ailleurs'))).toEqual([]);
    writeFileSync(join(folder, 'autre.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\nout: autre\n');
    edit(folder, 'fragilite.yaml', 'out: resultat/2022', 'out: resultat/2023');
    expect(await run(folder)).toEqual({ ...ALL_DONE, check: 'inchangé' });
    expect(bytesOf(join(folder, 'resultat', '2022'))).toEqual(bytesOf(join(folder, 'resultat', '2023')));
    rmSync(join(folder, 'resultat', '2022'), { recursive: true });
    expect(await run(folder, '--config', 'autre.yaml')).toMatchObject({ compute: 'fait', cross: 'non demandé', report: 'non demandé' });
    expect(await run(folder)).toEqual(UNCHANGED);
  });

  it('une étape qui écrit dans un autre dossier est refaite avec tout ce qui la précède', async () => {
    const folder = await projectFolder();
    edit(folder, 'fragilite.yaml', '  column: [score, acces]', '  column: [score, acces]\n  out: cartes');
    expect(await run(folder)).toEqual(ALL_DONE);
    expect(readdirSync(join(folder, 'cartes')).sort()).toEqual(['carte-acces.svg', 'carte.svg', 'manifest.json']);
    expect(await run(folder)).toEqual(UNCHANGED);
    touch(folder, 'postes.csv');
    expect(await run(folder)).toEqual({ ...ALL_DONE, check: 'inchangé' });
    const after = bytesOf(join(folder, 'cartes'));
    for (const name of ['cartes', 'sortie', '.fragilite']) rmSync(join(folder, name), { recursive: true });
    await run(folder);
    expect(bytesOf(join(folder, 'cartes'))).toEqual(after);
  });

  it('les postes du premier niveau sont croisés par compute, et par cross si sa section est là', async () => {
    const folder = await sixCommunes();
    const own = await projectFolder();
    await put(folder, { 'postes.csv': readFileSync(join(own, 'postes.csv')), 'fragilite.yaml': 'insee: [rp2022.csv, filosofi2021.csv]\nposts: postes.csv\n' });
    expect(await run(folder)).toMatchObject({ compute: 'fait', cross: 'non demandé' });
    expect(existsSync(join(folder, 'sortie', 'croisement.csv'))).toBe(true);
    writeFileSync(join(folder, 'fragilite.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\nposts: postes.csv\ncross:\n  weight: excedent\n');
    expect(await run(folder)).toMatchObject({ cross: 'fait' });
    expect(JSON.parse(readFileSync(join(folder, 'sortie', 'manifest.json'), 'utf8'))).toMatchObject({ croisement: { poids: { fonction: 'excedent' } } });
  });

  it('un dossier où rien ne s’écrit : le conseil est la clé du fichier de projet, non une option que run n’a pas (code 5)', async () => {
    const folder = await projectFolder();
    writeFileSync(join(folder, 'pris'), '');
    edit(folder, 'fragilite.yaml', 'insee:', 'out: pris\ninsee:');
    expect(await fragilite(folder, ['run'])).toEqual({ code: 5, stdout: '', stderr: 'Erreur : Le dossier de sortie « pris » est un fichier. Donnez un autre dossier par la clé out de fragilite.yaml.\n' });
    // A step that cannot write, too.
    edit(folder, 'fragilite.yaml', 'out: pris', 'out: resultat');
    mkdirSync(join(folder, 'resultat', 'classement.md'), { recursive: true });
    const { code, stderr } = await fragilite(folder, ['run']);
    expect({ code, stderr: stderr.split('\n').slice(1) }).toEqual({
      code: 5,
      stderr: ['compute   échec', "Erreur : Impossible d'écrire dans « resultat » : un dossier porte le nom d’une sortie. Les sorties précédentes sont intactes ; donnez un autre dossier par la clé out de fragilite.yaml.", ''],
    });
  });

  it('--quiet ne dit rien', async () => {
    const folder = await projectFolder();
    expect(await fragilite(folder, ['run', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('sans fichier de projet, dit comment en écrire un (code 2)', async () => {
    const { code, stderr } = await fragilite(await sixCommunes(), ['run']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "Erreur : Il n'y a pas de fragilite.yaml dans ce dossier.\nÉcrivez-le (fragilite init), ou nommez-en un : fragilite run --config FICHIER.\n" });
  });

  it('un état illisible, ou d’une autre forme, fait tout refaire', async () => {
    const folder = await done();
    const state = join(folder, '.fragilite', 'fragilite.yaml.json');
    writeFileSync(state, '{"forme": 1, "eta');
    expect(await run(folder)).toEqual(ALL_DONE);
    edit(folder, '.fragilite/fragilite.yaml.json', '"forme": 1', '"forme": 99');
    expect(await run(folder)).toEqual(ALL_DONE);
  });
});

describe('deux fragilite run dans un projet', () => {
  const lock = (folder: string, mark: object): void => {
    mkdirSync(join(folder, '.fragilite'), { recursive: true });
    writeFileSync(join(folder, '.fragilite', 'verrou'), JSON.stringify(mark));
  };

  it('le second est refusé tant que le premier vit (code 5), rien n’est touché', async () => {
    const folder = await projectFolder();
    lock(folder, { pid: process.ppid, machine: hostname(), started: null });
    const { code, stderr } = await fragilite(folder, ['run']);
    expect(code).toBe(5);
    expect(stderr).toContain(`Un autre fragilite run (processus ${String(process.ppid)} de ${hostname()}) travaille dans ce projet.`);
    expect(existsSync(join(folder, 'sortie'))).toBe(false);
    expect(readdirSync(join(folder, '.fragilite'))).toEqual(['verrou']);
  });

  it('le verrou d’un mort, ou d’un processus qui a repris son numéro, est repris', async () => {
    const folder = await projectFolder();
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((end) => dead.once('exit', end));
    lock(folder, { pid: dead.pid, machine: hostname(), started: null });
    expect(await run(folder)).toEqual(ALL_DONE);
    lock(folder, { pid: process.ppid, machine: hostname(), started: 'avant le démarrage' });
    expect(await run(folder)).toEqual(UNCHANGED);
    expect(readdirSync(join(folder, '.fragilite')).sort()).toEqual(['.gitignore', 'fragilite.yaml.json']);
  });
});
