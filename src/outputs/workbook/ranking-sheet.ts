import { axesOf } from '../../index/model.js';
import { isObserved } from '../../index/statuses.js';
import type { JobResult } from '../../main-job/run.js';
import { labelledColumns } from '../column-labels.js';
import type { LabelledColumn } from '../column-labels.js';
import { ifnRecord } from '../ifn-record.js';
import type { Cell } from '../ifn-record.js';
import { STATUS_NAMES } from '../method-text.js';
import { rankedUnits } from '../ranking.js';
import type { Table } from './sheet.js';

/** `classement`: the units from the most fragile, then those without a score, each with what must be known of it. */
export function rankingTable(result: JobResult): Table {
  const { index, inputs } = result;
  const scales = [...index.model.themes, ...axesOf(index.model)].map(({ id }) => id);
  const names = ['rang', 'nom', 'code', 'score', ...scales, 'dixieme', 'population', 'population_15_plus', 'completude', 'departement', 'epci'];
  const all = labelledColumns(result);
  const places = names.map((name) => all.findIndex((column) => column.name === name));
  const columns: LabelledColumn[] = [
    ...places.flatMap((at) => all[at] ?? []),
    { name: 'epci_nom', label: "Nom de l'EPCI", kind: 'text' },
    { name: 'remarque', label: 'Remarque', kind: 'text' },
  ];
  const ranked = rankedUnits(result).map(({ row }) => row);
  const without = [...index.frame.territory].filter((row) => (index.rank[row] ?? 0) === 0);
  const rows = [...ranked, ...without].map((row): Cell[] => {
    const cells = ifnRecord(result, row);
    const epci = inputs.units.of(index.frame.codes[row] ?? '')?.epci ?? null;
    return [
      ...places.map((at) => cells[at] ?? null),
      epci === null ? null : (inputs.geography.cog.epci.get(epci)?.nom ?? null),
      remark(result, row),
    ];
  });
  return { name: 'classement', columns, rows, frozen: 2 };
}

/** What is missing of a unit or was filled, by its real label. */
function remark({ index }: JobResult, row: number): string {
  const parts = (index.rank[row] ?? 0) === 0 ? ['sans indice : trop de valeurs manquent'] : [];
  for (const { choice, statuses } of index.variables) {
    const status = statuses[row] ?? 'absent';
    if (!isObserved(status)) parts.push(`${choice.definition.label} : ${STATUS_NAMES[status]}`);
  }
  return parts.join(' ; ');
}
