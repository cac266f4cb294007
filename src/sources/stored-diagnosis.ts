import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputError } from '../errors.js';
import type { Reliability, Weakness } from '../diagnosis/reliability.js';
import type { Status } from '../index/statuses.js';
import type { StoredManifest } from './result-folder.js';

export const DIAGNOSIS_NAME = 'diagnostic.json';

/** A unit whose rank differs between two rankings. */
export interface StoredMove {
  readonly code: string;
  readonly rang: number;
  /** Its rank without what was left out. */
  readonly rang_sans: number;
}

/** The shape of a distribution: see `shapeOf`. */
export interface StoredDistribution {
  /** A variable, or `score`. */
  readonly id: string;
  readonly n: number;
  readonly minimum: number;
  readonly premier_quartile: number;
  readonly mediane: number;
  readonly troisieme_quartile: number;
  readonly maximum: number;
  readonly moyenne: number;
  readonly ecart_type: number | null;
  readonly asymetrie: number | null;
  readonly aplatissement: number | null;
  /** True where a few units drive it. */
  readonly signalee: boolean;
  /** The units beyond Tukey's fences, and the codes of the furthest ones. */
  readonly hors_bornes: { readonly nombre: number; readonly codes: readonly string[] };
}

export interface StoredCorrelationTable {
  readonly ids: readonly string[];
  readonly valeurs: readonly (readonly (number | null)[])[];
}

export interface StoredFlag {
  readonly genre: 'contre-indice' | 'sans-effet' | 'opposes' | 'redondantes';
  readonly niveau: 'variable' | 'axe' | 'theme';
  readonly ids: readonly string[];
  readonly r: number;
}

export interface StoredLeftOut {
  readonly niveau: 'variable' | 'axe';
  readonly id: string;
  readonly spearman: number | null;
  readonly decalage_moyen: number;
  readonly decalage_maximal: number;
  readonly sans_indice: number;
  readonly plus_deplacees: readonly StoredMove[];
}

export interface StoredReplaced {
  readonly id: string;
  /** How many ranked units; which ones, `non_observe` of each unit tells. */
  readonly unites: number;
  readonly decalage_moyen: number;
  readonly decalage_maximal: number;
  readonly plus_deplacees: readonly StoredMove[];
  readonly autres: { readonly decalage_moyen: number; readonly decalage_maximal: number };
  readonly spearman: number | null;
}

export interface StoredSource {
  readonly id: string;
  readonly libelle: string;
  readonly hypothese: string;
  /** False where nothing of the result depends on it. */
  readonly agit: boolean;
  readonly tirages: number;
  readonly decalage_moyen: number;
  readonly largeur_moyenne: number;
  readonly spearman_moyen: number | null;
  readonly choix: readonly string[];
}

export interface StoredUnit {
  readonly code: string;
  readonly nom: string;
  readonly score: number | null;
  readonly rang: number | null;
  readonly rang_p5: number | null;
  readonly rang_median: number | null;
  readonly rang_p95: number | null;
  /** True where the interval of the draws had to be widened to hold the rank. */
  readonly elargi: boolean;
  /** Share of the draws in which it is in the top dixième. */
  readonly frequence_dixieme: number | null;
  readonly groupe: number | null;
  readonly fiabilite: Reliability | null;
  readonly faiblesses: readonly Weakness[];
  readonly completude: number;
  /** The status of each variable that is not observed. */
  readonly non_observe: Readonly<Record<string, Status>>;
}

/** What `fragilite diagnose` writes into `diagnostic.json`. */
export interface StoredDiagnosis {
  readonly outil: { readonly nom: string; readonly version: string };
  readonly modele: { readonly id: string; readonly version: number; readonly libelle: string };
  readonly territoire: string;
  readonly reference: string;
  readonly unites_classees: number;
  readonly variables: readonly { readonly id: string; readonly libelle: string; readonly poids_nominal: number }[];
  /** Themes, then axes. */
  readonly noeuds: readonly { readonly id: string; readonly libelle: string; readonly niveau: 'axe' | 'theme'; readonly variables: readonly string[] }[];
  readonly completude: {
    readonly unites: number;
    readonly unites_completes: number;
    readonly moyenne: number;
    readonly variables: readonly { readonly id: string; readonly statuts: Readonly<Partial<Record<Status, number>>> }[];
    readonly territoires: readonly {
      readonly niveau: 'epci' | 'departement';
      readonly code: string;
      readonly nom: string;
      readonly unites: number;
      readonly unites_completes: number;
      readonly moyenne: number;
    }[];
  };
  readonly distributions: readonly StoredDistribution[];
  readonly correlations: {
    readonly variables: StoredCorrelationTable;
    readonly noeuds: StoredCorrelationTable;
    readonly avec_indice: readonly { readonly id: string; readonly pearson: number | null; readonly spearman: number | null }[];
    readonly alertes: readonly StoredFlag[];
  };
  /** `id` is null for the whole index. */
  readonly coherence: readonly { readonly id: string | null; readonly variables: number; readonly n: number; readonly alpha: number; readonly alpha_standardise: number }[];
  /** Null where scores do not vary. */
  readonly poids: {
    readonly variables: readonly { readonly id: string; readonly nominal: number; readonly part_variance: number; readonly r2: number | null }[];
    readonly part_residu: number;
  } | null;
  readonly retraits: readonly StoredLeftOut[];
  readonly valeurs_remplacees: readonly StoredReplaced[];
  readonly simulation: {
    readonly tirages: number;
    readonly graine: number;
    readonly sources: readonly StoredSource[];
    readonly paires_ordonnees: { readonly part: number; readonly paires: number; readonly toutes: boolean };
    readonly spearman: { readonly moyen: number; readonly minimum: number } | null;
    readonly groupes: number;
  };
  readonly fiabilite: { readonly regle: string; readonly effectifs: Readonly<Record<Reliability, number>> };
  readonly unites: readonly StoredUnit[];
  readonly avertissement: string;
}

/**
 * Reads `diagnostic.json` of a result folder.
 *
 * @returns null when the result has none: a file that a former result left behind is not of this one
 * @throws inputError when it cannot be read
 */
export function readStoredDiagnosis(folder: string, shown: string, manifest: StoredManifest): StoredDiagnosis | null {
  const path = join(folder, DIAGNOSIS_NAME);
  if (!manifest.sorties.some((s) => s.chemin === DIAGNOSIS_NAME) || !existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StoredDiagnosis;
  } catch (cause) {
    throw inputError(`« ${shown} » : ${DIAGNOSIS_NAME} est illisible. Refaites-le : fragilite diagnose ${shown}`, { cause });
  }
}
