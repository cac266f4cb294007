import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/sources/yaml-document.js';
import { useFolder } from '../support/run-cli.js';

const folder = useFolder();

/** What is said of a project file. */
async function faultOf(text: string): Promise<string> {
  const path = join(folder.path, 'fragilite.yaml');
  writeFileSync(path, text);
  return readYaml(path, 'fragilite.yaml', 'project').then(() => 'accepté', (error: unknown) => (error as Error).message);
}

describe('what is said of a faulty YAML file', () => {
  it.each([
    ['', 'fragilite.yaml : le fichier est vide.'],
    ['# insee: rp.csv\n', 'fragilite.yaml : le fichier est vide, à part des commentaires.'],
    ['insee: a.csv\ninsee: b.csv\n', 'fragilite.yaml, ligne 2 : ce champ est déjà plus haut.\nGardez-en un seul.'],
    ['insee: a.csv\ncog: "2026\n', 'fragilite.yaml, ligne 3, colonne 1 : YAML illisible.\nVérifiez l\'indentation, les deux-points et les guillemets à cet endroit.'],
    ['insee:\n', "fragilite.yaml, ligne 1, champ insee : null n'a aucune des formes possibles ; il faut un texte ou une liste."],
    ['insee: a.csv\nposts: [a.csv, 3]\n', 'fragilite.yaml, ligne 2, champ posts[1] : 3 ; il faut un texte.'],
    ['insee: a.csv\nmissing: rien\n', 'fragilite.yaml, ligne 2, champ missing : "rien" n\'est pas une valeur possible (estimation, ignorer, epci, departement, reference).'],
    ['insee: a.csv\nmap:\n  labels: x\n', 'fragilite.yaml : 2 erreurs.\n  ligne 3, champ map.labels : "x" ; il faut un nombre entier\n  ligne 3, champ map.labels : "x" n\'est pas une valeur possible (oui, non)'],
    ['insee: [a.csv, b.csv]\nmissing: { pauvrete: ignorer }\nmap:\n  labels: 12\n', 'accepté'],
  ])('%j', async (text, said) => {
    expect(await faultOf(text)).toBe(said);
  });
});
