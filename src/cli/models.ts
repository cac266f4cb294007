import { nominalWeights, variablesOf } from '../index/model.js';
import type { Axis, Definition, Model, Variable } from '../index/model.js';
import { needsReference } from '../index/normalisation.js';
import { describeAlternative, isLongAlternative } from '../index/quantity.js';
import type { Quantity } from '../index/quantity.js';
import { frenchNumber } from '../french.js';
import { POLICY_NAMES } from '../outputs/method-text.js';
import { modelJson, normalisationJson } from '../outputs/model-json.js';
import { aggregationText, pointsText, scaleText } from '../outputs/model-text.js';
import { plainTable } from '../outputs/summary.js';
import { builtInModels, loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import type { Io } from './io.js';
import { DEFAULT_MODEL } from './job-options.js';

/** `fragilite models [MODEL]`: the list, or one model described, on stdout. */
export async function models(id: string | undefined, options: Record<string, unknown>, io: Io): Promise<void> {
  const quantities = await loadQuantities();
  const json = options['json'] === true;
  if (id !== undefined) {
    const { model } = await loadModel(id, quantities, io.cwd);
    io.stdout(json ? `${JSON.stringify(describedJson(model), null, 2)}\n` : modelText(model));
    return;
  }
  const all: Model[] = [];
  for (const name of await builtInModels()) all.push((await loadModel(name, quantities, io.cwd)).model);
  if (json) {
    const list = all.map((m) => ({ id: m.id, version: m.version, libelle: m.label, statut: m.status, variables: variablesOf(m).length }));
    io.stdout(`${JSON.stringify(list, null, 2)}\n`);
    return;
  }
  const rows = all.map((m) => [m.id, m.status, String(variablesOf(m).length), m.label + (m.id === DEFAULT_MODEL ? ' (par défaut)' : '')]);
  io.stdout(`${plainTable(['Modèle', 'Statut', 'Variables', 'Libellé'], rows, [2])}\n\nDécrire : fragilite models ${DEFAULT_MODEL}. Un modèle à vous : --model ma-fiche.yaml\n`);
}

function modelText(model: Model): string {
  const rows = treeRows(model);
  const lines = [
    `${model.label} (${model.id}, version ${String(model.version)}, ${model.status}${model.reconstituted ? ', liste reconstituée' : ''})`,
    ...(model.lacks === null ? [] : [`Incomplet : ${model.lacks}`]),
    '',
    ...(rows.length === 0 ? [] : [plainTable([treeTitle(model), 'Identifiant', 'Sens', 'Poids', 'Référence', 'Manquants', 'Quantités'], rows, [3]), '']),
    ...fallbackLines(model),
    ...(rows.length === 0
      ? []
      : [
          `Points : ${pointsText(model)}. ${aggregationText(model)}.`,
          ...(model.scale.base100 ? [] : [`Échelle : ${scaleText(model.scale)}.`]),
          ...(model.rollUpWeight === null ? [] : [`Un territoire fait d'unités plus petites : moyenne de leurs indices, pondérée par « ${model.rollUpWeight} ».`]),
          `Aucun score si les variables qui ont des points pèsent moins de ${frenchNumber(model.completenessThreshold, 2)} (poids nominal).`,
        ]),
    `Source : ${model.source}`,
    ...(model.caveat === null ? [] : [`Réserve : ${model.caveat}`]),
    ...variablesOf(model).flatMap((v) => (v.caveat === null ? [] : [`Réserve sur ${v.id} : ${v.caveat}`])),
    ...(model.inferences.length === 0 ? [] : ['Déduit, et dans aucune source :', ...model.inferences.map((text) => `  - ${text}`)]),
    ...columnLines(model),
  ];
  return `${lines.join('\n')}\n`;
}

const treeTitle = (model: Model): string =>
  model.themes.length > 0 ? 'Thème, axe, variable' : model.looseAxes.length > 0 ? 'Axe, variable' : 'Variable';

function treeRows(model: Model): string[][] {
  const weights = nominalWeights(model);
  const variable = (v: Variable, indent: string): string[] => [
    `${indent}${v.label}`,
    v.id,
    v.direction,
    frenchNumber(weights.get(v.id) ?? 0, 3),
    needsReference(v.normalisation) ? v.rule : '–',
    POLICY_NAMES[v.missing],
    v.definitions.length === 0 ? 'non connues' : v.definitions.map((d) => definitionText(d, model)).join(' ; à défaut '),
  ];
  const axis = (a: Axis, indent: string): string[][] => [
    [`${indent}${a.label}`, '', '', '', '', '', ''],
    ...a.variables.map((v) => variable(v, `${indent}  `)),
  ];
  return [
    ...model.themes.flatMap((theme) => [[theme.label, '', '', '', '', '', ''], ...theme.axes.flatMap((a) => axis(a, '  '))]),
    ...model.looseAxes.flatMap((a) => axis(a, '')),
    ...model.looseVariables.map((v) => variable(v, '')),
  ];
}

function columnLines(model: Model): string[] {
  const rows = quantityRows(model);
  if (rows.length === 0) return [];
  const own = variablesOf(model).some((v) => v.definitions.some((d) => model.quantities.get(d.numerator)?.family === null));
  return [
    '',
    'Colonnes des fichiers larges ({aa} : millésime)',
    plainTable(['Quantité', 'Colonnes'], rows, []),
    ...(own ? ["Les colonnes « à donner » ne sont pas de l'Insee : un CSV à vous, avec un code de commune et ces noms de colonnes, par --insee."] : []),
  ];
}

function definitionText(definition: Definition, model: Model): string {
  if (definition.kind === 'part') return `${definition.numerator} / ${definition.denominator ?? ''}`;
  const weight = definition.denominator === null ? '' : `, pondéré par ${definition.denominator}`;
  const published = model.quantities.get(definition.numerator)?.nature === 'mediane' ? 'médiane publiée' : 'taux publié';
  return `${definition.numerator} (${published}${weight})`;
}

function fallbackLines(model: Model): string[] {
  return variablesOf(model).flatMap((v) =>
    v.definitions.filter((d) => d.fallback !== null).map((d) => `Repli de ${v.id} : « ${d.label} », pour toutes les communes et la référence, ou aucune.`),
  );
}

function quantityRows(model: Model): string[][] {
  const ids = new Set(
    variablesOf(model).flatMap((v) => [
      ...v.definitions.flatMap((d) => [d.numerator, d.denominator]),
      v.estimation?.predictor ?? null,
    ]),
  );
  return [...ids].flatMap((id) => {
    const quantity = id === null ? undefined : model.quantities.get(id);
    if (quantity === undefined) return [];
    const names = quantity.alternatives.filter((a) => !isLongAlternative(a)).map((a) => {
      const span = a.from !== null ? ` (depuis ${String(a.from)})` : a.to !== null ? ` (jusqu'à ${String(a.to)})` : '';
      return describeAlternative(a, null) + span;
    });
    if (quantity.family === null) names.push(`à donner${quantity.nature === 'taux' ? ` (${quantity.unit})` : quantity.rowsSummed === true ? " (lignes d'une commune sommées)" : ''}`);
    const long = longPlaces(quantity);
    return [[quantity.id, [...names, ...(long.length === 0 ? [] : [`forme longue : ${long.join(', ')}`])].join(quantity.family === null ? ', ' : ' ; ou ')]];
  });
}

/** The long files that have a quantity. */
function longPlaces(quantity: Quantity): string[] {
  return [...new Set(quantity.longNames.map((name) => name.dataSet ?? 'dossier complet'))];
}

function describedJson(model: Model): object {
  const weights = nominalWeights(model);
  return modelJson(model, (v) => ({
    id: v.id,
    libelle: v.label,
    sens: v.direction,
    inversion: v.inversion,
    normalisation: normalisationJson(v.normalisation),
    poids_nominal: weights.get(v.id) ?? 0,
    regle: v.rule,
    manquants: v.missing,
    definitions: v.definitions.map((d) => ({
      libelle: d.label,
      nature: d.kind,
      numerateur: d.numerator,
      denominateur: d.denominator,
      repli: d.fallback,
    })),
  }));
}
