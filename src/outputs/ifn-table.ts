import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { ifnColumns, ifnRecord } from './ifn-record.js';
import type { Cell } from './ifn-record.js';

/** The table of `ifn.csv`, which is that of the properties of `ifn.geojson`. */
export interface IfnTable {
  readonly columns: readonly string[];
  /** The cells of a row of the frame. */
  readonly cells: (row: number) => readonly Cell[];
  /** One record per unit of the territory, sorted by code; each is made when it is asked for. */
  readonly records: () => Generator<readonly Cell[]>;
}

/** @param added columns of a crossing, after the others; those of the same names give way to them */
export function ifnTable(result: JobResult, added: JoinedColumns | null): IfnTable {
  const { codes, territory } = result.index.frame;
  const own = ifnColumns(result.index.model, result.inputs.units.level);
  const names = added?.names ?? [];
  const kept = own.flatMap((name, i) => (names.includes(name) ? [] : [i]));
  const cells = (row: number): readonly Cell[] => {
    const record = ifnRecord(result, row);
    if (added === null) return record;
    const more = added.cells.get(codes[row] ?? '') ?? [];
    return [...kept.map((i) => record[i] ?? null), ...names.map((_, i) => more[i] ?? null)];
  };
  function* records(): Generator<readonly Cell[]> {
    for (const row of territory) yield cells(row);
  }
  return { columns: [...kept.map((i) => own[i] ?? ''), ...names], cells, records };
}
