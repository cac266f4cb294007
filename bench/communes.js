import { createRequire } from 'node:module';

/** The first communes of France and its overseas départements, sorted by code. */
export function communes(count) {
  return createRequire(import.meta.url)('@etalab/decoupage-administratif/data/communes.json')
    .filter(({ type, departement }) => type === 'commune-actuelle' && departement !== undefined && departement.length < 4)
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .slice(0, count);
}
