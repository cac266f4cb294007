import { apiQueries, placesOf } from '../catalogue/api-query.js';
import { cachedName, depositedName } from '../catalogue/source.js';
import type { Catalogue, Source } from '../catalogue/source.js';
import { usageError } from '../errors.js';
import type { Quantities } from '../index/quantity.js';
import { nearest } from '../nearest.js';
import type { TerritoryRequest } from '../network/fetch-territory.js';
import type { Geography } from '../territory/cog.js';
import type { Territory } from '../territory/selector.js';

/** A file to have: where it comes from, and the name it gets in the user's folder. */
export interface PlannedFile {
  /** The name under which the lock knows it. */
  readonly id: string;
  readonly source: Source;
  readonly name: string;
  /** The addresses asked, the first one first. */
  readonly urls: readonly string[];
  /** The rows of a territory, instead of the whole file. */
  readonly rows: TerritoryRequest | null;
}

/** @throws usageError on an id that the catalogue does not have */
export function sourcesNamed(catalogue: Catalogue, ids: readonly string[]): Source[] {
  return [...new Set(ids)].map((id) => {
    const source = catalogue.sources.get(id);
    if (source !== undefined) return source;
    const near = nearest(id, catalogue.sources.keys(), 1, 6)[0] ?? [...catalogue.sources.keys()].find((known) => known.includes(id));
    throw usageError(`« ${id} » n'est pas au catalogue.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nLe catalogue : fragilite fetch`);
  });
}

export const wholeFile = (source: Source): PlannedFile => ({
  id: source.id,
  source,
  name: depositedName(source),
  urls: [source.url, ...source.otherUrls],
  rows: null,
});

/** A selector as part of a file name: `epci:200046977` → `epci-200046977`. */
const slugOf = (selector: string): string => selector.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);

/**
 * The rows of a territory from INSEE's API, for a source that it serves.
 *
 * @throws usageError for a source that the API does not serve, or for the whole of France
 */
export function territoryRows(source: Source, territory: Territory, geography: Geography, catalogue: Catalogue, quantities: Quantities): PlannedFile {
  if (source.dataSet === null) {
    throw usageError(`${source.id} : l'API de l'Insee ne sert pas ce fichier par territoire.\nLe fichier entier : fragilite fetch ${source.id}`);
  }
  if (territory.key?.level === 'france') {
    throw usageError(`--territory ${territory.selector} : pour toute la France, prenez les fichiers entiers, sans --territory.`);
  }
  const [year] = [...source.vintages.values()].flat();
  const places = placesOf(territory, (code) => geography.cog.arrondissements.has(code));
  const queries = apiQueries(catalogue.api.url, source, year ?? 0, places, quantities);
  // Another level of Paris, Lyon and Marseille is another file.
  const split = places.some((place) => place.startsWith('ARM-'));
  const id = `${source.id}@${territory.selector}${split ? ' (arrondissements)' : ''}`;
  const name = cachedName({ id: `${source.id}.${slugOf(territory.selector)}${split ? '-arm' : ''}`, form: 'csv' });
  const command = `fragilite fetch ${source.id} --territory ${territory.selector}${split ? ' --plm arrondissements' : ''}`;
  return { id, source, name, urls: queries, rows: { source, id, name, command, queries, places } };
}
