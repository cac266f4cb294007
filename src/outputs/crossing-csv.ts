import { NEED_TEXTS, supplyText } from '../posts/classes.js';
import type { CrossedLine, Crossing } from '../posts/crossing.js';
import type { DemandCounts } from '../posts/demand-counts.js';
import { csvText } from './csv.js';
import type { Cell } from './ifn-record.js';

/** A column of the crossing: its name, and its cell for a line; `joined` ones go into `ifn.csv` too. */
interface Column {
  readonly name: string;
  readonly joined: boolean;
  readonly cell: (line: CrossedLine, crossing: Crossing) => Cell;
}

const COLUMNS: readonly Column[] = [
  { name: 'niveau', joined: false, cell: (l) => l.level },
  { name: 'code', joined: false, cell: (l) => l.code },
  { name: 'nom', joined: false, cell: (l) => l.nom },
  { name: 'population', joined: false, cell: (l) => l.population },
  { name: 'population_15_plus', joined: false, cell: (l, c) => (c.base === 'population_15_plus' ? l.populationForWeight : null) },
  { name: 'score', joined: false, cell: (l) => l.score },
  { name: 'besoin', joined: true, cell: (l) => l.need },
  { name: 'poids', joined: true, cell: (l) => l.weight },
  { name: 'postes_portes', joined: true, cell: (l) => l.postsCarried },
  { name: 'postes_a_localiser', joined: false, cell: (l) => l.postsToPlace },
  { name: 'postes_implantes', joined: true, cell: (l) => l.places?.seated ?? null },
  { name: 'postes_intervenant', joined: true, cell: (l) => l.places?.acting ?? null },
  { name: 'postes_au_dela', joined: true, cell: (l) => l.places?.beyond ?? null },
  { name: 'postes_distincts', joined: true, cell: (l) => l.places?.distinct ?? null },
  { name: 'postes_sans_lieu', joined: true, cell: (l) => l.places?.withoutPlace ?? null },
  { name: 'etp', joined: true, cell: (l) => l.places?.etp ?? null },
  { name: 'etp_au_dela', joined: true, cell: (l) => l.places?.etpBeyond ?? null },
  { name: 'demandes_structures', joined: true, cell: (l) => l.demands?.structures ?? null },
  { name: 'demandes_postes', joined: true, cell: (l) => l.demands?.posts ?? null },
  { name: 'demandes_a_localiser_structures', joined: false, cell: (l) => l.demandsToPlace?.structures ?? null },
  { name: 'demandes_a_localiser_postes', joined: false, cell: (l) => l.demandsToPlace?.posts ?? null },
  { name: 'demandes_par_type', joined: false, cell: (l) => groupText(l.demands?.byType) },
  { name: 'demandes_par_etat', joined: false, cell: (l) => groupText(l.demands?.byState) },
  { name: 'postes_pour_10000', joined: true, cell: (l) => l.per10000 },
  { name: 'part_postes', joined: true, cell: (l) => l.postShare },
  { name: 'part_poids', joined: true, cell: (l) => l.weightShare },
  { name: 'ecart_postes', joined: true, cell: (l) => l.gap },
  { name: 'classe', joined: true, cell: classText },
];

/** `PRIVATE=2/3|COMMUNE=1/1`: structures / posts. */
function groupText(groups: DemandCounts['byType'] | undefined): string | null {
  if (groups === undefined) return null;
  // The signs that part the groups may stand in no name.
  return [...groups].map(([key, { structures, posts }]) => `${key.replace(/[|=/]/g, ' ')}=${String(structures)}/${String(posts)}`).join('|');
}

/** The class of a unit in words; null where it has none or where it is withheld. */
export function classText(line: CrossedLine, crossing: Crossing): string | null {
  if (line.need === null || line.supply === null) return null;
  return `${NEED_TEXTS[line.need]} ; ${supplyText(line.supply, crossing.placesKnown, crossing.input.demands !== null)}`;
}

/** `croisement.csv`: units sorted by code, then territories. */
export const crossingCsv = (crossing: Crossing): string =>
  csvText(
    COLUMNS.map((c) => c.name),
    crossing.lines.map((line) => COLUMNS.map((c) => c.cell(line, crossing))),
  );

/** Columns beside those of `ifn.csv`, by code. */
export interface JoinedColumns {
  readonly names: readonly string[];
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
}

/** What the crossing adds to `ifn.csv` and `ifn.geojson`, for each unit. */
export function joinedColumns(crossing: Crossing): JoinedColumns {
  const joined = COLUMNS.filter((c) => c.joined);
  return {
    names: joined.map((c) => c.name),
    cells: new Map(
      crossing.lines
        .filter((line) => line.level === 'commune')
        .map((line) => [line.code, joined.map((c) => c.cell(line, crossing))]),
    ),
  };
}
