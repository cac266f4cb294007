import { resolve } from 'node:path';
import { usageError } from '../errors.js';
import { explainUnit } from '../index/explain.js';
import { nearest } from '../nearest.js';
import { aboutIndex } from '../outputs/about-index.js';
import { explanationText, scoreSentence } from '../outputs/explanation.js';
import type { ExplainedUnit } from '../outputs/explanation.js';
import { loadCog } from '../sources/cog.js';
import { readResultFolder, storedFacts, storedNumber } from '../sources/result-folder.js';
import type { StoredResult, StoredRow } from '../sources/result-folder.js';
import { parseCode } from '../territory/codes.js';
import type { Io } from './io.js';
import { loudnessOf } from './loudness.js';
import { Terminal } from './terminal.js';

/** `fragilite explain CODE [DIR]`: one commune's score taken apart, on stdout. */
export async function explain(codeText: string, shown: string, options: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options));
  const stored = readResultFolder(resolve(io.cwd, shown), shown);
  const { code } = parseCode(codeText);
  const row = stored.rows.get(code);
  if (row === undefined) throw await unknownUnit(codeText, code, stored);
  for (const name of stored.changed) terminal.notices([{ level: 'warning', text: `${name} n'est plus celui que manifest.json décrit ; il a été modifié.` }]);
  const unit = explainedUnit(code, row, stored);
  terminal.answer(options['json'] === true ? jsonText(unit) : explanationText(unit));
}

async function unknownUnit(text: string, code: string, { rows, manifest }: StoredResult): Promise<Error> {
  const cog = await loadCog();
  const whole = cog.formerCodes.get(code) ?? cog.arrondissements.get(code)?.commune;
  if (whole !== undefined && rows.has(whole)) {
    return usageError(`${code} est dans ${whole} (${rows.get(whole)?.get('nom') ?? ''}) : fragilite explain ${whole}`);
  }
  const plain = (name: string): string => name.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase();
  const byName = [...rows].find(([, row]) => plain(row.get('nom') ?? '') === plain(text) && plain(text) !== '')?.[0];
  const near = byName === undefined ? nearest(text, rows.keys(), 3, 1) : [byName];
  const told = near.map((code) => `${code} (${rows.get(code)?.get('nom') ?? ''})`);
  return usageError(
    `« ${text} » n'est pas une commune de ce résultat (${manifest.territoire.nom}).${told.length > 0 ? `\nVouliez-vous dire ${told.join(', ')} ?` : ''}`,
  );
}

function explainedUnit(code: string, row: StoredRow, { manifest, tree }: StoredResult): ExplainedUnit {
  const facts = storedFacts(row, manifest);
  return {
    code,
    nom: row.get('nom') ?? code,
    rank: storedNumber(row, 'rang'),
    ranked: manifest.scores.publies,
    referenceName: manifest.reference.nom_court,
    about: aboutIndex(manifest),
    explanation: explainUnit(tree, facts, storedNumber(row, 'score') !== null),
  };
}

function jsonText(unit: ExplainedUnit): string {
  const { explanation } = unit;
  const answer = {
    code: unit.code,
    nom: unit.nom,
    score: explanation.score,
    rang: unit.rank,
    sur: unit.ranked,
    reference: unit.referenceName,
    indice: unit.about,
    phrase: scoreSentence(explanation.score, unit.referenceName),
    contribution: explanation.contribution,
    themes: explanation.themes.map((theme) => ({
      id: theme.id,
      libelle: theme.label,
      valeur: theme.value,
      contribution: theme.contribution,
      axes: theme.axes.map((axis) => ({
        id: axis.id,
        libelle: axis.label,
        valeur: axis.value,
        contribution: axis.contribution,
        variables: axis.variables.map((v) => ({
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
        })),
      })),
    })),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}
