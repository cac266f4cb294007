import { counted, firstOf, frenchNumber, frenchPercent } from '../french.js';
import { decimalsOf } from '../index/scale.js';
import { joinReport } from '../main-job/join-report.js';
import type { JobResult } from '../main-job/run.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { joinedUnits } from './joined-units.js';
import { WARNING } from './method-text.js';
import { usesReference, referenceLabel, scaleText } from './model-text.js';
import { rankedUnits } from './ranking.js';
import type { RankedUnit } from './ranking.js';
import { simplifyText } from './simplify-text.js';
import { filledText, policiesText, ruleText, statusText, vintagesText } from './variable-facts.js';

/** A plain table for a terminal: aligned columns, no lines, no colours of its own, however many rows. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  // Characters, not code units: a name may hold any of them.
  const length = (text: string): number => Array.from(text).length;
  const widths = head.map((title, i) => rows.reduce((most, row) => Math.max(most, length(row[i] ?? '')), length(title)));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, i) => {
        const cell = cells[i] ?? '';
        const room = ' '.repeat(width - length(cell));
        return right.includes(i) ? room + cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** What a run tells when it is done: what was computed, against what, on which figures, and the ends of the ranking. */
export function summaryText(result: JobResult, wholeRanking: boolean): string {
  const { index, inputs } = result;
  const { model } = index;
  const join = joinReport(inputs);
  const same = index.reference.selector === index.territory.selector;
  const lines = [
    `${model.label} (${model.id}, version ${String(model.version)}${model.reconstituted ? ', liste reconstituée' : ''})`,
    `Territoire : ${index.territory.nom} ; ${inputs.units.level === 'commune' ? counted(join.units, 'unité') : counted(join.units, UNIT_WORDS[inputs.units.level].one, UNIT_WORDS[inputs.units.level].many)}`,
    ...(model.scale.base100 ? [] : [`Échelle : ${scaleText(model.scale)}`]),
    `${referenceLabel(model.scale, usesReference(model))} : ${same ? 'le territoire lui-même' : index.reference.nom}`,
    `Millésimes : ${vintagesText(result)} ; géographie : COG ${String(inputs.geography.cog.year)}`,
    joinText(result),
    ...joinedLines(result),
    ...contourLines(result),
    '',
    plainTable(
      ['Variable', 'Millésime', 'Référence', 'Règle', 'Poids', 'r', 'Unités'],
      index.variables.map((v) => [
        v.choice.definition.label,
        String(v.choice.vintage ?? '–'),
        Number.isNaN(v.reference.value) ? '–' : `${frenchNumber(v.reference.value, 2)}${unitSuffix(result, v.choice.definition.numerator)}`,
        ruleText(v, true),
        frenchNumber(v.nominalWeight, 3),
        frenchNumber(v.correlation, 2),
        statusText(index, v),
      ]),
      [1, 2, 4, 5],
    ),
    'Poids : nominal dans l\'indice ; r : corrélation des points avec l\'indice.',
  ];
  lines.push(`Valeurs manquantes : ${policiesText(result)}.`);
  const filled = filledText(result);
  if (filled !== '') lines.push(`Estimé ou imputé : ${filled}.`);
  lines.push('', ...rankingLines(result, wholeRanking), '', WARNING);
  return `${lines.join('\n')}\n`;
}

function unitSuffix({ index }: JobResult, numerator: string): string {
  return index.model.quantities.get(numerator)?.nature === 'mediane' ? '' : '\u202f%';
}

function joinText({ inputs }: JobResult): string {
  const join = joinReport(inputs);
  const share = (n: number): string => `${String(n)} sur ${String(join.units)} (${frenchPercent(n / join.units, 1)})`;
  const parts = [`avec des lignes de l'Insee ${share(join.withRows)}`];
  if (join.contours !== null) parts.push(`avec un contour ${share(join.contours.matched)}`);
  if (join.outside > 0) parts.push(`${counted(join.outside, 'unité')} des fichiers hors du territoire`);
  if ((join.contours?.unused ?? 0) > 0) parts.push(`${counted(join.contours?.unused ?? 0, 'contour')} hors du territoire`);
  return `Jointure : ${parts.join(' ; ')}`;
}

/** Which former communes and arrondissements were put together, in the tables and in the contours. */
function joinedLines({ inputs }: JobResult): string[] {
  const { rows, contours, dissolved } = joinedUnits(inputs);
  return [
    ...(rows.length > 0 ? [`Lignes réunies : ${firstOf(rows)}`] : []),
    ...(dissolved ? [`Contours : de communes, réunis en ${UNIT_WORDS[inputs.units.level].many}`] : []),
    ...(contours.length > 0 ? [`Contours réunis : ${firstOf(contours)}`] : []),
  ];
}

/** The layer that contours come from, and how far they are simplified. */
function contourLines({ inputs }: JobResult): string[] {
  const { options, contours } = inputs;
  const lines: string[] = [];
  const layer = contours?.source.layer ?? null;
  if (layer !== null) lines.push(`Couche des contours : ${layer}`);
  const simplified = contours?.simplified ?? null;
  if (simplified === null || options.simplify === null) return lines;
  const { before, after } = simplified;
  return [...lines, `Contours simplifiés (--simplify ${simplifyText(options.simplify)}) : ${frenchNumber(after, 0)} positions gardées sur ${frenchNumber(before, 0)} (${frenchPercent(after / Math.max(before, 1), 1)})`];
}

function rankingLines(result: JobResult, whole: boolean): string[] {
  const units = rankedUnits(result);
  const withheld = result.index.frame.territory.length - units.length;
  const shown = whole || units.length <= 10 ? units : [...units.slice(0, 5), null, ...units.slice(-5)];
  const rows = shown.map((unit) => (unit === null ? ['…', '', '', ''] : rankingRow(unit, decimalsOf(result.index.model.scale))));
  const lines = ['Rang de fragilité (1 = la plus fragile)', plainTable(['Rang', UNIT_WORDS[result.inputs.units.level].title, 'Code', 'Indice'], rows, [0, 3])];
  if (withheld > 0) lines.push(`${counted(withheld, 'unité')} sans score (voir classement.md).`);
  return lines;
}

const rankingRow = (unit: RankedUnit, decimals: number): string[] => [String(unit.rank), unit.nom, unit.code, frenchNumber(unit.score, decimals)];
