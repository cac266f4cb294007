import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';

/**
 * What a number of `ifn.csv` is, which says how it may be drawn: what is in base 100 with a diverging
 * palette, rates and medians with a sequential one, counts only as circles, never as areas.
 */
export type ColumnKind = 'base100' | 'taux' | 'mediane' | 'rang' | 'effectif' | 'ecart';

/** A column of `ifn.csv` that a map may show. */
export interface MapColumn {
  readonly id: string;
  readonly kind: ColumnKind;
  /** What it says, as a title: the real label of a variable whose definition a repli changed. */
  readonly label: string;
  /** What stands beside its numbers: `base 100 : Métropole de Lyon`, `%`, `postes`. */
  readonly unit: string;
  /** Decimals of its values for a reader. */
  readonly decimals: number;
  /** What the cells are multiplied by to be shown in the unit. */
  readonly factor: number;
  /** The variables that it rests on, for its sources. */
  readonly variables: readonly StoredVariable[];
  /** The census of a population, else null. */
  readonly populationVintage: number | null;
  /** True for what posts or demands say. */
  readonly ofPosts: boolean;
  /** False for counts that hold one post in several communes: a total would count it twice. */
  readonly additive: boolean;
  /** What a reader must know of it, or null. */
  readonly note: string | null;
}

/** Columns that are text: no map shows them. */
const TEXTS = new Set(['code', 'nom', 'departement', 'epci', 'axes_absents', 'fiabilite', 'besoin', 'classe']);

export const isTextColumn = (name: string): boolean => TEXTS.has(name) || name.endsWith('_statut');

const SEAT = "compté au siège de l'employeur, qui n'est pas le lieu où le poste intervient";

interface PostColumn {
  readonly label: string;
  readonly unit: string;
  readonly kind?: ColumnKind;
  readonly decimals?: number;
  readonly factor?: number;
  readonly additive?: boolean;
  readonly note?: string;
  /** True for what rests on the index too. */
  readonly weighted?: boolean;
}

/** What a crossing adds to `ifn.csv`. */
const POST_COLUMNS: Readonly<Record<string, PostColumn>> = {
  postes_portes: { label: "Postes portés : siège de l'employeur", unit: 'postes', note: SEAT },
  postes_implantes: { label: 'Postes implantés dans la commune', unit: 'postes' },
  postes_intervenant: { label: 'Postes qui interviennent dans la commune', unit: 'postes', additive: false, note: 'un poste compte dans chaque commune où il intervient' },
  postes_au_dela: { label: 'Postes implantés intervenant au-delà', unit: 'postes' },
  postes_distincts: { label: 'Postes implantés ou intervenant, une fois par commune', unit: 'postes', additive: false },
  postes_sans_lieu: { label: "Postes implantés sans lieu d'intervention connu", unit: 'postes' },
  etp: { label: 'Équivalents temps plein, là où ils interviennent', unit: 'ETP', decimals: 1 },
  etp_au_dela: { label: 'Équivalents temps plein intervenant au-delà', unit: 'ETP', decimals: 1 },
  demandes_structures: { label: 'Demandes ouvertes : structures', unit: 'structures' },
  demandes_postes: { label: 'Demandes ouvertes : postes souhaités', unit: 'postes' },
  poids: { label: 'Poids de la commune', unit: 'population pondérée', note: 'une population pondérée, ni un nombre de personnes ni un besoin', weighted: true },
  part_postes: { label: 'Part des postes', unit: '%', decimals: 1, factor: 100 },
  part_poids: { label: 'Part du poids', unit: '%', decimals: 1, factor: 100, weighted: true },
  ecart_postes: { label: 'Écart entre les postes et la part du poids', unit: 'postes', kind: 'ecart', decimals: 1, additive: false, note: 'postes moins le total des postes × la part du poids de la commune', weighted: true },
  postes_pour_10000: { label: 'Postes pour 10 000 habitants', unit: 'pour 10 000 habitants', kind: 'taux', decimals: 1 },
};

/**
 * Describes a column of a result from its manifest.
 *
 * @returns null for a text, and for a column that no part of the manifest describes
 */
export function mapColumn(name: string, manifest: StoredManifest): MapColumn | null {
  const base = { id: name, decimals: 0, factor: 1, variables: [], populationVintage: null, ofPosts: false, additive: true, note: null };
  const base100 = { ...base, kind: 'base100' as const, unit: `base 100 : ${manifest.reference.nom_court}`, decimals: 1 };
  const { variables, modele } = manifest;
  const isRate = (v: StoredVariable): boolean => v.unite === '%';
  const from = (ids: readonly string[]): StoredVariable[] => variables.filter((v) => ids.includes(v.id));
  if (name === 'score') return { ...base100, label: 'Indice de fragilité numérique', variables };
  for (const theme of modele.themes) {
    if (theme.id === name) return { ...base100, label: `${theme.libelle}, thème de l'indice de fragilité numérique`, variables: from(theme.axes.flatMap((a) => a.variables)) };
    for (const axis of theme.axes) {
      if (axis.id === name) return { ...base100, label: `${axis.libelle}, axe de l'indice de fragilité numérique`, variables: from(axis.variables) };
    }
  }
  for (const variable of variables) {
    if (name === variable.id) {
      const kind = isRate(variable) ? ('taux' as const) : ('mediane' as const);
      return { ...base, kind, label: variable.definition, unit: variable.unite, decimals: isRate(variable) ? 1 : 0, variables: [variable], note: estimatedNote(variable) };
    }
    if (name === `${variable.id}_points`) return { ...base100, label: `${variable.definition}, en points`, variables: [variable] };
  }
  const post = POST_COLUMNS[name];
  if (post !== undefined) {
    const seated = name === 'postes_pour_10000' || name === 'part_postes' || name === 'ecart_postes';
    const notes = [post.note, seated && manifest.croisement?.lieux_connus !== true ? SEAT : undefined].filter((n) => n !== undefined);
    const { label, unit, kind = 'effectif', decimals = 0, factor = 1, weighted = false, additive = true } = post;
    return { ...base, label, unit, kind, decimals, factor, variables: weighted ? variables : [], ofPosts: true, additive, note: notes.length === 0 ? null : notes.join(' ; ') };
  }
  switch (name) {
    case 'population':
      return { ...base, kind: 'effectif', label: 'Population', unit: 'habitants', populationVintage: manifest.population?.millesime ?? null };
    case 'population_15_plus':
      return { ...base, kind: 'effectif', label: 'Population de 15 ans et plus', unit: 'habitants', populationVintage: manifest.population_15_plus?.millesime ?? null };
    case 'rang':
      return { ...base, kind: 'rang', label: 'Rang de fragilité numérique', unit: '1 = la plus fragile', variables };
    case 'dixieme':
      return { ...base, kind: 'taux', label: 'Dixième de fragilité numérique', unit: '10 = les plus fragiles', variables };
    case 'completude':
      return { ...base, kind: 'taux', label: "Part observée de l'indice", unit: '% du poids des variables', factor: 100, variables };
    default:
      return null;
  }
}

/** A rate that is estimated is never shown as a rate: only what was observed is. */
function estimatedNote({ statuts }: StoredVariable): string | null {
  const filled = (statuts['estime'] ?? 0) + (statuts['impute'] ?? 0);
  return filled === 0 ? null : 'valeurs observées seulement : une valeur estimée ou imputée n’est pas donnée comme un taux';
}

/** Columns of a result that a map may show. */
export const drawableColumns = (columns: readonly string[], manifest: StoredManifest): string[] =>
  columns.filter((name) => !isTextColumn(name) && mapColumn(name, manifest) !== null);
