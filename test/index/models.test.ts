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
  it('is one of the eight editions, three of which are only described', async () => {
    const statuses = await Promise.all((await builtInModels()).map(async (id) => [id, (await load(id)).status]));
    expect(statuses).toEqual([
      ['dfg-2020', 'complet'], ['inr-2020', 'complet'], ['jeune', 'incomplet'], ['kit-2019', 'complet'], ['lyon-2021', 'complet'],
      ['portail-2022', 'incomplet'], ['portail-2023', 'complet'], ['senior', 'incomplet'],
    ]);
  });

  it('is valid, and its nominal weights add up to 1 where it has variables', async () => {
    for (const id of await builtInModels()) {
      const model = await load(id);
      const weights = [...nominalWeights(model).values()];
      if (model.status === 'complet') expect(weights.length, id).toBeGreaterThan(0);
      if (weights.length > 0) expect(weights.reduce((a, b) => a + b), id).toBeCloseTo(1, 12);
    }
  });

  it('says its source, what it lacks where it is incomplete, and what is inferred where it was filled in', async () => {
    for (const id of await builtInModels()) {
      const model = await load(id);
      expect(model.source.length, id).toBeGreaterThan(40);
      expect(model.lacks === null, id).toBe(model.status === 'complet');
      if (model.status === 'complet') expect(model.inferences.length > 0 || model.reconstituted, id).toBe(true);
    }
  });

  it('has the weights of its edition', async () => {
    const weights = async (id: string): Promise<number[]> => [...nominalWeights(await load(id)).values()].map((w) => Number(w.toFixed(6)));
    expect(await weights('kit-2019')).toEqual([...Array<number>(4).fill(0.0625), ...Array<number>(3).fill(0.083333), ...Array<number>(4).fill(0.125)]);
    expect(await weights('dfg-2020')).toEqual([0.125, 0.125, 0.125, 0.125, 0.083333, 0.083333, 0.083333, 0.125, 0.125]);
    expect(await weights('portail-2023')).toEqual(Array(5).fill(0.2));
    expect(await weights('portail-2022')).toEqual(Array(11).fill(0.090909));
  });

  it('takes the quantity of its edition for diplomas', async () => {
    const numerators = async (id: string): Promise<string[]> => variablesOf(await load(id)).map((v) => v.definitions[0]?.numerator ?? '');
    expect(await numerators('inr-2020')).toContain('sans_diplome_cep_brevet');
    expect(await numerators('kit-2019')).toContain('diplome_minimum_publie');
    expect(await numerators('dfg-2020')).toContain('cap_bep_ou_moins');
    const { quantities } = await load('lyon-2021');
    const columns = (id: string): (string | number | null)[][] => quantities.get(id)!.alternatives.filter((a) => a.terms.every((t) => t.template.startsWith('P{rp}'))).map((a) => [...a.terms.map((t) => t.template.slice('P{rp}_NSCOL15P_'.length)), a.from, a.to]);
    expect(columns('sans_diplome_cep')).toEqual([['DIPLMIN', 2017, null]]);
    expect(columns('sans_diplome_cep_brevet').slice(0, 2)).toEqual([['DIPLMIN', 'BEPC', 2017, null], ['DIPLMIN', null, 2016]]);
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
