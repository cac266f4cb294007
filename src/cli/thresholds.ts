import { resolve } from 'node:path';
import { inputError, thresholdError, usageError } from '../errors.js';
import { counted, frenchList, frenchPercent } from '../french.js';
import { rankShifts } from '../index/rank-shifts.js';
import type { JoinReport } from '../main-job/join-report.js';
import type { JobOptions } from '../main-job/options.js';
import type { JobResult } from '../main-job/run.js';
import { completeUnits, filledShare } from '../outputs/result-folder.js';
import { loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { readResultFolder, storedNumber } from '../sources/result-folder.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import { parseShare } from './job-options.js';
import type { RawOptions } from './job-options.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

/** The thresholds that a pipeline sets; null where it sets none. */
export interface Thresholds {
  readonly join: number | null;
  readonly complete: number | null;
  readonly filled: number | null;
  readonly rankShift: { readonly most: number; readonly previous: string } | null;
}

/** @throws usageError on a value that is no share or no rank, or where one option lacks the other */
export function thresholdsOf(raw: RawOptions): Thresholds {
  return {
    join: parseShare('--require-join', raw.requireJoin),
    complete: parseShare('--require-complete', raw.requireComplete),
    filled: parseShare('--max-imputed', raw.maxImputed),
    rankShift: rankShiftOf(raw),
  };
}

function rankShiftOf({ maxRankShift, previous }: RawOptions): Thresholds['rankShift'] {
  if (maxRankShift === undefined && previous === undefined) return null;
  if (maxRankShift === undefined) throw usageError("--previous ne sert qu'à --max-rank-shift N : donnez les deux.");
  if (!/^\d+$/.test(maxRankShift)) throw usageError(`--max-rank-shift ${maxRankShift} : il faut un nombre entier de rangs, par exemple 15.`);
  if (previous === undefined) throw usageError("--max-rank-shift : donnez par --previous DOSSIER le résultat de l'an dernier.");
  return { most: Number(maxRankShift), previous };
}

/** Last year's result, as far as ranks are held against it. */
export interface LastYear {
  /** The most ranks that a unit may move. */
  readonly most: number;
  /** Its folder, as it was named. */
  readonly previous: string;
  /** By code, those of the units that have one. */
  readonly scores: ReadonlyMap<string, number>;
}

/**
 * Reads the result of --previous, before the long work that it is for.
 *
 * @param folder the folder that it is named from; that of the job is the package's for the demonstration
 * @returns null where no rank is held against it
 * @throws inputError when it is no result, or of another model or unit
 */
export async function readLastYear({ rankShift }: Thresholds, job: JobOptions, folder: string, terminal: Terminal): Promise<LastYear | null> {
  if (rankShift === null) return null;
  const { previous } = rankShift;
  const { manifest, rows, changed } = readResultFolder(resolve(folder, previous), previous);
  const { id } = (await loadModel(job.model, await loadQuantities(), job.folder)).model;
  if (manifest.modele.id !== id) {
    throw inputError(`--previous ${previous} : ce résultat est du modèle ${manifest.modele.id}, et celui-ci de ${id} ; leurs rangs ne se comparent pas.\nDonnez le résultat de l'an dernier, du même modèle.`);
  }
  const level = manifest.options?.unit ?? 'commune';
  if (level !== job.unit) {
    throw inputError(`--previous ${previous} : ce résultat est par ${UNIT_WORDS[level].one}, et celui-ci par ${UNIT_WORDS[job.unit].one}.\nDonnez un résultat de la même maille.`);
  }
  if (changed.length > 0) terminal.notices([{ level: 'warning', text: `--previous ${previous} : ifn.csv n'est plus celui que manifest.json décrit ; il a été modifié.` }]);
  const scores = new Map([...rows].flatMap(([code, row]) => {
    const score = storedNumber(row, 'score');
    return score === null ? [] : [[code, score] as const];
  }));
  return { ...rankShift, scores };
}

/** Share of the units that have rows in the files and, when contours are given, a contour. */
function joinedShare(join: JoinReport): number {
  const missing = new Set([...join.withoutRows, ...(join.contours?.withoutContour ?? [])]);
  return 1 - missing.size / Math.max(join.units, 1);
}

/** @throws thresholdError when a share is under what the user requires */
function requireShare(option: string, required: number | null, found: number, what: string, summary: RunSummary | null): void {
  if (required === null) return;
  summary?.thresholds.push({ option, demande: required, constate: found, tenu: found >= required });
  if (found < required) {
    throw thresholdError(`${option} ${frenchPercent(required, 1)} : seulement ${frenchPercent(found, 1)} ${what}. Rien n'est écrit.`);
  }
}

/** @throws thresholdError when units have too few rows or contours */
export const requireJoined = ({ join }: Thresholds, report: JoinReport, level: UnitLevel, summary: RunSummary | null = null): void =>
  requireShare('--require-join', join, joinedShare(report), `des ${UNIT_WORDS[level].many} ont des données et un contour`, summary);

export const requireComplete = ({ complete }: Thresholds, share: number, level: UnitLevel, summary: RunSummary | null = null): void =>
  requireShare('--require-complete', complete, share, `des ${UNIT_WORDS[level].many} ont toutes leurs variables observées`, summary);

/**
 * Holds a computed result against the thresholds, before anything is written.
 *
 * @param last last year's result, from `readLastYear`
 * @throws thresholdError with the reason; inputError when no unit is in both results
 */
export function requireResult(thresholds: Thresholds, last: LastYear | null, result: JobResult, terminal: Terminal, summary: RunSummary): void {
  requireComplete(thresholds, completeUnits(result) / Math.max(result.index.frame.territory.length, 1), result.inputs.units.level, summary);
  if (thresholds.filled !== null) requireObserved(thresholds.filled, result, summary);
  if (last !== null) requireStill(last, result, terminal, summary);
}

function requireObserved(most: number, result: JobResult, summary: RunSummary): void {
  const { all, variables } = filledShare(result);
  summary.thresholds.push({ option: '--max-imputed', demande: most, constate: all, tenu: all <= most });
  if (all <= most) return;
  const told = variables.filter((v) => v.units > 0).map((v) => `${v.label} : ${counted(v.units, 'valeur')}`);
  throw thresholdError(
    `--max-imputed ${frenchPercent(most, 1)} : ${frenchPercent(all, 1)} du poids est estimé ou imputé (${told.join(' ; ')}). Rien n'est écrit.\n` +
      "Ajoutez par --insee les fichiers qui manquent, ou relevez le seuil si l'Insee ne publie pas davantage.",
  );
}

/** So many units are named in a message. */
const MOST_NAMED = 5;

function requireStill({ most, previous, scores }: LastYear, { index, inputs }: JobResult, terminal: Terminal, summary: RunSummary): void {
  const { many } = UNIT_WORDS[inputs.units.level];
  const now = new Map([...index.frame.territory].flatMap((row) => {
    const score = index.score[row] ?? Number.NaN;
    return Number.isNaN(score) ? [] : [[index.frame.codes[row] ?? '', score] as const];
  }));
  const shifts = rankShifts(scores, now);
  const [first] = shifts;
  if (first === undefined) throw inputError(`--previous ${previous} : aucune unité n'a un score dans les deux résultats. Donnez le résultat de l'an dernier du même territoire.`);
  summary.thresholds.push({ option: '--max-rank-shift', demande: most, constate: first.shift, tenu: first.shift <= most });
  const beyond = shifts.filter(({ shift }) => shift > most);
  if (beyond.length === 0) {
    terminal.say(`Rangs face à ${previous} : ${counted(shifts.length, 'unité commune', 'unités communes')}, au plus ${counted(first.shift, 'rang')} d'écart (--max-rank-shift ${String(most)}).\n`);
    return;
  }
  const named = beyond.slice(0, MOST_NAMED).map(({ code, before: was, now: is }) => `${inputs.units.of(code)?.nom ?? code} (${code}) ${String(was)} → ${String(is)}`);
  const more = beyond.length > MOST_NAMED ? `, et ${String(beyond.length - MOST_NAMED)} autres` : '';
  throw thresholdError(
    `--max-rank-shift ${String(most)} : ${String(beyond.length)} des ${String(shifts.length)} ${many} que les deux résultats classent ont changé de plus de ${counted(most, 'rang')} depuis ${previous} : ${frenchList(named)}${more}. Rien n'est écrit.\n` +
      "C'est un contrôle des entrées, pas une évolution : vérifiez les fichiers et leurs millésimes, ou relevez le seuil.",
  );
}
