import type { Status } from '../../index/statuses.js';
import type { JobResult } from '../../main-job/run.js';
import { labelledColumns } from '../column-labels.js';
import { ifnRecord } from '../ifn-record.js';
import { STATUS_NAMES } from '../method-text.js';
import type { Table } from './sheet.js';

/** `variables`: per unit, sorted by code, the observed value of each variable, its points and how it is known. */
export function variablesTable(result: JobResult): Table {
  const all = labelledColumns(result);
  const ids = new Set(result.index.variables.flatMap(({ choice: { variable } }) => [variable.id, `${variable.id}_points`, `${variable.id}_statut`]));
  const shown = all.flatMap(({ name }, at) => (['code', 'nom', 'score'].includes(name) || ids.has(name) ? [at] : []));
  const columns = shown.flatMap((at) => all[at] ?? []);
  const rows = [...result.index.frame.territory].map((row) => {
    const cells = ifnRecord(result, row);
    return shown.map((at) => {
      const cell = cells[at] ?? null;
      return all[at]?.name.endsWith('_statut') === true ? STATUS_NAMES[cell as Status] : cell;
    });
  });
  return { name: 'variables', columns, rows, frozen: 2 };
}
