import { inputError } from '../errors.js';
import type { QuantityVariable, StoredIndex } from '../robustness/stored-index.js';
import { variableIdsOf } from '../index/tree.js';
import { indexOfCode } from '../index/table.js';
import { readResultFolder, storedNumber } from './result-folder.js';
import type { StoredManifest, StoredResult, StoredVariable } from './result-folder.js';
import { storedNormalisation } from './stored-normalisation.js';
import { readStoredQuantities } from './stored-quantities.js';
import type { StoredColumns, StoredQuantities } from './stored-quantities.js';

/**
 * Reads what makes the index of a result folder again: its manifest, `ifn.csv` and `quantites.csv`.
 *
 * @param shown the folder as the user named it
 * @throws inputError when the folder is not a result of fragilite, when `quantites.csv` is missing, is no
 *   longer what the manifest says, or does not hold what the manifest says
 */
export function readStoredIndex(folder: string, shown: string): { readonly stored: StoredResult; readonly index: StoredIndex } {
  const stored = readResultFolder(folder, shown);
  return { stored, index: storedIndex(stored, readStoredQuantities(folder, shown, stored.manifest), shown) };
}

/**
 * The index of a result from its parts.
 *
 * @throws inputError when units or variables of one part are not in another, or the manifest is of a
 *   version that does not tell enough
 */
export function storedIndex({ manifest, tree, rows }: StoredResult, quantities: StoredQuantities, shown: string): StoredIndex {
  const { codes } = quantities;
  const rowOf = (code: string): number => {
    const row = indexOfCode(codes, code);
    if (row < 0) throw inputError(`« ${shown} » : ${code} est dans ifn.csv ou manifest.json, pas dans quantites.csv. Recalculez le résultat (fragilite compute).`);
    return row;
  };
  const territory = Int32Array.from(rows.keys(), rowOf);
  const byCell = (column: string): string[] => {
    const cells = new Array<string>(codes.length).fill('');
    for (const [code, row] of rows) cells[rowOf(code)] = row.get(column) ?? '';
    return cells;
  };
  const populations = new Float64Array(codes.length).fill(Number.NaN);
  for (const [code, row] of rows) populations[rowOf(code)] = storedNumber(row, 'population') ?? Number.NaN;
  const described = new Map(manifest.variables.map((v) => [v.id, v]));
  return {
    tree,
    threshold: manifest.modele.seuil_completude,
    level: manifest.options?.unit ?? 'commune',
    codes,
    territory,
    reference: referenceRows(manifest, territory, codes, rowOf, shown),
    populations,
    epci: byCell('epci'),
    departements: byCell('departement'),
    variables: variableIdsOf(tree).map((id) => {
      const variable = described.get(id);
      const columns = quantities.columns.get(id);
      if (variable === undefined || columns === undefined) throw inputError(`« ${shown} » : manifest.json ne décrit pas la variable ${id} de son modèle. Recalculez le résultat (fragilite compute).`);
      return quantityVariable(variable, columns, rowOf, shown);
    }),
  };
}

function referenceRows(manifest: StoredManifest, territory: Int32Array, codes: readonly string[], rowOf: (code: string) => number, shown: string): Int32Array {
  const told = manifest.reference.parmi_les_quantites;
  const inside = new Set(territory);
  switch (told) {
    case 'toutes':
      return Int32Array.from(codes.keys());
    case 'territoire':
      return territory;
    case 'hors_territoire':
      return Int32Array.from(codes.keys()).filter((row) => !inside.has(row));
    case undefined:
      throw older(shown);
    default:
      return Int32Array.from(told, rowOf).sort();
  }
}

const older = (shown: string): Error =>
  inputError(`« ${shown} » : manifest.json est d'une version qui ne dit pas tout ce qu'il faut pour refaire l'indice.\nRecalculez le résultat (fragilite compute).`);

function quantityVariable(stored: StoredVariable, columns: StoredColumns, rowOf: (code: string) => number, shown: string): QuantityVariable {
  if (stored.nature === undefined) throw older(shown);
  const { manquants } = stored;
  const fit = manquants.ajustement ?? null;
  return {
    id: stored.id,
    label: stored.definition,
    kind: stored.nature,
    unit: stored.unite,
    family: stored.famille,
    vintage: stored.millesime,
    exploitation: stored.exploitation ?? null,
    direction: stored.sens,
    inversion: stored.inversion,
    normalisation: storedNormalisation(stored.normalisation),
    numerators: columns.numerators,
    denominators: columns.denominators,
    statuses: columns.statuses,
    predictors: columns.predictors,
    reference: { value: stored.reference.valeur ?? Number.NaN, rule: stored.reference.regle },
    policy: manquants.appliquee,
    fit: fit === null ? null : { a: fit.a, b: fit.b, n: fit.n, deviation: fit.ecart_type ?? null },
    ceiling: manquants.plafond_effectif ?? null,
    uncapped: new Set((manquants.sans_plafond ?? []).map(rowOf)),
    imputed: new Map(Object.entries(manquants.valeurs_imputees ?? {})),
    floor: stored.plancher_publie ?? null,
  };
}
