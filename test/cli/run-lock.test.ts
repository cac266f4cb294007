import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { VERSION } from '../../src/version.js';
import { fragilite } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { edit, projectFolder, stepsOf, touch, useProjectDone } from '../support/project.js';
import { repositoryFile } from '../support/run-cli.js';

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const lockOf = (folder: string, name = 'fragilite.lock'): string => readFileSync(join(folder, name), 'utf8');
const entry = (folder: string, path: string): object => ({ taille: statSync(join(folder, path)).size, sha256: sha256(join(folder, path)) });

async function run(folder: string, ...words: readonly string[]): Promise<Outcome> {
  const outcome = await fragilite(folder, ['run', ...words]);
  expect({ code: outcome.code, stderr: outcome.code === 0 ? '' : outcome.stderr }).toEqual({ code: 0, stderr: '' });
  return outcome;
}

const done = useProjectDone();

/** Says in the lock that a file of the project is one that `fetch` took. */
function fetched(folder: string, path: string, id: string): void {
  const lines = [`  ${id}:`, '    url: https://exemple.fr/rp.csv', '    url_finale: https://exemple.fr/rp.csv', `    taille: ${String(statSync(join(folder, path)).size)}`, `    sha256: ${sha256(join(folder, path))}`];
  const file = ['    fichier:', `      chemin: ${path}`, ...lines.slice(3).map((line) => `  ${line}`)];
  const before = existsSync(join(folder, 'fragilite.lock')) ? lockOf(folder) : 'version: 1\n';
  writeFileSync(join(folder, 'fragilite.lock'), before.replace(/^version: 1\n/m, `version: 1\nsources:\n${[...lines, ...file].join('\n')}\n`));
}

