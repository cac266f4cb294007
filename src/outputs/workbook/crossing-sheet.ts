import type { CrossedLevel, Crossing } from '../../posts/crossing.js';
import type { NeedClass } from '../../posts/classes.js';
import { crossingTable } from '../crossing-csv.js';
import type { Table } from './sheet.js';

const LEVELS: Readonly<Record<CrossedLevel, string>> = { commune: 'Commune', epci: 'EPCI', departement: 'Département', territoire: 'Territoire' };
const NEEDS: Readonly<Record<NeedClass, string>> = { fort: 'fort', modere: 'modéré', faible: 'faible' };

/** `croisement`: the lines of `croisement.csv`, without the columns that no line fills. */
export function crossingSheetTable(crossing: Crossing): Table {
  const { columns, rows } = crossingTable(crossing);
  const filled = columns.flatMap((_, at) => (rows.some((row) => (row[at] ?? null) !== null) ? [at] : []));
  return {
    name: 'croisement',
    columns: filled.flatMap((at) => columns[at] ?? []),
    rows: rows.map((row) =>
      filled.map((at) => {
        const cell = row[at] ?? null;
        const name = columns[at]?.name;
        if (name === 'niveau') return LEVELS[cell as CrossedLevel];
        return name === 'besoin' && cell !== null ? NEEDS[cell as NeedClass] : cell;
      }),
    ),
    frozen: 3,
  };
}
