import { resolve } from 'node:path';
import { usageError } from '../errors.js';
import { explainUnit } from '../index/explain.js';
import type { ExplainedAxis, ExplainedVariable, Residual } from '../index/explain.js';
import { nearest } from '../nearest.js';
import { aboutIndex } from '../outputs/about-index.js';
import { rankInterval } from '../outputs/diagnosis/words.js';
import { explanationText, scoreSentence } from '../outputs/explanation.js';
import type { ExplainedUnit } from '../outputs/explanation.js';
import { residualName } from '../outputs/model-text.js';
import { loadCog } from '../sources/cog.js';
import { isMeanOfRatios, readResultFolder, storedFacts, storedNumber, storedScale } from '../sources/result-folder.js';
import type { StoredResult, StoredRow } from '../sources/result-folder.js';
import { readStoredDiagnosis } from '../sources/stored-diagnosis.js';
import type { StoredDiagnosis } from '../sources/stored-diagnosis.js';
import { parseCode, plainName } from '../territory/codes.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import type { Io } from './io.js';
import { loudnessOf } from './loudness.js';
import { Terminal } from './terminal.js';

/** `fragilite explain CODE [DIR]`: one commune's score taken apart, on stdout. */
export async function explain(codeText: string, shown: string, options: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options), 'explain');
  const folder = resolve(io.cwd, shown);
  const stored = readResultFolder(folder, shown);
  const level = levelOf(stored);
  const { code } = parseCode(codeText, level === 'iris');
  const row = stored.rows.get(code);
  if (row === undefined) throw await unknownUnit(codeText, code, stored);
  for (const name of stored.changed) terminal.notices([{ level: 'warning', text: `${name} n'est plus celui que manifest.json décrit ; il a été modifié.` }]);
  const unit = explainedUnit(code, row, stored, readStoredDiagnosis(folder, shown, stored.manifest));
  terminal.answer(options['json'] === true ? jsonText(unit) : explanationText(unit));
}

const levelOf = ({ manifest }: StoredResult): UnitLevel => manifest.options?.unit ?? 'commune';

async function unknownUnit(text: string, code: string, stored: StoredResult): Promise<Error> {
  const { rows, manifest } = stored;
  const cog = await loadCog();
  const whole = cog.formerCodes.get(code) ?? cog.arrondissements.get(code)?.commune;
  if (whole !== undefined && rows.has(whole)) {
    return usageError(`${code} est dans ${whole} (${rows.get(whole)?.get('nom') ?? ''}) : fragilite explain ${whole}`);
  }
  const byName = [...rows].find(([, row]) => plainName(row.get('nom') ?? '') === plainName(text) && plainName(text) !== '')?.[0];
  const near = byName === undefined ? nearest(text, rows.keys(), 3, 1) : [byName];
  const told = near.map((code) => `${code} (${rows.get(code)?.get('nom') ?? ''})`);
  return usageError(
    `« ${text} » n'est pas ${levelOf(stored) === 'commune' || levelOf(stored) === 'region' ? 'une' : 'un'} ${UNIT_WORDS[levelOf(stored)].one} de ce résultat (${manifest.territoire.nom}).${told.length > 0 ? `\nVouliez-vous dire ${told.join(', ')} ?` : ''}`,
  );
}

function explainedUnit(code: string, row: StoredRow, stored: StoredResult, diagnosis: StoredDiagnosis | null): ExplainedUnit {
  const { manifest, tree } = stored;
  const scale = storedScale(manifest);
  const facts = storedFacts(row, manifest);
  return {
    code,
    nom: row.get('nom') ?? code,
    level: levelOf(stored),
    rank: storedNumber(row, 'rang'),
    ranked: manifest.scores.publies,
    interval: diagnosis === null ? null : rankInterval(diagnosis, code),
    referenceName: manifest.reference.nom_court,
    about: aboutIndex(manifest),
    reading: { scale, meanOfRatios: isMeanOfRatios(tree, manifest.variables) },
    explanation: explainUnit(tree, facts, storedNumber(row, 'score') !== null, scale.centre),
  };
}

function jsonText(unit: ExplainedUnit): string {
  const { explanation, reading } = unit;
  const answer = {
    code: unit.code,
    nom: unit.nom,
    score: explanation.score,
    rang: unit.rank,
    sur: unit.ranked,
    ...(unit.interval === null ? {} : { intervalle_de_rang: { p5: unit.interval.p5, p95: unit.interval.p95 } }),
    reference: unit.referenceName,
    echelle: { base_100: reading.scale.base100, libelle: reading.scale.label, centre: reading.scale.centre },
    indice: unit.about,
    phrase: scoreSentence(explanation.score, unit.referenceName, reading, unit.level),
    contribution: explanation.contribution,
    ...residualJson(explanation.residual),
    themes: explanation.themes.map((theme) => ({
      id: theme.id,
      libelle: theme.label,
      valeur: theme.value,
      contribution: theme.contribution,
      ...residualJson(theme.residual),
      axes: theme.axes.map(axisJson),
    })),
    ...(explanation.looseAxes.length === 0 ? {} : { axes: explanation.looseAxes.map(axisJson) }),
    ...(explanation.looseVariables.length === 0 ? {} : { variables: explanation.looseVariables.map(variableJson) }),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

const residualJson = (residual: Residual | null): object =>
  residual === null ? {} : { residu: { nom: residualName(residual.rule), contribution: residual.contribution } };

const axisJson = (axis: ExplainedAxis): object => ({
  id: axis.id,
  libelle: axis.label,
  valeur: axis.value,
  contribution: axis.contribution,
  ...residualJson(axis.residual),
  variables: axis.variables.map(variableJson),
});

const variableJson = (v: ExplainedVariable): object => ({
  id: v.id,
  libelle: v.label,
  millesime: v.vintage,
  unite: v.unit,
  valeur: v.rate,
  reference: v.reference,
  points: v.points,
  statut: v.status,
  poids: v.weight,
  contribution: v.contribution,
});
