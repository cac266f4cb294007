import { inputError } from '../errors.js';
import { counted } from '../french.js';
import { diagnose } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnose.js';
import { FEWEST_UNITS, scoredUnits, valuesAt } from '../diagnosis/units.js';
import type { DiagnosedNode, DiagnosedUnits, DiagnosedVariable } from '../diagnosis/units.js';
import { leavesOf } from '../index/tree.js';
import { monteCarlo } from '../robustness/monte-carlo.js';
import type { MonteCarloOptions } from '../robustness/monte-carlo.js';
import type { QuantityVariable, StoredIndex } from '../robustness/stored-index.js';
import { storedNumber, storedScale, storedStatus } from '../sources/result-folder.js';
import type { StoredResult } from '../sources/result-folder.js';
import { UNIT_WORDS } from '../territory/unit-level.js';

/**
 * Diagnoses a result from its own files.
 *
 * @throws inputError when too few units have a score
 */
export function runDiagnosis(stored: StoredResult, index: StoredIndex, shown: string, options: Required<Pick<MonteCarloOptions, 'draws' | 'seed'>>): Diagnosis {
  const units = diagnosedUnits(stored, index);
  const scored = scoredUnits(units).length;
  if (scored < FEWEST_UNITS) {
    const { one, many } = UNIT_WORDS[index.level];
    throw inputError(
      `« ${shown} » : ${counted(scored, `${one} a`, `${many} ont`)} un indice ; en dire la solidité en demande au moins ${String(FEWEST_UNITS)}.\n` +
        'Calculez un territoire plus large (fragilite compute --territory T), puis recommencez.',
    );
  }
  return diagnose(units, monteCarlo(index, options));
}

/** The units of a result in columns, in the order of `ifn.csv`. */
export function diagnosedUnits({ manifest, tree, rows }: StoredResult, index: StoredIndex): DiagnosedUnits {
  const all = [...rows.values()];
  const numbers = (column: string): Float64Array => Float64Array.from(all, (row) => storedNumber(row, column) ?? Number.NaN);
  const quantities = new Map(index.variables.map((v) => [v.id, v]));
  const variables = manifest.variables.map(
    (v): DiagnosedVariable => ({
      id: v.id,
      label: v.definition,
      nominalWeight: v.poids_nominal,
      points: numbers(`${v.id}_points`),
      statuses: all.map((row) => storedStatus(row, v.id)),
      counts: censusCounts(quantities.get(v.id), index.territory),
    }),
  );
  const node = (kind: DiagnosedNode['kind'], { id, label }: { readonly id: string; readonly label: string }, ids: readonly string[]): DiagnosedNode => ({ id, label, kind, variables: ids, values: numbers(id) });
  const texts = (column: string): string[] => all.map((row) => row.get(column) ?? '');
  return {
    codes: [...rows.keys()],
    names: [...rows].map(([code, row]) => (row.get('nom') === '' ? code : (row.get('nom') ?? code))),
    tree,
    scale: storedScale(manifest),
    variables,
    nodes: [
      ...tree.themes.map((theme) => node('theme', theme, leavesOf(theme))),
      ...[...tree.themes.flatMap((theme) => theme.axes), ...tree.looseAxes].map((axis) => node('axe', axis, leavesOf(axis))),
    ],
    population: numbers('population'),
    epci: texts('epci'),
    departements: texts('departement'),
    completeness: numbers('completude'),
    score: numbers('score'),
  };
}

/** The counts of a share of the census: those that a sample, or few people, make unsure. */
function censusCounts(variable: QuantityVariable | undefined, territory: Int32Array): Float64Array | null {
  if (variable?.kind !== 'part' || variable.exploitation === null) return null;
  return valuesAt(variable.numerators, [...territory]);
}
