import { decimalsOf } from '../../index/scale.js';
import type { Scale } from '../../index/scale.js';
import { leavesOf } from '../../index/tree.js';
import type { TreeNode } from '../../index/tree.js';
import { storedScale } from '../../sources/result-folder.js';
import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';
import { storedTree } from '../../sources/stored-tree.js';

/**
 * What a number of `ifn.csv` is, which says how it may be drawn: what is in base 100 with a diverging
 * palette, so is what is on the scale that a model declares (`echelle`), around its centre; rates and
 * medians with a sequential one, counts only as circles, never as areas.
 */
export type ColumnKind = 'base100' | 'echelle' | 'taux' | 'mediane' | 'rang' | 'effectif' | 'ecart';

/** A column of `ifn.csv` that a map may show. */
export interface MapColumn {
  readonly id: string;
  readonly kind: ColumnKind;
  /** What it says, as a title: the real label of a variable whose definition a repli changed. */
  readonly label: string;
  /** What stands beside its numbers: `base 100 : Métropole de Lyon`, `%`, `postes`, the name of the model's scale. */
  readonly unit: string;
  /** What it is read on when it is the index or a part of it, else null. */
  readonly scale: Scale | null;
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
  /** What its high and low ends say, when it is not « more fragile » and « less ». */
  readonly ends?: readonly [high: string, low: string];
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
  const base = { id: name, scale: null, decimals: 0, factor: 1, variables: [], populationVintage: null, ofPosts: false, additive: true, note: null };
  const { variables, modele } = manifest;
  const tree = storedTree(modele);
  const score = { ...base, ...scoreKind(manifest) };
  // A sum of parts is not on the scale of the parts.
  const summed = [tree.rules.axis, tree.rules.theme, tree.rules.global].some((rule) => rule.method === 'somme');
  const part = summed ? { ...base, kind: 'taux' as const, unit: 'points', decimals: 1 } : score;
  const isRate = (v: StoredVariable): boolean => v.unite === '%';
  const from = (ids: readonly string[]): StoredVariable[] => variables.filter((v) => ids.includes(v.id));
  if (name === 'score') return { ...score, label: 'Indice de fragilité numérique', variables };
  const level = (nodes: readonly (TreeNode & { readonly label: string })[], what: string): MapColumn | null => {
    const node = nodes.find(({ id }) => id === name);
    return node === undefined ? null : { ...part, label: `${node.label}, ${what} de l'indice de fragilité numérique`, variables: from(leavesOf(node)) };
  };
  const ofTree = level(tree.themes, 'thème') ?? level([...tree.themes.flatMap((t) => t.axes), ...tree.looseAxes], 'axe');
  if (ofTree !== null) return ofTree;
  for (const variable of variables) {
    if (name === variable.id) {
      const kind = isRate(variable) ? ('taux' as const) : ('mediane' as const);
      return { ...base, kind, label: variable.definition, unit: variable.unite, decimals: isRate(variable) ? 1 : 0, variables: [variable], note: estimatedNote(variable) };
    }
    if (name === `${variable.id}_points`) return { ...part, label: `${variable.definition}, en points`, variables: [variable] };
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

/** How the score is read: in base 100, or on the scale that its model declares. */
function scoreKind(manifest: StoredManifest): Pick<MapColumn, 'kind' | 'unit' | 'scale' | 'decimals'> {
  const scale = storedScale(manifest);
  const kind = scale.base100 ? ('base100' as const) : ('echelle' as const);
  return { kind, unit: scale.base100 ? `base 100 : ${manifest.reference.nom_court}` : scale.label, scale, decimals: decimalsOf(scale) };
}

/** A rate that is estimated is never shown as a rate: only what was observed is. */
function estimatedNote({ statuts }: StoredVariable): string | null {
  const filled = (statuts['estime'] ?? 0) + (statuts['impute'] ?? 0);
  return filled === 0 ? null : 'valeurs observées seulement : une valeur estimée ou imputée n’est pas donnée comme un taux';
}

/** Columns of a result that a map may show. */
export const drawableColumns = (columns: readonly string[], manifest: StoredManifest): string[] =>
  columns.filter((name) => !isTextColumn(name) && mapColumn(name, manifest) !== null);
