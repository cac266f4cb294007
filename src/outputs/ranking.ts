import { de, firstOf, frenchList, frenchNumber, frenchPercent } from '../french.js';
import type { Axis } from '../index/model.js';
import { decimalsOf } from '../index/scale.js';
import { isObserved } from '../index/statuses.js';
import { joinReport } from '../main-job/join-report.js';
import { epciScores } from '../main-job/roll-up.js';
import type { JobResult } from '../main-job/run.js';
import { unitOf } from '../territory/cog.js';
import { markdownTable, markdownText } from './markdown.js';
import { POLICY_NAMES, WARNING } from './method-text.js';
import { aggregationText, pointsText, referenceLabel, roundingText, scaleText, usesReference } from './model-text.js';
import { fitText, ruleText, spokenName, statusText, vintagesText } from './variable-facts.js';

/** A unit with a published score, in the order of the ranking. */
export interface RankedUnit {
  readonly row: number;
  readonly rank: number;
  readonly code: string;
  readonly nom: string;
  readonly score: number;
}

/** The units with a score, from the most fragile; ties in the order of their codes. */
export function rankedUnits({ index, inputs }: JobResult): RankedUnit[] {
  const units = [...index.frame.territory]
    .filter((row) => (index.rank[row] ?? 0) > 0)
    .map((row): RankedUnit => {
      const code = index.frame.codes[row] ?? '';
      const nom = unitOf(inputs.geography, code)?.nom ?? code;
      return { row, rank: index.rank[row] ?? 0, code, nom, score: index.score[row] ?? Number.NaN };
    });
  return units.sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
}

/** `classement.md`: the ranking that a person reads, with what it rests on and what it is not. */
export function rankingMarkdown(result: JobResult): string {
  const { index, inputs } = result;
  const lines = [
    `# Indice de fragilité numérique : ${index.territory.nom}`,
    '',
    `> ${WARNING}`,
    '',
    ...aboutLines(result),
    '',
    '## Classement',
    '',
    `${index.model.scale.base100 ? `Base 100 : ${index.reference.nom}` : `Échelle : ${scaleText(index.model.scale)}`}. Rang de fragilité : 1 = la plus fragile.`,
    ...(index.tenth.some((t) => t > 0) ? ['Dixième : 10 = les plus fragiles.'] : []),
    '',
    ...rankingTable(result),
    ...withoutScore(result),
    ...epciTable(result),
    '',
    '## Variables',
    '',
    ...variableTable(result),
    '',
    '## Méthode',
    '',
    ...methodLines(result),
  ];
  if (inputs.contours?.source.schematic === true) {
    lines.push('', 'Les contours de `ifn.geojson` sont schématiques : ce ne sont pas les limites des communes.');
  }
  return `${lines.join('\n')}\n`;
}

function aboutLines(result: JobResult): string[] {
  const { index, inputs } = result;
  const join = joinReport(inputs);
  const { model } = index;
  const published = index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0);
  const list = model.reconstituted ? ', liste reconstituée' : '';
  return [
    `- **Modèle** : ${model.label} (\`${model.id}\`, version ${String(model.version)}${list}).`,
    ...(model.caveat === null ? [] : [`- **Réserve** : ${model.caveat}`]),
    `- **Territoire** : ${index.territory.nom}, ${String(join.units)} communes ou arrondissements, ${String(published)} scores publiés.`,
    ...(model.scale.base100 ? [] : [`- **Échelle** : ${scaleText(model.scale)}.`]),
    `- **${referenceLabel(model.scale, usesReference(model))}** : ${index.reference.nom}.`,
    `- **Millésimes** : ${vintagesText(result)} ; géographie au 1er janvier ${String(inputs.geography.cog.year)}.`,
    ...(join.withoutRows.length > 0 ? [`- **Sans ligne dans les fichiers** : ${firstOf(join.withoutRows)}.`] : []),
  ];
}

function rankingTable(result: JobResult): string[] {
  const { index } = result;
  // A model without themes shows its axes.
  const { themes, looseAxes } = index.model;
  const tenths = index.tenth.some((t) => t > 0);
  const decimals = decimalsOf(index.model.scale);
  const head = ['Rang', 'Commune', 'Code', 'Indice', ...[...themes, ...looseAxes].map((node) => node.label), ...(tenths ? ['Dixième'] : []), 'Complétude', 'Remarque'];
  const rows = rankedUnits(result).map((unit) => [
      String(unit.rank),
      markdownText(unit.nom),
      unit.code,
      `**${frenchNumber(unit.score, decimals)}**`,
      ...themes.map((t) => frenchNumber(index.themes.get(t.id)?.[unit.row] ?? Number.NaN, decimals)),
      ...looseAxes.map((a) => frenchNumber(index.axes.get(a.id)?.[unit.row] ?? Number.NaN, decimals)),
      ...(tenths ? [String(index.tenth[unit.row] ?? '')] : []),
      frenchPercent(index.completeness[unit.row] ?? 0),
      remark(result, unit.row),
  ]);
  return markdownTable(head, rows, head.map((h, i) => (/Commune|Code|Remarque/.test(h) ? -1 : i)));
}

/** What a reader must know of one line: what was estimated, imputed, or is missing. */
function remark({ index }: JobResult, row: number): string {
  const parts: string[] = [];
  for (const v of index.variables) {
    const status = v.statuses[row] ?? 'absent';
    if (isObserved(status)) continue;
    const what = status === 'estime' ? 'estimé' : status === 'impute' ? 'imputé' : status === 'secret' ? 'secret' : 'manquant';
    parts.push(`${spokenName(v)} ${what}`);
  }
  return parts.join(', ');
}

