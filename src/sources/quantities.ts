import { fileURLToPath } from 'node:url';
import { parseTerms } from '../index/quantity.js';
import type { Alternative, Nature, Quantities, Quantity } from '../index/quantity.js';
import { readYaml } from './yaml-document.js';

interface QuantitiesFile {
  readonly familles: Readonly<Record<string, { readonly vide_est_secret_jusqua?: number }>>;
  readonly quantites: Readonly<Record<string, QuantityEntry>>;
}

interface QuantityEntry {
  readonly libelle: string;
  readonly unite: string;
  readonly famille: string;
  readonly nature: Nature;
  readonly poids?: string;
  readonly noms: {
    readonly large: readonly {
      readonly colonnes: string;
      readonly equivalence?: 'exacte' | 'proche';
      readonly note?: string;
      readonly depuis?: number;
      readonly jusqua?: number;
    }[];
  };
}

const FILE = fileURLToPath(new URL('../../data/quantities.yaml', import.meta.url));

/**
 * The INSEE quantities of `data/quantities.yaml`, or of another file of the same schema.
 *
 * @throws inputError on a file that the schema or the references between quantities refuse
 */
export async function loadQuantities(path = FILE, shown = 'data/quantities.yaml'): Promise<Quantities> {
  const { data, error } = await readYaml<QuantitiesFile>(path, shown, 'quantities');
  const quantities = new Map<string, Quantity>();
  for (const [id, entry] of Object.entries(data.quantites)) {
    const family = data.familles[entry.famille];
    if (family === undefined) {
      throw error([{ path: ['quantites', id, 'famille'], message: `famille inconnue « ${entry.famille} »` }]);
    }
    if (entry.poids !== undefined && data.quantites[entry.poids] === undefined) {
      throw error([{ path: ['quantites', id, 'poids'], message: `quantité inconnue « ${entry.poids} »` }]);
    }
    quantities.set(id, {
      id,
      label: entry.libelle,
      unit: entry.unite,
      family: entry.famille,
      nature: entry.nature,
      weight: entry.poids ?? null,
      vintage: null,
      emptyIsSecretUntil: family.vide_est_secret_jusqua ?? null,
      scale: 1,
      alternatives: entry.noms.large.map(
        (name): Alternative => ({
          terms: parseTerms(name.colonnes),
          kind: name.equivalence === 'proche' ? 'near' : 'exact',
          note: name.note ?? null,
          from: name.depuis ?? null,
          to: name.jusqua ?? null,
        }),
      ),
    });
  }
  return quantities;
}
