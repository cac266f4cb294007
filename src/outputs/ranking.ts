import { firstOf, frenchNumber, frenchPercent } from '../french.js';
import { isObserved } from '../index/statuses.js';
import { joinReport } from '../main-job/join-report.js';
import type { JobResult } from '../main-job/run.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { markdownTable, markdownTableLines, markdownText } from './markdown.js';
import { methodLines, sourcesText } from './method-lines.js';
import { WARNING } from './method-text.js';
import { ruleText, spokenName, statusText, vintagesText } from './variable-facts.js';

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
    `Base 100 : ${index.reference.nom}. Rang de fragilité : 1 = la plus fragile.`,
    ...(index.tenth.some((t) => t > 0) ? ['Dixième : 10 = les plus fragiles.'] : []),
    '',
  ];
  yield* rankingTable(result);
  yield* withoutScore(result);
  yield* ['', '## Variables', '', ...variableTable(result), '', '## Méthode', '', ...methodSection(result)];
  if (inputs.contours?.source.schematic === true) {
    yield* ['', 'Les contours de `ifn.geojson` sont schématiques : ce ne sont pas les limites des communes.'];
  }
}

function aboutLines(result: JobResult): string[] {
  const { index, inputs } = result;
  const join = joinReport(inputs);
  const { model } = index;
  const { level } = inputs.units;
  const published = index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0);
  const list = model.reconstituted ? ', liste reconstituée' : '';
  return [
    `- **Modèle** : ${model.label} (\`${model.id}\`, version ${String(model.version)}${list}).`,
    ...(model.caveat === null ? [] : [`- **Réserve** : ${model.caveat}`]),
    `- **Territoire** : ${index.territory.nom}, ${String(join.units)} ${level === 'commune' ? 'communes ou arrondissements' : UNIT_WORDS[level].many}, ${String(published)} scores publiés.`,
    `- **Référence (base 100)** : ${index.reference.nom}.`,
    `- **Millésimes** : ${vintagesText(result)} ; géographie au 1er janvier ${String(inputs.geography.cog.year)}.`,
    ...(join.withoutRows.length > 0 ? [`- **Sans ligne dans les fichiers** : ${firstOf(join.withoutRows)}.`] : []),
  ];
}

function rankingTable(result: JobResult): Generator<string> {
  const { index, inputs } = result;
  const themes = index.model.themes;
  const tenths = index.tenth.some((t) => t > 0);
  const head = ['Rang', UNIT_WORDS[inputs.units.level].title, 'Code', 'Indice', ...themes.map((t) => t.label), ...(tenths ? ['Dixième'] : []), 'Complétude', 'Remarque'];
  function* rows(): Generator<string[]> {
    for (const unit of rankedUnits(result)) {
      yield [
        String(unit.rank),
        markdownText(unit.nom),
        unit.code,
        `**${frenchNumber(unit.score, 1)}**`,
        ...themes.map((t) => frenchNumber(index.themes.get(t.id)?.[unit.row] ?? Number.NaN, 1)),
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
  const { formula, themes, notes, modelSource } = methodLines(result);
  return [
    formula,
    '',
    ...themes.map(({ label, text }) => `- **${label}** : ${text}.`),
    '',
    ...notes,
    '',
    `Source du modèle : ${modelSource}`,
    '',
    sourcesText(result, markdownText),
  ];
}