function withoutScore({ index, inputs }: JobResult): string[] {
  const rows = [...index.frame.territory].filter((row) => (index.rank[row] ?? 0) === 0);
  if (rows.length === 0) return [];
  const lines = rows.map((row) => {
    const code = index.frame.codes[row] ?? '';
    return `- ${markdownText(unitOf(inputs.geography, code)?.nom ?? code)} (${code})`;
  });
  return [
    '',
    `## Sans score (${String(rows.length)})`,
    '',
    `Moins de ${frenchPercent(index.model.completenessThreshold)} du poids des variables y a une valeur.`,
    '',
    ...lines,
  ];
}

/** Whole EPCI, for a model that makes their score of those of their communes. */
function epciTable(result: JobResult): string[] {
  const scores = epciScores(result);
  if (scores.length === 0) return [];
  return [
    '',
    '## Intercommunalités entières',
    '',
    `Moyenne des indices de leurs communes, pondérée par « ${result.index.model.rollUpWeight ?? ''} » : c'est ainsi que ce modèle les définit.`,
    '',
    ...markdownTable(
      ['Intercommunalité', 'Code', 'Communes', 'Indice', 'Part du poids qui a un indice'],
      scores.map((e) => [markdownText(e.nom), e.code, String(e.communes), frenchNumber(e.score, decimalsOf(result.index.model.scale) + 1), frenchPercent(e.knownShare, 1)]),
      [2, 3, 4],
    ),
  ];
}

function variableTable({ index }: JobResult): string[] {
  return markdownTable(
    ['Variable', 'Identifiant', 'Millésime', 'Référence', 'Règle', 'Poids nominal', "Corrélation avec l'indice", 'Unités'],
    index.variables.map((v) => [
      markdownText(v.choice.definition.label),
      `\`${v.choice.variable.id}\``,
      String(v.choice.vintage ?? '–'),
      frenchNumber(v.reference.value, 1),
      ruleText(v, false),
      frenchNumber(v.nominalWeight, 3),
      frenchNumber(v.correlation, 2),
      statusText(index, v),
    ]),
    [2, 3, 5, 6],
  );
}

function methodLines(result: JobResult): string[] {
  const { index } = result;
  const { model } = index;
  const named = new Map(index.variables.map((v) => [v.choice.variable.id, spokenName(v)]));
  const policies = index.variables.map((v) => `${spokenName(v)} : ${POLICY_NAMES[v.applied]}`);
  const lines = [
    `Points d'une variable : ${pointsText(model)}. ${aggregationText(model)}. ${roundingText(model)}`,
    '',
    ...model.themes.map((theme) => `- **${theme.label}** : ${theme.axes.map((axis) => axisText(axis, named)).join(' ; ')}.`),
    ...model.looseAxes.map((axis) => `- ${axisText(axis, named)}.`),
    ...(model.looseVariables.length === 0 ? [] : [`- ${model.looseVariables.map((v) => named.get(v.id) ?? v.id).join(', ')}.`]),
    '',
    `Valeurs manquantes : ${policies.join(' ; ')}. Une valeur manquante n'est jamais un zéro.`,
    `Poids nominaux : ${index.variables.map((v) => `${spokenName(v)} ${frenchNumber(v.nominalWeight, 3)}`).join(', ')}. La corrélation (Pearson, sans pondération, entre points et indice) dit ce que chaque variable pèse vraiment dans les écarts.`,
  ];
  for (const v of index.variables) {
    const fit = fitText(v);
    if (fit === null) continue;
    lines.push(`Estimation ${de(v.choice.variable.id)} : ${fit}. Une valeur estimée n'est pas donnée comme un taux, seulement en points.`);
  }
  for (const v of index.variables) {
    for (const note of [v.choice.numerator.note, v.choice.denominator?.note ?? null]) {
      if (note !== null) lines.push(`Repli de ${v.choice.variable.id} : ${note}.`);
    }
    if (v.choice.definition.fallback !== null) {
      lines.push(`Repli de ${v.choice.variable.id} : « ${v.choice.definition.label} », pour toutes les communes et la référence.`);
    }
  }
  lines.push('', `Source du modèle : ${model.source}`);
  if (model.inferences.length > 0) lines.push('', 'Déduit, et dans aucune source :', '', ...model.inferences.map((text) => `- ${text}`));
  lines.push('', sourcesText(result));
  return lines;
}

const axisText = (axis: Axis, named: ReadonlyMap<string, string>): string =>
  `${axis.label} (${axis.variables.map((v) => named.get(v.id) ?? v.id).join(', ')})`;

/** Who made the figures: INSEE's sources that serve, and the files of the user's own. */
function sourcesText({ index, inputs }: JobResult): string {
  const families = new Set(index.variables.map((v) => index.model.quantities.get(v.choice.definition.numerator)?.family ?? null));
  const insee = [...FAMILY_NAMES].filter(([family]) => families.has(family)).map(([, name]) => name);
  const own = families.has(null) ? inputs.sources.filter((s) => s.columns.some((c) => c.family === null)).map((s) => s.file) : [];
  const parts = [
    ...(insee.length > 0 ? [`Insee, ${frenchList(insee)} ; réutilisation avec mention de la source (Licence Ouverte 2.0)`] : []),
    ...(own.length > 0 ? [`fichiers propres : ${frenchList(own.map((f) => markdownText(f.split('/').at(-1) ?? f)))}`] : []),
  ];
  return `Sources des données : ${parts.join(' ; ')}.`;
}

const FAMILY_NAMES: ReadonlyMap<string | null, string> = new Map([
  ['rp', 'recensement de la population'],
  ['filosofi', 'Filosofi'],
]);
