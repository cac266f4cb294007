import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { inputError } from '../errors.js';
import type { VariableFacts } from '../index/explain.js';
import type { Inversion, MissingPolicy, ReferenceRule } from '../index/model.js';
import { BASE_100 } from '../index/scale.js';
import type { Scale } from '../index/scale.js';
import { STATUSES } from '../index/statuses.js';
import type { Status } from '../index/statuses.js';
import type { Tree } from '../index/tree.js';
import type { UnitLevel } from '../territory/unit-level.js';
import type { StoredNormalisation } from './stored-normalisation.js';
import { storedTree } from './stored-tree.js';
import type { StoredTree } from './stored-tree.js';

/** A variable as a result's manifest describes it. */
export interface StoredVariable {
  readonly id: string;
  readonly definition: string;
  readonly repli: string | null;
  readonly famille: string | null;
  readonly millesime: number | null;
  /** The quantities of numerator and denominator; not in the results of version 0.1. */
  readonly quantites?: readonly string[];
  readonly notes?: readonly string[];
  /** `%`, or the unit of a median. */
  readonly unite: string;
  readonly poids_nominal: number;
  readonly correlation_score: number | null;
  readonly sens: '+' | '-';
  readonly inversion: Inversion | null;
  /** Not in the results of version 0.1, whose models were all of ratios. */
  readonly normalisation?: StoredNormalisation;
  /** How many units make the distribution that units are placed in. */
  readonly unites_comparees?: number;
  /** This and what follows of the result's filling: not in the results of version 0.1, and only needed to make the index again. */
  readonly nature?: 'part' | 'taux';
  readonly exploitation?: 'principale' | 'complementaire';
  readonly plancher_publie?: number;
  /** Without a value when no file publishes the variable for the units, or nothing needs it. */
  readonly reference: { readonly valeur: number | null; readonly regle: ReferenceRule; readonly part_observee: number | null };
  readonly manquants: {
    readonly politique?: MissingPolicy;
    readonly appliquee: MissingPolicy;
    readonly ajustement?: { readonly a: number; readonly b: number; readonly n: number; readonly r2: number; readonly ecart_type?: number; readonly sur: string } | null;
    readonly plafond_effectif?: number;
    readonly sans_plafond?: readonly string[];
    readonly valeurs_imputees?: Readonly<Record<string, number>>;
  };
  readonly statuts: Readonly<Record<string, number>>;
}

/** A territory as a result's manifest names it. */
export interface StoredTerritory {
  readonly selecteur?: string;
  readonly nom: string;
  readonly nom_court: string;
  readonly unites?: number;
}

/** What later commands need of a result folder's manifest. */
export interface StoredManifest {
  readonly outil: { readonly nom: string; readonly version: string };
  readonly modele: StoredTree & {
    readonly id: string;
    readonly version: number;
    readonly libelle: string;
    readonly reserve?: string | null;
    readonly liste_reconstituee: boolean;
    readonly seuil_completude: number;
    /** Not in the results of version 0.1, whose models were all in base 100. */
    readonly echelle?: {
      readonly base_100: boolean;
      readonly libelle: string;
      readonly centre: number;
      readonly minimum: number | null;
      readonly maximum: number | null;
    };
  };
  /** Results of before there was a choice have no `unit`: they are by commune. */
  readonly options?: { readonly unit?: UnitLevel; readonly boundaries?: string | null; readonly simplify?: string };
  readonly geographie: { readonly cog: number; readonly plm?: string };
  readonly population?: { readonly millesime: number | null };
  readonly population_15_plus?: { readonly millesime: number | null };
  readonly jointures?: { readonly contours: { readonly schematiques: boolean } | null };
  readonly croisement?: {
    readonly lieux_connus?: boolean;
    readonly date?: string | null;
    readonly postes?: { readonly a_localiser?: number; readonly sans_siege?: number } | null;
    readonly demandes?: { readonly a_localiser: { readonly structures: number; readonly postes: number } } | null;
    readonly fichiers?: readonly string[];
  };
  readonly territoire: StoredTerritory;
  readonly reference: StoredTerritory & {
    readonly unites?: number;
    /** Not in the results of version 0.1: which units of `quantites.csv` are those of the reference. */
    readonly parmi_les_quantites?: 'toutes' | 'territoire' | 'hors_territoire' | readonly string[];
  };
  readonly variables: readonly StoredVariable[];
  readonly scores: { readonly publies: number; readonly unites: number };
  readonly entrees?: readonly { readonly role: string; readonly geographie?: readonly number[] }[];
  readonly sorties: readonly { readonly chemin: string; readonly sha256: string }[];
  readonly avertissement: string;
}

/** One row of `ifn.csv`, cells by column name, as text. */
export interface StoredRow {
  /** Undefined for a column that the table does not have. */
  readonly get: (column: string) => string | undefined;
}

export interface StoredResult {
  readonly manifest: StoredManifest;
  readonly tree: Tree;
  readonly rows: ReadonlyMap<string, StoredRow>;
  /** The names of the columns of `ifn.csv`, in order. */
  readonly columns: readonly string[];
  /** Outputs whose bytes are no longer those of the manifest. */
  readonly changed: readonly string[];
}

/**
 * Reads the manifest and `ifn.csv` of a result folder.
 *
 * @throws inputError when the folder is not a result of fragilite
 */
