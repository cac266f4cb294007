import { axesOf, variablesOf } from '../index/model.js';
import type { Model } from '../index/model.js';
import { isObserved } from '../index/statuses.js';
import type { JobResult } from '../main-job/run.js';
import type { UnitLevel } from '../territory/unit-level.js';

/** A cell of `ifn.csv` or a property of `ifn.geojson`: null is missing. */
export type Cell = string | number | null;

/** The columns of `ifn.csv`, which are the properties of `ifn.geojson`; an IRIS also has its commune. */
export function ifnColumns(model: Model, level: UnitLevel): string[] {
  return [
    'code', 'nom', ...(level === 'iris' ? ['commune'] : []), 'departement', 'epci', 'population', 'population_15_plus', 'score', 'rang', 'dixieme',
    'completude', 'fiabilite', 'axes_absents',
    ...model.themes.map((theme) => theme.id),
    ...axesOf(model).map((axis) => axis.id),
    ...variablesOf(model).flatMap(({ id }) => [id, `${id}_points`, `${id}_statut`]),
  ];
}

/** One unit's cells, in the order of `ifnColumns`, in full precision. */
export function ifnRecord(result: JobResult, row: number): Cell[] {
  const { index } = result;
  const code = index.frame.codes[row] ?? '';
  const { units } = result.inputs;
  const unit = units.of(code);
  const cells: Cell[] = [
    code,
    unit?.nom ?? null,
    ...(units.level === 'iris' ? [unit?.commune ?? null] : []),
    unit?.departement ?? null,
    unit?.epci ?? null,
    known(result.population?.values[row]),
    known(result.population15Plus?.values[row]),
    known(index.score[row]),
    positive(index.rank[row]),
    positive(index.tenth[row]),
    known(index.completeness[row]),
    null,
    index.absentAxes[row]?.join(',') ?? '',
  ];
  // One row of a country of them: no list is made on the way.
  for (const { id } of index.model.themes) cells.push(known(index.themes.get(id)?.[row]));
  for (const { axes } of index.model.themes) for (const { id } of axes) cells.push(known(index.axes.get(id)?.[row]));
  for (const { id } of index.model.looseAxes) cells.push(known(index.axes.get(id)?.[row]));
  for (const { statuses, used, points } of index.variables) {
    const status = statuses[row] ?? 'absent';
    cells.push(isObserved(status) ? known(used[row]) : null, known(points[row]), status);
  }
  return cells;
}

const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

const positive = (value: number | undefined): number | null => (value === undefined || value === 0 ? null : value);
