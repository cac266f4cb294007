import { nominalWeights, variablesOf } from '../index/model.js';
import type { Definition, Model } from '../index/model.js';
import { describeAlternative, isLongAlternative } from '../index/quantity.js';
import type { Quantity } from '../index/quantity.js';
import { frenchNumber } from '../french.js';
import { POLICY_NAMES } from '../outputs/method-text.js';
import { modelJson } from '../outputs/model-json.js';
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
  const weights = nominalWeights(model);
  const rows: string[][] = [];
  for (const theme of model.themes) {
    rows.push([theme.label, '', '', '', '', '', '']);
    for (const axis of theme.axes) {
      rows.push([`  ${axis.label}`, '', '', '', '', '', '']);
      for (const v of axis.variables) {
        rows.push([
          `    ${v.label}`,
          v.id,
          v.direction,
          frenchNumber(weights.get(v.id) ?? 0, 3),
          v.rule,
          POLICY_NAMES[v.missing],
          v.definitions.map((d) => definitionText(d, model)).join(' ; à défaut '),
        ]);
      }
    }
  }
  const lines = [
    `${model.label} (${model.id}, version ${String(model.version)}, ${model.status}${model.reconstituted ? ', liste reconstituée' : ''})`,
    ...(model.lacks === null ? [] : [`Incomplet : ${model.lacks}`]),
    '',
    plainTable(['Thème, axe, variable', 'Identifiant', 'Sens', 'Poids', 'Référence', 'Manquants', 'Quantités'], rows, [3]),
    '',
    ...fallbackLines(model),
    'Points : 100 × valeur / valeur de la référence. Axe : moyenne de ses variables ; thème : moyenne de ses axes ; indice : moyenne des thèmes.',
    `Aucun score si les variables qui ont des points pèsent moins de ${frenchNumber(model.completenessThreshold, 2)} (poids nominal).`,
    `Source : ${model.source}`,
    ...(model.caveat === null ? [] : [`Réserve : ${model.caveat}`]),
    '',
    'Colonnes des fichiers larges ({aa} : millésime)',
    plainTable(['Quantité', 'Colonnes'], quantityRows(model), []),
  ];
  return `${lines.join('\n')}\n`;
}

function definitionText(definition: Definition, model: Model): string {
  if (definition.kind === 'part') return `${definition.numerator} / ${definition.denominator ?? ''}`;
  const weight = definition.denominator === null ? '' : `, pondéré par ${definition.denominator}`;
  return `${definition.numerator} (${model.quantities.get(definition.numerator)?.nature ?? 'taux'} publié${weight})`;
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
    const long = longPlaces(quantity);
    return [[quantity.id, [...names, ...(long.length === 0 ? [] : [`forme longue : ${long.join(', ')}`])].join(' ; ou ')]];
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
