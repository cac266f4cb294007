import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/cli/import.js';
import { repositoryFile, useFolder } from '../../support/run-cli.js';
import { failure } from './support.js';

const folder = useFolder();

async function run(files: readonly string[], options: Record<string, unknown> = {}): Promise<string> {
  let told = '';
  await importFiles(files.map((f) => repositoryFile(`fixtures/${f}`)), options, { stdout: () => undefined, stderr: (text) => (told += text), interactive: false, color: false, cwd: folder.path });
  return told;
}

const written = (out: string, name: string): string => readFileSync(join(folder.path, out, name), 'utf8');

describe('fragilite import', () => {
  it('turns the open list into postes.csv and says what it repaired', async () => {
    const told = await run(['posts-liste-ouverte/structures.csv'], { out: 'ouverte' });
    expect(readdirSync(join(folder.path, 'ouverte'))).toEqual(['postes.csv']);
    expect(written('ouverte', 'postes.csv').split('\n').slice(0, 3)).toEqual([
      'poste;nombre;structure;siret;type;commune;departement;statut;coordinateur;date_validation;debut;fin;montant',
      '02100000000011;2;COMMUNE DE BELLEROCHE INVENTEE;02100000000011;publique;01053;01;valide;non;2021-04-14;;;112286.48',
      '99999999400017;1;COMMUNE INVENTEE;99999999400017;publique;69152;69;valide;non;2021-03-24;;;37429',
    ]);
    expect(told).toContain('9 lignes, 13 postes');
    expect(told).toMatch(/Réparé :\n.*ligne 2 : code commune « 1053 » lu 01053/);
    expect(told).toContain("Siège hors du département d'attribution :");
    expect(told).toContain('Écrit dans ouverte : postes.csv.');
  });

  it('turns the exports of the back office into postes.csv and demandes.csv, without contacts', async () => {
    const told = await run(['posts-back-office/postes.csv', 'posts-back-office/structures.csv'], { verbose: true });
    expect(readdirSync(join(folder.path, 'sortie')).sort()).toEqual(['demandes.csv', 'postes.csv']);
    const [posts, demands] = [written('sortie', 'postes.csv'), written('sortie', 'demandes.csv')];
    expect(posts.trimEnd().split('\n')).toHaveLength(5);
    expect(demands.trimEnd().split('\n')).toHaveLength(7);
    expect(posts + demands + told).not.toMatch(/@|06 12|Personneinventee|Prénominventé/);
  });

  it('gives files that are read again', async () => {
    await run(['posts-back-office/structures.csv'], { out: 'relu' });
    await run(['posts-back-office/structures.csv'], { out: 'relu2' });
    expect(written('relu', 'postes.csv')).toBe(written('relu2', 'postes.csv'));
    const failed = await failure(importFiles(['relu/postes.csv'], {}, { stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: folder.path }));
    expect(failed.code).toBe(2);
    expect(failed.message).toContain('déjà dans notre forme');
  });

  it('writes nothing when a file cannot be used, or the folder is a file', async () => {
    writeFileSync(join(folder.path, 'mauvais.csv'), 'Structure;Code postal\nx;69100\n');
    const io = { stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: folder.path };
    expect((await failure(importFiles(['mauvais.csv'], { out: 'rien' }, io))).code).toBe(3);
    expect(existsSync(join(folder.path, 'rien'))).toBe(false);
    expect((await failure(importFiles(['mauvais.csv'], { out: 'mauvais.csv' }, io))).code).toBe(5);
    expect((await failure(importFiles([], {}, io))).code).toBe(2);
    expect((await failure(importFiles(['absent.csv'], {}, io))).message).toContain('absent.csv : fichier introuvable');
  });

  it('says less with --quiet', async () => {
    expect(await run(['posts-liste-ouverte/structures.csv'], { out: 'muet', quiet: true })).toBe('');
  });
});
