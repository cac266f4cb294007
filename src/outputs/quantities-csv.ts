import { isObserved, statusOfState } from '../index/statuses.js';
import type { IndexResult, VariableResult } from '../index/compute.js';
import { ranksAllFiles } from '../index/normalisation.js';
import { isKnown } from '../index/state.js';
import type { JobResult } from '../main-job/run.js';
import { csvLines } from './csv.js';
import type { Cell } from './ifn-record.js';

const COLUMNS = ['code', 'variable', 'numerateur', 'denominateur', 'source', 'millesime', 'statut'];

/**
 * `quantites.csv`: the counts and published rates that the index rests on, for the units of the
 * territory and of the reference (of all the files, where the model places units among them), so that
 * later commands need no INSEE file. For a rate: value and
 * weight, and one more row for the predictor of its estimation; what is estimated stays empty.
 */
export const quantitiesLines = (result: JobResult): Generator<string> => csvLines(COLUMNS, records(result));

/** Positions in the frame, ascending, of the units whose quantities are written. */
export function storedRows({ frame, variables }: Pick<IndexResult, 'frame' | 'variables'>): Int32Array {
  const all = variables.some((v) => ranksAllFiles(v.choice.variable.normalisation));
  return Int32Array.from(all ? frame.codes.keys() : new Set([...frame.territory, ...frame.reference])).sort();
}

function* records(result: JobResult): Generator<Cell[]> {
  const { frame, variables } = result.index;
  for (const row of storedRows(result.index)) {
    const code = frame.codes[row] ?? '';
    for (const variable of variables) yield* variableRecords(code, row, variable, result);
  }
}

function variableRecords(code: string, row: number, variable: VariableResult, result: JobResult): Cell[][] {
  const { choice, series } = variable;
  const family = result.index.model.quantities.get(choice.definition.numerator)?.family ?? null;
  const status = variable.statuses[row] ?? 'absent';
  const observed = isObserved(status) || choice.definition.kind === 'part';
  const records: Cell[][] = [
    [
      code,
      choice.variable.id,
      observed ? number(series.numerator.values[row]) : null,
      number(series.denominator?.values[row]),
      family,
      choice.vintage,
      status,
    ],
  ];
  if (series.predictor !== null) {
    const state = series.predictor.states[row] ?? 0;
    const value = isKnown(state) ? number(series.predictor.values[row]) : null;
    records.push([code, `${choice.variable.id}.predicteur`, value, null, family, choice.vintage, statusOfState(state, false)]);
  }
  return records;
}

const number = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
