import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { axesOf, nominalWeights, variablesOf } from '../../src/index/model.js';
import type { Model } from '../../src/index/model.js';
import { builtInModels, loadModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { repositoryFile } from '../support/run-cli.js';

const load = async (idOrFile: string): Promise<Model> => (await loadModel(idOrFile, await loadQuantities(), repositoryFile('.'))).model;

async function refusal(idOrFile: string): Promise<FragiliteError> {
  try {
    await load(idOrFile);
  } catch (error) {
    if (error instanceof FragiliteError) return error;
    throw error;
  }
  throw new Error(`${idOrFile} was accepted`);
}

describe('lyon-2021', () => {
  it('is there, valid and complete', async () => {
    expect(await builtInModels()).toContain('lyon-2021');
    expect(await load('lyon-2021')).toMatchObject({ id: 'lyon-2021', status: 'complet', reconstituted: true, completenessThreshold: 0.5 });
  });

  it('has 2 themes, 4 axes and 7 variables, with their labels', async () => {
    const model = await load('lyon-2021');
    expect(model.themes.map((t) => [t.id, t.label])).toEqual([['acces', 'Accès'], ['competences', 'Compétences']]);
    expect(axesOf(model).map((a) => [a.id, a.variables.map((v) => v.id)])).toEqual([
      ['interfaces', ['pauvrete']],
      ['information', ['monoparentales', 'menages_une_personne']],
      ['administratives', ['chomeurs', 'jeunes_15_29']],
      ['numeriques', ['ages_65_plus', 'peu_diplomes']],
    ]);
    expect(variablesOf(model).map((v) => v.label)).toEqual([
      'Taux de pauvreté (seuil 60 %)',
      'Part des familles monoparentales',
      "Part des ménages d'une personne",
      'Part des chômeurs au sens du recensement parmi les actifs de 15-64 ans',
      'Part des 15-29 ans',
      'Part des 65 ans et plus',
      'Part des sans diplôme, CEP ou brevet parmi les 15 ans et plus non scolarisés',
    ]);
  });

  it('weighs poverty 0.25 and the six others 0.125', async () => {
    const weights = [...nominalWeights(await load('lyon-2021')).values()];
    expect(weights).toEqual([0.25, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]);
  });

  it('estimates poverty from the median income, capped at 200 persons, and ignores what else is missing', async () => {
    const [poverty, ...others] = variablesOf(await load('lyon-2021'));
    expect(poverty).toMatchObject({
      missing: 'estimation', rule: 'publie', direction: '+',
      estimation: { predictor: 'niveau_de_vie_median', form: 'log-log', minimumObservations: 20, ceilingCount: 200 },
    });
    expect(others.map((v) => [v.missing, v.rule, v.direction])).toEqual(others.map(() => ['ignorer', 'total', '+']));
  });

  it('falls from 65 to 75 and over under the label of the method', async () => {
    const ages = variablesOf(await load('lyon-2021')).find((v) => v.id === 'ages_65_plus')!;
    expect(ages.definitions.map((d) => [d.numerator, d.denominator, d.label])).toEqual([
      ['population_65_plus', 'population', 'Part des 65 ans et plus'],
      ['population_75_plus', 'population', 'Part des 75 ans et plus (à défaut des 65 ans et plus)'],
    ]);
  });
});

describe('every model that comes with fragilite', () => {
  it('is valid, and its nominal weights add up to 1', async () => {
    for (const id of await builtInModels()) {
      const weights = [...nominalWeights(await load(id)).values()];
      expect(weights.reduce((a, b) => a + b), id).toBeCloseTo(1, 12);
    }
  });
});

describe('a model of the user', () => {
  it('brings its own quantities beside those of INSEE', async () => {
    const model = await load('fixtures/own-model/ma-fiche.yaml');
    expect(variablesOf(model).map((v) => [v.id, v.definitions[0]!.kind, v.direction, v.inversion])).toEqual([
      ['fibre', 'taux', '-', 'miroir'], ['guichets', 'part', '-', 'rapport'], ['jeunes_15_29', 'part', '+', null],
    ]);
    expect(variablesOf(model)[0]!.definitions[0]).toMatchObject({ numerator: 'part_fibre', denominator: 'logements' });
    expect(model.quantities.get('part_fibre')).toMatchObject({ scale: 100, vintage: 2024, family: null });
    expect(model.quantities.has('population')).toBe(true);
  });
});

describe('an invalid model', () => {
  const cases: readonly (readonly [string, readonly RegExp[]])[] = [
    ['unknown-quantity', [/ligne 37, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.denominateur : quantité inconnue « populatoin » ; vouliez-vous dire « population »/, /ligne 50, champ themes\[1\]/]],
    ['cycle', [/ligne 40, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.repli : les replis tournent en rond \(premier → second → premier\)/]],
    ['unknown-repli', [/ligne 40, .*\.repli : repli inconnu « guichet_bis » ; vouliez-vous dire « guichets_bis »/]],
    ['duplicate-id', [/ligne 34, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.id : « fibre » donnerait deux colonnes/]],
    ['reserved-id', [/ligne 34, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.id : « population » donnerait la colonne population, qui existe déjà/]],
    ['unknown-field', [/ligne 39, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.inversoin : champ inconnu ; vouliez-vous dire « inversion »/]],
    ['wrong-nature', [/ligne 36, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.numerateur : « part_fibre » est de nature taux, il faut effectif/]],
    ['taken-name', [/ligne 62, champ quantites\.population : « population » est déjà une quantité de l'Insee/]],
    ['missing-field', [/il manque « seuil_completude »/]],
    ['inversion-with-plus', [/ligne 39, champ themes\[0\]\.axes\[1\]\.variables\[0\]\.inversion : ce champ ne va pas avec les autres/]],
    ['several-faults', [/3 erreurs/, /ligne 51, .*sens : "plus" n'est pas une valeur possible \(\+, -\)/, /ligne 70, champ quantites\.nombre_guichets\.unit : champ inconnu ; vouliez-vous dire « unite »/]],
    ['not-yaml', [/ligne 1, colonne \d+ : YAML illisible/]],
  ];

  it.each(cases)('%s: line, field and what to write, exit code 3', async (name, patterns) => {
    const file = `fixtures/models/${name}.yaml`;
    const error = await refusal(file);
    expect(error.exitCode).toBe(3);
    expect(error.message.startsWith(file)).toBe(true);
    for (const pattern of patterns) expect(error.message).toMatch(pattern);
  });

  it('that is not there is an input that cannot be used', async () => {
    expect((await refusal('fixtures/models/nowhere.yaml')).exitCode).toBe(3);
  });
});

describe('an unknown model', () => {
  it('is a wrong word: exit code 2, with the nearest', async () => {
    for (const word of ['lyon2021', 'lyon-2012']) {
      const error = await refusal(word);
      expect(error.exitCode).toBe(2);
      expect(error.message).toContain(`Modèle « ${word} » inconnu. Vouliez-vous dire lyon-2021 ?`);
    }
    expect((await refusal('portail')).message).toContain('Modèles : ');
  });
});