export function readResultFolder(folder: string, shown: string): StoredResult {
  const path = join(folder, 'manifest.json');
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) throw inputError(`« ${shown} » est un fichier ; donnez le dossier d'un résultat, qu'écrit fragilite compute.`);
  if (!existsSync(path)) {
    throw inputError(`« ${shown} » n'est pas un dossier de résultat : manifest.json n'y est pas.\nCalculez d'abord : fragilite compute --out ${shown}`);
  }
  const manifest = readManifest(path, shown);
  const csvPath = join(folder, 'ifn.csv');
  if (!existsSync(csvPath)) throw inputError(`« ${shown} » : ifn.csv n'y est plus. Recalculez le résultat.`);
  const bytes = readFileSync(csvPath);
  const { columns, rows } = readRows(bytes, shown);
  const stored = manifest.sorties.find((s) => s.chemin === 'ifn.csv')?.sha256;
  const changed = stored !== createHash('sha256').update(bytes).digest('hex') ? ['ifn.csv'] : [];
  return { manifest, tree: storedTree(manifest.modele), rows, columns, changed };
}

/**
 * The rows by code. A list of cells each, and one list of columns for all: a country has millions of cells.
 *
 * @throws inputError when it is no table of ours any more
 */
function readRows(bytes: Buffer, shown: string): Pick<StoredResult, 'columns' | 'rows'> {
  const broken = (what: string, cause?: unknown): Error => inputError(`« ${shown} » : ifn.csv n'est plus une table lisible (${what}). Recalculez le résultat (fragilite compute).`, { cause });
  const rows = new Map<string, StoredRow>();
  let columns: readonly string[] = [];
  let places: ReadonlyMap<string, number> = new Map();
  const options = {
    delimiter: ';',
    skip_empty_lines: true,
    onRecord: (cells: readonly string[]) => {
      if (columns.length === 0) {
        columns = cells;
        places = new Map(columns.map((name, i) => [name, i]));
      } else rows.set(cells[places.get('code') ?? -1] ?? '', { get: (column) => cells[places.get(column) ?? -1] });
      return null;
    },
  };
  try {
    parse(bytes, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { readonly lines?: number };
    throw broken(lines === undefined ? 'un guillemet, ou un nombre de champs' : `ligne ${String(lines)}, un guillemet ou le nombre de champs`, error);
  }
  if (!columns.includes('code')) throw broken("elle n'a pas de colonne code");
  return { columns, rows };
}

/** The scale of a result's scores. */
export function storedScale({ modele: { echelle } }: StoredManifest): Scale {
  if (echelle === undefined) return BASE_100;
  return { base100: echelle.base_100, centre: echelle.centre, minimum: echelle.minimum, maximum: echelle.maximum, label: echelle.libelle };
}

/** The manifest of a result of `compute`; null for another, or for no manifest at all. */
export function resultManifest(text: string): StoredManifest | null {
  try {
    const manifest = JSON.parse(text) as Partial<StoredManifest>;
    return isResult(manifest) ? manifest : null;
  } catch {
    // Not JSON: no manifest of ours.
    return null;
  }
}

const isResult = (manifest: Partial<StoredManifest>): manifest is StoredManifest =>
  manifest.outil?.nom === 'fragilite' && manifest.modele !== undefined && manifest.variables !== undefined;

function readManifest(path: string, shown: string): StoredManifest {
  let manifest: Partial<StoredManifest>;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<StoredManifest>;
  } catch (cause) {
    throw inputError(`« ${shown} » : manifest.json est illisible. Recalculez le résultat.`, { cause });
  }
  if (!isResult(manifest)) {
    const crossing = manifest.croisement === undefined ? '' : " : c'est un croisement, sans l'indice dont il part";
    throw inputError(`« ${shown} » : manifest.json n'est pas celui d'un résultat de fragilite${crossing}.\nDonnez le dossier qu'écrit fragilite compute.`);
  }
  return manifest;
}

/** The number of a cell of `ifn.csv`; null when it is empty. */
export function storedNumber(row: StoredRow, column: string): number | null {
  const text = row.get(column) ?? '';
  return text === '' ? null : Number(text);
}

/** The status of a variable in a row of `ifn.csv`. */
export function storedStatus(row: StoredRow, variable: string): Status {
  const text = row.get(`${variable}_statut`);
  return STATUSES.find((status) => status === text) ?? 'absent';
}

/** What a row of `ifn.csv` and its manifest say of each variable, by id. */
export const storedFacts = (row: StoredRow, manifest: StoredManifest): ReadonlyMap<string, VariableFacts> =>
  new Map(
    manifest.variables.map((v): [string, VariableFacts] => [
      v.id,
      {
        id: v.id,
        label: v.definition,
        vintage: v.millesime,
        unit: v.unite,
        reference: v.reference.valeur ?? Number.NaN,
        rate: storedNumber(row, v.id),
        points: storedNumber(row, `${v.id}_points`),
        ratio: isRatio(v),
        status: storedStatus(row, v.id),
      },
    ]),
  );

/** True where points are 100 × value / reference. */
const isRatio = (v: StoredVariable): boolean => v.sens === '+' && (v.normalisation?.methode ?? 'rapport') === 'rapport';

/** True where « 1,42 fois la référence » holds of a score: a mean of ratios to the reference's own values. */
export const isMeanOfRatios = ({ rules }: Tree, variables: readonly StoredVariable[]): boolean =>
  [rules.axis, rules.theme, rules.global].every((rule) => rule.method === 'moyenne') &&
  variables.every((v) => isRatio(v) && (v.reference.regle === 'total' || v.reference.regle === 'publie'));
