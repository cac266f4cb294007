import { frenchNumber, frenchPercent } from '../french.js';
import { decimalsOf } from '../index/scale.js';
import { isObserved } from '../index/statuses.js';
import { epciScores } from '../main-job/roll-up.js';
import type { JobResult } from '../main-job/run.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { aboutLines } from './about-lines.js';
import { markdownTable, markdownTableLines, markdownText } from './markdown.js';
import { methodLines, sourcesText } from './method-lines.js';
import { WARNING } from './method-text.js';
import { scaleText } from './model-text.js';
import { ruleText, spokenName, statusText } from './variable-facts.js';

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
      const nom = inputs.units.of(code)?.nom ?? code;
      return { row, rank: index.rank[row] ?? 0, code, nom, score: index.score[row] ?? Number.NaN };
    });
  return units.sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
}

/** `classement.md`, line after line: the ranking that a person reads, with what it rests on and what it is not. */
export function* rankingLines(result: JobResult): Generator<string> {
  for (const line of lines(result)) yield `${line}\n`;
}

function* lines(result: JobResult): Generator<string> {
  const { index, inputs } = result;
  yield* [
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
  ];
  yield* rankingTable(result);
  yield* withoutScore(result);
  yield* epciTable(result);
  yield* ['', '## Variables', '', ...variableTable(result), '', '## Méthode', '', ...methodSection(result)];
  if (inputs.contours?.source.schematic === true) {
    yield* ['', 'Les contours de `ifn.geojson` sont schématiques : ce ne sont pas les limites des communes.'];
  }
}

function rankingTable(result: JobResult): Generator<string> {
  const { index, inputs } = result;
  // A model without themes shows its axes.
  const { themes, looseAxes } = index.model;
  const tenths = index.tenth.some((t) => t > 0);
  const decimals = decimalsOf(index.model.scale);
  const head = ['Rang', UNIT_WORDS[inputs.units.level].title, 'Code', 'Indice', ...[...themes, ...looseAxes].map((node) => node.label), ...(tenths ? ['Dixième'] : []), 'Complétude', 'Remarque'];
  function* rows(): Generator<string[]> {
    for (const unit of rankedUnits(result)) {
      yield [
        String(unit.rank),
        markdownText(unit.nom),
        unit.code,
        `**${frenchNumber(unit.score, decimals)}**`,
        ...themes.map((t) => frenchNumber(index.themes.get(t.id)?.[unit.row] ?? Number.NaN, decimals)),
        ...looseAxes.map((a) => frenchNumber(index.axes.get(a.id)?.[unit.row] ?? Number.NaN, decimals)),
        ...(tenths ? [String(index.tenth[unit.row] ?? '')] : []),
        frenchPercent(index.completeness[unit.row] ?? 0),
        remark(result, unit.row),
      ];
    }
  }
  return markdownTableLines(head, rows(), head.map((h, i) => (i === 1 || /Code|Remarque/.test(h) ? -1 : i)));
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

function* withoutScore({ index, inputs }: JobResult): Generator<string> {
  const rows = index.frame.territory.filter((row) => (index.rank[row] ?? 0) === 0);
  if (rows.length === 0) return;
  yield* [
    '',
    `## Sans score (${String(rows.length)})`,
    '',
    `Moins de ${frenchPercent(index.model.completenessThreshold)} du poids des variables y a une valeur.`,
    '',
  ];
  for (const row of rows) {
    const code = index.frame.codes[row] ?? '';
    yield `- ${markdownText(inputs.units.of(code)?.nom ?? code)} (${code})`;
  }
}

/** Whole EPCI, for a model that makes their score of those of their communes. */
function epciTable(result: JobResult): string[] {
  const scores = epciScores(result);
  if (scores.length === 0) return [];
  return [
    '',
    '## Intercommunalités entières',
    '',
    `Moyenne des indices de leurs ${UNIT_WORDS[result.inputs.units.level].many}, pondérée par « ${result.index.model.rollUpWeight ?? ''} » : c'est ainsi que ce modèle les définit.`,
    '',
    ...markdownTable(
      ['Intercommunalité', 'Code', 'Communes', 'Indice', 'Part du poids qui a un indice'],
      scores.map((e) => [markdownText(e.nom), e.code, String(e.communes), frenchNumber(e.score, decimalsOf(result.index.model.scale) + 1), frenchPercent(e.knownShare, 1)]),
      [2, 3, 4],
    ),
  ];
}

function variableTable({ index, inputs }: JobResult): string[] {
  return markdownTable(
    ['Variable', 'Identifiant', 'Millésime', 'Référence', 'Règle', 'Poids nominal', "Corrélation avec l'indice", 'Unités'],
    index.variables.map((v) => [
      markdownText(v.choice.definition.label),
      `\`${v.choice.variable.id}\``,
      String(v.choice.vintage ?? '–'),
      frenchNumber(v.reference.value, 1),
      ruleText(v, false, UNIT_WORDS[inputs.units.level].many),
      frenchNumber(v.nominalWeight, 3),
      frenchNumber(v.correlation, 2),
      statusText(index, v),
    ]),
    [2, 3, 5, 6],
  );
}

/** The method as Markdown. */
function methodSection(result: JobResult): string[] {
  const { formula, tree, notes, modelSource, inferences } = methodLines(result);
  return [
    formula,
    '',
    ...tree.map(({ label, text }) => `- ${[...(label === null ? [] : [`**${label}**`]), text].join(' : ')}.`),
    '',
    ...notes,
    '',
    `Source du modèle : ${modelSource}`,
    '',
    ...(inferences.length === 0 ? [] : ['Déduit, et dans aucune source :', '', ...inferences.map((text) => `- ${text}`), '']),
    sourcesText(result, markdownText),
  ];
}
