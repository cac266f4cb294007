import { fileURLToPath } from 'node:url';
import type { WideCarrierRules } from '../../posts/wide-carrier.js';
import { readYaml } from '../yaml-document.js';

interface WideCarriersFile {
  readonly version: number;
  readonly types: readonly string[];
  readonly types_communaux: readonly string[];
  readonly prefixes_siren: Readonly<Record<string, string>>;
  readonly noms: readonly string[];
  readonly siege_hors_territoire: Readonly<Record<string, { readonly nom: string; readonly siege: string; readonly agit: string; readonly note: string }>>;
}

const OWN_LIST = new URL('../../../data/wide-carriers.yaml', import.meta.url);

/**
 * Loads the list by which employers wider than a commune are known.
 *
 * @param path a list of the same form; ours without it
 */
export async function loadWideCarriers(path = fileURLToPath(OWN_LIST), shown = 'data/wide-carriers.yaml'): Promise<WideCarrierRules> {
  const { data } = await readYaml<WideCarriersFile>(path, shown, 'wide-carriers', path === fileURLToPath(OWN_LIST));
  return {
    version: data.version,
    types: new Set(data.types),
    communalTypes: new Set(data.types_communaux),
    sirenPrefixes: new Map(Object.entries(data.prefixes_siren)),
    names: data.noms,
    seatOutside: new Map(
      Object.entries(data.siege_hors_territoire).map(([siren, { nom, siege, agit, note }]) => [siren, { siren, name: nom, seat: siege, actsIn: agit, note }]),
    ),
  };
}
