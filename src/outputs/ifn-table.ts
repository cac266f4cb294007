import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { ifnColumns, ifnRecord } from './ifn-record.js';
import type { Cell } from './ifn-record.js';

/** The table of `ifn.csv` with what a crossing adds: its columns, and the cells of a row of the frame. */
export interface IfnTable {
  readonly columns: readonly string[];
  readonly cells: (row: number) => Cell[];
}

/** @param added columns of a crossing; those of the table with the same names give way */
export function ifnTable(result: JobResult, added: JoinedColumns | null): IfnTable {
  const { frame, model } = result.index;
  const columns = ifnColumns(model);
  const names = added?.names ?? [];
  const kept = columns.flatMap((name, i) => (names.includes(name) ? [] : [i]));
  return {
    columns: [...kept.map((i) => columns[i] ?? ''), ...names],
    cells: (row) => {
      const cells = ifnRecord(result, row);
      const more = added?.cells.get(frame.codes[row] ?? '') ?? [];
      return [...kept.map((i) => cells[i] ?? null), ...names.map((_, i) => more[i] ?? null)];
    },
  };
}
