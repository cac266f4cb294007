import { NEED_TEXTS, supplyText } from '../posts/classes.js';
import type { CrossedLine, Crossing } from '../posts/crossing.js';
import type { DemandCounts } from '../posts/demand-counts.js';
import type { LabelledColumn } from './column-labels.js';
import { csvText } from './csv.js';
import type { Cell } from './ifn-record.js';

/** A column of the crossing with its cell for a line; `joined` ones go into `ifn.csv` too. */
interface Column extends LabelledColumn {
  readonly joined: boolean;
  readonly cell: (line: CrossedLine, crossing: Crossing) => Cell;
}

const COLUMNS: readonly Column[] = [
  { name: 'niveau', label: 'Niveau', kind: 'text', joined: false, cell: (l) => l.level },
  { name: 'code', label: 'Code Insee ou SIREN', kind: 'code', joined: false, cell: (l) => l.code },
  { name: 'nom', label: 'Nom', kind: 'text', joined: false, cell: (l) => l.nom },
  { name: 'population', label: 'Population', kind: 'integer', joined: false, cell: (l) => l.population },
  { name: 'population_15_plus', label: 'Population de 15 ans et plus', kind: 'integer', joined: false, cell: (l, c) => (c.base === 'population_15_plus' ? l.populationForWeight : null) },
  { name: 'score', label: 'Indice', kind: 'decimal', joined: false, cell: (l) => l.score },
  { name: 'besoin', label: 'Besoin', kind: 'text', joined: true, cell: (l) => l.need },
  { name: 'poids', label: 'Poids (population pondérée)', kind: 'integer', joined: true, cell: (l) => l.weight },
  { name: 'postes_portes', label: "Postes portés (siège de l'employeur)", kind: 'integer', joined: true, cell: (l) => l.postsCarried },
  { name: 'postes_a_localiser', label: 'Postes à localiser', kind: 'integer', joined: false, cell: (l) => l.postsToPlace },
  { name: 'postes_implantes', label: 'Postes implantés', kind: 'integer', joined: true, cell: (l) => l.places?.seated ?? null },
  { name: 'postes_intervenant', label: 'Postes intervenant', kind: 'integer', joined: true, cell: (l) => l.places?.acting ?? null },
  { name: 'postes_au_dela', label: 'Postes implantés intervenant au-delà', kind: 'integer', joined: true, cell: (l) => l.places?.beyond ?? null },
  { name: 'postes_distincts', label: 'Postes distincts', kind: 'integer', joined: true, cell: (l) => l.places?.distinct ?? null },
  { name: 'postes_sans_lieu', label: "Postes sans lieu d'intervention connu", kind: 'integer', joined: true, cell: (l) => l.places?.withoutPlace ?? null },
  { name: 'etp', label: 'ETP', kind: 'hundredths', joined: true, cell: (l) => l.places?.etp ?? null },
  { name: 'etp_au_dela', label: 'ETP au-delà', kind: 'hundredths', joined: true, cell: (l) => l.places?.etpBeyond ?? null },
  { name: 'demandes_structures', label: 'Demandes : structures', kind: 'integer', joined: true, cell: (l) => l.demands?.structures ?? null },
  { name: 'demandes_postes', label: 'Demandes : postes', kind: 'integer', joined: true, cell: (l) => l.demands?.posts ?? null },
  { name: 'demandes_a_localiser_structures', label: 'Demandes à localiser : structures', kind: 'integer', joined: false, cell: (l) => l.demandsToPlace?.structures ?? null },
  { name: 'demandes_a_localiser_postes', label: 'Demandes à localiser : postes', kind: 'integer', joined: false, cell: (l) => l.demandsToPlace?.posts ?? null },
  { name: 'demandes_par_type', label: 'Demandes par type (structures/postes)', kind: 'text', joined: false, cell: (l) => groupText(l.demands?.byType) },
  { name: 'demandes_par_etat', label: 'Demandes par état (structures/postes)', kind: 'text', joined: false, cell: (l) => groupText(l.demands?.byState) },
  { name: 'postes_pour_10000', label: 'Postes pour 10 000 habitants (de 15 ans et plus, à défaut tous)', kind: 'decimal', joined: true, cell: (l) => l.per10000 },
  { name: 'part_postes', label: 'Part des postes', kind: 'share', joined: true, cell: (l) => l.postShare },
  { name: 'part_poids', label: 'Part du poids', kind: 'share', joined: true, cell: (l) => l.weightShare },
  { name: 'ecart_postes', label: 'Écart de postes (postes − total × part du poids)', kind: 'decimal', joined: true, cell: (l) => l.gap },
  { name: 'classe', label: 'Classe', kind: 'text', joined: true, cell: classText },
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
export function crossingCsv(crossing: Crossing): string {
  const { columns, rows } = crossingTable(crossing);
  return csvText(
    columns.map((c) => c.name),
    rows,
  );
}

/** The table of `croisement.csv`: its columns, and a row per line. */
export function crossingTable(crossing: Crossing): { readonly columns: readonly LabelledColumn[]; readonly rows: readonly (readonly Cell[])[] } {
  return { columns: COLUMNS, rows: crossing.lines.map((line) => COLUMNS.map((c) => c.cell(line, crossing))) };
}

/** Columns beside those of `ifn.csv`, by code. */
export interface JoinedColumns {
  readonly names: readonly string[];
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
}

/** The columns that a crossing adds to `ifn.csv`. */
export const JOINED_COLUMNS: readonly LabelledColumn[] = COLUMNS.filter((c) => c.joined);

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