describe('fragilite.lock après fragilite run', () => {
  it('a les fichiers lus, la version, le modèle et la géographie, et rien d’autre', async () => {
    const folder = await done();
    expect(parse(lockOf(folder))).toEqual({
      version: 1,
      outil: VERSION,
      modele: { id: 'lyon-2021', version: 1, sha256: sha256(repositoryFile('data/models/lyon-2021.yaml')) },
      geographie: { cog: 2026, source: '@etalab/decoupage-administratif', version: expect.stringMatching(/^6\./) as string },
      entrees: Object.fromEntries(['contours.geojson', 'demandes.csv', 'enveloppe.yaml', 'filosofi2021.csv', 'postes.csv', 'rp2022.csv'].map((path) => [path, entry(folder, path)])),
    });
  });

  it('n’est pas récrit par un run où rien n’a changé, ni avec --force', async () => {
    const folder = await done();
    const [before, { mtimeMs }] = [lockOf(folder), statSync(join(folder, 'fragilite.lock'))];
    for (const words of [[], ['--force'], ['--update']]) {
      const { stderr } = await run(folder, ...words);
      expect(stderr).not.toContain('fragilite.lock');
    }
    expect({ text: lockOf(folder), mtimeMs: statSync(join(folder, 'fragilite.lock')).mtimeMs }).toEqual({ text: before, mtimeMs });
  });

  it('suit un fichier à soi qui a changé, un fichier en plus ou en moins, un autre modèle', async () => {
    const folder = await done();
    touch(folder, 'postes.csv');
    expect((await run(folder)).stderr).toContain('Fichiers lus et versions notés dans fragilite.lock.');
    expect(parse(lockOf(folder))).toMatchObject({ entrees: { 'postes.csv': entry(folder, 'postes.csv') } });
    edit(folder, 'fragilite.yaml', /allocate:\n.*\n/, '');
    writeFileSync(join(folder, 'mien.yaml'), readFileSync(repositoryFile('data/models/lyon-2021.yaml'), 'utf8').replace('id: lyon-2021', 'id: mien'));
    edit(folder, 'fragilite.yaml', 'insee:', 'model: mien.yaml\ninsee:');
    await run(folder);
    const lock = parse(lockOf(folder)) as { entrees: object; modele: object };
    expect(Object.keys(lock.entrees)).toEqual(['contours.geojson', 'demandes.csv', 'filosofi2021.csv', 'mien.yaml', 'postes.csv', 'rp2022.csv']);
    expect(lock.modele).toEqual({ id: 'mien', version: 1, sha256: sha256(join(folder, 'mien.yaml')) });
  });

  it('reste tel quel quand une étape échoue, est récrit s’il a disparu', async () => {
    const folder = await done();
    const before = lockOf(folder);
    edit(folder, 'enveloppe.yaml', 'bas: 8', 'bas: 80');
    expect((await fragilite(folder, ['run'])).code).toBe(3);
    expect(lockOf(folder)).toBe(before);
    edit(folder, 'enveloppe.yaml', 'bas: 80', 'bas: 8');
    rmSync(join(folder, 'fragilite.lock'));
    await run(folder);
    expect(lockOf(folder)).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.fragilite']);
  });

  it('illisible ou en conflit, arrête run avant tout travail (code 3)', async () => {
    const folder = await done();
    writeFileSync(join(folder, 'fragilite.lock'), `<<<<<<< HEAD\n${lockOf(folder)}`);
    const { code, stderr } = await fragilite(folder, ['run']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Erreur : fragilite\.lock, ligne \d+, colonne \d+ : YAML illisible/);
  });

  it('d’un autre fichier de projet porte son nom', async () => {
    const folder = await done();
    const before = lockOf(folder);
    writeFileSync(join(folder, 'autre.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\nout: autre\n');
    await run(folder, '--config', 'autre.yaml');
    expect(Object.keys((parse(lockOf(folder, 'autre.lock')) as { entrees: object }).entrees)).toEqual(['filosofi2021.csv', 'rp2022.csv']);
    expect(lockOf(folder)).toBe(before);
  });
});

describe('un fichier officiel que fetch a noté', () => {
  it('et qui a changé arrête run (code 3) ; --update l’accepte', async () => {
    const folder = await done();
    fetched(folder, 'rp2022.csv', 'rp-2022');
    await run(folder);
    touch(folder, 'rp2022.csv');
    const before = { lock: lockOf(folder), result: sha256(join(folder, 'sortie', 'manifest.json')) };
    const refused = await fragilite(folder, ['run']);
    expect({ code: refused.code, stderr: refused.stderr.replaceAll(/[0-9a-f]{12}…/g, 'SHA').replaceAll(/\d+ octets/g, 'N octets') }).toEqual({
      code: 3,
      stderr:
        "Erreur : rp2022.csv n'est plus le fichier pris par fetch (rp-2022) : fragilite.lock attend SHA, N octets ; trouvé SHA, N octets.\n" +
        "Si c'est voulu : fragilite run --update\nSinon, pour remettre le fichier d'avant : fragilite fetch rp-2022 --out .\n",
    });
    expect({ lock: lockOf(folder), result: sha256(join(folder, 'sortie', 'manifest.json')) }).toEqual(before);

    const { stderr } = await run(folder, '--update');
    expect(stepsOf(stderr)).toMatchObject({ compute: 'fait' });
    expect(stderr).toContain("Attention : rp2022.csv n'est plus le fichier pris par fetch ; accepté par --update.");
    const now = entry(folder, 'rp2022.csv');
    expect(parse(lockOf(folder))).toMatchObject({ sources: { 'rp-2022': { ...now, fichier: { chemin: 'rp2022.csv', ...now } } }, entrees: { 'rp2022.csv': now } });
    expect(new Set(Object.values(stepsOf((await run(folder)).stderr)))).toEqual(new Set(['inchangé']));
  });

  it('est gardé dès le premier run, et là où il a été déplacé', async () => {
    const folder = await projectFolder();
    fetched(folder, 'rp2022.csv', 'rp-2022');
    const text = readFileSync(join(folder, 'rp2022.csv'), 'utf8');
    touch(folder, 'rp2022.csv');
    expect((await fragilite(folder, ['run'])).code).toBe(3);
    mkdirSync(join(folder, 'insee'));
    rmSync(join(folder, 'rp2022.csv'));
    writeFileSync(join(folder, 'insee', 'rp.csv'), text);
    edit(folder, 'fragilite.yaml', 'rp2022.csv', 'insee/rp.csv');
    await run(folder);
    touch(folder, 'insee/rp.csv');
    expect((await fragilite(folder, ['run'])).stderr).toContain("insee/rp.csv n'est plus le fichier pris par fetch (rp-2022)");
    await run(folder, '--update');
    await run(folder);
  });

  it('et qui n’est plus là est nommé avec la commande qui le reprend (code 3)', async () => {
    const folder = await projectFolder();
    mkdirSync(join(folder, 'donnees'));
    cpSync(join(folder, 'rp2022.csv'), join(folder, 'donnees', 'rp.csv'));
    edit(folder, 'fragilite.yaml', 'rp2022.csv', 'donnees/rp.csv');
    fetched(folder, 'donnees/rp.csv', 'rp-2022@epci:200046977 (arrondissements)');
    rmSync(join(folder, 'donnees', 'rp.csv'));
    expect(await fragilite(folder, ['run'])).toEqual({
      code: 3,
      stdout: '',
      stderr: "Erreur : donnees/rp.csv : fichier introuvable. C'est celui que fragilite.lock nomme rp-2022@epci:200046977 (arrondissements) ; pour le reprendre : fragilite fetch rp-2022 --territory epci:200046977 --plm arrondissements\n",
    });
  });

  it('est aussi celui d’un autre fichier de projet du dossier, et plusieurs sont nommés ensemble', async () => {
    const folder = await done();
    writeFileSync(join(folder, 'autre.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\nout: autre\n');
    fetched(folder, 'rp2022.csv', 'rp-2022');
    edit(folder, 'fragilite.lock', 'sources:\n', `sources:\n  filosofi:\n    url: https://exemple.fr/f\n    url_finale: https://exemple.fr/f\n    taille: 1\n    sha256: ${'a'.repeat(64)}\n    fichier:\n      chemin: filosofi2021.csv\n      taille: 2\n      sha256: ${'b'.repeat(64)}\n`);
    touch(folder, 'rp2022.csv');
    const { code, stderr } = await fragilite(folder, ['run', '--config', 'autre.yaml']);
    expect(code).toBe(3);
    expect(stderr).toContain("filosofi2021.csv et rp2022.csv ne sont plus les fichiers pris par fetch : leur sha256 n'est pas celui de fragilite.lock.\nSi c'est voulu : fragilite run --config autre.yaml --update\n");
    await run(folder, '--config', 'autre.yaml', '--update');
    await run(folder, '--config', 'autre.yaml');
    // What came from the address was expanded: it stays what it was.
    expect(parse(lockOf(folder))).toMatchObject({ sources: { filosofi: { taille: 1, fichier: entry(folder, 'filosofi2021.csv') }, 'rp-2022': entry(folder, 'rp2022.csv') } });
  });
});

describe('fragilite verify, à côté de fragilite.lock', () => {
  it('trouve conforme ce que run a fait, et nomme une entrée qui n’est pas celle du verrou (code 3)', async () => {
    const folder = await projectFolder();
    writeFileSync(join(folder, 'fragilite.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\ncross:\n  posts: postes.csv\n');
    await run(folder);
    expect(await fragilite(folder, ['verify'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Conforme à son manifeste, octet par octet.') as string });
    touch(folder, 'rp2022.csv');
    expect((await fragilite(folder, ['compute', '--quiet'])).code).toBe(0);
    const { code, stderr } = await fragilite(folder, ['verify']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Erreur : sortie : 1 entrée n'est pas celle de fragilite\.lock : rp2022\.csv \(sha256 [0-9a-f]{12}… au lieu de [0-9a-f]{12}…\)\.\n.*fragilite run les note/);
    expect(await fragilite(folder, ['verify', '--json'])).toMatchObject({ code: 3, stdout: expect.stringContaining('"conforme": false') as string });
    await run(folder);
    expect((await fragilite(folder, ['verify'])).code).toBe(0);
  });

  it('y tient aussi un fichier officiel qu’aucun run n’a lu', async () => {
    const folder = await projectFolder();
    fetched(folder, 'rp2022.csv', 'rp-2022');
    touch(folder, 'rp2022.csv');
    expect((await fragilite(folder, ['compute', '--quiet'])).code).toBe(0);
    expect(await fragilite(folder, ['verify'])).toMatchObject({ code: 3, stderr: expect.stringContaining('fragilite.lock : rp2022.csv (sha256') as string });
  });
});
