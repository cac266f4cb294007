import type { Nature, Quantities } from '../index/quantity.js';
import { nearest } from '../nearest.js';
import { axisEntries, variableEntries } from './model-entries.js';
import type { ModelFile, OwnQuantityEntry } from './model-entries.js';
import { ruleFaults } from './model-rule-faults.js';
import type { Fault, FieldPath } from './yaml-document.js';

/** Columns of `ifn.csv` that no theme, axis or variable may be called. */
const RESERVED: ReadonlySet<string> = new Set([
  'code', 'nom', 'departement', 'epci', 'population', 'population_15_plus', 'score', 'rang', 'dixieme',
  'completude', 'fiabilite', 'axes_absents',
]);

interface Entry {
  readonly numerateur?: string;
  readonly denominateur?: string;
  readonly taux?: string;
  readonly poids?: string;
  readonly repli?: string;
  readonly estimation?: { readonly predicteur: string };
}

/** What a schema cannot see in a model: names that are not there, names used twice, replis that turn in a circle. */
export function modelFaults(data: ModelFile, insee: Quantities, quantities: Quantities): Fault[] {
  const faults: Fault[] = [...nameFaults(data), ...ruleFaults(data), ...columnFaults(data)];
  if (data.remontee !== undefined) faults.push(...quantityFaults(data.remontee.poids, ['effectif'], ['remontee', 'poids'], quantities));
  for (const id of Object.keys(data.quantites ?? {})) {
    if (insee.has(id)) {
      faults.push({ path: ['quantites', id], message: `« ${id} » est déjà une quantité de l'Insee ; choisissez un autre nom`, atKey: true });
    }
    const weight = data.quantites?.[id]?.poids;
    if (weight !== undefined) faults.push(...quantityFaults(weight, ['effectif'], ['quantites', id, 'poids'], quantities));
  }
  for (const { entry, path } of variableEntries(data)) {
    faults.push(...entryFaults(entry, path, data, quantities), ...cycleFaults(entry, path, data));
  }
  for (const [id, repli] of Object.entries(data.replis ?? {})) {
    faults.push(...entryFaults(repli, ['replis', id], data, quantities), ...cycleFaults(repli, ['replis', id], data));
  }
  return faults;
}

function nameFaults(data: ModelFile): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const check = (id: string, path: FieldPath, columns: readonly string[]): void => {
    for (const column of columns) {
      if (RESERVED.has(column)) faults.push({ path, message: `« ${id} » donnerait la colonne ${column}, qui existe déjà dans les résultats` });
      else if (seen.has(column)) faults.push({ path, message: `« ${id} » donnerait deux colonnes ${column} ; chaque identifiant ne sert qu'une fois` });
      seen.add(column);
    }
  };
  for (const [t, { id }] of (data.themes ?? []).entries()) check(id, ['themes', t, 'id'], [id]);
  for (const { entry: { id }, path } of axisEntries(data)) check(id, [...path, 'id'], [id]);
  for (const { entry: { id }, path } of variableEntries(data)) check(id, [...path, 'id'], [id, `${id}_points`, `${id}_statut`]);
  return faults;
}

/** One column of a file is read once: quantities that share it must read it alike. */
function columnFaults(data: ModelFile): Fault[] {
  const faults: Fault[] = [];
  const first = new Map<string, { readonly id: string; readonly reading: string }>();
  const reading = (q: OwnQuantityEntry): string => JSON.stringify([q.nature, q.lignes ?? null, q.millesime ?? null, q.nature === 'taux' ? q.unite : null]);
  for (const [id, quantity] of Object.entries(data.quantites ?? {})) {
    for (const column of [quantity.colonne, ...(quantity.plus ?? []), ...(quantity.moins ?? [])]) {
      const other = first.get(column);
      if (other === undefined) first.set(column, { id, reading: reading(quantity) });
      else if (other.reading !== reading(quantity)) {
        faults.push({ path: ['quantites', id], message: `la colonne ${column} est lue autrement par « ${other.id} » ; mêmes nature, lignes, unite et millesime aux deux`, atKey: true });
      }
    }
  }
  return faults;
}

function entryFaults(entry: Entry, path: FieldPath, data: ModelFile, quantities: Quantities): Fault[] {
  const faults: Fault[] = [];
  const check = (field: string, id: string | undefined, natures: readonly Nature[]): void => {
    if (id !== undefined) faults.push(...quantityFaults(id, natures, [...path, field], quantities));
  };
  check('numerateur', entry.numerateur, ['effectif']);
  check('denominateur', entry.denominateur, ['effectif']);
  check('taux', entry.taux, ['taux', 'mediane']);
  check('poids', entry.poids, ['effectif']);
  if (entry.estimation !== undefined) {
    faults.push(
      ...quantityFaults(entry.estimation.predicteur, ['effectif', 'taux', 'mediane'], [...path, 'estimation', 'predicteur'], quantities),
    );
  }
  if (entry.repli !== undefined && data.replis?.[entry.repli] === undefined) {
    const [near] = nearest(entry.repli, Object.keys(data.replis ?? {}));
    faults.push({
      path: [...path, 'repli'],
      message: `repli inconnu « ${entry.repli} »${near === undefined ? '' : ` ; vouliez-vous dire « ${near} » ?`}`,
    });
  }
  return faults;
}

function quantityFaults(id: string, natures: readonly Nature[], path: FieldPath, quantities: Quantities): Fault[] {
  const quantity = quantities.get(id);
  if (quantity === undefined) {
    const [near] = nearest(id, quantities.keys());
    const hint = near === undefined ? 'déclarez-la sous « quantites »' : `vouliez-vous dire « ${near} » ?`;
    return [{ path, message: `quantité inconnue « ${id} » ; ${hint}` }];
  }
  if (!natures.includes(quantity.nature)) {
    return [{ path, message: `« ${id} » est de nature ${quantity.nature}, il faut ${natures.join(' ou ')}` }];
  }
  return [];
}

function cycleFaults(entry: Entry, path: FieldPath, data: ModelFile): Fault[] {
  const [where, name] = path;
  const chain: string[] = where === 'replis' && typeof name === 'string' ? [name] : [];
  for (let id = entry.repli; id !== undefined; id = data.replis?.[id]?.repli) {
    if (chain.includes(id)) {
      return [{ path: [...path, 'repli'], message: `les replis tournent en rond (${[...chain, id].join(' → ')})` }];
    }
    chain.push(id);
  }
  return [];
}
