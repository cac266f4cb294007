import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Command } from 'commander';
import { declareIndexCommands } from '../../src/cli/commands/index-commands.js';
import { declarePostCommands } from '../../src/cli/commands/post-commands.js';
import { declareSoundnessCommands } from '../../src/cli/commands/soundness-commands.js';
import { declareViewCommands } from '../../src/cli/commands/view-commands.js';
import { PROJECT_OPTIONS, SECTIONS } from '../../src/sources/project-file.js';
import { scalar } from '../../src/outputs/project-yaml.js';
import { parse } from 'yaml';
import fc from 'fast-check';
import { bytesOf, fragilite } from '../support/command-line.js';
import { projectFolder } from '../support/project.js';
import { repositoryFile } from '../support/run-cli.js';

interface Schema {
  readonly properties: Readonly<Record<string, { readonly properties?: object }>>;
}
const schema = JSON.parse(readFileSync(repositoryFile('schemas/project.schema.json'), 'utf8')) as Schema;

/** The options of a command on the command line that are not of the terminal. */
function optionsOf(name: string): string[] {
  const program = new Command();
  const io = { stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: '.' };
  for (const declare of [declareIndexCommands, declarePostCommands, declareSoundnessCommands, declareViewCommands]) declare((command) => program.command(command), io);
  const found = program.commands.find((command) => command.name() === name);
  return (found?.options ?? []).map((option) => option.long?.slice(2) ?? '').filter((option) => !['config', 'json'].includes(option)).sort();
}

describe('fragilite.yaml', () => {
  it.each(['compute', 'cross', 'allocate', 'diagnose', 'map', 'report'] as const)('a toutes les options de %s, et le schéma les mêmes', (command) => {
    const options = Object.keys(PROJECT_OPTIONS[command]).sort();
    expect(options).toEqual(optionsOf(command));
    const properties = command === 'compute' ? Object.keys(schema.properties).filter((name) => !(SECTIONS as readonly string[]).includes(name)) : Object.keys(schema.properties[command]?.properties ?? {});
    expect(properties.sort()).toEqual(options);
  });

  it('a toutes celles de check', () => {
    expect(Object.keys(PROJECT_OPTIONS.compute)).toEqual(expect.arrayContaining(optionsOf('check')));
  });

  it.each([
    ['cross:\n  postes: a.csv', 'ligne 2, champ cross.postes : champ inconnu ; vouliez-vous dire « posts » ?'],
    ['allocate:\n  metod: dhondt', 'ligne 2, champ allocate.metod : champ inconnu ; vouliez-vous dire « method » ?'],
    ['mapp:\n  column: score', 'ligne 1, champ mapp : champ inconnu ; vouliez-vous dire « map » ?'],
    ['allocate:\n  method: hondt', "ligne 2, champ allocate.method : \"hondt\" n'est pas une valeur possible (sainte-lague, plus-fort-reste, dhondt, huntington-hill, adams)"],
    ['cross:\n  as-of: 5 avril 2023', "ligne 2, champ cross.as-of : \"5 avril 2023\" n'a pas la forme attendue"],
    ['allocate:\n  total: beaucoup', 'ligne 2, champ allocate.total : "beaucoup" ; il faut un nombre entier'],
    ['report:\n  out: ailleurs', 'ligne 2, champ report.out : champ inconnu'],
    ['cross: postes.csv', 'ligne 1, champ cross : "postes.csv" ; il faut des champs (nom: valeur) ou rien'],
    ['allocate:\n  keep-existing: oui', 'ligne 2, champ allocate.keep-existing : "oui" ; il faut vrai ou faux (true, false)'],
  ])('nomme la ligne et le champ de « %s » (code 3)', async (text, message) => {
    const folder = await projectFolder();
    writeFileSync(join(folder, 'fragilite.yaml'), `${text}\ninsee: rp2022.csv\n`);
    const { code, stderr } = await fragilite(folder, ['run']);
    expect(code).toBe(3);
    expect(stderr).toContain(`fragilite.yaml, ${message}`);
  });

  it('sert à cross, allocate, diagnose, map et report lancés à la main : le même résultat que run', async () => {
    const folder = await projectFolder();
    for (const command of ['compute', 'cross', 'allocate', 'diagnose', 'map', 'report']) {
      const { code, stderr } = await fragilite(folder, [command]);
      expect({ command, code, stderr: code === 0 ? '' : stderr }).toEqual({ command, code: 0, stderr: '' });
      expect(stderr).toContain('Options du fichier de projet fragilite.yaml');
    }
    const byHand = bytesOf(join(folder, 'sortie'));
    const other = await projectFolder();
    await fragilite(other, ['run']);
    expect(bytesOf(join(other, 'sortie'))).toEqual(byHand);
  });

  it('ne sert pas aux commandes qui disent elles-mêmes quoi faire, sauf par --config', async () => {
    const folder = await projectFolder();
    await fragilite(folder, ['compute', '--quiet']);
    const cross = await fragilite(folder, ['cross', '--posts', 'postes.csv']);
    expect(cross.stderr).not.toContain('fichier de projet');
    expect(readFileSync(join(folder, 'sortie', 'croisement.md'), 'utf8')).not.toContain('demandes.csv');
    const allocate = await fragilite(folder, ['allocate', '--total', '5']);
    expect(allocate.stderr).not.toContain('fichier de projet');
    expect((await fragilite(folder, ['map', 'sortie', '--format', 'png', '--width', '300'])).stderr).not.toContain('fichier de projet');
    const both = await fragilite(folder, ['cross', '--posts', 'postes.csv', '--config', 'fragilite.yaml']);
    expect(both.stderr).toContain('Options du fichier de projet fragilite.yaml');
    expect(readFileSync(join(folder, 'sortie', 'croisement.md'), 'utf8')).toContain('demandes.csv');
  });

  it('part de son dossier, et les chemins de la commande du dossier courant', async () => {
    const folder = await projectFolder();
    mkdirSync(join(folder, 'ici'));
    writeFileSync(join(folder, 'ici', 'postes.csv'), readFileSync(join(folder, 'postes.csv')));
    const config = ['--config', '../fragilite.yaml'];
    for (const words of [['compute', ...config], ['cross', ...config, '--posts', 'postes.csv'], ['map', ...config, '--format', 'svg'], ['report', ...config]]) {
      expect(await fragilite(join(folder, 'ici'), [...words, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'sortie', 'manifest.json'), 'utf8')) as { entrees: { chemin: string }[] };
    expect(manifest.entrees.map((e) => e.chemin)).toEqual(['contours.geojson', 'demandes.csv', 'filosofi2021.csv', 'ici/postes.csv', 'rp2022.csv']);
  });

  it('les options de la commande l’emportent', async () => {
    const folder = await projectFolder();
    await fragilite(folder, ['compute', '--quiet']);
    await fragilite(folder, ['allocate', '--method', 'dhondt', '--quiet']);
    expect(JSON.parse(readFileSync(join(folder, 'sortie', 'manifest.json'), 'utf8'))).toMatchObject({ repartition: { methode: 'dhondt', enveloppe: { haut: 12 } } });
  });
});

describe('the texts that init writes', () => {
  it('are read back by YAML as they were, whatever the name of a file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('no', 'null', '12', '1.5', 'a: b', 'a #b', '- x', "l'été.csv", 'dép 69/rp.csv', '1e3', '0x1F', '.5', '~', 'a:', ' a', 'a ', '2023-04-05', '.inf', '.nan')), (text) => {
        expect((parse(`insee:\n  - ${scalar(text)}\n`) as { insee: unknown[] }).insee[0]).toBe(text);
      }),
    );
  });
});
