import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { readModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const folder = useFolder();
const plain = readFileSync(repositoryFile('fixtures/models/deciles.yaml'), 'utf8');

/** What is told of the model with one passage changed. */
async function faultOf(before: string, after: string): Promise<string> {
  expect(plain).toContain(before);
  const path = join(folder.path, 'fiche.yaml');
  writeFileSync(path, plain.replace(before, after));
  try {
    await readModel(path, 'fiche.yaml', await loadQuantities());
  } catch (error) {
    if (error instanceof FragiliteError && error.exitCode === 3) return error.message;
    throw error;
  }
  return 'accepted';
}

const NORMALISATION = '{ methode: decile, parmi: fichiers, ex_aequo: milieu }';

describe('the rules of a model file', () => {
  it('are refused where they do not go together, with line and field', async () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [NORMALISATION, 'decil', /champ normalisation : "decil" n'est pas une valeur possible/],
      [NORMALISATION, '{ methode: classes }', /champ normalisation : il faut « classes »/],
      [NORMALISATION, '{ methode: classes, classes: [{ jusqua: 0.9, valeur: 0 }, { jusqua: 0.2, valeur: 1 }] }', /normalisation\.classes : les « jusqua » doivent croître/],
      [NORMALISATION, '{ methode: minmax, bornes: [10, 1] }', /normalisation\.bornes : la première borne/],
      [NORMALISATION, 'rapport', /axes\[0\]\.variables\[1\]\.sens : un rapport de sens « - » demande « inversion »/],
      ['echelle: { libelle: "déciles de 1 à 10", centre: 5.5, minimum: 1, maximum: 10 }', '', /il faut « echelle » \(libelle, centre\)/],
      ['minimum: 1, maximum: 10', 'minimum: 10, maximum: 1', /echelle\.minimum : le minimum doit être au-dessous/],
      ['  axe: geometrique\n', '', /champ agregation : il manque « axe »/],
      ['de: axes }', 'de: themes }', /agregation\.global\.de : le modèle n'a pas de « themes »/],
      ['de: axes }', 'de: axe }', /agregation\.global\.de : "axe" n'est pas une valeur possible/],
      ['poids: population }', 'poids: populatoin }', /remontee\.poids : quantité inconnue « populatoin » ; vouliez-vous dire « population »/],
      ['        sens: "-"\n', '        sens: "-"\n        inversion: miroir\n', /variables\[1\]\.inversion : une inversion ne va qu’avec la normalisation rapport/],
      ['        taux: niveau_de_vie_median\n', '', /axes\[0\]\.variables\[1\] : il faut « taux », ou « numerateur » et « denominateur »/],
      ['axes:\n  - id', 'variables:\n  - { id: x, libelle: X, taux: taux_pauvrete, sens: "+", manquants: ignorer }\naxes:\n  - id', /il faut un arbre, et un seul/],
      ['poids_relatif: 3', 'poids_relatif: 0', /poids_relatif/],
    ];
    for (const [before, after, pattern] of cases) expect(await faultOf(before, after), after).toMatch(pattern);
  });

  it('accept every method and normalisation', async () => {
    for (const method of ['moyenne', 'harmonique', 'somme', '{ methode: mazziotta-pareto, penalite: "-", troncature: true }', '{ methode: somme, diviseur: 3.3 }']) {
      expect(await faultOf('geometrique', method)).toBe('accepted');
    }
    for (const n of ['rang-centile', 'z', 'minmax', '{ methode: z, parmi: reference, centre: 100, ecart_type: 10, troncature: true }', '{ methode: classes, classes: [{ jusqua: 0.5, valeur: -1 }, { valeur: 1 }] }']) {
      expect(await faultOf(NORMALISATION, n)).toBe('accepted');
    }
  });

  it('refuse quantities that read one column in two ways, or sum what is no count', async () => {
    const of = (text: string): Promise<string> => faultOf('reference: {', `quantites:\n${text}\nreference: {`);
    expect(
      await of('  a: { libelle: A, unite: locaux, nature: effectif, colonne: nbr, lignes: somme }\n  b: { libelle: B, unite: locaux, nature: effectif, colonne: autre, moins: [nbr] }'),
    ).toMatch(/quantites\.b : la colonne nbr est lue autrement par « a »/);
    expect(await of('  a: { libelle: A, unite: pourcent, nature: taux, colonne: t, lignes: somme }')).toMatch(/quantites\.a\.nature/);
  });
});
