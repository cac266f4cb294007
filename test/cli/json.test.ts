import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { edit, projectFolder } from '../support/project.js';
import { INSEE, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';
import { summaryOf } from '../support/summary.js';
import type { Summary } from '../support/summary.js';

/** What a command answers with --json. */
async function withJson(folder: string, argv: readonly string[]): Promise<Summary> {
  const summary = summaryOf(await fragilite(folder, [...argv, '--json']));
  expect(summary.commande).toBe(argv[0]);
  return summary;
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('--json', () => {
  it('init: what the project holds, what is left out and what lacks', async () => {
    const folder = await sixCommunes();
    writeFileSync(join(folder, 'autre.csv'), 'a;b\n1;2\n');
    const summary = await withJson(folder, ['init']);
    expect(summary.sorties).toEqual([{ chemin: 'fragilite.yaml', sha256: hashOf(join(folder, 'fragilite.yaml')) }]);
    expect(summary.resultat).toMatchObject({ insee: [{ chemin: 'rp2022.csv' }, { chemin: 'filosofi2021.csv' }], contours: [{ chemin: 'contours.geojson' }], laisses_de_cote: expect.arrayContaining([expect.objectContaining({ chemin: 'autre.csv' })]) as unknown });
    expect(await withJson(folder, ['init'])).toMatchObject({ code: 5, erreur: expect.stringContaining('est déjà là') as string, sorties: [], resultat: null });
  });

  it('run: each step, all the outputs that there are, what the steps have found', async () => {
    const folder = await projectFolder();
    const first = await withJson(folder, ['run', '--quiet']);
    const states = (summary: Summary): string[] => (summary.resultat as { etapes: { etat: string }[] }).etapes.map(({ etat }) => etat);
    expect(new Set(states(first))).toEqual(new Set(['fait']));
    expect(first).toMatchObject({ erreur: null, dossier: 'sortie' });
    expect(first.messages.length).toBeGreaterThan(0);
    for (const { chemin, sha256 } of first.sorties) expect({ chemin, sha256 }).toEqual({ chemin, sha256: hashOf(join(folder, 'sortie', chemin)) });
    const second = await withJson(folder, ['run']);
    expect(new Set(states(second))).toEqual(new Set(['inchange']));
    expect(second.sorties).toEqual(first.sorties);
    edit(folder, 'enveloppe.yaml', 'bas: 8', 'bas: 80');
    const failed = await withJson(folder, ['run']);
    expect(failed).toMatchObject({ code: 3, erreur: expect.stringMatching(/^enveloppe\.yaml, ligne 4/) as string, resultat: { etapes: [{ nom: 'check', etat: 'inchange' }, { nom: 'compute' }, { nom: 'cross' }, { nom: 'allocate', etat: 'echec' }] } });
  });

  it('confront and fetch --dry-run: the same shape', async () => {
    const folder = await sixCommunesComputed();
    writeFileSync(join(folder, 'enquete.csv'), 'code;n;taux\n01001;40;20\n01002;50;30\n');
    expect((await withJson(folder, ['confront', 'enquete.csv'])).sorties.map(({ chemin }) => chemin)).toContain('confrontation.csv');
    expect(await withJson(folder, ['fetch', 'insee-dossier-complet-2025', '--dry-run'])).toMatchObject({ sorties: [], resultat: { fichiers: [{ identifiant: 'insee-dossier-complet-2025', adresses: [expect.stringMatching(/^https:/) as string] }] } });
  });

  it('diagnose and compare: the very bytes of their file', async () => {
    const folder = await sixCommunesComputed();
    const diagnosed = await fragilite(folder, ['diagnose', '--draws', '30', '--json']);
    expect(diagnosed.stdout).toBe(readFileSync(join(folder, 'sortie', 'diagnostic.json'), 'utf8'));
    expect((await fragilite(folder, ['compute', ...INSEE, '--missing', 'ignorer', '--out', 'b'])).code).toBe(0);
    const compared = await fragilite(folder, ['compare', 'sortie', 'b', '--json', '--quiet']);
    expect(compared).toEqual({ code: 0, stderr: '', stdout: readFileSync(join(folder, 'comparaison', 'comparaison.json'), 'utf8') });
  });

  it.each<[number, string[]]>([
    [3, ['diagnose', 'absent']],
    [3, ['compare', 'a', 'b']],
    [3, ['evolution', '2011', '2022']],
    [3, ['confront', 'enquete.csv', 'absent']],
    [3, ['verify', 'absent']],
    [3, ['explain', '69259', 'absent']],
    [2, ['models', 'inconnu']],
    [2, ['territory', 'dep:692']],
    [2, ['fetch', 'inconnu']],
    [2, ['run']],
    [2, ['init', 'absent']],
    [2, ['compute', '--inconnue']],
    [2, ['check', '--require-join', 'peu', '--insee', 'absent.csv']],
  ])('a failure of code %i is told in the summary too: %j', async (code, argv) => {
    const folder = await sixCommunes();
    const summary = await withJson(folder, argv);
    expect({ code: summary.code, dossier: summary.dossier, sorties: summary.sorties }).toEqual({ code, dossier: null, sorties: [] });
    const { stderr } = await fragilite(folder, argv);
    expect(stderr).toBe(`Erreur : ${summary.erreur ?? ''}\n`);
  });
});
