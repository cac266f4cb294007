import { fileURLToPath } from 'node:url';
import type { Catalogue, Checksum, FileForm, Source, Use } from '../catalogue/source.js';
import { readYaml } from './yaml-document.js';

interface SourceEntry {
  readonly titre: string;
  readonly producteur: string;
  readonly usage: Use;
  readonly millesimes?: Readonly<Record<string, readonly number[]>>;
  readonly geographie?: number;
  readonly licence: string;
  readonly url: string;
  readonly autres_adresses?: readonly string[];
  readonly mouvant?: boolean;
  readonly membres?: readonly string[];
  readonly forme: FileForm;
  readonly taille_minimale: number;
  readonly sha256?: string;
  readonly md5?: string;
  readonly lots?: readonly string[];
  readonly jeu?: string;
  readonly confiance: 'haute' | 'moyenne';
  readonly a_preparer?: string;
  readonly note?: string;
}

interface CatalogueFile {
  readonly api?: { readonly url: string; readonly requetes_par_minute: number };
  readonly licences: Readonly<Record<string, { readonly nom: string; readonly url: string }>>;
  readonly lots?: Readonly<Record<string, readonly string[]>>;
  readonly sources: Readonly<Record<string, SourceEntry>>;
}

const FILE = fileURLToPath(new URL('../../data/sources.yaml', import.meta.url));

/** INSEE's API of local data, which asks for no key. */
const API = { url: 'https://api.insee.fr/melodi', requetes_par_minute: 30 };

/**
 * The catalogue of official files, `data/sources.yaml`, or another file of the same schema.
 *
 * @throws inputError that names line and field of each fault
 */
export async function loadCatalogue(path = FILE, shown = 'data/sources.yaml'): Promise<Catalogue> {
  const { data, error } = await readYaml<CatalogueFile>(path, shown, 'sources', path === FILE);
  const sources = new Map<string, Source>();
  for (const [id, entry] of Object.entries(data.sources)) {
    const licence = data.licences[entry.licence];
    if (licence === undefined) throw error([{ path: ['sources', id, 'licence'], message: `licence inconnue « ${entry.licence} »` }]);
    const quantities = (entry.lots ?? []).flatMap((name, i) => {
      const lot = data.lots?.[name];
      if (lot === undefined) throw error([{ path: ['sources', id, 'lots', i], message: `lot inconnu « ${name} »` }]);
      return lot;
    });
    sources.set(id, {
      id,
      title: entry.titre,
      producer: entry.producteur,
      use: entry.usage,
      vintages: new Map(Object.entries(entry.millesimes ?? {}).map(([family, years]) => [family, [...years].sort((a, b) => b - a)])),
      geography: entry.geographie ?? null,
      licence: { name: licence.nom, url: licence.url },
      url: entry.url,
      otherUrls: entry.autres_adresses ?? [],
      mutable: entry.mouvant ?? false,
      members: entry.membres ?? [],
      form: entry.forme,
      leastSize: entry.taille_minimale,
      checksum: checksumOf(entry),
      quantities: new Set(quantities),
      dataSet: entry.jeu ?? null,
      confidence: entry.confiance,
      prepare: entry.a_preparer ?? null,
      note: entry.note ?? null,
    });
  }
  const api = data.api ?? API;
  return { sources, api: { url: api.url, requestsPerMinute: api.requetes_par_minute } };
}

function checksumOf({ sha256, md5 }: SourceEntry): Checksum | null {
  if (sha256 !== undefined) return { algorithm: 'sha256', digest: sha256 };
  return md5 === undefined ? null : { algorithm: 'md5', digest: md5 };
}
